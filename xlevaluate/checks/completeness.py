"""完整性: what must be filled in, and what a figure makes necessary."""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.computed_reads import parameters, ratio
from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Observation,
    Reason,
    RuleResult,
)
from xlevaluate.checks.proposals import full_by_proportion
from xlevaluate.checks.reads import NOTHING, REQUIRED, any_of, columns, indicator
from xlevaluate.checks.row_content import (
    NEEDED,
    PLACEHOLDERS,
    is_empty_row,
    is_waiver_row,
    missing_in,
)
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.form.roles import INDICATOR_ROLES, IndicatorRole
from xlevaluate.scoring.score_limits import lacks_reason
from xlevaluate.scoring.waived import is_waiver
from xlevaluate.template.template import Template

_FORM = "官方表式"
_NEEDED = indicator(*NEEDED)
_EVERY = _NEEDED | indicator(*(role for role in INDICATOR_ROLES if role not in NEEDED)).optional


@rule("C01", "error", "完整性", "必填项都已填写", _FORM, REQUIRED, needs=NOTHING)
def required(subject: Subject) -> RuleResult:
    """Find required fields that are blank, told once a sheet."""
    blanks: dict[str, list[str]] = {}
    for name, field in subject.template.form.fields.items():
        (entry,) = subject.figures[name]
        here = entry.path in subject.reading.places  # what an older workbook lacks is not blank
        if field.required and entry.value is None and here and not subject.is_unread(name):
            blanks.setdefault(field.sheet, []).append(entry.path)
    return RuleResult(
        tuple(Observation("required", first, tuple(others)) for first, *others in blanks.values())
    )


@rule("C02", "error", "完整性", "每类指标都有内容", _FORM, _EVERY)
def categories(subject: Subject) -> RuleResult:
    """Find categories without an indicator under any goal, told once a dimension.

    A dimension that is empty altogether is told of by its points (S02). Forms that list indicators
    of whatever category there is are not concerned.
    """
    if not subject.template.form.indicators.every_category:
        return RuleResult(applicable=False)
    found = []
    filled = {row.category.key for row in _filled_rows(subject)}
    for dimension in subject.template.form.indicators.dimensions:
        empty = [category for category in dimension.categories if category.key not in filled]
        if len(empty) == len(dimension.categories):
            continue
        # That a category has no rows any more is told by itself (R15).
        there = [
            group
            for group in subject.template.form.indicator_groups
            if group.category in empty and _has_rows(subject, group.path)
        ]
        if there:
            first, *others = (group.path for group in there)
            note = "、".join(dict.fromkeys(group.category.name for group in there))
            found.append(Observation("category_empty", first, tuple(others), note=note))
    return RuleResult(tuple(found))


def _has_rows(subject: Subject, category: str) -> bool:
    place = subject.reading.places.get(category)
    return place is None or bool(place.cell)


@rule(
    "C03",
    "error",
    "完整性",
    "没有留下“……”占位的指标行",
    _FORM,
    indicator("name"),
    needs=NOTHING,
)
def placeholders(subject: Subject) -> RuleResult:
    """Find rows that hold nothing but “……”; told once."""
    rows = [row.paths["name"] for row in subject.figures.indicators if row.name in PLACEHOLDERS]
    if not rows:
        return RuleResult()
    first, *others = rows
    return RuleResult((Observation("placeholder", first, tuple(others)),))


def _filled_rows(subject: Subject) -> Iterator[Indicator]:
    """Yield the rows that somebody has filled in."""
    for row in subject.figures.indicators:
        if not is_empty_row({role: row.value(role) for role in row.paths}):
            yield row


@rule(
    "C04",
    "error",
    "完整性",
    "每个指标都有名称、指标值、完成值、分值和得分",
    _FORM,
    _EVERY,
    requires=_NEEDED.optional,
    needs=NOTHING,
)
def indicator_rows(subject: Subject) -> RuleResult:
    """Find indicator rows with something missing, told once a row.

    Many that lack the same are told together: where only the targets are there as yet.
    """
    fields = subject.template.form.indicator_columns
    lacking: dict[tuple[IndicatorRole, ...], list[Indicator]] = {}
    for row in subject.figures.indicators:
        missing = tuple(
            role
            for role in missing_in({role: row.value(role) for role in row.paths})
            if not subject.is_unread(fields[role].name)
        )
        if missing:
            lacking.setdefault(missing, []).append(row)
    found = []
    for missing, rows in lacking.items():
        note = "、".join(fields[role].label for role in missing)
        if len(rows) > _FEW_ROWS:
            first, *others = (row.paths[missing[0]] for row in rows)
            found.append(Observation("rows_incomplete", first, tuple(others), note=note))
            continue
        for row in rows:
            first, *others = (row.paths[role] for role in missing)
            found.append(Observation("row_incomplete", first, tuple(others), note=note))
    return RuleResult(tuple(found))


_FEW_ROWS = 3
"""Rows that lack the same and are told each by itself."""


