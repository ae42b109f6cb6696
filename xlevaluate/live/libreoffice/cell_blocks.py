"""Values between UNO and xlwings: what a block of cells holds, and what is written into one.

UNO gives numbers, texts, and nothing at all for an error; dates are numbers under a date format.
"""

import datetime
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from typing import Any

from xlevaluate.form.snapshot import ErrorValue

CellBlock = list[list[Any]]

_DATES, _ERRORS = 2, 4
"""``CellFlags.DATETIME`` and ``FormulaResult.ERROR``."""

_CONTENTS = 1 | 2 | 4 | 16
"""``CellFlags`` of numbers, dates, texts and formulas."""


class LackingError(AttributeError):
    """A part of xlwings that this host does not have."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"LibreOffice 中没有实现 xlwings 的 {kind}.{name}")


def read_block(area: Any, epoch: datetime.datetime) -> CellBlock:
    """Return what the cells of a UNO range show: rows of numbers, texts, dates, ``None``.

    Errors are ``ErrorValue`` as Excel writes them (``#DIV/0!``). What is no day under a date
    format, such as 20240723, stays a number.
    """
    block = [[None if value == "" else value for value in line] for line in area.getDataArray()]
    top, left = area.RangeAddress.StartRow, area.RangeAddress.StartColumn
    for row, col in _places(area.queryFormulaCells(_ERRORS)):
        shown = area.getCellByPosition(col - left, row - top).String
        block[row - top][col - left] = ErrorValue(shown)
    for row, col in _places(area.queryContentCells(_DATES)):
        days = block[row - top][col - left]
        with suppress(OverflowError):
            block[row - top][col - left] = epoch + datetime.timedelta(days=days)
    return block


def _places(found: Any) -> Iterable[tuple[int, int]]:
    for address in found.getRangeAddresses():
        for row in range(address.StartRow, address.EndRow + 1):
            for col in range(address.StartColumn, address.EndColumn + 1):
                yield row, col


def epoch_of(document: Any) -> datetime.datetime:
    """Return the day that the document counts from."""
    null = document.NullDate
    return datetime.datetime(null.Year, null.Month, null.Day)


def write_block(area: Any, value: Any, shape: tuple[int, int]) -> None:
    """Write a scalar into every cell, or rows of values into theirs; texts stay texts."""
    rows = value if isinstance(value, list | tuple) else [[value] * shape[1]] * shape[0]
    area.clearContents(_CONTENTS)  # LibreOffice does not redo that a value made way for nothing
    area.setDataArray(tuple(tuple(map(_written, line)) for line in rows))


def _written(value: Any) -> float | str:
    if value is None:
        return ""  # None itself would show as #N/A
    if isinstance(value, bool | int | float | Decimal):
        return float(value)
    if isinstance(value, str):
        return value
    raise LackingError("Range", f"value = {type(value).__name__}")
