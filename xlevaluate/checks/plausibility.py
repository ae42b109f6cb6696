"""核实: figures that may be true and want a second look."""

from collections.abc import Callable
from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Observation,
    Reason,
    RuleResult,
)
from xlevaluate.checks.overruns import overrun
from xlevaluate.checks.reads import BOTH_YEARS, NOTHING, any_role, both_years, cell, kinds, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import OVERRUNS
from xlevaluate.form.fields import Field
from xlevaluate.form.roles import FieldRole
from xlevaluate.submission import Entry
from xlevaluate.submission.amounts import percent, plain
from xlevaluate.submission.texts import listed

_SENSE = "预算管理的一般要求"
_STAFF = "人员编制情况"


@rule(
    "V01", "query", "表内", "三公、公用、项目、采购支出不超过预算", _SENSE, OVERRUNS, needs=NOTHING
)
def overruns(subject: Subject) -> RuleResult:
    """Find rows spent beyond their budget, told once a group; a budget of 0 is told by P01."""
    found = []
    for group in subject.template.texts.overrun:
        rows = group.of(subject.template.form)
        over: list[tuple[Entry, Entry, str]] = []
        for row in rows:
            (final,), (budget,) = (
                subject.figures[row.cells[role].name] for role in ("final", "budget")
            )
            if overrun(final.value, budget.value) is not None:
                rate = plain(percent(final.value / budget.value))
                over.append((final, budget, f"{row.label} {rate}%"))
        if not over:
            continue
        (first, most, _), *others = over
        found.append(
            Observation(
                "overrun",
                first.path,
                tuple(entry.path for entry, _, _ in others),
                actual=first.value,
                expected=most.value,
                difference=overrun(first.value, most.value),
                note=listed(words for _, _, words in over),
            )
        )
    return RuleResult(tuple(found))


@rule(
    "V02",
    "query",
    "表内",
    "全年执行数不超过全年预算数",
    _SENSE,
    roles("executed", "final_budget"),
)
def over_executed(subject: Subject) -> RuleResult:
    """Find more executed than there was budget."""
    done, budget = subject.field("executed"), subject.field("final_budget")
    if why := subject.without(done, budget):
        return why
    spent, most = (subject.figures[field.name][0] for field in (done, budget))
    beyond = overrun(spent.value, most.value)
    if beyond is None:
        return RuleResult()
    return RuleResult(
        (Observation("over_executed", spent.path, (most.path,), spent.value, most.value, beyond),)
    )


_KINDS_OF_STAFF: tuple[FieldRole, ...] = ("staff_administrative", "staff_public_institution")
"""Those on the roll; the retired are counted apart."""


@rule(
    "V03",
    "query",
    "表内",
    "行政、事业人员之和等于实有人数，离退休人员另计",
    _STAFF,
    roles("staff_on_roll") | any_role(*_KINDS_OF_STAFF),
)
def staff(subject: Subject) -> RuleResult:
    """Find staff on the roll that are not as many as there are said to be."""
    roll = subject.field("staff_on_roll")
    kinds_of_staff = [
        field
        for field in (subject.template.form.with_role(role) for role in _KINDS_OF_STAFF)
        if field is not None
    ]
    (whole,) = subject.figures[roll.name]
    entries = [subject.figures[field.name][0] for field in kinds_of_staff]
    parts = [entry for entry in entries if isinstance(entry.value, Decimal)]
    if whole.value is None or not parts:
        names = (roll.name, *(field.name for field in kinds_of_staff))
        labels = "、".join(field.label for field in kinds_of_staff)
        return subject.blank(
            Reason("one_blank", (roll.label, labels)),
            *(name for name in names if subject.figures.value(name) is None),
        )
    if not isinstance(whole.value, Decimal):
        return NOT_APPLICABLE_HERE
    total = sum((part.value for part in parts), Decimal(0))
    if total == whole.value:
        return RuleResult()
    return RuleResult(
        (
            Observation(
                "staff",
                whole.path,
                tuple(part.path for part in parts),
                whole.value,
                total,
                abs(total - whole.value),
                signs=(1,) * len(parts),
            ),
        )
    )


