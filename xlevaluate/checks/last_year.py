"""上下年: last year's columns held against last year's own workbook, where one is given."""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.rule import Finding, Outcome, Subject, rule
from xlevaluate.form.form import Figures

_NOT_GIVEN = Outcome(not_checked=("没有提供上年的工作簿（--previous）",))
_ROW = "{行}"


def carried_names(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield fields of this year with the field of last year's workbook they repeat."""
    fields = subject.template.form.fields
    for pattern, source in subject.template.texts.carried.items():
        if _ROW not in pattern:
            yield pattern, source
            continue
        suffix, other = pattern.removeprefix(_ROW), source.removeprefix(_ROW)
        for name in fields:
            row = name.removesuffix(suffix)
            if row != name and fields[name].is_number and row + other in fields:
                yield name, row + other


@rule(
    "Y01", "error", "上下年", "上年数等于上年自评时的本年数", "上年自评工作簿", ("上年决算", "上年")
)
def carried_over(subject: Subject) -> Outcome:
    """Hold 上年 figures against last year's 本年 figures."""
    if subject.previous is None:
        return _NOT_GIVEN
    last = Figures(subject.template.form, subject.previous)
    year, then_year = subject.figures.year, last.year
    if year and then_year and then_year != year - 1:
        return Outcome(not_checked=("给出的不是前一年度的工作簿",))  # Y02 tells of it
    findings, unknown = [], []
    for name, source in carried_names(subject):
        (entry,), then = subject.figures[name], last.amount(source)
        if not isinstance(entry.value, Decimal) or not isinstance(then, Decimal):
            if isinstance(entry.value, Decimal) and then is None:
                unknown.append(subject.template.form.fields[source].label)
        elif entry.value != then:
            findings.append(
                Finding(
                    "Y01",
                    "error",
                    "carried_over",
                    entry.path,
                    actual=entry.value,
                    expected=then,
                    difference=abs(entry.value - then),
                    note=subject.template.form.fields[source].label,
                )
            )
    reasons = (f"上年工作簿中未填：{'、'.join(unknown)}",) if unknown else ()
    return Outcome(tuple(findings), reasons)


@rule(
    "Y02",
    "query",
    "上下年",
    "上年的工作簿是同一单位、前一年度的",
    "上年自评工作簿",
    ("单位名称", "年度"),
)
def same_unit(subject: Subject) -> Outcome:
    """Find that the workbook given as last year's is another unit's or another year's."""
    if subject.previous is None:
        return _NOT_GIVEN
    findings = []
    ours, theirs = subject.figures, Figures(subject.template.form, subject.previous)
    name, other = ours.text("unit_name"), theirs.text("unit_name")
    if name and other and name != other:
        findings.append(
            Finding(
                "Y02",
                "query",
                "other_unit_before",
                subject.path_of("unit_name"),
                actual=other,
                expected=name,
            )
        )
    if ours.year and theirs.year and theirs.year != ours.year - 1:
        findings.append(
            Finding(
                "Y02",
                "query",
                "other_year_before",
                subject.path_of("year"),
                actual=str(theirs.year),
                expected=str(ours.year - 1),
            )
        )
    return Outcome(tuple(findings))


RULES = (carried_over, same_unit)
