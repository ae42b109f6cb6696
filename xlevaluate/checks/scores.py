"""评分: weights against the frame of the form, scores against weights, text against table."""

import re
from collections.abc import Callable
from decimal import Decimal

from xlevaluate.checks.computed_reads import parameters
from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Observation,
    Reason,
    RuleResult,
    unchecked,
)
from xlevaluate.checks.reads import indicator, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.form.definition import DimensionDef
from xlevaluate.scoring.composition import dimension_entries, sum_of
from xlevaluate.scoring.score_limits import is_outside_weight
from xlevaluate.submission.amounts import canonical

_SOURCE = "自评表表头所印分值；通行规定"
_FRAME = parameters("frame").optional


def _groups(subject: Subject, dimension: DimensionDef) -> tuple[str, ...]:
    base = subject.template.form.indicators.path
    return tuple(f"{base}.{category.key}" for category in dimension.categories)


@rule(
    "S02",
    "error",
    "评分",
    "各一级指标的分值之和等于表头分值",
    _SOURCE,
    indicator("weight") | _FRAME,
)
def dimension_weights(subject: Subject) -> RuleResult:
    """Find dimensions whose weights are not together those of their heads."""
    found = []
    for dimension in subject.template.form.indicators.dimensions:
        expected = subject.template.profile.frame.dimensions[dimension.key]
        cells = dimension_entries(subject.figures, dimension.key, "weight")
        actual = sum_of(cells)
        if actual == expected:
            continue
        first, *others = _groups(subject, dimension)
        found.append(
            Observation(
                case="dimension_weight" if cells else "dimension_empty",
                path=first,
                others=tuple(others),
                actual=canonical(actual),
                expected=canonical(expected),
                difference=canonical(abs(actual - expected)),
                note=dimension.name,
            )
        )
    return RuleResult(tuple(found))


@rule(
    "S03",
    "error",
    "评分",
    "预算执行与各指标的分值合计为100分",
    _SOURCE,
    indicator("weight") | _FRAME,
)
def total_weight(subject: Subject) -> RuleResult:
    """Find that all weights are not together the full marks."""
    frame = subject.template.profile.frame
    actual = frame.execution + sum_of(
        subject.figures[subject.template.form.indicator_columns["weight"].name]
    )
    if actual == frame.total:
        return RuleResult()
    dimensions = subject.template.form.indicators.dimensions
    first, *others = [group for d in dimensions for group in _groups(subject, d)]
    return RuleResult(
        found=(
            Observation(
                case="total_weight",
                path=first,
                others=tuple(others),
                actual=canonical(actual),
                expected=canonical(frame.total),
                difference=canonical(abs(actual - frame.total)),
                note=str(canonical(frame.execution)),
            ),
        )
    )


@rule(
    "S04",
    "error",
    "评分",
    "各指标得分不低于0、不高于分值",
    _SOURCE,
    indicator("weight", "score"),
)
def score_within_weight(subject: Subject) -> RuleResult:
    """Find scores below 0 or above their weight."""
    return RuleResult(
        tuple(
            Observation(
                case="score_negative" if row.score < 0 else "score_over",
                path=row.paths["score"],
                others=(row.paths["weight"],),
                actual=row.score,
                expected=row.weight,
                difference=canonical(max(-row.score, row.score - row.weight)),
            )
            for row in subject.figures.indicators
            if isinstance(row.weight, Decimal)
            and isinstance(row.score, Decimal)
            and is_outside_weight(row.score, row.weight)
        )
    )


@rule(
    "S05",
    "hint",
    "评分",
    "已填指标全部满分而分值不足100分",
    _SOURCE,
    indicator("weight", "score") | roles("total_score") | _FRAME,
)
def full_marks_of_less(subject: Subject) -> RuleResult:
    """Every indicator filled in has full marks, yet together they are not 100."""
    pairs = [
        (row.weight, row.score)
        for row in subject.figures.indicators
        if isinstance(row.weight, Decimal)
    ]
    frame = subject.template.profile.frame
    total = subject.figures.number("total_score")
    if not pairs or total is None:
        return NOT_APPLICABLE_HERE
    weights = frame.execution + sum((weight for weight, _ in pairs), Decimal(0))
    if any(weight != score for weight, score in pairs) or not total == weights < frame.total:
        return RuleResult()
    return RuleResult(
        found=(
            Observation(
                case="full_marks_of_less",
                path=subject.path_of("total_score"),
                actual=canonical(weights),
                expected=canonical(frame.total),
                difference=canonical(frame.total - weights),
            ),
        )
    )


_SCORE_SAID = re.compile(r"自?评(?:价)?(?:得分|分数|总分|分)[为是：:]?\s*(\d+(?:\.\d+)?)\s*分")
_GRADE_SAID = re.compile(r"等[次级][为是：:]?\s*[“\"「]?(优秀|良好|中等|较差|优|良|中|差)")


_AGREE = "自评表与报告一致"
_SAID = roles("conclusion", "total_score")


@rule("S06", "error", "文表", "综合评价结论中的自评得分等于总分", _AGREE, _SAID)
def score_in_text(subject: Subject) -> RuleResult:
    """Find that the conclusion names another score than the form."""

    def hold(words: str, total: Decimal) -> Observation | None:
        score = Decimal(words)
        if score == total:
            return None
        return Observation(
            "score_said",
            subject.path_of("conclusion"),
            (subject.path_of("total_score"),),
            score,
            total,
            abs(score - total),
        )

    return _said(subject, _SCORE_SAID, hold)


@rule("S07", "error", "文表", "综合评价结论中的等次与总分相符", _AGREE, _SAID)
def grade_in_text(subject: Subject) -> RuleResult:
    """Find that the conclusion names another grade than goes with the score."""

    def hold(words: str, total: Decimal) -> Observation | None:
        grade = subject.template.profile.grade_of(total)
        if words.endswith(grade) or words.startswith(grade):
            return None
        return Observation(
            "grade_said",
            subject.path_of("conclusion"),
            (subject.path_of("total_score"),),
            words,
            grade,
            note=f"{total}",
        )

    return _said(subject, _GRADE_SAID, hold)


def _said(
    subject: Subject,
    pattern: re.Pattern[str],
    hold: Callable[[str, Decimal], Observation | None],
) -> RuleResult:
    """Hold what the conclusion says against the form."""
    text = subject.figures.text("conclusion")
    said = [] if text is None else pattern.findall(text)
    if not said:
        return NOT_APPLICABLE_HERE
    total = subject.figures.number("total_score")
    if total is None:
        return unchecked(Reason("blank", (subject.field("total_score").label,)))
    held = (hold(words, total) for words in dict.fromkeys(said))
    return RuleResult(tuple(found for found in held if found is not None))


RULES = (
    dimension_weights,
    total_weight,
    score_within_weight,
    full_marks_of_less,
    score_in_text,
    grade_in_text,
)
