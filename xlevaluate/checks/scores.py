"""评分: weights against the frame of the form, scores against weights, text against table."""

import re
from collections.abc import Collection
from decimal import Decimal

from xlevaluate.checks.rule import Finding, Outcome, Rule, Subject
from xlevaluate.scoring import Grade
from xlevaluate.scoring.composition import dimension_entries, fills_frame, group_weights, sum_of
from xlevaluate.scoring.frame import DimensionGroup, is_divided
from xlevaluate.scoring.score_limits import is_outside_weight
from xlevaluate.submission.amounts import canonical

_SOURCE = "自评表表头所印分值；通行规定"
_WEIGHTS, _SCORES = "绩效指标_分值", "绩效指标_得分"


def _categories(subject: Subject, keys: Collection[str]) -> tuple[str, ...]:
    """Return the paths of the categories of some dimensions, in the order of the form."""
    form = subject.template.form.indicators
    return tuple(
        f"{form.path}.{category.key}"
        for dimension in form.dimensions
        if dimension.key in keys
        for category in dimension.categories
    )


def _dimension_weights(subject: Subject) -> Outcome:
    if unread := subject.unread(_WEIGHTS):
        return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
    findings = []
    names = {d.key: d.name for d in subject.template.form.indicators.dimensions}
    for group in subject.template.profile.frame.groups:
        expected, weights = group.weight, group_weights(subject.figures, group)
        if is_divided(weights, expected):
            continue
        actual = sum(weights, Decimal(0))
        first, *others = _categories(subject, group.dimensions)
        findings.append(
            Finding(
                rule="S02",
                level="error",
                case="dimension_weight" if _has_rows(subject, group) else "dimension_empty",
                path=first,
                others=tuple(others),
                actual=canonical(actual),
                expected=canonical(expected),
                difference=canonical(abs(actual - expected)),
                note=group.name(names),
            )
        )
    return Outcome(findings=tuple(findings))


def _has_rows(subject: Subject, group: DimensionGroup) -> bool:
    return any(dimension_entries(subject.figures, key, "weight") for key in group.dimensions)


def _total_weight(subject: Subject) -> Outcome:
    if unread := subject.unread(_WEIGHTS):
        return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
    frame = subject.template.profile.frame
    actual = frame.execution + sum_of(subject.figures[_WEIGHTS])
    if fills_frame(subject.figures, frame):
        return Outcome()
    first, *others = _categories(subject, frame.keys)
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
        and is_outside_weight(score.value, weight.value)
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
    is_less = total == weights < frame.total and not fills_frame(subject.figures, frame)
    if any(weight != score for weight, score in pairs) or not is_less:
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


def grade_pattern(grades: tuple[Grade, ...]) -> re.Pattern[str]:
    """Find any name of any grade behind a word such as 等次为."""
    names = sorted((n for g in grades for n in (g.name, *g.also)), key=len, reverse=True)
    return re.compile(rf"等[次级](?:评定)?[为是：:]?\s*[“\"「]?({'|'.join(map(re.escape, names))})")


def _score_in_text(subject: Subject) -> Outcome:
    return _said(subject, _SCORE_SAID, "S06")


def _grade_in_text(subject: Subject) -> Outcome:
    grades = subject.template.profile.grade
    return _said(subject, grade_pattern(grades), "S07") if grades else Outcome(applicable=False)


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
            profile = subject.template.profile
            grade = profile.grade_of(total)
            (said_grade,) = (g.name for g in profile.grade if words in {g.name, *g.also})
            if said_grade != grade:
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
