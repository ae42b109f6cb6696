"""评分: scores given against scores proposed, bands, and the parameters of scoring."""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.checks.computed_reads import (
    OWN_RATIO_POINTS,
    OWN_RATIO_SCORES,
    SCORED_BASES,
    own_score_cells,
    parameter_path,
    parameters,
    ratio_sources,
)
from xlevaluate.checks.findings import NOT_APPLICABLE_HERE, Observation, RuleResult
from xlevaluate.checks.reads import NOTHING, indicator
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.form.printing import printed_number
from xlevaluate.scoring.indicator_rules import SIDES, IndicatorScoring, band_span, within_band
from xlevaluate.scoring.indicator_score import Proposal, propose
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import canonical, percent, plain

_METHOD = "评分办法"
_PROPOSED = indicator("target", "actual", "weight")
_LIMITS = parameters("indicators").optional
_BANDS = parameters("band").optional
_RATIOS = parameters("ratios").optional


def proposals_of(subject: Subject) -> Iterator[tuple[Indicator, Proposal]]:
    """Yield every indicator that has a weight, with what is proposed."""
    rules = subject.template.profile.indicators
    for row in subject.figures.indicators:
        weight = row.weight
        if isinstance(weight, Decimal) and weight >= 0:
            proposal = propose(row.target, row.actual, weight, rules, is_limit=row.category.limits)
            yield row, proposal


@rule(
    "S08",
    "query",
    "评分",
    "定量指标的得分与按完成比例计算的一致",
    _METHOD,
    _PROPOSED | indicator("score"),
)
def as_proposed(subject: Subject) -> RuleResult:
    """Find scores that differ from what target and actual give."""
    found = []
    for row, proposal in proposals_of(subject):
        if not isinstance(row.score, Decimal) or proposal.score in {None, row.score}:
            continue
        expected = canonical(proposal.score or Decimal(0))
        found.append(
            Observation(
                "not_as_proposed",
                row.paths["score"],
                (row.paths["target"], row.paths["actual"]),
                actual=row.score,
                expected=expected,
                difference=abs(row.score - expected),
                note=proposal.words,
            )
        )
    return RuleResult(tuple(found))


@rule("S09", "query", "评分", "定量指标的完成率没有过高或过低", _METHOD, _PROPOSED | _LIMITS)
def far_from_target(subject: Subject) -> RuleResult:
    """Find what was done far beyond the target, or far below it."""
    rules = subject.template.profile.indicators
    if "query" not in {rules.action(side).kind for side in SIDES if rules.limit(side) is not None}:
        return NOT_APPLICABLE_HERE
    return RuleResult(
        tuple(
            _far(
                "far_from_target" if proposal.rate is not None else "far_from_target_of_zero",
                row.paths["actual"],
                (row.paths["target"],),
                proposal,
                rules,
            )
            for row, proposal in proposals_of(subject)
            if proposal.side and rules.action(proposal.side).kind == "query"
        )
    )


@rule(
    "S17",
    "error",
    "评分",
    "完成率过高或过低的写明原因",
    _METHOD,
    _PROPOSED | indicator("deviation") | _LIMITS,
)
def far_without_reason(subject: Subject) -> RuleResult:
    """Find what was done far beyond the target, or far below it, where a reason is asked for."""
    rules = subject.template.profile.indicators
    if "explain" not in {rules.action(side).kind for side in SIDES}:
        return NOT_APPLICABLE_HERE
    return RuleResult(
        tuple(
            _far(
                "far_without_reason" if proposal.rate is not None else "far_without_reason_of_zero",
                row.paths["deviation"],
                (row.paths["actual"], row.paths["target"]),
                proposal,
                rules,
            )
            for row, proposal in proposals_of(subject)
            if proposal.wants_reason and row.deviation is None
        )
    )


def _far(
    case: Case, path: str, others: tuple[str, ...], proposal: Proposal, rules: IndicatorScoring
) -> Observation:
    is_over = proposal.side == "over"
    limit = rules.limit("over" if is_over else "under")
    return Observation(
        case,
        path,
        others,
        actual=None if proposal.rate is None else percent(proposal.rate),
        expected=rules.over_of_zero if proposal.rate is None else percent(limit or Decimal(0)),
        note="不低于" if is_over and rules.inclusive else "高于" if is_over else "低于",
    )


@rule(
    "S10",
    "error",
    "评分",
    "定性指标的得分在所选档次之内",
    _METHOD,
    _PROPOSED | indicator("score", "band") | _BANDS,
)
def in_band(subject: Subject) -> RuleResult:
    """Find scores outside the band that was chosen."""
    found = []
    for row, proposal in proposals_of(subject):
        band = subject.template.profile.band_named(row.band)
        if band is None or proposal.kind == "quantitative" or not isinstance(row.score, Decimal):
            continue
        weight = row.weight
        if not isinstance(weight, Decimal) or within_band(band, row.score, weight):
            continue
        low, high = (canonical(edge * weight) for edge in (band.from_, band.to))
        found.append(
            Observation(
                "at_upper_edge" if row.score == high else "out_of_band",
                row.paths["score"],
                (row.paths["band"],),
                actual=row.score,
                expected=band_span(band, weight),
                difference=max(low - row.score, row.score - high),
                note=band.name,
            )
        )
    return RuleResult(tuple(found))


