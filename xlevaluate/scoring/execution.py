"""The score of budget execution: min(weight, weight × 执行数 / 全年预算), two decimals, half up.

Rounded once, from the exact quotient and not from the printed rate. It is never below 0, and
blank while a figure is missing. Whether it may exceed the weight, what a final budget of 0 means
(“—”, 0, or 1) and the decimals are the profile's. [rule] as practised; the platform of the
budget system has no cap, and lets 0 count as 1.
"""

from decimal import Decimal

from msgspec import Struct

from xlevaluate.computed.computation import NOT_APPLICABLE_MARK, Shown, Style
from xlevaluate.form.figures import Figures
from xlevaluate.scoring.profile import ExecutionScoring
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import round_half_up

_USUAL = ExecutionScoring()


def execution_score(
    weight: Decimal, executed: Decimal, budget: Decimal, rules: ExecutionScoring = _USUAL
) -> Decimal | None:
    """Return the points; ``None`` where a budget of 0 has no score.

    >>> execution_score(Decimal(10), Decimal("594.67"), Decimal("594.67"))
    Decimal('10.00')
    """
    if budget == 0 and rules.zero != "one":
        return None if rules.zero == "not_applicable" else round_half_up(Decimal(0), rules.decimals)
    points = weight * executed / (budget or Decimal(1))
    points = min(weight, points) if rules.cap else points
    return round_half_up(max(Decimal(0), points), rules.decimals)


class ExecutionScore(Struct, frozen=True):
    """The cell of the points that budget execution earns.

    ``executed`` and ``budget`` name its two figures, ``weight_cell`` the cell that holds the
    weight.
    """

    name: str
    weight: Decimal
    executed: str
    budget: str
    weight_cell: str
    rules: ExecutionScoring = _USUAL

    @property
    def style(self) -> Style:
        """Two decimals, or as many as there are."""
        return "score" if self.rules.decimals == 2 else "points"

    def shown(self, figures: Figures) -> Shown:
        """Return the points, “—”, or ``None``."""
        executed, budget = figures.amount(self.executed), figures.amount(self.budget)
        if executed is None or budget is None:
            return None
        if executed is NOT_APPLICABLE or budget is NOT_APPLICABLE:
            return NOT_APPLICABLE_MARK
        score = execution_score(self.weight, executed, budget, self.rules)
        return NOT_APPLICABLE_MARK if score is None else score

    def formula(self) -> str:
        """Return the native formula."""
        done, all_ = self.executed, self.budget
        mark = NOT_APPLICABLE_MARK
        filled = "+".join(
            [f"COUNT({done},{all_})", *(f'({x}="{NOT_APPLICABLE}")' for x in (done, all_))]
        )
        zero = {"not_applicable": f'"{mark}"', "zero": "0", "one": self._points(done)}
        points = self._points(f"{done}/{all_}")
        return (
            f'=IF({filled}<2,"",IF(COUNT({done},{all_})<2,"{mark}",'
            f"IF({all_}=0,{zero[self.rules.zero]},{points})))"
        )

    def _points(self, rate: str) -> str:
        points = f"{self.weight_cell}*{rate}"
        if self.rules.cap:
            points = f"MIN({self.weight_cell},{points})"
        return f"ROUND(MAX(0,{points}),{self.rules.decimals})"


class FramePoints(Struct, frozen=True):
    """A cell that prints points of the frame, from the parameter in ``cell``."""

    name: str
    points: Decimal
    cell: str
    style: Style = "points"

    def shown(self, _: Figures) -> Shown:
        """Return the points, which are the same for every submission."""
        return self.points

    def formula(self) -> str:
        """Return the native formula."""
        return f"={self.cell}"
