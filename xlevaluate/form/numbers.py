"""Numbers as people type them: what can be read without doubt, and what cannot.

A text such as “１２．５”, “1,234.50” or “12.5万元” in a 万元 column is a number beyond doubt.
So is “12万” there, where 元 goes without saying. “12元” in a 万元 column, “1,23”, “约12” or “3-5”
is not, and nothing is guessed.

“——” and “/” are what printed forms have where nothing is asked, and what our own print for 不适用:
whoever types one answers so, and has left nothing blank. “-” is no such mark, for it is how
spreadsheets show 0 under an accounting format; nor is “无”, which may mean 0.
"""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from xlevaluate.submission import NOT_APPLICABLE, Amount
from xlevaluate.submission.amounts import (
    DECIMALS,
    DIGITS,
    canonical,
    is_within_limit,
    round_half_up,
)
from xlevaluate.submission.texts import without_invisible

_BLANKS = re.compile(r"[\s\u00a0\u3000\ufeff]+")
_NUMBER_AND_UNIT = re.compile(r"([+-]?(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?) ?(.*)")
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Full-width forms. Other digits (٣, ², ½) are no plainer than a word, and not read."""


_MARK = re.compile("[—―─]+|/")


def is_not_asked(text: str) -> bool:
    """Tell whether a text is a mark in the place of a figure, for 不适用.

    >>> [is_not_asked(text) for text in ("——", "／", "-", "无", "")]
    [True, True, False, False, False]
    """
    return _MARK.fullmatch(without_invisible(text).translate(_WIDE).strip()) is not None


class ReadNumber(NamedTuple):
    """An amount read from a cell; ``as_typed`` is false where that is worth a hint."""

    amount: Amount
    as_typed: bool = True


def read_number(value: object, unit: str = "") -> ReadNumber | None:
    """Read what a cell shows as an amount in ``unit``; ``None`` when there is doubt.

    Blank, and 不适用 with blanks around it, are read as what they are. A binary number counts
    with its 15 significant digits, as the spreadsheet shows it; decimals past the sixth (less
    than one 分) are rounded half up and hinted at. An amount of 10¹² or more is not read.
    """
    if value is None:
        return ReadNumber(None)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _within(Decimal(f"{value:.{DIGITS}g}"), as_typed=True)
    if not isinstance(value, str):
        return None
    return _read_text(value, unit)


def read_typed(value: object, unit: str = "") -> ReadNumber | None:
    """Read what was typed where an amount is asked for, as ``read_number`` does, and marks too."""
    if isinstance(value, str) and is_not_asked(value):
        return ReadNumber(NOT_APPLICABLE, as_typed=False)
    return read_number(value, unit)


def _read_text(value: str, unit: str) -> ReadNumber | None:
    text = _BLANKS.sub(" ", without_invisible(value).translate(_WIDE)).strip()
    if not text:
        return ReadNumber(None, as_typed=value == "")
    if text.replace(" ", "") == NOT_APPLICABLE.value:
        return ReadNumber(NOT_APPLICABLE, as_typed=value == NOT_APPLICABLE.value)
    parts = _NUMBER_AND_UNIT.fullmatch(text)
    if parts is None or not _is_unit(parts[2], unit):
        return None
    return _within(Decimal(re.sub("[, ]", "", parts[1])), as_typed=False)


def _is_unit(written: str, unit: str) -> bool:
    # NFKC turns ㎡ and m² into m2, in the cell and in the unit alike.
    normal = [unicodedata.normalize("NFKC", text) for text in (written, unit)]
    # In a column of 万元 one writes 41.2万.
    return not written or normal[0] in {normal[1], normal[1].removesuffix("元")}


def _within(number: Decimal, *, as_typed: bool) -> ReadNumber | None:
    if not is_within_limit(number):
        return None
    number = canonical(number)
    exact = round_half_up(number, DECIMALS)
    if len(canonical(exact).as_tuple().digits) > DIGITS:
        return None
    return ReadNumber(canonical(exact), as_typed=as_typed and exact == number)
