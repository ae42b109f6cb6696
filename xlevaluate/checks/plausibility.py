"""核实: figures that may be true and want a second look."""

from decimal import Decimal

from xlevaluate.checks.rule import Finding, Outcome, Subject, rule
from xlevaluate.submission import Entry
from xlevaluate.submission.amounts import canonical, percent, plain

_SENSE = "预算管理的一般要求"


@rule("V01", "query", "表内", "三公、公用、采购支出不超过预算", _SENSE, ("本年预算", "本年决算"))
def overruns(subject: Subject) -> Outcome:
    """Find rows spent beyond their budget, told once a group; a budget of 0 is told by P01."""
    findings = []
    for group in subject.template.texts.overrun:
        over: list[tuple[str, Entry, Decimal]] = []
        for row in group.rows:
            (final,), (budget,) = (
                subject.figures[f"{row}_{name}"] for name in ("本年决算", "本年预算")
            )
            numbers = isinstance(final.value, Decimal) and isinstance(budget.value, Decimal)
            if numbers and final.value > budget.value > 0:
                label = subject.template.form.fields[f"{row}_本年决算"].label.split("（")[0]
                over.append((label, final, final.value / budget.value))
        if not over:
            continue
        (_, first, _), *others = over
        (budget,) = subject.figures[f"{group.rows[0]}_本年预算"]
        whole = over[0][0] == group.title or len(group.rows) == 1
        findings.append(
            Finding(
                "V01",
                "query",
                "overrun",
                first.path,
                tuple(entry.path for _, entry, _ in others),
                actual=first.value,
                expected=budget.value if whole else None,
                difference=canonical(first.value - budget.value) if whole else None,
                note="、".join(f"{label} {plain(percent(rate))}%" for label, _, rate in over),
            )
        )
    return Outcome(tuple(findings))


@rule("V02", "query", "表内", "全年执行数不超过全年预算数", _SENSE, ("全年执行数", "全年预算数"))
def over_executed(subject: Subject) -> Outcome:
    """Find more executed than there was budget."""
    (done,), (budget,) = subject.figures["全年执行数"], subject.figures["全年预算数"]
    if not isinstance(done.value, Decimal) or not isinstance(budget.value, Decimal):
        return Outcome(not_checked=("全年执行数或全年预算数未填",))
    if done.value <= budget.value or budget.value == 0:
        return Outcome()
    return Outcome(
        (
            Finding(
                "V02",
                "query",
                "over_executed",
                done.path,
                (budget.path,),
                done.value,
                budget.value,
                canonical(done.value - budget.value),
            ),
        )
    )


