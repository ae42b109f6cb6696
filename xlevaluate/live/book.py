"""The open workbook, read and written through xlwings: whole sheets and blocks at a time.

Nothing is found by address: names are resolved once, as in a saved file.
"""

import datetime
import re
from typing import Any

from xlevaluate.cells.names import PROFILE_NAME, TEMPLATE_NAME
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.page import LINK_COLUMN
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import (
    Address,
    CellValue,
    ErrorValue,
    Snapshot,
    Value,
    column_number,
    quoted_sheet,
)
from xlevaluate.output.previews import preview_columns
from xlevaluate.output.results_table import ResultsTable, result_lines, results_table
from xlevaluate.template.lookup import DEFAULT_FAMILY, remember_folder
from xlevaluate.template.template import Template, load_template

Book = Any
"""An ``xlwings.Book``, of whichever host."""

_PLACE = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})\$(\d+)(?::.*)?")
_CONSTANT = re.compile(r'="((?:[^"]|"")*)"')
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!)")


def read_book(book: Book) -> tuple[Snapshot, Template]:
    """Return what stands in the open workbook, and the template it was made from."""
    targets = {str(name.name): str(name.refers_to) for name in book.names}
    names = {name: _address(target) for name, target in targets.items()}
    sheets = read_sheets(book)
    present = {name: a for name, a in names.items() if a is None or a.sheet in sheets}
    made = {
        name: found[1].replace('""', '"')
        if (found := _CONSTANT.fullmatch(targets.get(name, "")))
        else ""
        for name in (TEMPLATE_NAME, PROFILE_NAME)
    }
    # Functions in cells know no workbook: they find templates beside those that were read here.
    beside = remember_folder(str(book.fullname))
    family = made[TEMPLATE_NAME] or DEFAULT_FAMILY
    template = load_template(family, made[PROFILE_NAME], beside=beside)
    return Snapshot(sheets, present), template


def evaluate_book(book: Book) -> tuple[Snapshot, Evaluation]:
    """Read the open workbook and evaluate it."""
    snapshot, template = read_book(book)
    reading = read_snapshot(template.form, snapshot, template.computations)
    return snapshot, evaluate(template, reading)


def _address(target: str) -> Address | None:
    found = _PLACE.fullmatch(target)
    if found is None:
        return None
    sheet = (found[1] or found[2]).replace("''", "'")
    return Address(sheet, int(found[4]) - 1, column_number(found[3]))


def read_sheets(book: Book) -> dict[str, dict[tuple[int, int], CellValue]]:
    """Return what stands in the cells of every sheet."""
    return {str(sheet.name): _cells(sheet) for sheet in book.sheets}


def _cells(sheet: Any) -> dict[tuple[int, int], CellValue]:
    last = sheet.used_range.last_cell
    area = sheet.range((1, 1), (last.row, last.column))
    values = area.options(ndim=2, err_to_str=True).value
    formulas = _table(area.formula)
    cells = {}
    for row, line in enumerate(values):
        for col, value in enumerate(line):
            written = formulas[row][col]
            is_formula = isinstance(written, str) and written.startswith("=") and value != written
            if value is not None or is_formula:
                cells[row, col] = CellValue(_value(value, is_formula=is_formula), is_formula)
    return cells


def _table(value: Any) -> Any:
    """Return a range's formulas as rows: a single cell comes bare."""
    return value if isinstance(value, list | tuple) else ((value,),)


def _value(value: Any, *, is_formula: bool) -> Value:
    if value is None:
        return "" if is_formula else None  # the spreadsheet has calculated: nothing is shown
    if isinstance(value, str) and _ERROR.fullmatch(value):
        return ErrorValue(value)
    if isinstance(value, str | int | float | bool | datetime.date):
        return value
    return str(value)


def write_results(book: Book, snapshot: Snapshot, evaluation: Evaluation) -> int:
    """Write what was found into 校验结果, and return how many lines there are now.

    Solved findings go, explanations stay with theirs; each place is a link.
    """
    table = results_table(snapshot, evaluation)
    lines = result_lines(table, snapshot, evaluation)
    sheet = book.sheets[table.sheet]
    rows = [[text for _, text in sorted(table.texts(line).items())] for line in lines]
    first = _area(sheet, table, table.top, 1)
    if len(rows) > 1:
        first.copy(_area(sheet, table, table.top + 1, len(rows) - 1))
    area = _area(sheet, table, table.top, len(rows))
    area.number_format = "@"  # what begins with “=” stays a text
    area.value = rows
    for offset, line in enumerate(lines):
        if line.target is not None:
            name, cell = line.target
            place = sheet.range((table.top + offset + 1, table.left + LINK_COLUMN + 1))
            place.add_hyperlink(f"#{quoted_sheet(name)}!{cell}", cell, f"{name} {cell}")
    left = table.end - table.top - len(rows)
    if left > 0:
        _area(sheet, table, table.top + len(rows), left).clear()
    area.rows.autofit()
    return len(lines)


def write_previews(book: Book, snapshot: Snapshot, evaluation: Evaluation) -> None:
    """Write beside each sentence what will be printed of it, a column at a time.

    A column that would stay as it is is not touched.
    """
    for column in preview_columns(snapshot, evaluation):
        if not column.texts or not column.changed(snapshot):
            continue
        sheet = book.sheets[column.sheet]
        first, last = min(column.texts), max(column.texts)
        area = sheet.range((first + 1, column.col + 1), (last + 1, column.col + 1))
        area.number_format = "@"  # what begins with “=” stays a text
        area.value = [[text] for _, text in sorted(column.texts.items())]
        area.rows.autofit()


def _area(sheet: Any, table: ResultsTable, row: int, count: int) -> Any:
    return sheet.range((row + 1, table.left + 1), (row + count, table.key + 1))
