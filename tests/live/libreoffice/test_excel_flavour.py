"""The .xlsm made for Excel, its macros run by LibreOffice.

xlwings' own modules do not compile there, and one such module silently stops every macro. So a
stand-in takes their place, which writes what it was asked to run into a cell.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyopenvba import ExcelFile

from tests.conftest import workbook_of
from tests.live.libreoffice.office import Office, Workbook, load
from xlevaluate.live.libreoffice.button_shapes import SCRIPT_TYPE
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.vba.button_layout import ADD_PROJECT, BUTTONS, EVERY, SHEET_BUTTONS

pytestmark = pytest.mark.libreoffice

ALWAYS = 4
"""``MacroExecMode``: macros run without asking."""

STAND_IN = """\
Attribute VB_Name = "xlwings"
Public Sub RunPython(code As String)
    ThisComponent.Sheets.getByName("xle_help").getCellByPosition(30, 0).String = code
End Sub
Public Sub Remember()
    XleVisit "3 findings"
    RunPython XleVisited()
End Sub
Public Sub Unlock()
    RunPython CStr(XleUnlock(ThisWorkbook.Worksheets(3).Name))
End Sub
Public Function XLPy() As Object
End Function
"""


@pytest.fixture
def excel_file(template: Template, sample: Callable[[str], Submission], tmp_path: Path) -> Path:
    path = tmp_path / "单位.xlsm"
    path.write_bytes(workbook_of(template, sample("seed"), "excel"))
    return path


def with_stand_in(path: Path) -> None:
    with ExcelFile(path) as book:
        project = book.vba_project()
        project.delete_module("xlwings")
        project.delete_module("Dictionary")
        project.add_module("xlwings", STAND_IN.replace("\n", "\r\n"))
        book.save()


def test_every_button_is_bound_and_its_macro_runs(office: Office, excel_file: Path) -> None:
    with_stand_in(excel_file)
    document = load(office.desktop, excel_file, ALWAYS)
    try:
        workbook = Workbook(document, office.context)
        asked = document.Sheets.getByName("xle_help").getCellByPosition(30, 0)
        bound = {caption: url for caption, _, url in workbook.events()}
        assert set(bound) == {button.caption for button in EVERY} - {
            ADD_PROJECT.caption
        }  # of a sheet that is not there
        for button in (*BUTTONS, *SHEET_BUTTONS):
            asked.String = ""
            assert f".{button.macro}?" in bound[button.caption]
            document.getScriptProvider().getScript(bound[button.caption]).invoke((), (), ())
            assert f"buttons.run('{button.command}')" in asked.String
    finally:
        document.close(True)


def test_macros_keep_the_finding_gone_to_last_and_take_protection_off(
    office: Office, excel_file: Path
) -> None:
    with_stand_in(excel_file)
    document = load(office.desktop, excel_file, ALWAYS)
    try:
        _, _, url = Workbook(document, office.context).events()[0]
        remember = url.replace("XleMain.XleRecalculate", "xlwings.Remember")
        assert remember != url
        document.getScriptProvider().getScript(remember).invoke((), (), ())
        kept = document.Sheets.getByName("xle_help").getCellByPosition(30, 0).String
        assert kept == "3 findings"
        form = document.Sheets.getByIndex(2)
        assert form.isProtected()
        for was_locked in ("True", "False"):
            unlock = url.replace("XleMain.XleRecalculate", "xlwings.Unlock")
            document.getScriptProvider().getScript(unlock).invoke((), (), ())
            kept = document.Sheets.getByName("xle_help").getCellByPosition(30, 0).String
            assert (kept, form.isProtected()) == (was_locked, False)
    finally:
        document.close(True)


def test_with_xlwings_own_modules_no_macro_runs(office: Office, excel_file: Path) -> None:
    """What the stand-in is for; when this fails, LibreOffice has learnt to compile them."""
    document = load(office.desktop, excel_file, ALWAYS)
    try:
        workbook = Workbook(document, office.context)
        workbook.keep_messages(office.folder / "told.jsonl")
        for _, _, url in workbook.events():
            document.getScriptProvider().getScript(url).invoke((), (), ())
        assert workbook.told == []
    finally:
        document.close(True)


def test_opened_by_us_its_buttons_and_functions_work_without_its_macros(
    office: Office, excel_file: Path
) -> None:
    with office.opened(excel_file) as workbook:
        assert {kind for _, kind, _ in workbook.events()} == {SCRIPT_TYPE}
        assert workbook.press("校验").startswith("校验完成")
        assert workbook.document.BasicLibraries.hasByName("VBAProject") is False
        workbook.type("三公经费_本年预算", "10")
        workbook.type("三公经费_本年决算", "9.5")
        workbook.in_its_process("replace_functions", 0.4242)
        workbook.document.calculateAll()
        assert workbook.named("三公经费控制率").Value == 0.4242
