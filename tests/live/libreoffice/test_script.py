"""The door through which LibreOffice's cells and buttons come, opened as they open it."""

from typing import Any

import pytest

from xlevaluate.cells.cell_functions import FUNCTIONS
from xlevaluate.errors import CannotDoError
from xlevaluate.live.libreoffice import script
from xlevaluate.live.libreoffice.failures import last_failure

pytestmark = pytest.mark.libreoffice


class Document:
    """So much of a document as is handed on."""


def test_a_second_click_waits_for_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def running(name: str, _: object) -> None:
        ran.append(name)
        script.run(Document(), "report")  # clicked while a message is shown

    monkeypatch.setattr("xlevaluate.live.buttons.run", running)
    script.run(Document(), "check")
    assert ran == ["check"]
    script.run(Document(), "check")
    assert ran == ["check", "check"]


def test_a_command_that_fails_leaves_the_buttons_free(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def failing(name: str, _: object) -> None:
        ran.append(name)
        raise OSError(name)

    monkeypatch.setattr("xlevaluate.live.buttons.run", failing)
    for _ in range(2):
        with pytest.raises(OSError, match="check"):
            script.run(Document(), "check")
    assert ran == ["check", "check"]


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "run",
        "__class__",
        "import os",
        "from xlevaluate.live import buttons; buttons.run('check')",
    ],
)
def test_only_commands_are_run(asked: str) -> None:
    with pytest.raises(CannotDoError, match="不认识的命令"):
        script.run(Document(), asked)


def test_arguments_come_as_libreoffice_hands_them_over() -> None:
    assert script.call("XLE_EXECUTION", (10.0, 1.0, 3.0)) == pytest.approx(3.33)
    assert script.call("XLE_EXECUTION", (10.0, ((1.0,),), ((3.0,),))) == pytest.approx(3.33)
    assert script.call("XLE_EXECUTION", (10.0, (("",),), 3.0)) == ""
    assert script.call("XLE_GRADE", (85.0, ("优", 90.0, "良"))) == "良"


@pytest.mark.parametrize("name", ["XLE_GONE", "xle_ratio", "run", "__import__", "perform", ""])
def test_what_is_no_function_is_no_function(name: str) -> None:
    assert script.call(name, ("1", "2")) is None
    assert last_failure() == f"{name}: 没有这个函数"


ODD = (
    None,
    "",
    "x",
    -1.0,
    1e308,
    float("nan"),
    True,
    (),
    ((),),
    (("", 1.0), ("x", None)),
    "../../x",
)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_arguments_never_raise(name: str, odd: Any) -> None:
    function = FUNCTIONS[name]
    for count in range(len(function.arguments) + 2):
        given = (odd,) * count
        answer = script.call(name, (*given, (odd, odd)) if function.has_rest else given)
        assert answer is None or isinstance(answer, float | str)
