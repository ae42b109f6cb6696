"""Our reader beside another: openpyxl, on workbooks with cells of every kind.

Where the two differ on purpose, it is said here.
"""

import datetime
import io
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from msgspec.structs import replace
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.escape import unescape

from tests.conftest import CREATED
from tests.submissions import SEEDS, made_up
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.snapshot import BLANK, CellValue, ErrorValue, Value, place_of
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import read_workbook
from xlevaluate.workbook.results import type_empty_results

FORMATS = (
    *("General", "0", "0.00", "#,##0.00;[Red]-#,##0.00", "[$¥-804]#,##0.00", '0"次"', "@"),
    *("0%", "0.00%", "[Red]0.0%", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d;@"),
    *("d-mmm-yy", "yyyy/m/d h:mm", "h:mm", "h:mm:ss AM/PM", "0.00E+00", "# ??/??"),
    *("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \\-??_ ;_ @_ ", "[$-F800]dddd, mmmm dd, yyyy"),
)
ALPHABET = "中文 aZ0\n\t&<>'\"_xX41%=，。😀\u00a0"
BUILT_IN = (9, 10, 14, 22)
"""openpyxl does not know those of East Asia."""


LAST_DAY = 2_957_003
"""The last day of the year 9999, counted from 1904; from 1900 it is a later number."""


def _text(random: Random) -> str:
    text = "".join(random.choice(ALPHABET) for _ in range(random.randint(1, 20)))
    return random.choice((text, f"_x{random.choice(('0041', '000D'))}_", f" {text} ", text * 50))


def _number(random: Random) -> float:
    kinds = (
        lambda: random.randint(1, 100_000),
        random.random,
        lambda: round(random.uniform(61, LAST_DAY), 4),
        lambda: random.uniform(0, LAST_DAY),
        lambda: random.randint(0, 2**21) / 8,
    )
    return float(random.choice(kinds)())


def filled(random: Random) -> bytes:
    """Write a workbook with cells of every kind, their places left open now and then."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"date_1904": random.random() < 0.2})
    formats = [book.add_format({"num_format": code}) for code in (*FORMATS, *BUILT_IN)]
    bold = book.add_format({"bold": True})
    for name in random.sample(["甲", "它's 乙", "a!b", "数 据", "Sheet-1"], random.randint(1, 3)):
        sheet = book.add_worksheet(name)
        book.define_name(
            f"名_{len(book.defined_names)}", f"='{name.replace(chr(39), chr(39) * 2)}'!$B$3"
        )
        if random.random() < 0.2:
            sheet.hide() if len(book.worksheets()) > 1 else None
        for row in random.sample(range(60), 25):
            for col in random.sample(range(40), 6):
                _write(sheet, row, col, random, (random.choice(formats), bold))
        sheet.merge_range(70, 0, 72, 3, "合并")
    book.close()
    return rewritten(stream.getvalue(), type_empty_results)


def _write(sheet: Any, row: int, col: int, random: Random, formats: tuple[Any, Any]) -> None:
    written, bold = formats
    match random.randrange(9):
        case 0 | 1 | 2:
            sheet.write_number(row, col, _number(random), written)
        case 3 | 4:
            sheet.write_string(row, col, _text(random), written)
        case 5:
            sheet.write_formula(row, col, "=1+1", written, random.choice((2, 0.5, "字", "", True)))
        case 6:
            sheet.write_formula(row, col, "=1/0", written, "#DIV/0!")
        case 7:
            # XlsxWriter escapes what looks like a code twice here, and openpyxl not at all.
            text = _text(random).replace("x", "") or "细"
            sheet.write_rich_string(row, col, "粗", bold, text, written)
        case _:
            random.choice((sheet.write_boolean, sheet.write_number))(row, col, True)
            sheet.write_blank(row, col + 1, None, written)


def expected(shown: Cell | MergedCell, source: Cell | MergedCell) -> CellValue:
    """Return what openpyxl says of a cell, in our words."""
    value: Any = shown.value
    is_formula = source.data_type == "f"
    code = "" if shown.number_format == "General" else str(shown.number_format)
    if shown.data_type == "e":
        value = ErrorValue(value)
    elif isinstance(value, datetime.time):
        value = (datetime.datetime.combine(CREATED, value) + _HALF).strftime("%H:%M:%S")
    elif is_formula and isinstance(value, str):
        value = unescape(value)  # openpyxl does so with other texts only
    elif value is None and is_formula and shown.data_type == "str":
        value = ""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return CellValue(value, is_formula, is_number and "%" in code, code)


_HALF = datetime.timedelta(seconds=0.5)
"""Times are shown to the second, rounded."""


def same(ours: CellValue, theirs: CellValue) -> bool:
    """Compare two cells; formats that have a number only have other codes here, as in China."""
    shown = replace(ours, number_format=theirs.number_format)
    return replace(shown, value=_plain(ours.value)) == replace(theirs, value=_plain(theirs.value))


def _plain(value: Value) -> object:
    # openpyxl leaves codes of characters in texts as they are, but for the underscore's.
    if isinstance(value, str) and not isinstance(value, ErrorValue):
        return value.replace("\r\n", "\n")
    return (type(value).__name__ == "bool", value)


def differing(path: Path) -> list[str]:
    """Return where the two readers see something else."""
    snapshot, _ = read_workbook(path)
    shown = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    source = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert list(snapshot.sheets) == [sheet.title for sheet in shown.worksheets]
    found = []
    for sheet in shown.worksheets:
        cells = snapshot.sheets[sheet.title]
        for line in sheet.iter_rows():
            for cell in line:
                written = source[sheet.title][cell.coordinate]
                theirs = expected(cell, written)
                ours = cells.get(place_of(cell.coordinate), BLANK)
                if theirs.value is None and not theirs.is_formula:
                    theirs = BLANK
                if not same(ours, theirs):
                    found.append(f"{sheet.title} {cell.coordinate}: {ours} {theirs}")
        last_row, last_col = max(row for row, _ in cells), max(col for _, col in cells)
        assert last_row < sheet.max_row
        assert last_col < sheet.max_column
        merged = {(a.min_row, a.min_col, a.max_row, a.max_col) for a in sheet.merged_cells.ranges}
        areas = snapshot.merges[sheet.title]
        assert {tuple(number + 1 for number in area) for area in areas} == merged
    return found


@settings(max_examples=60)
@given(seed=SEEDS)
def test_two_readers_see_the_same(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("read") / "甲.xlsx"
    path.write_bytes(filled(Random(seed)))
    assert not differing(path)
    shown = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    for name, address in read_workbook(path)[0].names.items():
        ((sheet, place),) = shown.defined_names[name].destinations
        assert address is not None
        assert (address.sheet, str(address)) == (sheet.replace("''", "'"), place.replace("$", ""))


@pytest.mark.parametrize("name", ["seed", "corrected", *map(str, range(4))])
def test_two_readers_see_the_same_in_our_workbooks(
    name: str, template: Template, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if name.isdigit():
        submission: Submission = made_up(template, Random(int(name)))
    else:
        submission = request.getfixturevalue("sample")(name)
    path = tmp_path / "单位.xlsx"
    path.write_bytes(make_workbook(template, submission, created=CREATED)[0])
    assert not differing(path)
