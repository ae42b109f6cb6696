"""How a figure moved from last year to this year: amount, and rate of growth.

The rate is (本年 − 上年) / 上年. With 上年 0 there is none: both 0 is 与上年持平, else 不计算增幅;
either way the cell shows “—”.
"""

from decimal import Decimal

from msgspec import Struct

from xlevaluate.computed.computation import NOT_APPLICABLE_MARK, Shown, Style
from xlevaluate.computed.terms import EXACT
from xlevaluate.form.figures import Figures
from xlevaluate.submission.amounts import canonical, round_half_up


def growth(current: Decimal, prior: Decimal) -> Decimal | None:
    """Return the rate of growth to 0.0001, half up; ``None`` where ``prior`` is 0.

    >>> growth(Decimal("594.67"), Decimal("585.15"))
    Decimal('0.0163')
    """
    return None if prior == 0 else round_half_up((current - prior) / prior, 4)


class Change(Struct, frozen=True):
    """The cell 增减额 of a row, 万元; blank unless both years hold a number."""

    name: str
    current: str
    prior: str
    style: Style = "money"

    def shown(self, figures: Figures) -> Shown:
        """Return 本年 − 上年."""
        current, prior = figures.amount(self.current), figures.amount(self.prior)
        if not (isinstance(current, Decimal) and isinstance(prior, Decimal)):
            return None
        return canonical(current - prior)

    def formula(self) -> str:
        """Return the native formula."""
        both = f"{self.current},{self.prior}"
        return f'=IF(COUNT({both})<2,"",ROUND({self.current}-{self.prior},{EXACT}))'


class Growth(Struct, frozen=True):
    """The cell 增减率 of a row."""

    name: str
    current: str
    prior: str
    style: Style = "percent"

    def shown(self, figures: Figures) -> Shown:
        """Return the rate, or “—” where 上年 is 0."""
        current, prior = figures.amount(self.current), figures.amount(self.prior)
        if not (isinstance(current, Decimal) and isinstance(prior, Decimal)):
            return None
        rate = growth(current, prior)
        return NOT_APPLICABLE_MARK if rate is None else rate

    def formula(self) -> str:
        """Return the native formula."""
        now, then = self.current, self.prior
        rate = f"ROUND(ROUND({now}-{then},{EXACT})/{then},4)"
        return f'=IF(COUNT({now},{then})<2,"",IF({then}=0,"{NOT_APPLICABLE_MARK}",{rate}))'
