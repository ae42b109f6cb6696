"""A workbook is the same through both doors: as a saved file, and open in LibreOffice."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from tests.conftest import CREATED
from tests.hunan import MODEL, filled_in
from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import Office
from tests.submissions import SEEDS, made_up
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import CellValue, ErrorValue, Snapshot
from xlevaluate.live.book import read_book, read_sheets
from xlevaluate.live.libreoffice.engine import open_book
from xlevaluate.live.libreoffice.uno_bridge import property_value
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import read_workbook
from xlevaluate.workbook.results import type_empty_results
from xlevaluate.xlsx.number_formats import number_format

pytestmark = pytest.mark.libreoffice

FORMATS = (
    *("General", "0.00", "#,##0.00;[Red]-#,##0.00", "0%", "0.00%", '0.0"%"', "0.00%;-0.00%;0.00"),
    *("yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d;@", "yyyy/m/d h:mm", "d-mmm-yy"),
    *("h:mm", "h:mm:ss AM/PM", "[h]:mm:ss", "[mm]:ss", "@", '0"次"', '"共"0"天"', "0.00E+00"),
    *("# ??/??", "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \\-??_ ;_ @_ ", "[<1]0.0%;0.00"),
)
NUMBERS = (
    *(0, 1, -1, 0.25, 0.5, 0.955, 1.5, 61, 45_130, 45_130.5, 45_130.999, 20_240_723, -3.5),
    *(2_958_465, 2_958_466, 594.67, 123_456_789_012, 1e-7, 1e15),
)
TEXTS = (
    "文字",
    " 前后 ",
    "两\n行",
    "0012",
    "=1+1",
    "_x0041_",
    "#N/A",
    "95%",
    "𠮷",
    "<&>",
    "#DIV/0",
    *("代码甲", "代码乙", "代码丙", "代码丁"),
)
CODES = {
    "代码甲": "_x4E2D_",
    "代码乙": "_x0041_ _x005F_x0041_",
    "代码丙": "_xD83D__xDE00_",
    "代码丁": "a_x000D__x0008_b",
}
"""What is written into the file in place of a text: characters by their codes."""

FORMULAS: tuple[tuple[str, Any], ...] = (
    ("=1+1", 2),
    ("=1/4", 0.25),
    ('=""', ""),
    ('="文"&"字"', "文字"),
    ("=1/0", "#DIV/0!"),
    ("=NA()", "#N/A"),
    ("=1=1", True),
    ("=45495+1", 45_496),  # of =DATE(…) LibreOffice shows a day, whatever the format is
)


def differing(saved: Snapshot, live: Snapshot) -> Iterator[str]:
    """Yield where the two see something else."""
    if list(saved.sheets) != list(live.sheets):
        yield f"sheets {list(saved.sheets)} {list(live.sheets)}"
    for sheet, cells in saved.sheets.items():
        others = live.sheets.get(sheet, {})
        for place in sorted({*cells, *others}):
            mine, theirs = cells.get(place), others.get(place)
            if _seen(mine) != _seen(theirs):
                yield f"{sheet} {place}: saved {mine}, open {theirs}"


def _seen(cell: CellValue | None) -> tuple[object, ...] | None:
    """Return what matters of a cell; a text of nothing is nothing."""
    if cell is None or (cell.value in {None, ""} and not cell.is_formula):
        return None
    value: object = cell.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number:
        value = f"{value:.13g}"
    elif isinstance(value, datetime.datetime):
        value = value.replace(microsecond=round(value.microsecond, -4) % 1_000_000)
    kind = number_format(cell.number_format).kind(float(str(value))) if is_number else ""
    return value, isinstance(cell.value, ErrorValue), cell.is_formula, cell.is_percent, kind


def filled(path: Path, random: Random) -> None:
    """Write a workbook with cells of every kind under every format."""
    book = xlsxwriter.Workbook(path)
    formats = [book.add_format({"num_format": code}) for code in FORMATS]
    for name in ("甲", "它's 乙"):
        sheet = book.add_worksheet(name)
        for row in range(30):
            for col in range(6):
                given, kind = random.choice(formats), random.randrange(8)
                if kind < 4:
                    sheet.write_number(row, col, random.choice(NUMBERS), given)
                elif kind < 6:
                    sheet.write_string(row, col, random.choice(TEXTS), given)
                elif kind == 6:
                    formula, value = random.choice(FORMULAS)
                    sheet.write_formula(row, col, formula, formats[0], value)
                else:
                    sheet.write_boolean(row, col, random.random() < 0.5)
    book.define_name("起", "='它''s 乙'!$B$2")
    book.define_name("区", "=甲!$C$3:$D$9")
    book.define_name("常数", '="hunan_department"')
    book.close()
    path.write_bytes(rewritten(rewritten(path.read_bytes(), type_empty_results), _with_codes))


def _with_codes(name: str, part: bytes) -> bytes:
    if name == "xl/sharedStrings.xml":
        for text, code in CODES.items():
            part = part.replace(text.encode(), code.encode())
    return part


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=SEEDS)
def test_cells_of_every_kind_are_read_the_same(seed: int, office: Office, tmp_path: Path) -> None:
    path = tmp_path / f"{seed}.xlsx"
    filled(path, Random(seed))
    saved, _ = read_workbook(path)
    with office.opened(path) as workbook:
        live, _ = read_book(open_book(workbook.document))
    assert not list(differing(Snapshot(dict(saved.sheets)), live))
    assert {name: live.names.get(name) for name in saved.names} == dict(saved.names)


@pytest.mark.parametrize("name", ["seed", "corrected", *map(str, range(6))])
def test_our_workbook_is_read_the_same_as_it_stands_open_and_saved(
    name: str,
    office: Office,
    make: Make,
    template: Template,
    sample: Callable[[str], Submission],
    tmp_path: Path,
) -> None:
    submission = made_up(template, Random(int(name))) if name.isdigit() else sample(name)
    again = tmp_path / "again.xlsx"
    with office.opened(make(submission)) as workbook:
        workbook.document.calculateAll()
        kind = property_value("FilterName", "Calc MS Excel 2007 XML")
        workbook.document.storeToURL(again.resolve().as_uri(), (kind,))
        live = Snapshot(read_sheets(open_book(workbook.document)))
    assert not list(differing(read_workbook(again)[0], live))


def test_a_percentage_typed_into_an_open_workbook_is_one(
    office: Office, make: Make, sample: Callable[[str], Submission]
) -> None:
    with office.opened(make(sample("corrected"))) as workbook:
        target = workbook.document.NamedRanges.getByName("绩效指标_年度指标值").getReferredCells()
        cell = target.Spreadsheet.getCellByPosition(
            target.CellAddress.Column, target.CellAddress.Row + 2
        )
        target.Spreadsheet.unprotect("")
        formats = workbook.document.NumberFormats
        cell.NumberFormat = formats.getStandardFormat(128, cell.CharLocale)  # PERCENT
        cell.Value = 0.95
        place = (cell.CellAddress.Row, cell.CellAddress.Column)
        found = workbook.snapshot().sheets[target.Spreadsheet.Name][place]
    assert (found.value, found.is_percent) == (0.95, True)


def test_texts_are_read_as_they_are_shown_through_both_doors(
    office: Office, make: Make, sample: Callable[[str], Submission], template: Template
) -> None:
    path = make(sample("corrected"))
    with office.opened(path) as workbook:
        workbook.document.Sheets.getByName("文字材料").unprotect("")
        workbook.document.Sheets.getByName("基础数据表").unprotect("")
        formats = workbook.document.NumberFormats
        for name, code, value in (
            ("机构设置", '0"个机构"', 5.0),
            ("厉行节约保障措施", 'YYYY"年"M"月"', 45047.0),
            ("公用经费_本年决算", "YYYY-MM-DD", 45047.0),
        ):
            cell = workbook.named(name)
            known = formats.queryKey(code, cell.CharLocale, False)
            cell.NumberFormat = formats.addNew(code, cell.CharLocale) if known < 0 else known
            cell.Value = value
        live, _ = read_book(open_book(workbook.document))
        workbook.save()
    for snapshot in (live, read_workbook(path)[0]):
        reading = read_snapshot(template.form, snapshot, template.computations)
        submission = filled_in(reading.submission)
        assert submission.texts.institutions == "5个机构"
        assert submission.basic_data.thrift_measures == "2023年5月"
        (problem,) = (p for p in reading.problems if p.trouble == "not_a_number")
        assert (problem.typed, problem.place.cell) == ("2023-05-01", "D18")
        assert "MM" in problem.number_format.upper()


def test_the_comparison_would_notice(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(make_workbook(template, MODEL(), created=CREATED)[0])
    saved = read_workbook(path)[0]
    place, cell = next(iter(saved.sheets["基础数据表"].items()))
    assert not list(differing(saved, saved))
    for other in ("改", ErrorValue("#REF!")):
        changed = dict(saved.sheets["基础数据表"]) | {
            place: replace(cell, value=other, is_formula=True)
        }
        assert list(differing(saved, Snapshot({**saved.sheets, "基础数据表": changed})))
