"""What the sheets of a template print besides fields: ratios, points, scores and verdicts."""

from collections.abc import Mapping
from functools import partial

from xlevaluate.computed.chart_cells import Chart
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.ratio import Ratio
from xlevaluate.form.form import Form
from xlevaluate.form.page import RowCell
from xlevaluate.form.printed import Printed
from xlevaluate.form.roles import SPLIT, IndicatorRole
from xlevaluate.scoring.composition import goals_in, portions_of
from xlevaluate.scoring.native_score import NativeScore, can_be_native
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.parameters import Parameter
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.ratio_score import ScoredRatio
from xlevaluate.scoring.verdict import CeilingCell, GradeCell, WarningCell


def printed_of(
    form: Form,
    profile: Profile,
    parameters: tuple[Parameter, ...],
    computations: Mapping[str, Computation],
    *,
    ratios: tuple[Ratio, ...],
    scored: tuple[ScoredRatio, ...],
    charts: tuple[Chart, ...],
) -> Printed:
    """Return what layouts print under a profile; ratios only where a sheet shows them."""
    return Printed(
        ratios if form.sheet_with("ratios") else (),
        scored,
        parameters,
        charts=charts,
        scores=partial(_native_score, profile),
        portions=tuple(
            (portion.label, portion.points is None) for portion in portions_of(form, profile.frame)
        ),
        goals=tuple(portion.label for portion in goals_in(form)),
        points=_points(form, profile),
        verdicts=tuple(
            name
            for name, cell in computations.items()
            if isinstance(cell, GradeCell | CeilingCell | WarningCell)
        ),
        notices={
            "composition": profile.source.notice,
            "ratio_scores": profile.ratios.notice if scored else "评分办法不给比率评分",
        },
    )


def _native_score(
    profile: Profile, row: Mapping[IndicatorRole, RowCell], is_limit: bool
) -> NativeScore | None:
    """Return the formula that proposes the score of a row, where the profile has one for it."""
    rules = profile.indicators
    if not {"target", "actual", "weight"} <= set(row) or not can_be_native(rules):
        return None
    if SPLIT & set(row):
        return None  # the formula reads one cell; the check holds the score all the same
    cells = (row["target"], row["actual"], row["weight"], row.get("band"))
    return NativeScore(*cells, rules, is_limit)


def _points(form: Form, profile: Profile) -> dict[str, str]:
    """Return what is printed below the name of each dimension, by key."""
    called = ParameterNames.of(form)
    names = called.dimensions
    points = {}
    for key in names:
        group = profile.frame.group_of(key)
        if set(group.dimensions) == set(names) and len(names) > 1:
            points[key] = ""  # the points of all indicators together
            continue
        others = "、".join(
            other for of, other in names.items() if of in group.dimensions and of != key
        )
        beside = f"与{others}共" if others else ""
        points[key] = f"（{beside}{{{called.weight(group).cell}}}分）"
    return points
