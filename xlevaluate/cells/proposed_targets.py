"""What a formula says of a target that is last year's, which was proposed and not looked at yet."""

from collections.abc import Mapping
from decimal import Decimal

from xlevaluate.cells.in_cell import InCell, row_value
from xlevaluate.form.carried_table import Proposals
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.page import RowCell
from xlevaluate.form.roles import SPLIT, IndicatorRole
from xlevaluate.form.split_values import joined

_WHOLE: tuple[IndicatorRole, ...] = ("sign", "target", "unit")
"""What a target is put together from, where it stands in several columns."""


def proposed_target(
    proposals: Proposals | None, form: Form, row: Mapping[IndicatorRole, RowCell]
) -> tuple[InCell, ...]:
    """Return what is said beside a row of indicators; nothing where nothing was proposed."""
    column = form.indicator_columns.get("target")
    if proposals is None or column is None or "name" not in row:
        return ()
    name, target = row["name"], row["target"]

    def find(figures: Figures) -> tuple[Decimal, ...] | None:
        said = (row_value(figures, row[role]) if role in row else None for role in _WHOLE)
        sign, value, unit = (None if one is None else str(one) for one in said)
        whole = joined(sign, value, unit) if SPLIT & row.keys() else value
        is_untouched = proposals.is_untouched(row_value(figures, name), column, whole)
        return () if is_untouched else None

    words = f"{column.column}是上年的，请改成本年的；相同的，在《{proposals.sheet}》选“沿用”"
    return (InCell("hint", words, proposals.when(name.cell, column, target.cell), (), find),)
