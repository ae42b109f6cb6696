"""The score of budget execution: min(weight, weight × 执行数 / 全年预算), two decimals, half up.

Rounded once, from the exact quotient and not from the printed rate. It is never below 0, “—”
where the final budget is 0, and blank while a figure is missing. [rule] as practised; the
weight is the profile's.
"""

from dataclasses import dataclass
from decimal import Decimal

from xlevaluate.computed.computation import NOT_APPLICABLE_MARK, Shown, Style
from xlevaluate.form.form import Figures
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import round_half_up


def execution_score(weight: Decimal, executed: Decimal, budget: Decimal) -> Decimal | None:
    """Return the points; ``None`` where the budget is 0.

    >>> execution_score(Decimal(10), Decimal("594.67"), Decimal("594.67"))
    Decimal('10.00')
    """
    if budget == 0:
        return None
    return round_half_up(max(Decimal(0), min(weight, weight * executed / budget)), 2)


@dataclass(frozen=True)
class ExecutionScore:
    """The cell 得分 of 年度资金总额; ``executed`` and ``budget`` name its two figures.

    ``weight_cell`` is the name of the cell that holds the weight.
    """

    weight: Decimal
    executed: str
    budget: str
    weight_cell: str
    name: str = "预算执行得分"
    style: Style = "score"

    def shown(self, figures: Figures) -> Shown:
        """Return the points, “—”, or ``None``."""
        executed, budget = figures.amount(self.executed), figures.amount(self.budget)
        if executed is None or budget is None:
            return None
        if executed is NOT_APPLICABLE or budget is NOT_APPLICABLE:
            return NOT_APPLICABLE_MARK
        score = execution_score(self.weight, executed, budget)
        return NOT_APPLICABLE_MARK if score is None else score

    def formula(self) -> str:
        """Return the native formula."""
        done, all_, weight = self.executed, self.budget, self.weight_cell
        mark = NOT_APPLICABLE_MARK
        filled = "+".join(
            [f"COUNT({done},{all_})", *(f'({x}="{NOT_APPLICABLE}")' for x in (done, all_))]
        )
        points = f"ROUND(MAX(0,MIN({weight},{weight}*{done}/{all_})),2)"
        return (
            f'=IF({filled}<2,"",IF(COUNT({done},{all_})<2,"{mark}",IF({all_}=0,"{mark}",{points})))'
        )


@dataclass(frozen=True)
class FramePoints:
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
