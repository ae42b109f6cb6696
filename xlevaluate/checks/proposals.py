"""评分: scores given against scores proposed, bands, and the parameters of scoring."""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.rule import Case, Finding, Level, Outcome, Subject, rule
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.form.printing import printed_number
from xlevaluate.scoring.indicator_rules import SIDES, IndicatorScoring, band_span, within_band
from xlevaluate.scoring.indicator_score import Proposal, propose
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import canonical, percent, plain

_METHOD = "评分办法"
_ROW = ("绩效指标_年度指标值", "绩效指标_实际完成值", "绩效指标_分值", "绩效指标_得分")


def proposals_of(subject: Subject) -> Iterator[tuple[str, Indicator, Proposal]]:
    """Yield every indicator that has a weight, with its path and what is proposed."""
    rules = subject.template.profile.indicators
    for row in subject.figures.indicators:
        weight = row.weight
        if isinstance(weight, Decimal) and weight >= 0:
            proposal = propose(row.target, row.actual, weight, rules, is_limit=row.category.limits)
            yield row.path, row, proposal


@rule("S08", "query", "评分", "定量指标的得分与按完成比例计算的一致", _METHOD, _ROW)
def as_proposed(subject: Subject) -> Outcome:
    """Find scores that differ from what target and actual give."""
    found = []
    for path, row, proposal in proposals_of(subject):
        if not isinstance(row.score, Decimal) or proposal.score in {None, row.score}:
            continue
        expected = canonical(proposal.score or Decimal(0))
        found.append(
            Finding(
                *("S08", "query", "not_as_proposed", f"{path}.score"),
                (f"{path}.target", f"{path}.actual"),
                actual=row.score,
                expected=expected,
                difference=abs(row.score - expected),
                note=proposal.words,
            )
        )
    return Outcome(tuple(found))


@rule("S09", "query", "评分", "定量指标的完成率没有过高或过低", _METHOD, _ROW[:2])
def far_from_target(subject: Subject) -> Outcome:
    """Find what was done far beyond the target, or far below it."""
    rules = subject.template.profile.indicators
    if "query" not in {rules.action(side).kind for side in SIDES if rules.limit(side) is not None}:
        return Outcome(applicable=False)
    return Outcome(
        tuple(
            _far(
                *("S09", "query", "far_from_target", f"{path}.actual", (f"{path}.target",)),
                proposal,
                rules,
            )
            for path, _, proposal in proposals_of(subject)
            if proposal.side and rules.action(proposal.side).kind == "query"
        )
    )


@rule(
    "S17", "error", "评分", "完成率过高或过低的写明原因", _METHOD, (*_ROW[:2], "绩效指标_偏差原因")
)
def far_without_reason(subject: Subject) -> Outcome:
    """Find what was done far beyond the target, or far below it, where a reason is asked for."""
    rules = subject.template.profile.indicators
    if "explain" not in {rules.action(side).kind for side in SIDES}:
        return Outcome(applicable=False)
    return Outcome(
        tuple(
            _far(
                *("S17", "error", "far_without_reason", f"{path}.deviation"),
                (f"{path}.actual", f"{path}.target"),
                proposal,
                rules,
            )
            for path, row, proposal in proposals_of(subject)
            if proposal.wants_reason and row.deviation is None
        )
    )


def _far(
    rule_id: str,
    level: Level,
    case: Case,
    path: str,
    others: tuple[str, ...],
    proposal: Proposal,
    rules: IndicatorScoring,
) -> Finding:
    is_over = proposal.side == "over"
    limit = rules.limit("over" if is_over else "under")
    return Finding(
        *(rule_id, level, case if proposal.rate is not None else f"{case}_of_zero", path, others),
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
    (*_ROW[2:], "绩效指标_完成档次"),
)
def in_band(subject: Subject) -> Outcome:
    """Find scores outside the band that was chosen."""
    found = []
    for path, row, proposal in proposals_of(subject):
        band = subject.template.profile.band_named(row.band)
        if band is None or proposal.kind == "quantitative" or not isinstance(row.score, Decimal):
            continue
        weight = row.weight
        if not isinstance(weight, Decimal) or within_band(band, row.score, weight):
            continue
        low, high = (canonical(edge * weight) for edge in (band.from_, band.to))
        case = "at_upper_edge" if row.score == high else "out_of_band"
        found.append(
            Finding(
                *("S10", "error", case, f"{path}.score", (f"{path}.band",)),
                actual=row.score,
                expected=band_span(band, weight),
                difference=max(low - row.score, row.score - high),
                note=band.name,
            )
        )
    return Outcome(tuple(found))


