"""How high a program would make the row of each label, were it free to.

Labels are copied, with font and alignment, into cells as wide as theirs, one sheet for each width;
there the program fits the heights, which it does not where cells are joined or rows are fixed.
"""

from copy import copy
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HEIGHTS = """
JSON.stringify(Api.GetSheets().map(function (sheet) {
  var used = sheet.GetUsedRange(), heights = [];
  used.AutoFit(true, false);
  for (var row = 1; row <= used.GetRowsCount(); row++) {
    heights.push(sheet.GetCells(row, 1).GetRowHeight());
  }
  return heights;
}))
"""


class Label(NamedTuple):
    """A text that the form prints: where, the points it has, and where it was copied to."""

    place: str
    text: str
    size: float
    height: float
    width: float
    cell: Any
    sheet: int = 0
    row: int = 0

    def is_cut(self, heights: list[list[float]]) -> bool:
        """Tell whether its ink would not fit; the blank above and below it may be less."""
        needed = heights[self.sheet][self.row]
        return needed - _LEADING * self.size > self.height


_LEADING = 0.45
"""Of a line, what is blank above and below the characters, times their size."""


def labels_of(path: Path) -> list[Label]:
    """Return the texts of cells that are not to be filled in, in sheets that are seen."""
    book = openpyxl.load_workbook(path)
    shown = openpyxl.load_workbook(path, data_only=True)
    found = []
    for sheet in book.worksheets:
        areas = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                text = shown[sheet.title][cell.coordinate].value
                if isinstance(cell, Cell) and isinstance(text, str) and text.strip():
                    area = areas.get((cell.row, cell.column))
                    last = (area.max_row, area.max_col) if area else (cell.row, cell.column)
                    label = _label(sheet, cell, text, last)
                    if label.width and cell.protection.locked:
                        found.append(label)
    widths = sorted({label.width for label in found})
    rows = dict.fromkeys(widths, -1)
    placed = []
    for label in found:
        rows[label.width] += 1
        placed.append(label._replace(sheet=widths.index(label.width), row=rows[label.width]))
    return placed


def _label(sheet: Worksheet, cell: Cell, text: str, last: tuple[int, int]) -> Label:
    rows, columns = range(cell.row, last[0] + 1), range(cell.column, last[1] + 1)
    return Label(
        f"{sheet.title}!{cell.coordinate}",
        text,
        cell.font.size or 11,
        sum(sheet.row_dimensions[row].height or 15 for row in rows),
        round(sum(_width(sheet, column) for column in columns), 4),
        cell,
    )


def _width(sheet: Worksheet, column: int) -> float:
    for given in sheet.column_dimensions.values():
        if (given.min or 0) <= column <= (given.max or 0):
            return 0 if given.hidden else float(given.width)
    return float(sheet.column_dimensions[get_column_letter(column)].width)


def as_sheets(labels: list[Label], path: Path) -> None:
    """Write each label into a cell of its width, whose row has no height yet."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    sheets = {
        number: book.create_sheet(str(number))
        for number in sorted({label.sheet for label in labels})
    }
    for label in labels:
        sheet = sheets[label.sheet]
        sheet.column_dimensions["A"].width = label.width
        cell = sheet.cell(label.row + 1, 1, label.text)
        cell.data_type = "s"  # whatever the text begins with
        cell.font, cell.alignment = copy(label.cell.font), copy(label.cell.alignment)
    book.save(path)
