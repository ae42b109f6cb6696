"""On paper both official forms are as version 0.1 printed them, cell for cell.

Its workbooks were printed as they stood; what they had besides are blank rows to be filled in.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import CREATED
from xlevaluate.commands.opening import open_workbook
from xlevaluate.workbook.filed_values import make_values

FILES = Path(__file__).parents[1] / "files" / "v0_1"
FORMS = ("基础数据表", "自评表")

Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Printed:
    """What is printed of a sheet: values and merged areas by their place, widths, paper."""

    values: dict[tuple[int, int], object]
    merged: set[Area]
    widths: list[float]
    paper: tuple[str | None, int | None]


def printed(sheet: Worksheet) -> Printed:
    """Return what is printed of a sheet, without the rows in which nothing stands."""
    _, _, area = str(sheet.print_area).rpartition("!")
    _, _, width, height = range_boundaries(area)
    assert isinstance(width, int)
    assert isinstance(height, int)
    cells = {
        (row, col): sheet.cell(row, col).value
        for row in range(1, height + 1)
        for col in range(1, width + 1)
    }
    values = {place: value for place, value in cells.items() if value not in (None, "")}
    rows = sorted({row for row, _ in values})
    now = {row: number for number, row in enumerate(rows)}
    merged = set()
    for of in sheet.merged_cells.ranges:
        there = [now[row] for row in range(of.min_row, of.max_row + 1) if row in now]
        if there and of.max_col <= width:
            found = (there[0], of.min_col, there[-1], of.max_col)
            if found[:2] != found[2:]:  # of several rows one may be left
                merged.add(found)
    return Printed(
        {(now[row], col): value for (row, col), value in values.items()},
        merged,
        list(widths(sheet, width)),
        (sheet.page_setup.orientation, sheet.page_setup.paperSize),
    )


def widths(sheet: Worksheet, count: int) -> list[float]:
    given = {
        col: of.width
        for of in sheet.column_dimensions.values()
        if of.min is not None and of.max is not None
        for col in range(of.min, of.max + 1)
    }
    return [given[col] for col in range(1, count + 1)]


@pytest.mark.parametrize("name", ["corrected.xlsx", "seed.xlsx", "made_up.xlsx", "empty.xlsx"])
def test_they_are_the_same(name: str) -> None:
    subject = open_workbook(FILES / name).evaluation.subject
    now = io.BytesIO(make_values(subject.template, subject.submission, created=CREATED))
    then = openpyxl.load_workbook(FILES / name, data_only=True)
    filed = openpyxl.load_workbook(now)
    for form in FORMS:
        assert printed(filed[form]) == printed(then[form])