@rule(
    "S11", "hint", "评分", "定性指标选了完成档次", _METHOD, _PROPOSED | indicator("score", "band")
)
def band_chosen(subject: Subject) -> RuleResult:
    """Find qualitative indicators without a band, told once."""
    paths = [
        row.paths["band"]
        for row, proposal in proposals_of(subject)
        if proposal.kind == "qualitative" and row.band is None and row.score is not None
    ]
    if not paths:
        return RuleResult()
    return RuleResult((Observation("no_band", paths[0], tuple(paths[1:])),))


@rule("S12", "hint", "评分", "定量指标的指标值与完成值可以比较", _METHOD, _PROPOSED)
def comparable(subject: Subject) -> RuleResult:
    """Find targets and actual values that are numbers and cannot be held together."""
    return RuleResult(
        tuple(
            Observation(
                "not_comparable",
                row.paths["actual"],
                (row.paths["target"],),
                note=proposal.words,
            )
            for row, proposal in proposals_of(subject)
            if proposal.kind == "unclear"
        )
    )


@rule(
    "S13",
    "query",
    "评分",
    "比率的自评得分与建议得分一致",
    _METHOD,
    OWN_RATIO_SCORES | SCORED_BASES | _RATIOS,
    needs=_RATIOS,
)
def ratio_as_proposed(subject: Subject) -> RuleResult:
    """Find own scores of ratios that differ from the proposed ones, with no word on why."""
    found, own_cells = [], own_score_cells(subject.template)
    for scored in subject.template.scored:
        if scored.name not in own_cells:
            continue
        cells = own_cells[scored.name]
        (own,), note = subject.figures[cells.score.name], cells.note.name
        proposed = scored.proposed(subject.figures)
        if not isinstance(own.value, Decimal) or not isinstance(proposed, Decimal):
            continue
        if own.value == proposed or subject.figures.value(note) is not None:
            continue
        if subject.is_unread(note, *ratio_sources(scored.ratio)):
            continue
        found.append(
            Observation(
                "ratio_not_as_proposed",
                own.path,
                actual=own.value,
                expected=canonical(proposed),
                difference=abs(own.value - proposed),
                note=scored.words(subject.figures) or "",
            )
        )
    return RuleResult(tuple(found))


@rule(
    "S14",
    "error",
    "评分",
    "比率的自评得分在0与分值之间",
    _METHOD,
    OWN_RATIO_POINTS | _RATIOS,
    needs=_RATIOS,
)
def ratio_within_weight(subject: Subject) -> RuleResult:
    """Find own scores of ratios outside their weight."""
    found, own_cells = [], own_score_cells(subject.template)
    for scored in subject.template.scored:
        if scored.name not in own_cells:
            continue
        cells = own_cells[scored.name]
        (own,), weight = subject.figures[cells.score.name], scored.scoring.weight
        if own.value is NOT_APPLICABLE:
            found.append(
                Observation(
                    "ratio_score_no_number",
                    own.path,
                    actual=NOT_APPLICABLE.value,
                    expected=f"0至{plain(weight)}",
                )
            )
        if isinstance(own.value, Decimal) and not 0 <= own.value <= weight:
            found.append(
                Observation(
                    "ratio_score_outside",
                    own.path,
                    actual=own.value,
                    expected=f"0至{plain(weight)}",
                    difference=max(-own.value, own.value - weight),
                )
            )
    return RuleResult(tuple(found))


@rule("S15", "query", "评分", "评分参数与评分办法的文件一致", _METHOD, parameters(), needs=NOTHING)
def parameters_changed(subject: Subject) -> RuleResult:
    """Find parameters that were changed in the workbook, told once."""
    own = {item.name: item for item in subject.template.parts.parameters}
    changed = subject.template.reduced(subject.submission).parameters
    given = {name: v for name, v in changed.items() if name in own and isinstance(v, Decimal)}
    if not given:
        return RuleResult()
    note = "、".join(
        f"{name} {printed_number(own[name].value, own[name].kind)} "
        f"改为 {printed_number(value, own[name].kind)}"
        for name, value in given.items()
    )
    first, *others = (parameter_path(name) for name in given)
    return RuleResult((Observation("parameters_changed", first, tuple(others), note=note),))


@rule(
    "S16",
    "error",
    "评分",
    "评分参数都能用，各项分值合计不变",
    _METHOD,
    parameters(),
    needs=parameters("frame").optional,
)
def parameters_fit(subject: Subject) -> RuleResult:
    """Find parameters that cannot be used, and a frame that adds up to something else."""
    parts = subject.template.parts
    findings = [
        Observation(
            "parameter_unfit",
            parameter_path(name),
            note=reason,
        )
        for name, reason in subject.template.unfit(subject.submission).items()
    ]
    total, own = subject.template.profile.frame.total, parts.profile.frame.total
    if total != own:
        items = [item for item in parts.parameters if item.place[0] == "frame"]
        first, *others = (parameter_path(item.name) for item in items)
        findings.append(
            Observation(
                "frame_total",
                first,
                tuple(others),
                actual=canonical(total),
                expected=canonical(own),
                difference=canonical(abs(total - own)),
            )
        )
    return RuleResult(tuple(findings))


RULES = (
    as_proposed,
    far_from_target,
    far_without_reason,
    in_band,
    band_chosen,
    comparable,
    ratio_as_proposed,
    ratio_within_weight,
    parameters_changed,
    parameters_fit,
)
