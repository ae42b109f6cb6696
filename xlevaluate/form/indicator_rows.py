"""Rows of the indicator table as rules and scoring see them: by roles, not by the form's keys."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from xlevaluate.form.cells_definition import CategoryDef, DimensionDef, GoalDef, IndicatorsDef
from xlevaluate.form.fields import Listing
from xlevaluate.form.indicator_groups import groups_of
from xlevaluate.form.roles import INDICATOR_ROLES, SPLIT, IndicatorRole
from xlevaluate.form.split_values import joined
from xlevaluate.submission import Amount, entries
from xlevaluate.submission.model import Record


class Indicator(Struct, frozen=True):
    """One 三级指标. Target and actual are people's words; weight and score are points.

    Where sign and unit have columns of their own, target and actual are put together with them.

    ``path`` is that of its row; ``paths`` those of its cells, for the columns that the form has. A
    column that the form does not have is blank in every row.
    """

    path: str
    goal: GoalDef | None
    """``None`` where the form has no goals."""
    dimension: DimensionDef
    category: CategoryDef
    paths: Mapping[IndicatorRole, str]
    name: str | None = None
    target: str | None = None
    actual: str | None = None
    weight: Amount = None
    score: Amount = None
    deviation: str | None = None
    band: str | None = None
    sign: str | None = None
    unit: str | None = None

    def value(self, role: IndicatorRole) -> Any:
        """Return what stands in the column of a role."""
        return getattr(self, role)


def columns_by_role(listing: Listing) -> dict[IndicatorRole, str]:
    """Return the last step of the path of each column that has a role."""
    return {
        role: field.path.rsplit(".", 1)[1]
        for role in INDICATOR_ROLES
        for field in listing.fields
        if field.role == role
    }


def indicators_of(
    definition: IndicatorsDef, listing: Listing, submission: Record
) -> Iterator[Indicator]:
    """Yield the indicators of a submission in the order of the form."""
    columns = columns_by_role(listing)
    for group in groups_of(definition):
        for path, row in entries(submission, f"{group.path}.*"):
            paths = {role: f"{path}.{key}" for role, key in columns.items()}
            values: dict[str, Any] = {r: getattr(row, key) for r, key in columns.items()}
            if SPLIT & columns.keys():
                sign, unit = values.get("sign"), values.get("unit")
                values["target"] = joined(sign, values.get("target"), unit)
                values["actual"] = joined(None, values.get("actual"), unit)
            yield Indicator(path, group.goal, group.dimension, group.category, paths, **values)
