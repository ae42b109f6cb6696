"""What a spreadsheet hands over to a function in a cell, and what it gets back.

Numbers come as floats or as texts that look like numbers; ranges as rows of cells; blanks are
``None`` or empty texts.
"""

from decimal import Decimal
from typing import Any

from xlevaluate.computed.computation import Shown
from xlevaluate.form.numbers import is_not_asked, read_number
from xlevaluate.submission import NOT_APPLICABLE

Argument = Any
"""What a spreadsheet hands over: a number, a text, ``None``, or rows of them."""

CellResult = float | str


class UserError(Exception):
    """Something the user can put right; its text is shown in the cell."""


def is_blank(value: Argument) -> bool:
    """Tell whether nothing is given: an empty cell, or a text of blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def amount_of(value: Argument, what: str) -> Decimal | None:
    """Return a number, ``None`` for a blank; raises ``UserError`` for anything else."""
    if is_blank(value):
        return None
    read = read_number(value)
    amount = read.amount if read else None
    if not isinstance(amount, Decimal):
        raise UserError(f"{what}“{value}”不是数字")
    return amount


def text_of(value: Argument) -> str | None:
    """Return a text, a whole number as it is typed, ``None`` for a blank."""
    if is_blank(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def flat(values: tuple[Argument, ...]) -> list[Argument]:
    """Take ranges apart into their cells."""
    cells: list[Argument] = []
    for value in values:
        cells += flat(tuple(value)) if isinstance(value, list | tuple) else [value]
    return cells


def for_cell(shown: Shown) -> CellResult:
    """Return what a cell shows: a number, a text, a blank for ``None``."""
    if shown is None:
        return ""
    return float(shown) if isinstance(shown, Decimal) else shown


def is_not_applicable(*values: Argument) -> bool:
    """Tell whether one of them says 不适用, or has a mark for it."""
    texts = (text_of(value) or "" for value in values)
    return any(text == NOT_APPLICABLE.value or is_not_asked(text) for text in texts)


def rows_of(area: Argument) -> list[list[Argument]]:
    """Return a range's rows; one row, or one cell, comes without the brackets around it."""
    if not isinstance(area, list | tuple):
        return [[area]]
    rows = list(area)
    if not all(isinstance(row, list | tuple) for row in rows):
        rows = [rows]
    return [list(row) for row in rows if row]