@rule("S11", "hint", "评分", "定性指标选了完成档次", _METHOD, ("绩效指标_完成档次",))
def band_chosen(subject: Subject) -> Outcome:
    """Find qualitative indicators without a band, told once."""
    paths = [
        f"{path}.band"
        for path, row, proposal in proposals_of(subject)
        if proposal.kind == "qualitative" and row.band is None and row.score is not None
    ]
    if not paths:
        return Outcome()
    return Outcome((Finding("S11", "hint", "no_band", paths[0], tuple(paths[1:])),))


@rule("S12", "hint", "评分", "定量指标的指标值与完成值可以比较", _METHOD, _ROW[:2])
def comparable(subject: Subject) -> Outcome:
    """Find targets and actual values that are numbers and cannot be held together."""
    return Outcome(
        tuple(
            Finding(
                *("S12", "hint", "not_comparable", f"{path}.actual", (f"{path}.target",)),
                note=proposal.words,
            )
            for path, _, proposal in proposals_of(subject)
            if proposal.kind == "unclear"
        )
    )


@rule("S13", "query", "评分", "比率的自评得分与建议得分一致", _METHOD, ("自评得分", "评分说明"))
def ratio_as_proposed(subject: Subject) -> Outcome:
    """Find own scores of ratios that differ from the proposed ones, with no word on why."""
    found = []
    for scored in subject.template.scored:
        (own,), note = subject.figures[f"{scored.name}_自评得分"], f"{scored.name}_评分说明"
        proposed = scored.proposed(subject.figures)
        if not isinstance(own.value, Decimal) or not isinstance(proposed, Decimal):
            continue
        if own.value == proposed or subject.figures.value(note) is not None:
            continue
        found.append(
            Finding(
                *("S13", "query", "ratio_not_as_proposed", own.path),
                actual=own.value,
                expected=canonical(proposed),
                difference=abs(own.value - proposed),
                note=scored.words(subject.figures) or "",
            )
        )
    return Outcome(tuple(found))


@rule("S14", "error", "评分", "比率的自评得分在0与分值之间", _METHOD, ("自评得分",))
def ratio_within_weight(subject: Subject) -> Outcome:
    """Find own scores of ratios outside their weight."""
    found = []
    for scored in subject.template.scored:
        (own,), weight = subject.figures[f"{scored.name}_自评得分"], scored.scoring.weight
        if own.value is NOT_APPLICABLE:
            found.append(
                Finding(
                    *("S14", "error", "ratio_score_no_number", own.path),
                    actual=NOT_APPLICABLE.value,
                    expected=f"0至{plain(weight)}",
                )
            )
        if isinstance(own.value, Decimal) and not 0 <= own.value <= weight:
            found.append(
                Finding(
                    *("S14", "error", "ratio_score_outside", own.path),
                    actual=own.value,
                    expected=f"0至{plain(weight)}",
                    difference=max(-own.value, own.value - weight),
                )
            )
    return Outcome(tuple(found))


@rule("S15", "query", "评分", "评分参数与评分办法的文件一致", _METHOD, ("评分参数",))
def parameters_changed(subject: Subject) -> Outcome:
    """Find parameters that were changed in the workbook, told once."""
    own = {item.name: item for item in subject.template.parts.parameters}
    changed = subject.template.reduced(subject.submission).parameters
    given = {name: v for name, v in changed.items() if name in own and isinstance(v, Decimal)}
    if not given:
        return Outcome()
    note = "、".join(
        f"{name} {printed_number(own[name].value, own[name].kind)} "
        f"改为 {printed_number(value, own[name].kind)}"
        for name, value in given.items()
    )
    names = subject.template.form.names
    first, *others = (subject.figures[names.parameter_cell(name)][0].path for name in given)
    return Outcome(
        (Finding("S15", "query", "parameters_changed", first, tuple(others), note=note),)
    )


@rule("S16", "error", "评分", "评分参数都能用，各项分值合计不变", _METHOD, ("评分参数",))
def parameters_fit(subject: Subject) -> Outcome:
    """Find parameters that cannot be used, and a frame that adds up to something else."""
    parts, names = subject.template.parts, subject.template.form.names

    def path_of(name: str) -> str:
        return subject.figures[names.parameter_cell(name)][0].path

    findings = [
        Finding(
            *("S16", "error", "parameter_unfit", path_of(name)),
            note=reason,
        )
        for name, reason in subject.template.unfit(subject.submission).items()
    ]
    total, own = subject.template.profile.frame.total, parts.profile.frame.total
    if total != own:
        items = [item for item in parts.parameters if item.place[0] == "frame"]
        first, *others = (
            subject.figures[names.parameter_cell(item.name)][0].path for item in items
        )
        findings.append(
            Finding(
                *("S16", "error", "frame_total", first, tuple(others)),
                actual=canonical(total),
                expected=canonical(own),
                difference=canonical(abs(total - own)),
            )
        )
    return Outcome(tuple(findings))


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
