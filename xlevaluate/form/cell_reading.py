"""What one cell says in a field: its value, or why it cannot be read.

A number, a day and a year are read as people type them; what a cell shows counts, not how the
program keeps it. A blank is a blank, and never 0.
"""

import datetime
import re
from decimal import Decimal
from typing import Any, NamedTuple

from xlevaluate.form.fields import Field
from xlevaluate.form.numbers import read_number, read_typed
from xlevaluate.form.problems import Place, Problem, Trouble
from xlevaluate.form.shown_texts import is_scaled, shown_text
from xlevaluate.form.snapshot import (
    ERRORS,
    CellValue,
    ErrorValue,
    Value,
)
from xlevaluate.form.submission_model import FIRST_YEAR, LAST_YEAR
from xlevaluate.submission.amounts import in_words
from xlevaluate.submission.texts import CELL_LIMIT, clean_text

_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")

_PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
"""A picture in a cell, as WPS writes it; the formula's result is its own text."""


class CellReading(NamedTuple):
    """What was read of a cell: ``None`` is a blank, and where it ``failed``, unknown."""

    value: Any = None
    problem: Problem | None = None
    failed: bool = False


def read_cell(item: Field, place: Place, cell: CellValue) -> CellReading:
    """Read one cell for a field, with the problem that its user is to be told of."""
    value = cell.value
    if cell.is_formula and value is None:
        return _failed(item, "not_calculated", place)
    if isinstance(value, ErrorValue) or (cell.is_formula and value in ERRORS):
        return _failed(item, "error_value", place, str(value))
    if isinstance(value, str) and _PICTURE.match(value):
        return _failed(item, "picture", place)
    if item.is_number:
        if otherwise := _shown_otherwise(item, cell):
            return _failed(item, "not_a_number", place, otherwise, cell.number_format)
        return _number(item, place, value)
    if item.kind == "date":
        return _date(item, place, value)
    if item.kind == "year":
        return _year(item, place, value)
    if cell.is_percent and isinstance(value, int | float) and (read := read_number(value)):
        # Typed as 95%, kept as 0.95: what the user sees is what is meant.
        shown = read.amount
        words = f"{in_words(shown * 100)}%" if isinstance(shown, Decimal) else str(value)
        return _text(item, place, words)
    shown_as = shown_text(value, cell.number_format)
    return _text(item, place, value if shown_as is None else shown_as)


def _number(item: Field, place: Place, value: Value) -> CellReading:
    read = read_typed(value, item.unit)
    if read is None:
        return _failed(item, "not_a_number", place, str(value))
    if read.as_typed:
        return CellReading(read.amount)
    if read.amount is None:
        return CellReading(None, Problem("only_blanks", place))
    words = in_words(read.amount)
    return CellReading(read.amount, Problem("read_as", place, str(value), words, item.unit))


def _date(item: Field, place: Place, value: Value) -> CellReading:
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return CellReading(value)
    text = clean_text(str(value)) if value is not None else None
    if text is None:
        return CellReading()
    day = _day(text)
    return _failed(item, "not_a_date", place, text) if day is None else CellReading(day)


def _year(item: Field, place: Place, value: Value) -> CellReading:
    read = read_number(value, "年")
    if read is not None and read.amount is None:
        return CellReading()
    try:
        year = int(str(read.amount if read else value))
    except ValueError:
        year = 0
    if FIRST_YEAR <= year <= LAST_YEAR:
        return CellReading(year)
    return _failed(item, "not_a_year", place, str(value))


def _text(item: Field, place: Place, value: Value) -> CellReading:
    if isinstance(value, bool):
        value = str(value).upper()
    elif isinstance(value, int | float):
        read = read_number(value)
        value = in_words(read.amount) if read else str(value)
    elif isinstance(value, datetime.date):
        value = f"{value.year}年{value.month}月{value.day}日"
    text = clean_text(value) if value is not None else None
    if text is not None and item.choices and text not in item.choices:
        return _failed(item, "not_a_choice", place, text)
    if text is not None and len(text.encode("utf-16-le")) // 2 > CELL_LIMIT:
        return _failed(item, "text_too_long", place)
    return CellReading(text)


def _failed(
    item: Field, trouble: Trouble, place: Place, typed: str = "", number_format: str = ""
) -> CellReading:
    problem = Problem(trouble, place, typed, "", item.unit, number_format)
    return CellReading(None, problem, failed=True)


def _shown_otherwise(item: Field, cell: CellValue) -> str:
    """Return what a cell shows where that is another figure than it holds; else nothing.

    A number under the format of a day shows a day, under that of a percentage a hundred times as
    much, and a format can leave out thousands.
    """
    value = cell.value
    if isinstance(value, datetime.date):
        return shown_text(value, cell.number_format) or f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, bool) or not isinstance(value, int | float) or not value:
        return ""
    if cell.is_percent and item.kind != "share":
        read = read_number(value)
        shown = read.amount if read else None
        return f"{in_words(shown * 100)}%" if isinstance(shown, Decimal) else str(value)
    return str(value) if is_scaled(cell.number_format) else ""


def _day(text: str) -> datetime.date | None:
    """Return the day that a text says; ``None`` where it says none, or one that does not exist."""
    match = _DATE.fullmatch(text)
    try:
        return match and datetime.date(*map(int, match.groups()))
    except ValueError:
        return None
