"""The points of a dimension: the cells and the entries of its rows, and their sums."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from xlevaluate.form.form import Figures, Form
from xlevaluate.submission import Entry, entries
from xlevaluate.submission.amounts import canonical

Earned = Literal["weight", "score"]
"""Columns of the indicator table: points of an indicator, and points it earns."""


def dimension_cells(form: Form, key: str, column: str) -> str:
    """Return the cells of a column of the indicator table that belong to a dimension.

    They reach down to the row before the next dimension, so that rows inserted at either end
    and rows deleted are taken account of.
    """
    given = form.indicators
    starts = [
        f"INDEX({form.names.start_cell(dimension.name)},1,1)" for dimension in given.dimensions
    ]
    index = [dimension.key for dimension in given.dimensions].index(key)
    first, after = (*starts, form.listings[given.name].end)[index : index + 2]
    return f"OFFSET({first},0,COLUMN({column})-COLUMN({first}),ROW({after})-ROW({first}),1)"


def dimension_entries(figures: Figures, key: str, what: Earned) -> tuple[Entry, ...]:
    """Return the weights or scores of a dimension's indicators; none without such a column."""
    given, column = figures.form.indicators, figures.form.indicator_columns.get(what)
    if column is None:
        return ()
    last = column.path.rsplit(".", 1)[1]
    (dimension,) = (d for d in given.dimensions if d.key == key)
    return tuple(
        entry
        for category in dimension.categories
        for entry in entries(figures.submission, f"{given.path}.{category.key}.*.{last}")
    )


def sum_of(cells: Iterable[Entry]) -> Decimal:
    """Add up the entries that are numbers."""
    values = (cell.value for cell in cells)
    return canonical(sum((v for v in values if isinstance(v, Decimal)), Decimal(0)))


def dimension_sum(figures: Figures, key: str, what: Earned) -> Decimal:
    """Add up the weights or scores of a dimension."""
    return sum_of(dimension_entries(figures, key, what))


def weights_of(figures: Figures, key: str) -> list[Decimal]:
    """Return the weights of a dimension's indicators that are numbers."""
    cells = dimension_entries(figures, key, "weight")
    return [cell.value for cell in cells if isinstance(cell.value, Decimal)]