@rule(
    "V03",
    "query",
    "表内",
    "各类人员之和等于实有人数",
    "人员编制情况",
    ("实有人数", "行政人员", "事业人员", "离退休人员"),
)
def staff(subject: Subject) -> Outcome:
    """Find staff of all kinds that are not as many as there are said to be."""
    (whole,) = subject.figures["实有人数"]
    parts = [subject.figures[name][0] for name in ("行政人员", "事业人员", "离退休人员")]
    parts = [part for part in parts if isinstance(part.value, Decimal)]
    if not isinstance(whole.value, Decimal) or not parts:
        return Outcome(not_checked=("实有人数或各类人员未填",))
    total = sum((part.value for part in parts), Decimal(0))
    if total == whole.value:
        return Outcome()
    return Outcome(
        (
            Finding(
                "V03",
                "query",
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
    "V04", "query", "表间", "在职人数不超过实有人数", "人员编制情况", ("实际在职人数", "实有人数")
)
def on_duty(subject: Subject) -> Outcome:
    """Find more staff on duty than on the roll."""
    (duty,), (roll,) = subject.figures["实际在职人数"], subject.figures["实有人数"]
    if not isinstance(duty.value, Decimal) or not isinstance(roll.value, Decimal):
        return Outcome(not_checked=("实际在职人数或实有人数未填",))
    if duty.value <= roll.value:
        return Outcome()
    return Outcome(
        (
            Finding(
                "V04",
                "query",
                "on_duty",
                duty.path,
                (roll.path,),
                duty.value,
                roll.value,
                duty.value - roll.value,
            ),
        )
    )


@rule("V05", "error", "表内", "人数、件数是不小于0的整数", "官方表式", ("人数", "件数"))
def whole_numbers(subject: Subject) -> Outcome:
    """Find numbers of persons or things that are no whole numbers."""
    return Outcome(
        tuple(
            Finding("V05", "error", "not_whole", entry.path, actual=entry.value)
            for field, entry in subject.figures.all_entries()
            if field.kind == "count"
            and isinstance(entry.value, Decimal)
            and (entry.value < 0 or entry.value != entry.value.to_integral_value())
        )
    )


@rule("V06", "query", "表内", "金额不为负数", _SENSE, ("金额",))
def negative(subject: Subject) -> Outcome:
    """Find negative amounts, told once a sheet."""
    found: dict[str, list[Entry]] = {}
    for field, entry in subject.figures.all_entries():
        if field.kind in {"money", "area"} and isinstance(entry.value, Decimal) and entry.value < 0:
            found.setdefault(field.sheet, []).append(entry)
    return Outcome(
        tuple(
            Finding(
                "V06",
                "query",
                "negative",
                first.path,
                tuple(e.path for e in others),
                actual=first.value,
            )
            for first, *others in found.values()
        )
    )


@rule("V07", "hint", "规范性", "金额不超过两位小数", "金额单位为万元，保留两位小数", ("金额",))
def too_fine(subject: Subject) -> Outcome:
    """Find amounts finer than two decimals, told once a sheet."""
    found: dict[str, list[Entry]] = {}
    for field, entry in subject.figures.all_entries():
        fine = isinstance(entry.value, Decimal) and int(entry.value.as_tuple().exponent) < -2
        if field.kind == "money" and fine:
            found.setdefault(field.sheet, []).append(entry)
    return Outcome(
        tuple(
            Finding(
                "V07",
                "hint",
                "too_fine",
                first.path,
                tuple(e.path for e in others),
                actual=first.value,
            )
            for first, *others in found.values()
        )
    )


_TIMES = 1000
"""A figure this many times last year's was probably typed in 元."""


@rule(
    "V08", "query", "上下年", "本年与上年金额的数量级相当", "误填为元是常见差错", ("本年", "上年")
)
def magnitude(subject: Subject) -> Outcome:
    """Find this year's figures a thousand times last year's, or the reverse."""
    findings = []
    names = subject.template.form.fields
    for suffix, other in (("_本年", "_上年"), ("_本年决算", "_上年决算")):
        for name in names:
            if not name.endswith(suffix) or not names[name].is_number:
                continue
            prior = name.removesuffix(suffix) + other
            if prior not in names:
                continue
            (now,), (then,) = subject.figures[name], subject.figures[prior]
            if not isinstance(now.value, Decimal) or not isinstance(then.value, Decimal):
                continue
            small, large = sorted((abs(now.value), abs(then.value)))
            if small > 0 and large >= small * _TIMES:
                findings.append(
                    Finding(
                        "V08", "query", "magnitude", now.path, (then.path,), now.value, then.value
                    )
                )
    return Outcome(tuple(findings))


@rule("V09", "query", "表间", "有在职人员的有人员经费", _SENSE, ("实际在职人数", "人员经费_本年"))
def personnel(subject: Subject) -> Outcome:
    """Find staff on duty without personnel expenditure."""
    (duty,), (cost,) = subject.figures["实际在职人数"], subject.figures["人员经费_本年"]
    if not isinstance(duty.value, Decimal) or not isinstance(cost.value, Decimal):
        return Outcome(not_checked=("实际在职人数或人员经费未填",))
    if duty.value <= 0 or cost.value != 0:
        return Outcome()
    return Outcome(
        (Finding("V09", "query", "no_personnel", cost.path, (duty.path,), cost.value, duty.value),)
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
