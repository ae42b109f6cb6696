"""Rounding as an interval: what may come of rounding is not an error.

A figure written with d decimals stands for ±0.5·10⁻ᵈ. Money and points are kept to two decimals
at least (a cell shows 206.7 and 206.70 alike), so a figure is ±0.005, or finer where more was
typed; an item that is 0 is exactly 0. A total may then differ from the sum of n items that are
not 0 by less than 0.005·(n + 1). Source: interval arithmetic as in EBA/XBRL validation.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from xlevaluate.submission.amounts import canonical

Closeness = Literal["equal", "rounding", "different"]

_DECIMALS = 2


def half_unit(figure: Decimal) -> Decimal:
    """Return half a unit of the last place in which a figure is written.

    >>> half_unit(Decimal("206.7")), half_unit(Decimal("1.2345"))
    (Decimal('0.005'), Decimal('0.00005'))
    """
    decimals = max(_DECIMALS, -int(canonical(figure).as_tuple().exponent))
    return Decimal(5).scaleb(-decimals - 1)


def agreement(total: Decimal, items: Iterable[Decimal]) -> Closeness:
    """Hold a total against the items of its sum."""
    items = [item for item in items if item != 0]
    difference = abs(total - sum(items, Decimal(0)))
    if difference == 0:
        return "equal"
    allowed = half_unit(total) + sum(map(half_unit, items), Decimal(0))
    return "rounding" if difference < allowed else "different"


def exceeds(items: Iterable[Decimal], limit: Decimal) -> Closeness:
    """Hold items against a total that they may not exceed; ``equal`` where they do not."""
    items = list(items)
    return "equal" if sum(items, Decimal(0)) <= limit else agreement(limit, items)
