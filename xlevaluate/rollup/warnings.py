"""自评预警: what a bureau is warned of, red or yellow, by the figures of a form.

Source: the performance module of the 预算管理一体化系统 as provinces run it (自评预警).
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from xlevaluate.rollup.form_record import FormSummary
from xlevaluate.submission.amounts import percent, plain

Colour = Literal["red", "yellow"]
COLOURS: dict[Colour, str] = {"red": "红色预警", "yellow": "黄色预警"}

AHEAD = Decimal("0.05")
"""Share by which indicators may be scored further than the money was spent."""

UNEXECUTED = Decimal("0.20")
"""Share of the budget that may be left."""


class Warned(Struct, frozen=True):
    """A warning, with the sentence that gives its figures."""

    colour: Colour
    message: str

    @property
    def words(self) -> str:
        """The colour as users call it."""
        return COLOURS[self.colour]


def warnings_of(form: FormSummary) -> tuple[Warned, ...]:
    """Return what a form gives rise to; nothing for what it does not say.

    Red: of indicators a larger share of the points was earned than of budget execution, by more
    than ``AHEAD`` of the former. Yellow: the budget of the year is 0, or more than ``UNEXECUTED``
    of it was left.
    """
    found = []
    if (rates := _rates(form)) is not None:
        indicators, execution = rates
        if indicators > 0 and (indicators - execution) / indicators > AHEAD:
            found.append(
                Warned(
                    "red",
                    f"指标得分率 {_percent(indicators)}，预算执行得分率 {_percent(execution)}，"
                    f"超前 {_percent((indicators - execution) / indicators)}。",
                )
            )
    budget, executed = form.final_budget, form.executed
    if budget is not None and budget == 0:
        found.append(Warned("yellow", "全年预算数为 0。"))
    elif budget is not None and executed is not None and budget - executed > UNEXECUTED * budget:
        left = _percent((budget - executed) / budget)
        found.append(Warned("yellow", f"全年预算 {plain(budget)} 万元，未执行 {left}，超过 20%。"))
    return tuple(found)


def _rates(form: FormSummary) -> tuple[Decimal, Decimal] | None:
    """Return the shares of points earned by indicators and by execution, if there are both."""
    earned, points = form.indicator_score, form.indicator_weight
    score, weight = form.execution_score, form.execution_weight
    if earned is None or score is None or not points or not weight:
        return None
    return earned / points, score / weight


def _percent(share: Decimal) -> str:
    return f"{plain(percent(share))}%"
