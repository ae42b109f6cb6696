"""The groups of rows of the indicator table: a category, of a goal where rows go by goals.

A goal has all dimensions and categories of the form, each with rows of its own.
"""

from msgspec import Struct

from xlevaluate.form.cells_definition import CategoryDef, DimensionDef, GoalDef, IndicatorsDef


class IndicatorGroup(Struct, frozen=True):
    """Rows of one category; ``path`` is where they are kept, ``goal`` whose they are."""

    goal: GoalDef | None
    dimension: DimensionDef
    category: CategoryDef
    path: str

    @property
    def name(self) -> str:
        """What stands in the hidden column of its rows: ``数量指标``, ``目标1·数量指标``."""
        category = self.category.name
        return category if self.goal is None else f"{self.goal.name}·{category}"


def goals_of(definition: IndicatorsDef) -> tuple[GoalDef | None, ...]:
    """Return the goals in their order; a form without any has one block of rows (``None``)."""
    return definition.goals or (None,)


def groups_of(definition: IndicatorsDef) -> tuple[IndicatorGroup, ...]:
    """Return the groups in the order of the rows."""
    return tuple(
        IndicatorGroup(goal, dimension, category, _path(definition, goal, category))
        for goal in goals_of(definition)
        for dimension in definition.dimensions
        for category in dimension.categories
    )


def _path(definition: IndicatorsDef, goal: GoalDef | None, category: CategoryDef) -> str:
    steps = (definition.path, *((goal.key,) if goal else ()), category.key)
    return ".".join(steps)


def steps_to_rows(definition: IndicatorsDef) -> int:
    """Return how many steps of a path lead from the table to a row's list."""
    return 2 if definition.goals else 1
