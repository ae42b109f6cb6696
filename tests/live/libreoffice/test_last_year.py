"""Next year's workbook in a real spreadsheet: its marks go when one types, its button makes one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import Office, Workbook
from xlevaluate.form.snapshot import a1
from xlevaluate.importing.next_year import LastYear, NextYearRequest, next_year
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import read_submission
from xlevaluate.workbook.read import read_workbook

pytestmark = pytest.mark.libreoffice

HINT = "提示：年度指标值是上年的，请改成本年的；相同的，在《上年带入》选“沿用”。"


@pytest.fixture
def path(template: Template, sample: Callable[[str], Submission], make: Make) -> Path:
    last = LastYear("上年.xlsx", template, read_submission(template, sample("corrected")))
    return make(next_year(last, template, NextYearRequest()).submission)


@pytest.fixture
def opened(office: Office, path: Path) -> Iterator[Workbook]:
    with office.opened(path) as workbook:
        yield workbook


def test_a_mark_goes_when_another_target_is_typed_or_it_is_kept(
    opened: Workbook, path: Path, template: Template
) -> None:
    head = opened.named("绩效指标_年度指标值")
    sheet, row, col = head.Spreadsheet, head.CellAddress.Row + 1, head.CellAddress.Column
    widest = len(template.form.definition.sheet[4].widths) + 2

    def said(down: int) -> str:
        beside = (sheet.getCellByPosition(widest + n, row + down).String for n in range(3))
        return next((text for text in beside if HINT in text), "")

    def is_marked(down: int) -> bool:
        place = sheet.getCellByPosition(col, row + down)
        formats = sheet.ConditionalFormats.getConditionalFormats()
        (entry,) = (
            each.getByIndex(0)
            for each in formats
            if each.Range.queryIntersection(place.RangeAddress).Count
            and "带入" in each.getByIndex(0).Formula1
        )
        scratch = sheet.getCellByPosition(col, row + down + 200)
        scratch.Spreadsheet.unprotect("")
        here, formula = a1(row, col), entry.Formula1
        assert f"${here}" in formula
        for column in ("C", "D"):  # as of the row in question
            formula = formula.replace(f"${column}{row + 1}", f"${column}{row + 1 + down}")
        scratch.Formula = "=" + formula.replace(",", ";")
        return bool(scratch.Value)

    assert [bool(said(down)) for down in (0, 1, 2)] == [True, True, True]
    assert is_marked(0)
    assert is_marked(1)
    sheet.getCellByPosition(col, row).String = "≥160场次"
    table = opened.named("带入")
    cells = table.Spreadsheet
    for line in range(table.CellAddress.Row + 1, opened.named("带入_止").CellAddress.Row):
        if cells.getCellByPosition(4, line).String == "12篇":
            cells.getCellByPosition(8, line).String = "沿用"
    assert [bool(said(down)) for down in (0, 1, 2)] == [False, False, True]
    assert not is_marked(0)
    assert not is_marked(1)
    assert "核实" in opened.press("校验")
    (told,) = (line for line in opened.results() if "由上年带入" in line[4])
    assert told[0] == "核实"
    assert "等12处" in told[4]


def test_the_button_makes_a_new_file_and_leaves_the_open_one(
    opened: Workbook, path: Path, template: Template
) -> None:
    before = path.read_bytes()
    opened.in_its_process("choose", str(path))
    said = opened.press("从上年生成")
    made = path.with_name(f"{path.stem}-2025年度.xlsm")
    assert said.startswith(f"新的工作簿：{made}（打开的这一个没有改动）")
    assert path.read_bytes() == before
    assert opened.named("年度").Value == 2024
    snapshot, _ = read_workbook(made)
    assert read_forms(template, snapshot).submission.carried[0].content == "2024"
    assert "xle_live" in snapshot.names  # it is for the same program
