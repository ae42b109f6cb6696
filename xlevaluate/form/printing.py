"""How values are printed in tables: two decimals for money, “—” for 不适用, dates in words."""

import datetime
from decimal import Decimal

from xlevaluate.submission import NotApplicable
from xlevaluate.submission.amounts import fixed, percent, plain

PERCENTAGES = frozenset({"percent", "whole_percent", "share"})
"""Styles and kinds of numbers that are printed as percentages."""


def printed_number(value: Decimal, style: str) -> str:
    """Print a number in a style: ``money`` and ``score`` 0.10, ``points`` 20, ``percent`` 98.50%.

    ``whole_percent`` is percent, but a whole 100% is printed without decimals.
    """
    if style in PERCENTAGES:
        rate = percent(value)
        whole = style == "whole_percent" and rate == 100
        return f"{plain(rate) if whole else fixed(rate)}%"
    return fixed(value) if style in {"money", "area", "score"} else plain(value)


def printed(value: object, style: str) -> str:
    """Print a value of any kind; a blank prints nothing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return printed_number(value, style)
    if isinstance(value, NotApplicable):
        return value.value
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
