"""What can be wrong in a row of indicators whatever its target says, gravest first.

One record each: formulas beside the form, the function in cells and their words come from it,
the condition from the module that the rules use too.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from msgspec import Struct

from xlevaluate.checks.findings import LEVELS, Level
from xlevaluate.checks.row_content import NEEDED, POINTS, missing_in, missing_in_formula
from xlevaluate.form.roles import IndicatorRole
from xlevaluate.scoring.score_limits import (
    is_outside_weight,
    lacks_reason,
    lacks_reason_formula,
    outside_weight_formula,
)
from xlevaluate.submission.amounts import plain

IndicatorValues = Mapping[IndicatorRole, object]
"""What stands in a row, by role; ``None`` for a blank."""
_Cells = Mapping[IndicatorRole, str]
"""The addresses of a row's cells, by role."""


class RowSlip(Struct, frozen=True):
    """One thing: its sentence with ``{0}``, ``{1}`` for ``numbers``, cells by their roles.

    ``holds`` looks at values, ``when`` writes the same for cells. A form that does not have one
    of the columns in ``needs`` says nothing of it.
    """

    level: Level
    sentence: str
    needs: tuple[IndicatorRole, ...]
    numbers: tuple[IndicatorRole, ...]
    holds: Callable[[IndicatorValues], bool]
    when: Callable[[_Cells], str]

    def said(self, row: IndicatorValues) -> str:
        """Return what is said of a row, or nothing."""
        if not self.holds(row):
            return ""
        values = (row[role] for role in self.numbers)
        numbers = (plain(value) for value in values if isinstance(value, Decimal))
        return f"{LEVELS[self.level]}：{self.sentence.format(*numbers)}。"


def _is_outside(row: IndicatorValues) -> bool:
    score, weight = row["score"], row["weight"]
    if not isinstance(score, Decimal) or not isinstance(weight, Decimal):
        return False
    return is_outside_weight(score, weight)


def _lacks_reason(row: IndicatorValues) -> bool:
    score, weight = row["score"], row["weight"]
    if not isinstance(score, Decimal) or not isinstance(weight, Decimal):
        return False
    return lacks_reason(score, weight, row["deviation"])


ROW_SLIPS = (
    RowSlip(
        "error",
        "本行没有填全",
        NEEDED,
        (),
        lambda row: bool(missing_in(row)),
        missing_in_formula,
    ),
    RowSlip(
        "error",
        "得分 {0} 应在 0 与分值 {1} 之间",
        POINTS,
        ("score", "weight"),
        _is_outside,
        lambda cells: outside_weight_formula(cells["score"], cells["weight"]),
    ),
    RowSlip(
        "error",
        "得分低于分值，请写明偏差原因及改进措施",
        (*POINTS, "deviation"),
        (),
        _lacks_reason,
        lambda cells: lacks_reason_formula(cells["score"], cells["weight"], cells["deviation"]),
    ),
)
