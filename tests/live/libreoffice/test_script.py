"""The door through which LibreOffice's macros come, opened as they open it."""

import math

import pytest

from xlevaluate.cells.cell_functions import FAILURE
from xlevaluate.errors import CannotDoError
from xlevaluate.live.libreoffice import script

pytestmark = pytest.mark.libreoffice

CODE = "from xlevaluate.live import buttons; buttons.run('{name}')"


class Document:
    """So much of a document as is handed on."""


def test_a_second_click_waits_for_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def running(name: str) -> None:
        ran.append(name)
        script.run(Document(), CODE.format(name="report"))  # clicked while a message is shown

    monkeypatch.setattr("xlevaluate.live.buttons.run", running)
    script.run(Document(), CODE.format(name="check"))
    assert ran == ["check"]
    script.run(Document(), CODE.format(name="check"))
    assert ran == ["check", "check"]


def test_a_command_that_fails_leaves_the_buttons_free(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def failing(name: str) -> None:
        ran.append(name)
        raise OSError(name)

    monkeypatch.setattr("xlevaluate.live.buttons.run", failing)
    for _ in range(2):
        with pytest.raises(OSError, match="check"):
            script.run(Document(), CODE.format(name="check"))
    assert ran == ["check", "check"]


def test_only_commands_are_run() -> None:
    with pytest.raises(CannotDoError, match="不认识的命令"):
        script.run(Document(), "import os; os.remove('x')")


def test_arguments_come_as_basic_hands_them_over() -> None:
    assert script.call("xle_change", (594.67, 585.15)) == pytest.approx(9.52)
    assert script.call("xle_check_sum", ("合计", 3, (((1,), (2,)),))) == ""
    assert str(script.call("xle_check_sum", ("合计", 4, (1, 2)))).startswith(
        "错误：合计的分项合计 3"
    )
    assert script.call("xle_grade", (85, ("优", 90, "良"))) == "良"
    assert script.call("xle_gone", ()) == f"{FAILURE}xle_gone"
    assert math.isnan(script.no_number())
