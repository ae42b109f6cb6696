"""Figures as they stand in tables made elsewhere, and the kinds of nothing that stand for one.

A blank is not filled in, “—” and “/” are not asked, “无” is none, 不适用 is an answer: they stay
four. Nothing is guessed: “约12”, “12篇/46次” and “1,23” are texts.
"""

import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from xlevaluate.sources.grid import SourceCell
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.tables.label_text import compared

AmountKind = Literal["blank", "number", "nil", "not_asked", "not_applicable", "text", "unreadable"]
"""``unreadable``: an error value, or a formula without a result."""

_NUMBER = re.compile(
    r"(?P<negative>[-△▲]?)(?P<bracket>（)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?(bracket)）)(?P<unit>万元?|千元|百元|亿元|元|人|%|辆|台|套|次|批次|人次|个|分|平方米|m2)?"
)
_NOT_ASKED = re.compile(r"-+|/|\*+|N/?A", re.IGNORECASE)
_NIL = re.compile(
    r"零|(?:本|当)?(?:年度?|单位|部门)?(?:无|没有|未发生)(?:发生)?"
    r"(?:此项|该项|这项|相关|此类)?(?:支出|费用|经费|开支|资金|业务)?"
)
"""None, of whatever the cell is about; what names another thing is a text."""


class AmountText(Struct, frozen=True):
    """What a cell says as a figure. ``unit`` is the one written behind the number, else blank."""

    kind: AmountKind
    number: Decimal | None = None
    unit: str = ""

    @property
    def is_figure(self) -> bool:
        """Tell whether it can stand where a figure is asked for."""
        return self.kind in {"number", "nil", "not_asked", "not_applicable"}


_BLANK = AmountText("blank")
_TEXT = AmountText("text")


def read_amount(cell: SourceCell, plain: str | None = None) -> AmountText:
    """Return what a cell says as a figure; none (“无”) is 0, a percentage its plain number.

    ``plain`` is its text as it is compared, where that is known.
    """
    if cell.kind in {"error", "uncomputed"}:
        return AmountText("unreadable")
    if cell.kind in {"date", "truth"}:
        return _TEXT
    if cell.number is not None:
        return AmountText("number", cell.number, "%" if cell.percent else "")
    return _amount_of(compared(cell.text) if plain is None else plain)


def amount_in(text: str) -> AmountText:
    """Return what a text says as a figure.

    >>> amount_in(" 1，367.75 ").number, amount_in("△1.2").number, amount_in("（3）").number
    (Decimal('1367.75'), Decimal('-1.2'), Decimal('-3'))
    >>> amount_in("594. 67万元").unit, amount_in("——").kind, amount_in("1,23").kind
    ('万元', 'not_asked', 'text')
    """
    return _amount_of(compared(text))


def _amount_of(plain: str) -> AmountText:
    if not plain:
        return _BLANK
    if _NIL.fullmatch(plain):
        return AmountText("nil", Decimal(0))
    if plain == NOT_APPLICABLE.value:
        return AmountText("not_applicable")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return AmountText("not_asked") if _NOT_ASKED.fullmatch(plain) else _TEXT
    number = Decimal(found["digits"].replace(",", "") + (found["decimals"] or ""))
    if found["unit"] == "%":
        number /= 100
    unit = "万元" if found["unit"] == "万" else found["unit"] or ""
    negative = bool(found["negative"]) != bool(found["bracket"])
    return AmountText("number", -number if negative and number else number, unit)