@rule(
    "C05",
    "error",
    "完整性",
    "得分低于分值的有偏差原因分析",
    "自评表填报要求",
    indicator("weight", "score", "deviation"),
)
def deviations(subject: Subject) -> RuleResult:
    """Find scores below their weight without a deviation note."""
    return RuleResult(
        tuple(
            Observation(
                "deviation",
                row.paths["deviation"],
                (row.paths["score"],),
                actual=row.score,
                expected=row.weight,
                difference=row.weight - row.score,
                note=full_by_proportion(subject, row),
            )
            for row in subject.figures.indicators
            if isinstance(row.score, Decimal)
            and isinstance(row.weight, Decimal)
            and lacks_reason(row.score, row.weight, row.deviation)
        )
    )


@rule(
    "C06",
    "query",
    "完整性",
    "预算执行率低于界限（通常90%）的有说明",
    "通行规定",
    ratio("execution_rate") | parameters("execution").optional,
)
def execution(subject: Subject) -> RuleResult:
    """Find a low execution rate."""
    rate = subject.template.ratio_with("execution_rate")
    least = subject.template.profile.execution.explained_from
    if rate is None or least is None:
        return NOT_APPLICABLE_HERE
    result = rate.evaluate(subject.figures)
    if result.state == "blank":
        fields = subject.template.form.fields
        labels = tuple(fields[name].label for name in result.basis.names)
        return subject.blank(Reason("one_blank", labels), *result.basis.names)
    if result.value is None:
        return NOT_APPLICABLE_HERE
    if result.value >= least:
        return RuleResult()
    (entry,) = subject.figures[result.basis.numerator.names[0]]
    return RuleResult(
        (Observation("low_execution", entry.path, actual=result.value * 100, expected=least * 100),)
    )


@rule(
    "C07",
    "query",
    "完整性",
    "有增减的收支有变动原因",
    "报告的句式",
    columns("current", "prior", "reason", explained=True),
    needs=NOTHING,
)
def reasons(subject: Subject) -> RuleResult:
    """Find changes of income and expenditure without a reason, told once."""
    blank = []
    for row in subject.template.form.rows:
        if not row.explained or not {"current", "prior", "reason"} <= set(row.cells):
            continue
        current, prior, reason = (row.cells[role] for role in ("current", "prior", "reason"))
        now, then = (subject.figures.amount(field.name) for field in (current, prior))
        moved = isinstance(now, Decimal) and isinstance(then, Decimal) and now != then
        (entry,) = subject.figures[reason.name]
        if moved and entry.value is None and not subject.is_unread(reason.name):
            blank.append(entry.path)
    if not blank:
        return RuleResult()
    return RuleResult((Observation("reason", blank[0], tuple(blank[1:])),))


@rule(
    "C10",
    "error",
    "完整性",
    "填了“不适用”的二级指标没有别的指标和分值",
    _FORM,
    _EVERY,
    requires=indicator("name"),
    needs=NOTHING,
)
def waived(subject: Subject) -> RuleResult:
    """Find categories that are said not to apply and have indicators or points; told once each."""
    found = []
    for dimension in subject.template.form.indicators.dimensions:
        for category in dimension.categories:
            rows = [row for row in _filled_rows(subject) if row.category.key == category.key]
            said = [row for row in rows if is_waiver(row.name)]
            others = [row for row in rows if not _says_only_so(row)]
            if said and others:
                others_paths = tuple(row.paths["name"] for row in others if row is not said[0])
                points = tuple(path for role, path in said[0].paths.items() if role == "weight")
                found.append(
                    Observation(
                        "category_waived",
                        said[0].paths["name"],
                        others_paths or points,
                        note=category.name,
                    )
                )
    return RuleResult(tuple(found))


@rule(
    "C11",
    "query",
    "完整性",
    "明细行有金额的有名称",
    _FORM,
    any_of(lambda template: (name for pair in _items(template) for name in pair)),
    needs=NOTHING,
)
def items(subject: Subject) -> RuleResult:
    """Find rows of a table's items that have figures and no name; told once a list."""
    found = []
    for name, *_ in _items(subject.template):
        if subject.is_unread(name):
            continue
        blank = [entry.path for entry in subject.figures[name] if entry.value is None]
        if blank:
            label = subject.template.form.all_fields[name].label
            found.append(Observation("nameless", blank[0], tuple(blank[1:]), note=label))
    return RuleResult(tuple(found))


def _items(template: Template) -> Iterator[tuple[str, ...]]:
    """Yield the fields of the rows of tables that vary in number, the name of a row first."""
    for table in template.form.definition.tables:
        for row in table.rows:
            if row.items:
                listing = template.form.listings[row.name]
                yield tuple(item.name for item in listing.fields)


def _says_only_so(row: Indicator) -> bool:
    return is_waiver_row({role: row.value(role) for role in row.paths})


RULES = (
    required,
    categories,
    placeholders,
    indicator_rows,
    deviations,
    execution,
    reasons,
    waived,
    items,
)
