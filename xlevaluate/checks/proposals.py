"""评分: scores of indicators given against scores proposed, and bands."""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.checks.computed_reads import (
    parameters,
)
from xlevaluate.checks.findings import NOT_APPLICABLE_HERE, Observation, RuleResult
from xlevaluate.checks.reads import indicator
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.scoring.indicator_rules import SIDES, IndicatorScoring, band_span, within_band
from xlevaluate.scoring.indicator_score import Proposal, propose
from xlevaluate.scoring.score_limits import is_outside_weight, lacks_reason
from xlevaluate.submission.amounts import canonical, percent, round_half_up

_METHOD = "评分办法"
_PROPOSED = indicator("target", "actual", "weight")
_LIMITS = parameters("indicators").optional
_BANDS = parameters("band").optional


def proposals_of(subject: Subject) -> Iterator[tuple[Indicator, Proposal]]:
    """Yield every indicator that has a weight, with what is proposed."""
    for row in subject.figures.indicators:
        proposal = _proposal(subject, row)
        if proposal is not None:
            yield row, proposal


def _proposal(subject: Subject, row: Indicator) -> Proposal | None:
    weight, rules = row.weight, subject.template.profile.indicators
    if not isinstance(weight, Decimal) or weight < 0:
        return None
    return propose(row.target, row.actual, weight, rules, is_limit=row.category.limits)


@rule(
    "S08",
    "query",
    "评分",
    "定量指标的得分与按完成比例计算的一致",
    _METHOD,
    _PROPOSED | indicator("score") | indicator("deviation").optional,
)
def as_proposed(subject: Subject) -> RuleResult:
    """Find scores that differ from what target and actual give."""
    found = []
    for row, proposal in proposals_of(subject):
        if not isinstance(row.score, Decimal) or proposal.score in {None, row.score}:
            continue
        expected = canonical(proposal.score or Decimal(0))
        if _is_rounded(row.score, expected) or _is_told_otherwise(row, proposal):
            continue
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


def full_by_proportion(subject: Subject, row: Indicator) -> str:
    """Say how an indicator earns all its points, where target and actual show that it does."""
    proposal = _proposal(subject, row)
    return proposal.words if proposal is not None and proposal.score == row.weight else ""


def _is_told_otherwise(row: Indicator, proposal: Proposal) -> bool:
    """Tell whether another rule tells of the same score.

    S04 does of a score outside its weight, C05 where all points are due and fewer are given
    without a reason.
    """
    score, weight = row.score, row.weight
    if not isinstance(score, Decimal) or not isinstance(weight, Decimal):
        return False
    if is_outside_weight(score, weight):
        return True
    is_full = "deviation" in row.paths and proposal.score == weight
    return is_full and lacks_reason(score, weight, row.deviation)


def _is_rounded(score: Decimal, expected: Decimal) -> bool:
    """Tell whether a score is what is expected, rounded to its own decimals, one at least."""
    decimals = -int(canonical(score).as_tuple().exponent)
    return decimals > 0 and round_half_up(expected, decimals) == score


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


RULES = (
    as_proposed,
    far_from_target,
    far_without_reason,
    in_band,
    band_chosen,
    comparable,
)
