"""What a cell of a file made elsewhere says: a figure with its unit, one of four nothings, a text.

Blank is not filled in; “—”, “——”, “/”, “*” are not asked; 无 and 0 are nothing of it; 不适用 is an
answer. Beside the amounts of tables there are days, shares in words, and what is left out on
purpose: “（略）”.
"""

import datetime
import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from xlevaluate.form.snapshot import DAY_0
from xlevaluate.scoring.quantity import read_deadline, read_quantity
from xlevaluate.sources.grid import SourceCell
from xlevaluate.submission.amounts import canonical, round_half_up
from xlevaluate.submission.texts import clean_text
from xlevaluate.tables.amount_texts import amount_in
from xlevaluate.tables.label_text import compared
from xlevaluate.tables.money_units import UNITS

ValueKind = Literal[
    "blank",
    "not_asked",
    "not_applicable",
    "number",
    "text",
    "masked",
    "error",
    "uncomputed",
]

_MASKED = re.compile(r"（略）|略|[*xX×]{2,}|[*×]+")
_NOT_APPLICABLE = "不涉及"
_UNIT_WORDS = {"m2": "㎡", "平方米": "㎡"}
_FULL_DATE = re.compile(r"\d{4}\D{1,2}\d{1,2}\D\d{1,2}[日号]?(?: ?00:00(?::00)?)?")
_SERIALS = range(36526, 73051)
"""Days from 2000 to 2099 as a spreadsheet counts them."""


class ReadValue(Struct, frozen=True):
    """What a cell says. ``unit`` is that written with the figure (``万元``, ``%``), else blank.

    ``text`` is the cell's own, cleaned. A percentage is a number of hundredths: 95 and ``%``.
    """

    kind: ValueKind
    text: str = ""
    number: Decimal | None = None
    unit: str = ""


def cell_value(cell: SourceCell) -> ReadValue:
    """Read a cell.

    >>> cell_value(SourceCell("（1,234.50）万元", "text"))
    CellValue(kind='number', text='（1,234.50）万元', number=Decimal('-1234.5'), unit='万元')
    >>> cell_value(SourceCell("——", "text")).kind, cell_value(SourceCell("无", "text")).number
    ('not_asked', Decimal('0'))
    """
    text = clean_text(cell.text) or ""
    if cell.kind in {"error", "uncomputed"}:
        return ReadValue("error" if cell.kind == "error" else "uncomputed", text)
    if cell.number is not None:
        number = canonical(cell.number * 100 if cell.percent else cell.number)
        return ReadValue("number", text, number, "%" if cell.percent else "")
    return text_value(text)


def text_value(text: str) -> ReadValue:
    """Read what people type in a cell.

    >>> text_value("１００％").number, text_value("百分之百").unit, text_value("12篇/46次").kind
    (Decimal('100'), '%', 'text')
    """
    words = compared(text)
    if words == _NOT_APPLICABLE:
        return ReadValue("not_applicable", text)
    if _MASKED.fullmatch(words) and words != "*":
        return ReadValue("masked", text)
    if words.startswith("百分之") and (share := read_quantity(words)) and share.unit == "%":
        return ReadValue("number", text, share.low, "%")
    amount = amount_in(words.replace("百分比", "%"))
    match amount.kind:
        case "number" | "nil":
            number = amount.number or Decimal(0)
            shown = number * 100 if amount.unit == "%" else number
            return ReadValue(
                "number", text, canonical(shown), _UNIT_WORDS.get(amount.unit, amount.unit)
            )
        case "blank" | "not_asked" | "not_applicable":
            return ReadValue(amount.kind, text)
    return ReadValue("text", text)


def money_units(unit: str) -> bool:
    """Tell whether a unit is one of money that is known here."""
    return unit in UNITS


def in_unit(number: Decimal, unit: str, wanted: str) -> tuple[Decimal, Decimal] | None:
    """Return money in another unit, exact and rounded half up to two decimals; else ``None``.

    In the same unit nothing is rounded.

    >>> in_unit(Decimal("11122315.04"), "元", "万元")
    (Decimal('1112.231504'), Decimal('1112.23'))
    >>> in_unit(Decimal("20.125"), "万元", "万元")
    (Decimal('20.125'), Decimal('20.125'))
    """
    if unit == wanted:
        return number, number
    if unit not in UNITS or wanted not in UNITS:
        return None
    exact = canonical(number * UNITS[unit] / UNITS[wanted])
    return exact, canonical(round_half_up(exact, 2))


def day_in(cell: SourceCell) -> datetime.date | None:
    """Return the day that a cell says: a text of any usual form, or a spreadsheet's number.

    >>> day_in(SourceCell("2024.03.15", "text")), day_in(SourceCell("45366", "text"))
    (datetime.date(2024, 3, 15), datetime.date(2024, 3, 15))
    """
    words = compared(cell.text)
    if words.isdecimal() and int(words) in _SERIALS:
        return (DAY_0 + datetime.timedelta(days=int(words))).date()
    if not _FULL_DATE.fullmatch(words):
        return None
    return read_deadline(re.sub(r"00:00(?::00)?$", "", words))
