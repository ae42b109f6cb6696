"""What a profile makes of the total: its grade, a ceiling by budget execution, warnings.

Each is optional: 湖北 leaves grading to the office, most provinces have no ceiling.
"""

from decimal import Decimal

from pydantic import Field

from xlevaluate.computed.terms import EXACT
from xlevaluate.files.toml_part import TomlPart
from xlevaluate.scoring.profile_part import Points, Share
from xlevaluate.submission.amounts import round_half_up


class Grade(TomlPart):
    """A grade, the lowest total that earns it, and other words that are in use for it."""

    name: str
    from_: Points = Field(alias="from")
    also: tuple[str, ...] = ()


class Ceiling(TomlPart):
    """Where less than ``below`` of the budget was executed, the total is ``total`` at most."""

    below: Share
    total: Points


class Warnings(TomlPart):
    """Shares beyond which a submission is warned of, as the platform does in colours.

    ``indicator_ahead`` (red): by how much of itself the share of points that the indicators earn
    exceeds the share that budget execution earns. ``unexecuted`` (yellow): the share of the
    budget that was not executed; a budget of 0 is warned of too.
    """

    indicator_ahead: Share | None = None
    unexecuted: Share | None = None

    def is_ahead(self, indicators: Decimal, execution: Decimal) -> bool:
        """Compare the shares of points earned, each of its own weight."""
        if self.indicator_ahead is None or indicators <= 0:
            return False
        apart = indicators - execution - self.indicator_ahead * indicators
        return round_half_up(apart, EXACT) > 0

    def is_unexecuted(self, executed: Decimal, budget: Decimal) -> bool:
        """Tell whether too much of the budget (both in one unit) was left, or there was none."""
        if self.unexecuted is None:
            return False
        left = budget - executed - self.unexecuted * budget
        return budget == 0 or round_half_up(left, EXACT) > 0


def ceiling_of(ceilings: tuple[Ceiling, ...], rate: Decimal) -> Decimal | None:
    """Return the highest total at a rate of execution; ``None`` where there is no ceiling.

    An edge belongs to the better side: at exactly 80% a ceiling ``below = 0.8`` is not in force.
    """
    return min((ceiling.total for ceiling in ceilings if rate < ceiling.below), default=None)
