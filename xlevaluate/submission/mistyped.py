"""What a hand does to a figure: the point in a wrong place, two digits the wrong way round."""

from decimal import Decimal
from typing import NamedTuple

from xlevaluate.submission.amounts import canonical, round_half_up

POWERS = (1, 2, 3, 4)
"""Places by which a decimal point is looked for; 4 is 元 for 万元."""

_DIGITS = 3
"""Digits that a rounded figure must have to be recognized in another one."""


class Mistyping(NamedTuple):
    """How one figure comes of another: ``power`` of ten times as much, or digits ``swapped``.

    ``power`` is below 0 where the figure is a tenth, a hundredth …, and 0 where digits are swapped.
    """

    power: int = 0
    swapped: tuple[str, str] = ("", "")


def mistyping(typed: Decimal, meant: Decimal) -> Mistyping | None:
    """Tell how ``typed`` may come of ``meant`` (both in one unit); ``None`` for any other two.

    ``meant`` may be finer than ``typed`` is written, if that has three digits or more.

    >>> mistyping(Decimal("486.3"), Decimal("48.63"))
    Mistyping(power=1, swapped=('', ''))
    >>> mistyping(Decimal("15.5"), Decimal("51.5")).swapped
    ('51', '15')
    """
    typed, meant = canonical(typed), canonical(meant)
    if 0 in {typed, meant} or typed == meant:
        return None
    apart = typed.adjusted() - meant.adjusted()
    for power in POWERS:
        for signed in (power, -power):
            # No other power comes near; rounded, 9.996 becomes 10.00.
            if signed in (apart, apart - 1) and _is_as_written(typed, meant.scaleb(signed)):
                return Mistyping(signed)
    return _swapped(typed, meant)


def _is_as_written(typed: Decimal, meant: Decimal) -> bool:
    if typed == meant:
        return True
    decimals = max(0, -int(typed.as_tuple().exponent))
    return len(typed.as_tuple().digits) >= _DIGITS and round_half_up(meant, decimals) == typed


def _swapped(typed: Decimal, meant: Decimal) -> Mistyping | None:
    """Find two neighbouring digits that stand the wrong way round, the point passed over."""
    own, other = (max(0, -int(number.as_tuple().exponent)) for number in (typed, meant))
    found = _swapped_at(typed, meant, max(own, other))
    if found is None and own < other and len(typed.as_tuple().digits) >= _DIGITS:
        return _swapped_at(typed, meant, own)
    return found


def _swapped_at(typed: Decimal, meant: Decimal, decimals: int) -> Mistyping | None:
    one, other = (format(round_half_up(number, decimals), "f") for number in (typed, meant))
    if len(one) != len(other):
        return None
    one, other = one.replace(".", ""), other.replace(".", "")
    apart = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return None
    first, last = apart
    was, is_ = other[first : last + 1], one[first : last + 1]
    return Mistyping(swapped=(was, is_)) if was == is_[::-1] else None
