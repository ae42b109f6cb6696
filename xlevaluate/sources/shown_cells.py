"""What spreadsheets hold, as cells of a grid: exact numbers, and the text that people see."""

import datetime
import re
from decimal import Decimal

from xlevaluate.form.shown_texts import is_scaled, shown_text
from xlevaluate.form.snapshot import CellValue, ErrorValue
from xlevaluate.sources.grid import SourceCell
from xlevaluate.submission.amounts import canonical, plain, round_half_up

_BEYOND = 10**20
_LITERAL = re.compile(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?,]*[0#?](?:\.([0#?]+))?")


def source_cell(cell: CellValue) -> SourceCell:
    """Return a cell of a workbook as one of a grid."""
    value = cell.value
    if value is None:
        return SourceCell(kind="uncomputed") if cell.is_formula else SourceCell()
    if isinstance(value, ErrorValue):
        return SourceCell(str(value), "error")
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, bool):
        return SourceCell("TRUE" if value else "FALSE", "truth")
    if isinstance(value, datetime.date):
        return SourceCell(shown_text(value, cell.number_format) or _day(value), "date")
    return _number_cell(value, cell.number_format, is_percent=cell.is_percent)


def text_cell(text: str) -> SourceCell:
    """Return a cell with a text; one of nothing but blanks is blank, and keeps them."""
    return SourceCell(text, "text" if text.strip() else "blank")


def _number_cell(value: float, code: str = "", *, is_percent: bool = False) -> SourceCell:
    """Return a cell with a number, of the fifteen digits that spreadsheets know of one.

    A sum of 0.1 and 0.2, which a file holds as 0.30000000000000004, is 0.3. What is larger than any
    amount, 1E+308, is only a text.
    """
    if abs(value) >= _BEYOND:
        return SourceCell(f"{value:.15g}", "text")
    number = canonical(Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}"))
    if not code and not is_percent:
        return SourceCell(format(number, "f"), "number", number)
    text = shown_text(value, code) or _digits(number, code, is_percent=is_percent)
    return SourceCell(text, "number", number, is_percent)


def _digits(number: Decimal, code: str, *, is_percent: bool) -> str:
    shown = canonical(number * 100) if is_percent else number
    digits = _DIGITS.search(_LITERAL.sub("", code).partition(";")[0])
    if digits is None or is_scaled(code) or "E" in code:
        text = plain(shown)
    else:
        decimals = len(digits[1] or "")
        rounded = round_half_up(shown, decimals)
        text = f"{rounded:,f}" if "," in digits[0] else f"{rounded:f}"
        if "#" in (digits[1] or ""):
            text = text.rstrip("0").rstrip(".")
    return f"{text}%" if is_percent else text


def _day(value: datetime.date) -> str:
    if not isinstance(value, datetime.datetime) or value.time() == datetime.time():
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m-%d %H:%M}"
