"""What a cell made elsewhere comes to in a field of ours: in its unit, of its kind, or why not."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from xlevaluate.form.cells_definition import UNITS
from xlevaluate.form.fields import Field
from xlevaluate.form.numbers import read_number
from xlevaluate.sources.grid import SourceCell
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import (
    DECIMALS,
    canonical,
    is_within_limit,
    number_or_none,
    round_half_up,
)
from xlevaluate.submission.texts import clean_text
from xlevaluate.tables.cell_value import ReadValue, cell_value, day_in, in_unit, money_units
from xlevaluate.tables.label_text import compared

MONEY = UNITS["money"]

_DIGIT = re.compile(r"\d")

_TICKS = "☑☒√■✓✔"
_BOXES = "□☐◻▢口囗"
_OPTION = re.compile(rf"(?:\d{{1,2}}[、.．])?\s*([^\s{_TICKS}{_BOXES}、，；;（）()]+)")


class Worth(Struct, frozen=True):
    """A value for a field; ``unit`` is the one it was read in. ``None`` leaves the field blank."""

    value: Any
    exact: Decimal | None = None
    unit: str = ""
    note: str = ""


class NoValueError(Exception):
    """A cell cannot stand in a field; the message is a sentence for the user."""


class UnitUnknownError(Exception):
    """Nothing says in which unit money stands."""


def worth(field: Field, cell: SourceCell, unit: str) -> Worth | None:
    """Return what a cell comes to in a field; ``None`` where nothing is said in it.

    ``unit`` is that of money in the table, blank where nothing says it.
    """
    value = cell_value(cell)
    if value.kind in {"blank", "not_asked"} and (field.is_number or value.kind == "blank"):
        return None
    if value.kind == "masked":
        raise NoValueError("原件中略去")
    if value.kind == "uncomputed":
        raise NoValueError("是公式，文件里没有它的结果；请用 Excel 或 WPS 打开、保存一次再导入")
    if value.kind == "error":
        raise NoValueError("公式出错")
    if field.is_number:
        return _amount(field, value, unit)
    if field.kind == "date":
        day = day_in(cell)
        if day is None:
            raise NoValueError("不是完整的日期")
        return Worth(day)
    if field.kind == "year":
        return Worth(_year(value.text))
    if field.kind == "choice":
        return Worth(_chosen(field.choices, value.text))
    text = _ticked(value.text) if field.kind == "text" else value.text
    return Worth(clean_text(text))


def _amount(field: Field, value: ReadValue, unit: str) -> Worth:
    if value.kind == "not_applicable":
        return Worth(NOT_APPLICABLE)
    if value.number is None and (own := read_number(value.text, field.unit)):
        value = ReadValue("number", value.text, number_or_none(own.amount))
    if value.number is None:
        raise NoValueError("不是数字")
    if not is_within_limit(value.number):
        raise NoValueError("数字太大")
    if not value.number and not _DIGIT.search(value.text):
        note = f"原文是“{value.text}”；没有发生填 0"
        return Worth(Decimal(0), unit=field.unit, note=note)
    if field.kind == "money":
        return _money(value, unit)
    if value.unit not in {"", field.unit}:
        raise NoValueError(f"单位是“{value.unit}”，表中是“{field.unit}”")
    return Worth(_fine(value.number), unit=field.unit)


def _money(value: ReadValue, unit: str) -> Worth:
    number = value.number or Decimal(0)
    if value.unit and not money_units(value.unit):
        raise NoValueError(f"单位是“{value.unit}”，不是金额")
    said = value.unit or unit
    if not said:
        if not number:
            return Worth(Decimal(0))  # nothing is nothing in any unit
        raise UnitUnknownError
    found = in_unit(number, said, MONEY)
    if found is None:
        raise NoValueError(f"单位是“{said}”，不是金额")
    exact, rounded = found
    if said == MONEY:
        return Worth(_fine(rounded), unit=said)
    note = f"{said}折合{MONEY}"
    if exact != rounded:
        note += "，四舍五入到两位小数"
    return Worth(rounded, exact, said, note)


def _fine(number: Decimal) -> Decimal:
    return canonical(round_half_up(number, DECIMALS))


def _year(text: str) -> int:
    found = re.search(r"(?:19|20)\d\d", compared(text))
    if found is None:
        raise NoValueError("不是年度")
    return int(found[0])


def _chosen(choices: Sequence[str], text: str) -> str:
    """Return the choice that a text names, or that is ticked in it."""
    plain = compared(text)
    same = [choice for choice in choices if compared(choice) == plain]
    if same:
        return same[0]
    ticked = compared(_ticked(text))
    found = [choice for choice in choices if compared(choice) == ticked]
    if len(found) != 1:
        raise NoValueError(f"应为{'、'.join(choices)}中的一项")
    return found[0]


def _ticked(text: str) -> str:
    """Return the one option that is ticked, of those with boxes; any other text as it is."""
    boxes = [at for at, char in enumerate(text) if char in _TICKS + _BOXES]
    ticks = [at for at in boxes if text[at] in _TICKS]
    if len(ticks) != 1 or (len(boxes) < 2 and text.strip()[0] not in _TICKS):
        return text
    at = ticks[0]
    if text.strip()[0] in _TICKS + _BOXES:  # boxes stand before their options
        found = _OPTION.match(text, at + 1)
        return found[1] if found else text
    before = text[:at]
    start = max((place + 1 for place in boxes if place < at), default=0)
    options = _OPTION.findall(before, start)
    return options[-1] if options else text
