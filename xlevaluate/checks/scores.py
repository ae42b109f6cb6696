"""评分: weights against the frame of the form, scores against weights, text against table."""

import re
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal

from msgspec.structs import replace

from xlevaluate.checks.cases import Case
from xlevaluate.checks.computed_reads import parameters
from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Observation,
    Reason,
    RuleResult,
)
from xlevaluate.checks.reads import indicator, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.scoring.composition import fills_frame, group_weights
from xlevaluate.scoring.dimension_points import dimension_entries, sum_of
from xlevaluate.scoring.frame import DimensionGroup, is_divided
from xlevaluate.scoring.score_limits import is_outside_weight
from xlevaluate.scoring.total_rules import Grade
from xlevaluate.scoring.waived import applicable_frame, is_waived
from xlevaluate.submission.amounts import canonical
from xlevaluate.submission.texts import HAN

_SOURCE = "自评表表头所印分值；通行规定"
_FRAME = parameters("frame").optional


def _categories(subject: Subject, keys: Collection[str]) -> tuple[str, ...]:
    """Return the paths of the categories of some dimensions, in the order of the form."""
    groups = subject.template.form.indicator_groups
    return tuple(group.path for group in groups if group.dimension.key in keys)


@rule(
    "S02",
    "error",
    "评分",
    "各一级指标的分值之和等于表头分值",
    _SOURCE,
    indicator("weight") | indicator("name").optional | _FRAME,
)
def dimension_weights(subject: Subject) -> RuleResult:
    """Find dimensions whose weights are not together those of their heads."""
    return dimension_points(subject)


def dimension_points(subject: Subject) -> RuleResult:
    """Hold the weights of each dimension, or of several together, against the frame."""
    found = []
    names = {d.key: d.name for d in subject.template.form.indicators.dimensions}
    frame = subject.template.profile.frame
    if not _has_any_row(subject) and len(frame.groups) > 1:
        first, *others = _categories(subject, frame.keys)
        points = canonical(frame.total - frame.execution)
        name = subject.template.form.indicators.name
        empty = Observation(
            "dimension_empty", first, tuple(others), Decimal(0), points, points, note=name
        )
        return RuleResult((empty,))
    for group in applicable_frame(subject.figures, frame).groups:
        expected, weights = group.weight, group_weights(subject.figures, group)
        if is_divided(weights, expected):
            continue
        actual = sum(weights, Decimal(0))
        first, *others = _categories(subject, group.dimensions)
        found.append(
            Observation(
                case=_case(subject, group),
                path=first,
                others=tuple(others),
                actual=canonical(actual),
                expected=canonical(expected),
                difference=canonical(abs(actual - expected)),
                note=group.name(names),
            )
        )
    if len(found) == 1 and found[0].case == "dimension_weight":
        found = [replace(found[0], case="dimension_weight_alone")]  # S03 says nothing else
    return RuleResult(tuple(found))


def _is_told_of_one(subject: Subject) -> bool:
    """Tell whether the points are not together the full marks because of one dimension alone."""
    found = dimension_points(subject).found
    return [item.case for item in found] in (["dimension_weight_alone"], ["dimension_empty"])


def _has_any_row(subject: Subject) -> bool:
    """Tell whether there is any indicator; of an empty table S02 alone tells."""
    return bool(subject.figures.indicators)


def _case(subject: Subject, group: DimensionGroup) -> Case:
    if all(is_waived(subject.figures, key) for key in group.dimensions):
        return "dimension_waived"
    if any(dimension_entries(subject.figures, key, "weight") for key in group.dimensions):
        return "dimension_weight"
    return "dimension_empty"


