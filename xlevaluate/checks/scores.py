"""评分: weights against the frame of the form, scores against weights, text against table."""

import re
from decimal import Decimal

from xlevaluate.checks.rule import Finding, Outcome, Rule, Subject
from xlevaluate.form.definition import DimensionDef
from xlevaluate.scoring.composition import dimension_entries, sum_of
from xlevaluate.submission.amounts import canonical

_SOURCE = "自评表表头所印分值；通行规定"
_WEIGHTS, _SCORES = "绩效指标_分值", "绩效指标_得分"


def _groups(subject: Subject, dimension: DimensionDef) -> tuple[str, ...]:
    base = subject.template.form.indicators.path
    return tuple(f"{base}.{category.key}" for category in dimension.categories)


def _dimension_weights(subject: Subject) -> Outcome:
    if unread := subject.unread(_WEIGHTS):
        return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
    findings = []
    for dimension in subject.template.form.indicators.dimensions:
        expected = subject.template.profile.frame.dimensions[dimension.key]
        cells = dimension_entries(subject.figures, dimension.key, "weight")
        actual = sum_of(cells)
        if actual == expected:
            continue
        first, *others = _groups(subject, dimension)
        findings.append(
            Finding(
                rule="S02",
                level="error",
                case="dimension_weight" if cells else "dimension_empty",
                path=first,
                others=tuple(others),
                actual=canonical(actual),
                expected=canonical(expected),
                difference=canonical(abs(actual - expected)),
                note=dimension.name,
            )
        )
    return Outcome(findings=tuple(findings))


def _total_weight(subject: Subject) -> Outcome:
    if unread := subject.unread(_WEIGHTS):
        return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
    frame = subject.template.profile.frame
    actual = frame.execution + sum_of(subject.figures[_WEIGHTS])
    if actual == frame.total:
        return Outcome()
    dimensions = subject.template.form.indicators.dimensions
    first, *others = [group for d in dimensions for group in _groups(subject, d)]
    return Outcome(
        findings=(
            Finding(
                rule="S03",
                level="error",
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


def _score_within_weight(subject: Subject) -> Outcome:
    if unread := subject.unread(_WEIGHTS, _SCORES):
        return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
    pairs = zip(subject.figures[_WEIGHTS], subject.figures[_SCORES], strict=True)
    findings = [
        Finding(
            rule="S04",
            level="error",
            case="score_negative" if score.value < 0 else "score_over",
            path=score.path,
            others=(weight.path,),
            actual=score.value,
            expected=weight.value,
            difference=canonical(max(-score.value, score.value - weight.value)),
        )
        for weight, score in pairs
        if isinstance(weight.value, Decimal)
        and isinstance(score.value, Decimal)
        and (score.value > weight.value or score.value < 0)
    ]
    return Outcome(findings=tuple(findings))


def _full_marks_of_less(subject: Subject) -> Outcome:
    """Every indicator filled in has full marks, yet together they are not 100."""
    if unread := subject.unread(_WEIGHTS, _SCORES):
        return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
    pairs = [
        (weight.value, score.value)
        for weight, score in zip(subject.figures[_WEIGHTS], subject.figures[_SCORES], strict=True)
        if isinstance(weight.value, Decimal)
    ]
    frame = subject.template.profile.frame
    total = subject.figures.amount("总分")
    if not pairs or not isinstance(total, Decimal):
        return Outcome(applicable=False)
    weights = frame.execution + sum((weight for weight, _ in pairs), Decimal(0))
    if any(weight != score for weight, score in pairs) or not total == weights < frame.total:
        return Outcome()
    (entry,) = subject.figures["总分"]
    return Outcome(
        findings=(
            Finding(
                rule="S05",
                level="hint",
                case="full_marks_of_less",
                path=entry.path,
                actual=canonical(weights),
                expected=canonical(frame.total),
                difference=canonical(frame.total - weights),
            ),
        )
    )


_SCORE_SAID = re.compile(r"自?评(?:价)?(?:得分|分数|总分|分)[为是：:]?\s*(\d+(?:\.\d+)?)\s*分")
_GRADE_SAID = re.compile(r"等[次级][为是：:]?\s*[“\"「]?(优秀|良好|中等|较差|优|良|中|差)")


def _score_in_text(subject: Subject) -> Outcome:
    return _said(subject, _SCORE_SAID, "S06")


def _grade_in_text(subject: Subject) -> Outcome:
    return _said(subject, _GRADE_SAID, "S07")


def _said(subject: Subject, pattern: re.Pattern[str], rule: str) -> Outcome:
    """Hold what the conclusion says against the form."""
    if unread := subject.unread("综合评价结论", "总分"):
        return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
    text, total = subject.figures.value("综合评价结论"), subject.figures.amount("总分")
    said = pattern.findall(text) if isinstance(text, str) else []
    if not said:
        return Outcome(applicable=False)
    if not isinstance(total, Decimal):
        return Outcome(not_checked=("总分未填",))
    path = subject.figures["综合评价结论"][0].path
    others = (subject.figures["总分"][0].path,)
    findings = []
    for words in dict.fromkeys(said):
        if rule == "S06":
            score = Decimal(words)
            if score != total:
                findings.append(
                    Finding(
                        rule, "error", "score_said", path, others, score, total, abs(score - total)
                    )
                )
        else:
            grade = subject.template.profile.grade_of(total)
            if not words.endswith(grade) and not words.startswith(grade):
                findings.append(
                    Finding(
                        rule, "error", "grade_said", path, others, words, grade, note=f"{total}"
                    )
                )
    return Outcome(findings=tuple(findings))


RULES = (
    Rule(
        "S02",
        "error",
        "评分",
        "各一级指标的分值之和等于表头分值",
        _SOURCE,
        (_WEIGHTS,),
        _dimension_weights,
    ),
    Rule(
        "S03",
        "error",
        "评分",
        "预算执行与各指标的分值合计为100分",
        _SOURCE,
        (_WEIGHTS,),
        _total_weight,
    ),
    Rule(
        "S04",
        "error",
        "评分",
        "各指标得分不低于0、不高于分值",
        _SOURCE,
        (_WEIGHTS, _SCORES),
        _score_within_weight,
    ),
    Rule(
        "S05",
        "hint",
        "评分",
        "已填指标全部满分而分值不足100分",
        "自评表",
        (_WEIGHTS, _SCORES, "总分"),
        _full_marks_of_less,
    ),
    Rule(
        "S06",
        "error",
        "文表",
        "综合评价结论中的自评得分等于总分",
        "自评表与报告一致",
        ("综合评价结论", "总分"),
        _score_in_text,
    ),
    Rule(
        "S07",
        "error",
        "文表",
        "综合评价结论中的等次与总分相符",
        "自评表与报告一致",
        ("综合评价结论", "总分"),
        _grade_in_text,
    ),
)