@rule(
    "V04",
    "query",
    "表间",
    "在职人数不超过实有人数",
    _STAFF,
    roles("staff_on_duty", "staff_on_roll"),
)
def on_duty(subject: Subject) -> RuleResult:
    """Find more staff on duty than on the roll."""
    duty_field, roll_field = subject.field("staff_on_duty"), subject.field("staff_on_roll")
    if why := subject.without(duty_field, roll_field):
        return why
    duty, roll = (subject.figures[field.name][0] for field in (duty_field, roll_field))
    if duty.value <= roll.value:
        return RuleResult()
    return RuleResult(
        (
            Observation(
                "on_duty",
                duty.path,
                (roll.path,),
                duty.value,
                roll.value,
                duty.value - roll.value,
            ),
        )
    )


@rule(
    "V05", "error", "表内", "人数、件数是不小于0的整数", "官方表式", kinds("count"), needs=NOTHING
)
def whole_numbers(subject: Subject) -> RuleResult:
    """Find numbers of persons or things that are no whole numbers."""
    return RuleResult(
        tuple(
            Observation("not_whole", entry.path, actual=entry.value)
            for field, entry in subject.figures.all_entries()
            if field.kind == "count"
            and isinstance(entry.value, Decimal)
            and (entry.value < 0 or entry.value != entry.value.to_integral_value())
        )
    )


def _once_a_sheet(
    subject: Subject, case: Case, is_one: Callable[[Field, Decimal], bool]
) -> RuleResult:
    found: dict[str, list[Entry]] = {}
    for field, entry in subject.figures.all_entries():
        if isinstance(entry.value, Decimal) and is_one(field, entry.value):
            found.setdefault(field.sheet, []).append(entry)
    return RuleResult(
        tuple(
            Observation(case, first.path, tuple(e.path for e in others), actual=first.value)
            for first, *others in found.values()
        )
    )


@rule(
    "V06",
    "query",
    "表内",
    "金额不为负数（调整数除外）",
    _SENSE,
    kinds("money", "area"),
    needs=NOTHING,
)
def negative(subject: Subject) -> RuleResult:
    """Find negative amounts, told once a sheet."""
    return _once_a_sheet(
        subject,
        "negative",
        lambda field, value: value < 0 and _is_amount(field) and not field.negative,
    )


def _is_amount(field: Field) -> bool:
    return field.kind in {"money", "area"}


@rule(
    "V07",
    "hint",
    "规范性",
    "金额不超过两位小数",
    "金额单位为万元，保留两位小数",
    kinds("money"),
    needs=NOTHING,
)
def too_fine(subject: Subject) -> RuleResult:
    """Find amounts finer than two decimals, told once a sheet."""
    return _once_a_sheet(
        subject,
        "too_fine",
        lambda field, value: field.kind == "money" and int(value.as_tuple().exponent) < -2,
    )


_TIMES = 1000
"""A figure this many times last year's was probably typed in 元."""


@rule(
    "V08",
    "query",
    "上下年",
    "本年与上年金额的数量级相当",
    "误填为元是常见差错",
    BOTH_YEARS,
    needs=NOTHING,
)
def magnitude(subject: Subject) -> RuleResult:
    """Find this year's figures a thousand times last year's, or the reverse."""
    found = []
    for current, prior in both_years(subject.template):
        (now,), (then,) = subject.figures[current.name], subject.figures[prior.name]
        if not isinstance(now.value, Decimal) or not isinstance(then.value, Decimal):
            continue
        small, large = sorted((abs(now.value), abs(then.value)))
        if small > 0 and large >= small * _TIMES:
            found.append(Observation("magnitude", now.path, (then.path,), now.value, then.value))
    return RuleResult(tuple(found))


@rule(
    "V09",
    "query",
    "表间",
    "有在职人员的有人员经费",
    _SENSE,
    roles("staff_on_duty") | cell("personnel", "current"),
)
def personnel(subject: Subject) -> RuleResult:
    """Find staff on duty without personnel expenditure."""
    duty_field, cost_field = (
        subject.field("staff_on_duty"),
        subject.template.form.cell("personnel", "current"),
    )
    if cost_field is None:
        return NOT_APPLICABLE_HERE
    if why := subject.without(duty_field, cost_field):
        return why
    duty, cost = (subject.figures[field.name][0] for field in (duty_field, cost_field))
    if duty.value <= 0 or cost.value != 0:
        return RuleResult()
    return RuleResult(
        (Observation("no_personnel", cost.path, (duty.path,), cost.value, duty.value),)
    )


RULES = (
    overruns,
    over_executed,
    staff,
    on_duty,
    whole_numbers,
    negative,
    too_fine,
    magnitude,
    personnel,
)