@rule(
    "S03",
    "error",
    "评分",
    "预算执行与各指标的分值合计等于满分",
    _SOURCE,
    indicator("weight") | indicator("name").optional | _FRAME,
)
def total_weight(subject: Subject) -> RuleResult:
    """Find that all weights are not together the full marks."""
    frame = subject.template.profile.frame
    weight = subject.template.form.indicator_columns["weight"]
    actual = frame.execution + sum_of(subject.figures[weight.name])
    if fills_frame(subject.figures, frame):
        return RuleResult()
    if not _has_any_row(subject) or _is_told_of_one(subject):
        return NOT_APPLICABLE_HERE
    first, *others = _categories(subject, frame.keys)
    return RuleResult(
        (
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
    "已填指标全部得满分而分值合计不足",
    _SOURCE,
    indicator("weight", "score") | indicator("name").optional | roles("total_score") | _FRAME,
)
def full_marks_of_less(subject: Subject) -> RuleResult:
    """Every indicator filled in has full marks, yet they are less than all that can be earned."""
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
    is_less = total == weights < frame.total and not fills_frame(subject.figures, frame)
    if any(weight != score for weight, score in pairs) or not is_less:
        return RuleResult()
    if _is_told_of_one(subject):
        return NOT_APPLICABLE_HERE
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


_SCORE_SAID = re.compile(
    r"(?<!上年)(?<!上年度)(?<!去年)(?<!上年的)(?:自评(?:价)?(?:综合)?(?:得分|分数|总分|得|分|结果)?|(?<![自复考测初抽互点])评(?:价)?(?:得分|分数|总分|分)"
    r"|(?:绩效|最终|综合|最后)(?:评定)?(?:总|得)分|总[得评]分|综合评定分值|绩效得分?)[为是达：:]?\s*(\d+(?:\.\d+)?)\s*(?:分|(?=[，,。；]))"
    r"(?!以上|以下|至|-|—|（含）|\(含\)|[（(]含)"
)


def grade_pattern(grades: tuple[Grade, ...]) -> re.Pattern[str]:
    """Find any name of any grade behind a word such as 等次为, 自评结果为; or before 等次."""
    names = sorted((n for g in grades for n in (g.name, *g.also)), key=len, reverse=True)
    name = "|".join(map(re.escape, names))
    quoted = rf"\s*[“\"「]?(?:{name})[”\"」]?"
    return re.compile(
        rf"(?:(?:等[次级]|档次|[自总]评结果|评[价定]结[果论]|结论|(?<=分[，,])评)(?:评定)?[为是：:属]?"
        rf"|(?<=分[，,])(?:综合)?评[定价]为|(?:属于?|达到|[评定]为)(?={quoted}等)"
        rf"|属于(?={quoted}(?:$|[，。；,;]))|(?<=分)[（(](?={quoted}[）)])"
        rf"|(?<=分[，,])(?={quoted}(?:$|[，。；,;])))"
        rf"\s*[“\"「]?({name})(?![、于势质异化越])"
    )


_ANOTHER_YEAR = re.compile(r"上年|去年|上一年|往年")


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

    result = _said(subject, _SCORE_SAID, hold)
    points = tuple(_points_said(subject))
    return RuleResult((*result.found, *points), applicable=True) if points else result


def _points_said(subject: Subject) -> Iterator[Observation]:
    """Find points that the conclusion says of budget execution or a dimension, and are not its.

    They may be those that can be earned: 产出指标50分，得48.5分.
    """
    text = re.sub("[“”‘’]", "", subject.figures.text("conclusion") or "")
    for clause in re.split(r"(?<=[。；;\n])", text):
        for name, most, places, earned in _points(subject):
            pattern = rf"(?<!{HAN})(?:其?中)?{name}{_POINTS}"
            for match in re.finditer(pattern, clause):
                said = Decimal(match["points"])
                if said in {earned, most} or _is_of_another_year(clause[: match.start()]):
                    continue
                yield Observation(
                    "points_said",
                    subject.path_of("conclusion"),
                    places,
                    said,
                    canonical(earned),
                    canonical(abs(said - earned)),
                    note=match[0],
                )


_POINTS = (
    r"(?:类|方面|部分|情况)?(?:自评)?(?:得分|得|实得)?[为是：:]?(?P<points>\d+(?:\.\d+)?)分(?!值)"
)


def _points(subject: Subject) -> Iterator[tuple[str, Decimal, tuple[str, ...], Decimal]]:
    """Yield how it is called, what can be earned, where that is, what was earned."""
    form, frame = subject.template.form, subject.template.profile.frame
    name = form.computed_roles.get("execution_score")
    earned = None if name is None else subject.template.computations[name].shown(subject.figures)
    if name is not None and isinstance(earned, Decimal):
        yield "(?:预算执行|执行率|预算执行率)(?:指标)?", frame.execution, (COMPUTED + name,), earned
    for dimension in form.indicators.dimensions:
        scores = dimension_entries(subject.figures, dimension.key, "score")
        total = sum_of(scores)
        if dimension.key in frame.dimensions and scores:
            called = f"{re.escape(dimension.name.removesuffix('指标'))}(?:指标)?"
            paths = tuple(entry.path for entry in scores)
            yield called, frame.dimensions[dimension.key], paths, total


@rule("S07", "error", "文表", "综合评价结论中的等次与总分相符", _AGREE, _SAID)
def grade_in_text(subject: Subject) -> RuleResult:
    """Find that the conclusion names another grade than goes with the score."""
    grades = subject.template.profile.grade
    if not grades:
        return NOT_APPLICABLE_HERE

    def hold(words: str, total: Decimal) -> Observation | None:
        grade = subject.template.profile.grade_of(total)
        (said,) = (of.name for of in grades if words in {of.name, *of.also})
        if said == grade:
            return None
        return Observation(
            "grade_said",
            subject.path_of("conclusion"),
            (subject.path_of("total_score"),),
            words,
            grade,
            note=f"{total}",
        )

    return _said(subject, grade_pattern(grades), hold)


def _is_of_another_year(before: str) -> bool:
    """Tell whether the words of a clause before a score or grade speak of last year's."""
    return bool(_ANOTHER_YEAR.search(re.split("[，,]", before)[-1]))


def _said(
    subject: Subject,
    pattern: re.Pattern[str],
    hold: Callable[[str, Decimal], Observation | None],
) -> RuleResult:
    """Hold what the conclusion says against the form."""
    text = subject.figures.text("conclusion")
    clauses = re.split(r"(?<=[。；;\n])", text or "")
    said = [
        match[1]
        for clause in clauses
        for match in pattern.finditer(clause)
        if not _is_of_another_year(clause[: match.start()])
    ]
    if not said:
        return NOT_APPLICABLE_HERE
    total = subject.figures.number("total_score")
    if total is None:
        field = subject.field("total_score")
        return subject.blank(Reason("blank", (field.label,)), field.name)
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
