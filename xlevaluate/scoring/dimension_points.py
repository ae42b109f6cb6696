"""The points of a dimension: the cells and the entries of its rows, and their sums."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from xlevaluate.form.cells_definition import DimensionDef, GoalDef
from xlevaluate.form.fields import Listing
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.indicator_groups import goals_of
from xlevaluate.submission import Entry
from xlevaluate.submission.amounts import canonical

Earned = Literal["weight", "score"]
"""Columns of the indicator table: points of an indicator, and points it earns."""


def dimension_cells(form: Form, key: str, column: str, goal: str = "") -> tuple[str, ...]:
    """Return the cells of a column of the indicator table that belong to a dimension, by goals.

    ``goal`` is the key of the one that is meant alone. The cells reach down to the row before the
    next dimension, so that rows inserted at either end and rows deleted are taken account of; the
    first begin with their heads, below which a row may be inserted.
    """
    given = form.indicators
    blocks = [(of, dimension) for of in goals_of(given) for dimension in given.dimensions]
    listing = form.listings[given.name]
    starts = [f"INDEX({_start(form, listing, of, dimension)},1,1)" for of, dimension in blocks]
    ends = (*starts[1:], listing.end)
    return tuple(
        f"OFFSET({first},0,COLUMN({column})-COLUMN({first}),ROW({after})-ROW({first}),1)"
        for (of, dimension), first, after in zip(blocks, starts, ends, strict=True)
        if dimension.key == key and (not goal or (of is not None and of.key == goal))
    )


def _start(form: Form, listing: Listing, goal: GoalDef | None, dimension: DimensionDef) -> str:
    """Return the name of the cell with which the rows of a dimension begin."""
    names = form.names
    if dimension != form.indicators.dimensions[0]:
        return names.start_cell(dimension.name, goal.name if goal else "")
    return names.start_cell(goal.name) if goal else listing.group_column or listing.fields[0].name


def dimension_entries(
    figures: Figures, key: str, what: Earned, goal: str = ""
) -> tuple[Entry, ...]:
    """Return the weights or scores of a dimension's indicators; none without such a column.

    ``goal`` is the key of the one whose indicators are meant alone.
    """
    column = figures.form.indicator_columns.get(what)
    if column is None:
        return ()
    last = column.path.rsplit(".", 1)[1]
    return tuple(
        entry
        for group in figures.form.indicator_groups
        if group.dimension.key == key and (not goal or (group.goal and group.goal.key == goal))
        for entry in figures.at(f"{group.path}.*.{last}")
    )


def sum_of(cells: Iterable[Entry]) -> Decimal:
    """Add up the entries that are numbers."""
    values = (cell.value for cell in cells)
    return canonical(sum((v for v in values if isinstance(v, Decimal)), Decimal(0)))


def dimension_sum(figures: Figures, key: str, what: Earned, goal: str = "") -> Decimal:
    """Add up the weights or scores of a dimension, or of what a goal has of it."""
    return sum_of(dimension_entries(figures, key, what, goal))


def weights_of(figures: Figures, key: str, goal: str = "") -> list[Decimal]:
    """Return the weights of a dimension's indicators that are numbers."""
    cells = dimension_entries(figures, key, "weight", goal)
    return [cell.value for cell in cells if isinstance(cell.value, Decimal)]
