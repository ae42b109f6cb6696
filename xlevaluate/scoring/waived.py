"""What does not apply: a 二级指标 for which the unit writes 不适用, and where its points go.

It is written in the place of an indicator's name, in a row that has no points. While other
categories of the dimension apply, the unit gives the points to their indicators, and the dimension
has as many as before. Where none does, the points go to the other dimensions as the frame of the
profile says. Each rule stands twice, for figures and as a native expression of cells.
"""

from collections import Counter
from decimal import Decimal

from xlevaluate.computed.terms import EXACT
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.labels import quoted
from xlevaluate.scoring.dimension_points import dimension_cells, dimension_sum
from xlevaluate.scoring.frame import DimensionGroup, Frame
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import round_half_up

DECIMALS = 2
"""Decimals of points that are spread; the last dimension takes what rounding leaves."""


def is_waiver(name: object) -> bool:
    """Tell whether what stands in the place of an indicator's name says 不适用."""
    return name == NOT_APPLICABLE.value


def is_waived(figures: Figures, key: str) -> bool:
    """Tell whether no category of a dimension applies, and none has points."""
    said = {
        row.path.rsplit(".", 1)[0]
        for row in figures.indicators
        if is_waiver(row.name) and row.dimension.key == key
    }
    if said != {of.path for of in figures.form.indicator_groups if of.dimension.key == key}:
        return False
    return dimension_sum(figures, key, "weight") == 0


def applicable_frame(figures: Figures, frame: Frame) -> Frame:
    """Return the frame with the points of dimensions that do not apply spread over the others.

    Where nothing applies at all, it stays as it is.
    """
    if not frame.spreads:
        return frame
    gone = [all(is_waived(figures, key) for key in g.dimensions) for g in frame.groups]
    staying = [
        group.weight for group, is_gone in zip(frame.groups, gone, strict=True) if not is_gone
    ]
    lost = sum(
        (g.weight for g, is_gone in zip(frame.groups, gone, strict=True) if is_gone), Decimal(0)
    )
    kept = sum(staying, Decimal(0))
    if not any(gone) or not kept:
        return frame
    if frame.not_applicable == "equal":
        raised = [weight + lost / len(staying) for weight in staying]
    else:
        raised = [weight * (kept + lost) / kept for weight in staying]
    shares = [round_half_up(weight, DECIMALS) for weight in raised[:-1]]
    shares.append(kept + lost - sum(shares, Decimal(0)))
    left = iter(shares)
    return frame.with_weights([Decimal(0) if is_gone else next(left) for is_gone in gone])


def _waived_formula(form: Form, group: DimensionGroup) -> str:
    """Return whether all dimensions of a group are waived, as a native expression."""
    name, weight = (form.indicator_columns[role].name for role in ("name", "weight"))
    sizes = Counter(of.dimension.key for of in form.indicator_groups)
    answer = quoted(NOT_APPLICABLE.value)
    conditions = []
    for key in group.dimensions:
        names = dimension_cells(form, key, name)
        said = "+".join(f"SUMPRODUCT(--(TRIM({cells})={answer}))" for cells in names)
        weights = ",".join(dimension_cells(form, key, weight))
        conditions.append(f"{said}>={sizes[key]},SUM({weights})=0")
    return f"AND({','.join(conditions)})"


def frame_formula(form: Form, frame: Frame, group: DimensionGroup) -> str:
    """Return the points of a group as a native expression: ``applicable_frame`` of cells."""
    parameters, names = ParameterNames.of(form), form.names.composition
    cells = {g.dimensions: parameters.weight(g).cell for g in frame.groups}
    own = cells[group.dimensions]
    if not frame.spreads or "name" not in form.indicator_columns:
        return own
    waived = {g.dimensions: _waived_formula(form, g) for g in frame.groups}
    every = f"SUM({','.join(cells.values())})"
    kept = "+".join(f"IF({waived[g.dimensions]},0,{cells[g.dimensions]})" for g in frame.groups)
    index = frame.groups.index(group)
    before, after = frame.groups[:index], frame.groups[index + 1 :]
    if frame.not_applicable == "equal":
        count = "+".join(f"IF({waived[g.dimensions]},0,1)" for g in frame.groups)
        raised = f"{own}+({every}-({kept}))/({count})"
    else:
        raised = f"{own}*{every}/({kept})"
    share = f"ROUND({raised},{DECIMALS})"
    earlier = "".join(f"-{names.cell(g.name(parameters.dimensions), 'frame')}" for g in before)
    rest = f"ROUND({every}{earlier},{EXACT})"
    last = ",".join(waived[g.dimensions] for g in after)
    share = f"IF(AND({last}),{rest},{share})" if last else rest
    nothing = f"OR({kept}={every},{kept}=0)"
    return f"IF({nothing},{own},IF({waived[group.dimensions]},0,{share}))"
