"""``xlevaluate open``: LibreOffice starts, the workbook is open in it, its cells are alive."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter

from tests.conftest import workbook_of
from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import (
    Office,
    Workbook,
    accepting,
    choose_in_dialog,
    connect,
    desktop_of,
    in_its_process,
    install,
)
from tests.ooxml.conftest import ACCOUNTS
from tests.waiting import wait_for
from xlevaluate.cli import main
from xlevaluate.live.libreoffice import soffice
from xlevaluate.live.libreoffice.user_profile import user_folder
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.vba.button_layout import ADD_PROJECT, BUTTONS, EVERY

pytestmark = pytest.mark.libreoffice


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
    document: Any = desktop_of(connect(started.pipe)).getCurrentComponent()
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
        workbook.save()
    install(user_folder())
    assert main(["open", str(path)]) == 0
    context = connect(started.pipe)
    document: Any = desktop_of(context).getCurrentComponent()
    opened = Workbook(document, context)
    assert opened.named("xle_live").Value == 1
    assert set(opened.buttons()) == {button.caption for button in EVERY} - {ADD_PROJECT.caption}
    document.close(True)


CHOSEN = {
    "from_last_year": ("选上年的工作簿、上报件或数据", ""),
    "import_files": ("选决算表、公开表、别处填好的表，或装着它们的压缩包", "决算.txt"),
}
"""Titles of the dialogs in which a file is chosen, and the file: the open one where none is."""


def _has_lines(path: Path, count: int) -> bool:
    return path.exists() and len(path.read_text(encoding="utf-8").splitlines()) == count


def test_every_button_works_by_a_click(
    started: Started, make: Make, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    """The buttons of the first sheet, pressed as a screen reader presses them."""
    path, told = make(sample("corrected")), tmp_path / "told.jsonl"
    path.with_name("决算.txt").write_text(ACCOUNTS, encoding="utf-8")
    install(user_folder())
    assert main(["open", str(path)]) == 0
    context = connect(started.pipe)
    in_its_process(context, "answer_messages", str(told), "no")
    document: Any = desktop_of(context).getCurrentComponent()
    controller, cover = document.CurrentController, document.Sheets.getByIndex(0)
    form = cover.DrawPage.Forms.getByIndex(0)
    for number, button in enumerate(BUTTONS):
        controller.setActiveSheet(cover)
        control = controller.getControl(form.getByIndex(number))
        assert control.Model.Label == button.caption
        pressed = Thread(target=control.AccessibleContext.doAccessibleAction, args=(0,))
        pressed.start()
        if button.command in CHOSEN:  # a dialog of its own waits for the user
            title, name = CHOSEN[button.command]
            choose_in_dialog(context, title, name or path.name)
        wait_for(partial(_has_lines, told, number + 1), button.caption)
        pressed.join()
    made = {made.suffix for made in path.parent.iterdir()} - {".xlsm"}
    assert {".docx", ".zip"} <= made
    assert path.with_name(f"{path.stem}-2024年度.xlsm").exists()
    said = "".join(map(json.loads, told.read_text(encoding="utf-8").splitlines()))
    assert "表中 594.67，决算.txt 第1张表 2023年度支出决算表 600.00；没有改动" in said
    document.close(True)


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


def test_where_functions_come_too_late_cells_keep_to_their_formulas(
    make: Make, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    """LibreOffice asks for add-ins once: here it has listed its functions before."""
    office = Office(tmp_path / "office", late=True)
    try:
        with office.opened(make(sample("seed")), live=office.live) as workbook:
            assert workbook.named("xle_live").Value == 0
            # LibreOffice writes what it does not know in small letters.
            assert "xle.ratio(" in workbook.named("公用经费控制率").Formula
            assert workbook.named("公用经费控制率").String == "184.75%"
            assert workbook.press("校验").startswith("校验完成")
    finally:
        office.close()


def test_a_workbook_that_is_open_already_is_not_opened_again(
    started: Started,
    make: Make,
    sample: Callable[[str], Submission],
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = make(sample("seed"))
    assert main(["open", str(path)]) == 0
    assert main(["open", str(path)]) == 2
    assert "已经在 LibreOffice 中打开着" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("单位.xlsm", b"", "不是 Excel 工作簿"),
        ("单位.xlsm", b"<?xml version='1.0'?><office:document/>", "不是 Excel 工作簿"),
        ("单位.ods", None, "不是 .xlsm 或 .xlsx 工作簿"),
        ("别人.xlsx", "foreign", "不是本程序的工作簿，没有打开"),
    ],
)
def test_what_is_no_workbook_of_ours_is_not_opened(
    name: str,
    content: bytes | str | None,
    said: str,
    make: Make,
    sample: Callable[[str], Submission],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("xlevaluate.commands.open.open_workbook", lambda *_: pytest.fail("opened"))
    path = tmp_path / name
    if content == "foreign":
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet("表")
    else:
        path.write_bytes(
            content if isinstance(content, bytes) else make(sample("seed")).read_bytes()
        )
    assert main(["open", str(path)]) == 2
    assert said in capsys.readouterr().err


def test_what_is_left_out_is_said(
    template: Template,
    sample: Callable[[str], Submission],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("xlevaluate.commands.open.open_workbook", lambda *_: "")
    path = tmp_path / "单位.xlsm"
    path.write_bytes(workbook_of(template, sample("seed"), "excel"))
    assert main(["open", str(path)]) == 0
    assert "没有带入：功能区按钮、宏、按钮和控件" in capsys.readouterr().err
