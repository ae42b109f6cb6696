"""``xlevaluate open``: LibreOffice starts, the workbook is open in it, its cells are alive."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pyopenvba import ExcelFile

from tests.conftest import CREATED
from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import Office, Workbook, accepting, connect
from xlevaluate.cli import main
from xlevaluate.live.libreoffice import soffice
from xlevaluate.submission import Submission
from xlevaluate.template.template import load_template
from xlevaluate.vba.button_layout import BUTTONS
from xlevaluate.workbook.generate import make_workbook

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def screen() -> Iterator[str]:
    """A screen that nobody looks at; a window without one would draw itself for ever."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        yield f":{int(server.stdout.readline())}"
        server.terminate()


@dataclass
class Started:
    """What ``open`` has started, and how it can be looked into."""

    pipe: str = field(default_factory=lambda: f"xle-test-{uuid4().hex}")
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, screen: str) -> Iterator[Started]:
    """LibreOffice on that screen, with a profile of its own; ended afterwards."""
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.setenv("SAL_USE_VCLPLUGIN", "gen")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    noted, start = Started(), soffice.start

    def starting(*arguments: str) -> subprocess.Popen[bytes]:
        noted.processes.append(start(*arguments, accepting(noted.pipe)))
        return noted.processes[-1]

    monkeypatch.setattr(soffice, "start", starting)
    yield noted
    for process in noted.processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


def test_the_workbook_is_open_with_its_cells_alive(
    started: Started, make: Make, sample: Callable[[str], Submission]
) -> None:
    path = make(sample("seed"))
    assert main(["open", str(path)]) == 0
    document: Any = connect(started.pipe).getCurrentComponent()
    assert document.Title.startswith(path.name)
    live = document.NamedRanges.getByName("xle_live").getReferredCells()
    assert live.getCellByPosition(0, 0).Value == 1
    document.close(True)


def test_a_workbook_that_libreoffice_has_saved_is_alive_again(
    office: Office, started: Started, make: Make, sample: Callable[[str], Submission]
) -> None:
    """Such a file says no more what is to run when it opens, and has lost its buttons."""
    path = make(sample("seed"))
    with office.opened(path) as workbook:
        workbook.named("xle_live").Value = 0
        workbook.save(path)
    assert main(["open", str(path)]) == 0
    document: Any = connect(started.pipe).getCurrentComponent()
    opened = Workbook(document)
    assert opened.named("xle_live").Value == 1
    assert set(opened.buttons()) == {caption for _, caption in BUTTONS}
    document.close(True)


def test_what_libreoffice_could_not_do_is_said(
    started: Started,
    make: Make,
    sample: Callable[[str], Submission],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whether macros are ours is looked at again where it counts."""
    path = make(sample("seed"))
    path.write_bytes(b"")
    monkeypatch.setattr("xlevaluate.commands.open.has_our_macros", lambda _: True)
    assert main(["open", str(path)]) == 2
    assert "的宏不是本程序的，没有打开" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("macros", "said"),
    [
        ("old", "的宏不是本版本的（请运行 xlevaluate upgrade"),
        ("none", "没有为 LibreOffice 制作的宏"),
    ],
)
def test_what_a_workbook_lacks_is_said(
    macros: str,
    said: str,
    make: Make,
    sample: Callable[[str], Submission],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened: list[bool] = []
    monkeypatch.setattr(
        "xlevaluate.commands.open.open_workbook", lambda _, *, trusted: opened.append(trusted)
    )
    path = make(sample("seed"))
    if macros == "old":
        with ExcelFile(path) as book:
            book.set_module("XleMain", "Sub Old()\r\nEnd Sub\r\n")
            book.save()
    else:
        path = tmp_path / "无宏.xlsx"
        path.write_bytes(make_workbook(load_template(), sample("seed"), created=CREATED)[0])
    assert main(["open", str(path)]) == 0
    assert opened == [False]
    assert said in capsys.readouterr().err


def test_without_a_screen_nothing_is_started(
    make: Make,
    sample: Callable[[str], Submission],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert main(["open", str(make(sample("seed")))]) == 2
    assert "没有图形桌面" in capsys.readouterr().err
