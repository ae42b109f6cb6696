"""核实: staff, buildings and spending beyond what was approved for them."""

import datetime
from decimal import Decimal

from xlevaluate.checks.computed_reads import RATIO_BASES
from xlevaluate.checks.findings import NOT_APPLICABLE_HERE, Observation, RuleResult
from xlevaluate.checks.overruns import beyond_budget
from xlevaluate.checks.reads import NOTHING, any_role, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import OVERRUNS
from xlevaluate.form.roles import FieldRole
from xlevaluate.form.table_rows import Row
from xlevaluate.submission.amounts import number_or_none, percent, plain
from xlevaluate.submission.texts import listed

_SENSE = "预算管理的一般要求"

_BUILDINGS: tuple[tuple[FieldRole, FieldRole], ...] = (
    ("approved_area", "actual_area"),
    ("budgeted_investment", "actual_investment"),
)


@rule(
    "V10",
    "query",
    "表内",
    "在职人数不超过编制数",
    "机构编制管理的一般要求",
    roles("approved_posts", "staff_on_duty"),
)
def posts(subject: Subject) -> RuleResult:
    """Find more staff on duty than there are posts."""
    return _beyond(subject, "approved_posts", "staff_on_duty")


@rule(
    "V11",
    "query",
    "表内",
    "楼堂馆所的规模和投资不超过批复",
    "楼堂馆所建设管理的一般要求",
    any_role(*(role for pair in _BUILDINGS for role in pair)),
    needs=NOTHING,
)
def buildings(subject: Subject) -> RuleResult:
    """Find buildings that are larger, or cost more, than was approved, or of which one is blank."""
    form = subject.template.form
    results = [
        _half(subject, *pair) or _beyond(subject, *pair)
        for pair in _BUILDINGS
        if all(form.with_role(role) is not None for role in pair)
    ]
    return RuleResult(
        found=tuple(item for result in results for item in result.found),
        not_checked=tuple(reason for result in results for reason in result.not_checked),
        applicable=any(result.applicable for result in results),
    )


def _beyond(subject: Subject, limit: FieldRole, done: FieldRole) -> RuleResult:
    """Find more done than the limit, with the rate; a limit of 0 is told by the ratio (P01)."""
    most, made = subject.field(limit), subject.field(done)
    if subject.is_unread(most.name, made.name):
        return RuleResult()
    if why := subject.without(most, made):
        return why
    (allowed,), (there,) = subject.figures[most.name], subject.figures[made.name]
    beyond = beyond_budget(there.value, allowed.value)
    if beyond is None or allowed.value <= 0:
        return RuleResult()
    rate = plain(percent(there.value / allowed.value))
    found = Observation(
        "over_approved", there.path, (allowed.path,), there.value, allowed.value, beyond, note=rate
    )
    return RuleResult((found,))


def _half(subject: Subject, limit: FieldRole, done: FieldRole) -> RuleResult | None:
    """Find that only one of two figures is filled in; ``None`` where both are, or neither."""
    pair = [subject.field(limit), subject.field(done)]
    blank = [field for field in pair if subject.figures.value(field.name) is None]
    if len(blank) != 1 or subject.is_unread(*(field.name for field in pair)):
        return None
    (lacking,) = blank
    return RuleResult((Observation("incomplete", lacking.path, note=lacking.label),))


@rule("V12", "query", "表内", "有决算数的有预算", _SENSE, OVERRUNS, needs=NOTHING)
def without_budget(subject: Subject) -> RuleResult:
    """Find rows spent without a budget, told once a group.

    Of a group whose whole has none, and whose ratio cannot be worked out for it, P01 tells.
    """
    told = set(RATIO_BASES.names(subject.template))
    groups = subject.template.texts.overrun
    if not groups:
        return NOT_APPLICABLE_HERE
    found = []
    for group in groups:
        whole, *rows = group.of(subject.template.form)
        if subject.is_unread(*(whole.cells[role].name for role in ("budget", "final"))):
            continue  # nobody knows whether the whole has a budget
        if _spent_without(subject, whole):
            if whole.cells["budget"].name in told:
                continue
            rows = [whole, *rows]
        over = [row for row in rows if _spent_without(subject, row)]
        if over:
            finals = [subject.figures[row.cells["final"].name][0] for row in over]
            amounts = (
                f"{row.label} {plain(final.value)}万元"
                for row, final in zip(over, finals, strict=True)
            )
            found.append(
                Observation(
                    "without_budget",
                    finals[0].path,
                    tuple(entry.path for entry in finals[1:]),
                    actual=finals[0].value,
                    expected=Decimal(0),
                    note=listed(amounts),
                )
            )
    return RuleResult(tuple(found))


def _spent_without(subject: Subject, row: Row) -> bool:
    final, budget = (
        number_or_none(subject.figures.value(row.cells[role].name)) for role in ("final", "budget")
    )
    return final is not None and final > 0 and budget == 0


_MONTHS_BEFORE = 1
"""The form may be filled in from the last month of the year that it evaluates."""

_YEARS_AFTER = 1


@rule(
    "V13",
    "query",
    "表内",
    "填报日期在评价年度之后一年之内",
    "自评在年度结束后进行",
    roles("filing_date", "year"),
)
def filing_date(subject: Subject) -> RuleResult:
    """Find a date of filing that does not go with the year: it is often last year's."""
    field, year = subject.field("filing_date"), subject.figures.year
    filed = subject.figures.value(field.name)
    if year is None or not isinstance(filed, datetime.date):
        return NOT_APPLICABLE_HERE
    first = datetime.date(year, 13 - _MONTHS_BEFORE, 1)
    if first <= filed and filed.year <= year + _YEARS_AFTER:
        return RuleResult()
    said = f"{filed.year}年{filed.month}月{filed.day}日"
    return RuleResult((Observation("filed_when", field.path, actual=said, expected=str(year)),))


RULES = (posts, buildings, without_budget, filing_date)
