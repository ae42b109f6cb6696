"""The open workbook, read and written through xlwings: whole sheets and blocks at a time.

Nothing is found by address: names are resolved once, as in a saved file.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from xlevaluate.cells.names import PROFILE_NAME, PROJECT_PROFILE_NAME, TEMPLATE_NAME
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.page import CHECKED_NAME, LINK_COLUMN
from xlevaluate.form.snapshot import (
    ERROR_CODES,
    Address,
    CellValue,
    ErrorValue,
    Snapshot,
    Value,
    quoted_sheet,
)
from xlevaluate.output.finding_lines import moment_words
from xlevaluate.output.previews import preview_columns
from xlevaluate.output.results_table import ResultsTable, result_lines, results_table
from xlevaluate.template.lookup import DEFAULT_FAMILY, remember_folder
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.xlsx.defined_names import address_of, text_of
from xlevaluate.xlsx.number_formats import number_format
from xlevaluate.xlsx.serial_days import number_of, shown_as

OpenBook = Any
"""An ``xlwings.Book``, of whichever host."""

_Place = tuple[int, int]


def read_book(book: OpenBook) -> tuple[Snapshot, Template]:
    """Return what stands in the open workbook, and the template it was made from."""
    targets = {str(name.name): str(name.refers_to) for name in book.names}
    sheets = read_sheets(book)
    names: dict[str, Address | None] = {}
    local_names: dict[str, dict[str, Address | None]] = {}
    for name, target in targets.items():
        sheet, _, own = name.rpartition("!")
        known = local_names.setdefault(_sheet(sheet), {}) if sheet else names
        known[own] = address_of(target, sheets)
    said = (TEMPLATE_NAME, PROFILE_NAME, PROJECT_PROFILE_NAME)
    family, *profiles = (text_of(targets.get(name, "")) or "" for name in said)
    # Functions in cells know no workbook: they find templates beside those that were read here.
    beside = remember_folder(str(book.fullname))
    profile, of_projects = profiles
    template = load_template(
        family or DEFAULT_FAMILY, profile, project_profile=of_projects, beside=beside
    )
    is_manual = getattr(book.app, "calculation", "") == "manual"
    snapshot = Snapshot(
        *(sheets, names),
        is_manual=is_manual,
        local_names=local_names,
        constants={n.lower(): text for n, target in targets.items() if (text := text_of(target))},
    )
    return snapshot, template


def _sheet(written: str) -> str:
    """Return the name of a sheet as formulas write it, in quotation marks or without."""
    if len(written) > 1 and written[0] == written[-1] == "'":
        return written[1:-1].replace("''", "'")
    return written


def evaluate_book(book: OpenBook) -> tuple[Snapshot, Evaluation]:
    """Read the open workbook and evaluate it."""
    snapshot, template = read_book(book)
    return snapshot, evaluate_snapshot(template, snapshot)


def evaluate_snapshot(template: Template, snapshot: Snapshot) -> Evaluation:
    """Evaluate what was read of a workbook."""
    return evaluate(template, read_forms(template, snapshot))


def read_sheets(book: OpenBook) -> dict[str, dict[tuple[int, int], CellValue]]:
    """Return what stands in the cells of every sheet."""
    return {str(sheet.name): _cells(sheet) for sheet in book.sheets}


def _cells(sheet: Any) -> dict[tuple[int, int], CellValue]:
    last = sheet.used_range.last_cell
    area = sheet.range((1, 1), (last.row, last.column))
    values = area.options(ndim=2, err_to_str=True).value
    errors = _errors(area, values)
    formulas = _table(area.formula)
    found: dict[_Place, tuple[Any, bool]] = {}
    for row, line in enumerate(values):
        for col, value in enumerate(line):
            written = formulas[row][col]
            is_formula = isinstance(written, str) and written.startswith("=") and value != written
            if value is not None or is_formula:
                is_error = (row, col) in errors
                found[row, col] = (ErrorValue(value) if is_error else value, is_formula)
    numbers = [place for place, (value, _) in found.items() if _is_number(value)]
    formats = dict(_formats(sheet, numbers))
    return {
        place: _cell(value, formats.get(place, ""), is_formula=is_formula)
        for place, (value, is_formula) in found.items()
    }


def _errors(area: Any, values: list[list[Any]]) -> set[_Place]:
    """Return which cells hold an error, and not a text that reads like one."""
    like = {
        (row, col)
        for row, line in enumerate(values)
        for col, value in enumerate(line)
        if isinstance(value, str) and value.startswith("#")
    }
    if all(isinstance(values[row][col], ErrorValue) for row, col in like):
        return like
    # An error is not there where errors are not asked for.
    texts = area.options(ndim=2).value
    return {(row, col) for row, col in like if texts[row][col] is None}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | datetime.date) and not isinstance(value, bool)


def _formats(sheet: Any, places: list[_Place]) -> Iterator[tuple[_Place, str]]:
    """Yield the number formats of cells, of as many at once as have the same.

    A host answers nothing for a range with several formats; it is taken apart then, into columns
    first, for a column of a table is mostly of one kind.
    """
    if not places:
        return
    rows, cols = sorted({row for row, _ in places}), sorted({col for _, col in places})
    area = sheet.range((rows[0] + 1, cols[0] + 1), (rows[-1] + 1, cols[-1] + 1))
    code = area.number_format
    if code is not None or len(places) == 1:
        yield from ((place, "" if code in {None, "General"} else str(code)) for place in places)
        return
    if len(cols) > 1:
        for col in cols:
            yield from _formats(sheet, [place for place in places if place[1] == col])
        return
    middle = rows[len(rows) // 2]
    yield from _formats(sheet, [place for place in places if place[0] < middle])
    yield from _formats(sheet, [place for place in places if place[0] >= middle])


def _cell(value: Any, code: str, *, is_formula: bool) -> CellValue:
    """Return a cell as a saved file's is read: days, times and percentages by the format."""
    shown = _value(value, is_formula=is_formula)
    if not _is_number(shown):
        return CellValue(shown, is_formula, number_format=code)
    number = _serial(shown)
    kind = number_format(code).kind(number)
    if kind == "boolean" and number in {0, 1}:  # LibreOffice has them as numbers
        return CellValue(bool(number), is_formula, number_format=code)
    # The host knows what a day is, also under a format of its own that we do not.
    if kind in {"date", "time", "elapsed"} or number < 0 or not isinstance(shown, datetime.date):
        shown = shown_as(kind, number)
    return CellValue(shown, is_formula, kind == "percent", code)


