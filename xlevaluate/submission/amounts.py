"""Amounts: Decimal, blank, or 不适用, and how they are rounded and printed.

Blank (``None``) is "not filled in", 0 is a figure, 不适用 is an answer: they never stand for
one another. Money is 万元; a ratio is a plain number (1 is 100%). Rounding is half up (away
from zero, as a spreadsheet's ROUND does), never the banker's rounding of Python.
"""

from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
)
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from xlevaluate.submission.texts import shortened

DECIMALS = 6
"""Finest step of an amount: 0.000001 万元 is one 分."""

DIGITS = 15
"""Significant digits that a spreadsheet's binary number keeps exactly."""

LIMIT = Decimal(10) ** 12
"""An amount is smaller than this."""

_FINEST = -60
"""An exponent below which the digits of a number are not even written out."""

_WIDE = Context(prec=40_000, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Digits with which is rounded: no cell holds a longer number."""

_EXACT = Context(prec=40_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])
"""The same, where no digit may be lost."""

_ONE = Decimal(1)


class NotApplicable(Enum):
    """The answer 不适用."""

    NOT_APPLICABLE = "不适用"

    def __str__(self) -> str:
        return self.value


NOT_APPLICABLE = NotApplicable.NOT_APPLICABLE


def number_or_none(value: object) -> Decimal | None:
    """Return an amount that is a number; ``None`` for a blank, 不适用, and what is no amount."""
    return value if isinstance(value, Decimal) else None


def is_within_limit(value: Decimal) -> bool:
    """Tell whether a number is finite and small enough for an amount; of any exponent."""
    return value.is_finite() and (value.is_zero() or value.adjusted() < LIMIT.adjusted())


def canonical(value: Decimal) -> Decimal:
    """Return the same number without exponent, trailing zeros or a negative zero."""
    try:
        plain = value.normalize(_EXACT)
    except Inexact:  # a number with hundreds of digits
        plain = Decimal(format(value, "f").rstrip("0"))
    if plain == plain.to_integral_value():
        return _WIDE.add(plain.quantize(_ONE, context=_WIDE), 0)
    return plain


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero to ``decimals`` places; the places are kept."""
    return _WIDE.add(value.quantize(_step(decimals), ROUND_HALF_UP, _WIDE), 0)


@lru_cache(maxsize=64)
def _step(decimals: int) -> Decimal:
    return _ONE.scaleb(-decimals)


def plain(value: Decimal) -> str:
    """Print as running text does: 206.7, 0, 100; no trailing zeros, no exponent."""
    return format(canonical(value), "f")


def in_words(amount: Decimal | NotApplicable | None) -> str:
    """Print an amount of any kind as running text: 206.7, 不适用, or nothing for a blank."""
    if amount is None:
        return ""
    return plain(amount) if isinstance(amount, Decimal) else amount.value


def fixed(value: Decimal, decimals: int = 2) -> str:
    """Print as tables do: 206.70, 0.00; an amount typed more finely keeps its digits."""
    shown = canonical(value)
    return format(
        shown if -int(shown.as_tuple().exponent) > decimals else round_half_up(shown, decimals), "f"
    )


def percent(ratio: Decimal) -> Decimal:
    """Turn a ratio into percent, half up to two decimals: 1.84746… is 184.75."""
    return round_half_up(ratio * 100, 2)


_NUMBERS = {str, int, float, Decimal}


def _to_amount(value: Any) -> Any:
    if value is None or isinstance(value, NotApplicable):
        return value
    if isinstance(value, str) and value == NOT_APPLICABLE.value:
        return NOT_APPLICABLE
    if type(value) not in _NUMBERS:  # a truth value is no number, though Python has it so
        raise ValueError('应为数字（如 "594.67"）、“不适用”或 null')
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"“{shortened(str(value))}”不是数字；应为数字、“不适用”或 null") from None
    if not is_within_limit(number):
        raise ValueError(f"“{shortened(str(value))}”超出可用范围（绝对值须小于一万亿）")
    digits = number.as_tuple()
    if int(digits.exponent) >= _FINEST:
        digits = (number := canonical(number)).as_tuple()
    if -int(digits.exponent) > DECIMALS or len(digits.digits) > DIGITS:
        raise ValueError(
            f"“{shortened(str(value))}”位数过多：最多{DECIMALS}位小数、{DIGITS}位有效数字"
        )
    return number


def _to_json(value: Decimal | NotApplicable | None) -> str | None:
    return None if value is None else in_words(value)


class _AmountSchema:
    """What pydantic is to do with an amount, said once: a form has two hundred of them."""

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return _CORE_SCHEMA

    def __get_pydantic_json_schema__(self, _: Any, __: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,6})?$"},
                {"type": "number"},
                {"const": NOT_APPLICABLE.value},
                {"type": "null"},
            ]
        }


_CORE_SCHEMA = core_schema.no_info_plain_validator_function(
    _to_amount,
    serialization=core_schema.plain_serializer_function_ser_schema(_to_json, when_used="json"),
)

Amount = Annotated[Decimal | NotApplicable | None, _AmountSchema()]
"""A number as the user gave it, 不适用, or ``None`` for a blank. In JSON a string or null."""
