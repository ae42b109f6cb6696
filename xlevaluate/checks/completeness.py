"""完整性: what must be filled in, and what a figure makes necessary."""

from decimal import Decimal

from xlevaluate.checks.rule import Finding, Outcome, Subject, rule
from xlevaluate.form.definition import CategoryDef
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.scoring.score_limits import lacks_reason
from xlevaluate.submission import NOT_APPLICABLE

_FORM = "官方表式"
PLACEHOLDERS = {"……", "...", "…", "——", "—", "-", "/"}
"""What stands in a row of the printed form that nobody filled in."""


@rule("C01", "error", "完整性", "必填项都已填写", _FORM, ("必填项",))
def required(subject: Subject) -> Outcome:
    """Find required fields that are blank, told once a sheet."""
    blanks: dict[str, list[str]] = {}
    for name, field in subject.template.form.fields.items():
        (entry,) = subject.figures[name]
        here = entry.path in subject.reading.places  # what an older workbook lacks is not blank
        if field.required and entry.value is None and here and name not in subject.reading.unread:
            blanks.setdefault(field.sheet, []).append(entry.path)
    return Outcome(
        tuple(
            Finding("C01", "error", "required", first, tuple(others))
            for first, *others in blanks.values()
        )
    )


def _rows(subject: Subject, category: CategoryDef) -> list[tuple[str, Indicator]]:
    return [(row.path, row) for row in subject.figures.indicators if row.category == category]


def _is_empty(row: Indicator) -> bool:
    filled = [role for role in row.paths if role != "name" and row.value(role) is not None]
    return not filled and (row.name is None or row.name in PLACEHOLDERS)


@rule("C02", "error", "完整性", "每类指标都有内容", _FORM, ("绩效指标",))
def categories(subject: Subject) -> Outcome:
    """Find categories without an indicator, told once a dimension.

    A dimension that is empty altogether is told of by its points (S02).
    """
    if unread := subject.unread("绩效指标_三级指标"):
        return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
    findings = []
    for dimension in subject.template.form.indicators.dimensions:
        empty = [
            category
            for category in dimension.categories
            if all(_is_empty(row) for _, row in _rows(subject, category))
        ]
        if empty and len(empty) < len(dimension.categories):
            base = subject.template.form.indicators.path
            first, *others = (f"{base}.{category.key}" for category in empty)
            note = "、".join(category.name for category in empty)
            findings.append(
                Finding("C02", "error", "category_empty", first, tuple(others), note=note)
            )
    return Outcome(tuple(findings))


@rule("C03", "error", "完整性", "没有留下“……”占位的指标行", _FORM, ("绩效指标_三级指标",))
def placeholders(subject: Subject) -> Outcome:
    """Find rows that hold nothing but “……”; told once."""
    rows = [
        f"{path}.name"
        for dimension in subject.template.form.indicators.dimensions
        for category in dimension.categories
        for path, row in _rows(subject, category)
        if row.name in PLACEHOLDERS
    ]
    if not rows:
        return Outcome()
    first, *others = rows
    return Outcome((Finding("C03", "error", "placeholder", first, tuple(others)),))


def _all_rows(subject: Subject) -> list[tuple[str, Indicator]]:
    return [
        (path, row)
        for dimension in subject.template.form.indicators.dimensions
        for category in dimension.categories
        for path, row in _rows(subject, category)
        if not _is_empty(row)
    ]


_BLANK: tuple[object, ...] = (None,)
_NO_VALUE = {
    **dict.fromkeys(("name", "target", "actual"), _BLANK),
    # A weight or a score of 不适用 would vanish from every sum.
    **dict.fromkeys(("weight", "score"), (None, NOT_APPLICABLE)),
}


@rule(
    "C04", "error", "完整性", "每个指标都有名称、指标值、完成值、分值和得分", _FORM, ("绩效指标",)
)
def indicator_rows(subject: Subject) -> Outcome:
    """Find indicator rows with something missing, told once a row."""
    fields = {
        item.path.rsplit(".", 1)[1]: item
        for item in subject.template.form.listings[subject.template.form.indicators.name].fields
    }
    needed = ("name", "target", "actual", "weight", "score")
    findings = []
    for path, row in _all_rows(subject):
        missing = [
            key
            for key in needed
            if getattr(row, key) in _NO_VALUE[key]
            and fields[key].name not in subject.reading.unread
        ]
        if missing:
            note = "、".join(fields[key].label for key in missing)
            first, *others = (f"{path}.{key}" for key in missing)
            findings.append(
                Finding("C04", "error", "row_incomplete", first, tuple(others), note=note)
            )
    return Outcome(tuple(findings))


@rule(
    "C05",
    "error",
    "完整性",
    "得分低于分值的有偏差原因分析",
    "自评表填报要求",
    ("绩效指标_偏差原因",),
)
def deviations(subject: Subject) -> Outcome:
    """Find scores below their weight without a deviation note."""
    return Outcome(
        tuple(
            Finding(
                "C05",
                "error",
                "deviation",
                f"{path}.deviation",
                (f"{path}.score",),
                actual=row.score,
                expected=row.weight,
                difference=row.weight - row.score,
            )
            for path, row in _all_rows(subject)
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
    ("全年执行数", "全年预算数"),
)
def execution(subject: Subject) -> Outcome:
    """Find a low execution rate."""
    least = subject.template.profile.execution.explained_from
    if least is None:
        return Outcome(applicable=False)
    value = subject.template.ratios["预算执行率"].evaluate(subject.figures).value
    if value is None:
        return Outcome(not_checked=("全年执行数或全年预算数未填",))
    if value >= least:
        return Outcome()
    (entry,) = subject.figures["全年执行数"]
    return Outcome(
        (
            Finding(
                *("C06", "query", "low_execution", entry.path),
                actual=value * 100,
                expected=least * 100,
            ),
        )
    )


@rule("C07", "query", "完整性", "有增减的收支有变动原因", "报告的句式", ("变动原因",))
def reasons(subject: Subject) -> Outcome:
    """Find changes of income and expenditure without a reason, told once."""
    blank = []
    for name in ("收入合计", "支出合计", "基本支出", "人员经费", "公用经费", "项目支出"):
        current, prior = (subject.figures.amount(f"{name}_{year}") for year in ("本年", "上年"))
        (entry,) = subject.figures[f"{name}_变动原因"]
        moved = isinstance(current, Decimal) and isinstance(prior, Decimal) and current != prior
        if moved and entry.value is None:
            blank.append(entry.path)
    if not blank:
        return Outcome()
    return Outcome((Finding("C07", "query", "reason", blank[0], tuple(blank[1:])),))


RULES = (required, categories, placeholders, indicator_rows, deviations, execution, reasons)