def _serial(shown: Any) -> float:
    if isinstance(shown, datetime.datetime):
        return number_of(shown.replace(tzinfo=None))
    if isinstance(shown, datetime.date):
        return number_of(datetime.datetime(shown.year, shown.month, shown.day))
    return float(shown)


def _table(value: Any) -> Any:
    """Return a range's formulas as rows: a single cell comes bare."""
    return value if isinstance(value, list | tuple) else ((value,),)


def _value(value: Any, *, is_formula: bool) -> Value:
    if value is None:
        return "" if is_formula else None  # the spreadsheet has calculated: nothing is shown
    if isinstance(value, int) and value in ERROR_CODES:  # of an error that xlwings does not know
        return ErrorValue(ERROR_CODES[value])
    if isinstance(value, str | int | float | bool | datetime.date):
        return value
    return str(value)


def write_results(
    book: OpenBook, snapshot: Snapshot, evaluation: Evaluation, checked: datetime.datetime
) -> int:
    """Write what was found into 校验结果, and when, and return how many lines there are now.

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
    when = snapshot.names.get(CHECKED_NAME)
    if when is not None and when.sheet == table.sheet:
        cell = sheet.range((when.row + 1, when.col + 1))
        cell.number_format = "@"
        cell.value = [[moment_words(checked)]]
    return len(lines)


def write_previews(book: OpenBook, snapshot: Snapshot, evaluation: Evaluation) -> None:
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
