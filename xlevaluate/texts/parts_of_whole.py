"""Parts and their whole inside one text: 病虫害防治45.6万元，其中药剂20.6万元、人工25万元."""

from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from xlevaluate.texts.quantities import Quantity

_NEAR = Decimal("1.25")
"""How far beyond the whole parts may come that are joined by commas, which may join anything."""
_LEAST_DIGITS = 3


class PartsOfWhole(Struct, frozen=True):
    """Quantities that a text says are parts of another; places are those of the text as read."""

    whole: Quantity
    parts: tuple[Quantity, ...]
    start: int
    end: int
    is_all: bool = False
    """Whether the words say that these are all the parts."""
    is_sure: bool = True
    """Whether nothing else can be meant than parts of this whole."""

    @property
    def total(self) -> Decimal:
        """What the parts come to, in the unit of the whole."""
        return sum((part.number for part in self.parts), Decimal(0))

    @property
    def exceeds(self) -> bool:
        """Tell whether the parts come to more than the whole."""
        return self.total - self.whole.number > self._rounding

    @property
    def falls_short(self) -> bool:
        """Tell whether they come to less."""
        return self.whole.number - self.total > self._rounding

    @property
    def is_beyond_rounding(self) -> bool:
        """Tell whether no rounding of all of them can make up for the difference."""
        halves = max(len(self.parts) + 1, 2)
        return abs(self.total - self.whole.number) * 2 >= halves * self._rounding

    @property
    def _rounding(self) -> Decimal:
        """One in the last place of what is written most finely: 3 beside 6.25 is 3.00.

        Counts are exact.
        """
        if self.whole.kind == "count":
            return Decimal(0)
        return min(quantity.most - quantity.least for quantity in (self.whole, *self.parts))

    @property
    def contradicts(self) -> bool:
        """Tell whether something is wrong.

        Parts that come to less are wrong where they are all, or where two figures in one of them
        are exchanged.
        """
        if self.exceeds:
            return self.is_sure or self.total <= self.whole.number * _NEAR
        if not self.falls_short:
            return False
        gap = self.whole.number - self.total
        return self.is_all or any(_is_exchanged(part.number, gap) for part in self.parts)


def _is_exchanged(number: Decimal, gap: Decimal) -> bool:
    """Tell whether a number with two neighbouring digits exchanged differs from it by the gap."""
    digits = f"{number:f}"
    places = [at for at, char in enumerate(digits) if char.isdigit()]
    if len(places) < _LEAST_DIGITS:
        return False
    for at, then in pairwise(places):
        signs = list(digits)
        signs[at], signs[then] = signs[then], signs[at]
        if Decimal("".join(signs)) - number == gap != 0:
            return True
    return False
