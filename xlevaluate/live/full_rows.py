"""Rows that were inserted into the open workbook are made whole: labels, formulas, look.

What somebody typed stays. The formulas come from the nearest row that has them, by copying, so that
they refer to their own row.
"""

from typing import Any

from xlevaluate.form.inserted_rows import InsertedRow, inserted_rows
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.live.book import OpenBook, read_book
from xlevaluate.template.template import Template


def complete_rows(book: OpenBook) -> tuple[Snapshot, Template]:
    """Fill up the rows that were inserted, and return what stands in the workbook then."""
    snapshot, template = read_book(book)
    rows = list(inserted_rows(template.form, snapshot))
    if not rows:
        return snapshot, template
    for sheet in dict.fromkeys(row.sheet for row in rows):
        was_locked = book.macro("XleUnlock")(sheet)
        try:
            for row in rows:
                if row.sheet == sheet:
                    _complete(book.sheets[sheet], row)
        finally:
            if was_locked:
                book.macro("XleLock")(sheet)
    return read_book(book)[0], template


def _complete(sheet: Any, row: InsertedRow) -> None:
    for col in row.blanks:
        _copy(sheet, row.like, row.row, col)
        if col not in row.formulas:
            _range(sheet, row.row, col).value = [[None]]
    for col, source in row.formulas.items():
        _copy(sheet, source, row.row, col)
    for col, text in row.texts.items():
        _copy(sheet, row.like, row.row, col)
        _range(sheet, row.row, col).value = [[text]]


def _copy(sheet: Any, source: int, target: int, col: int) -> None:
    _range(sheet, source, col).copy(_range(sheet, target, col))


def _range(sheet: Any, row: int, col: int) -> Any:
    return sheet.range((row + 1, col + 1))
