"""上下年: last year's columns held against last year's own workbook, where one is given."""

from decimal import Decimal

from xlevaluate.checks.findings import Observation, Reason, RuleResult, unchecked
from xlevaluate.checks.reads import roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import CARRIED
from xlevaluate.form.form import Figures

_NOT_GIVEN = unchecked(Reason("no_previous"))
_SOURCE = "上年自评工作簿"
_YEAR = roles("year").optional | roles("unit_name").optional


@rule(
    "Y01",
    "error",
    "上下年",
    "上年数等于上年自评时的本年数",
    _SOURCE,
    CARRIED | _YEAR,
    needs=_YEAR,
)
def carried_over(subject: Subject) -> RuleResult:
    """Hold 上年 figures against last year's 本年 figures."""
    if subject.previous is None:
        return _NOT_GIVEN
    form = subject.template.form
    last = Figures(form, subject.previous)
    year, then_year = subject.figures.year, last.year
    if year and then_year and then_year != year - 1:
        return unchecked(Reason("not_previous_year"))  # Y02 tells of it
    name, other = subject.figures.text("unit_name"), last.text("unit_name")
    if name and other and name != other:
        return unchecked(Reason("not_previous_unit"))  # so it does of this
    found, unknown = [], []
    for name, source in subject.template.texts.carried.pairs(form):
        (entry,), then = subject.figures[name], last.amount(source)
        if not isinstance(entry.value, Decimal) or not isinstance(then, Decimal):
            if isinstance(entry.value, Decimal) and then is None:
                unknown.append(form.fields[source].label)
        elif entry.value != then:
            found.append(
                Observation(
                    "carried_over",
                    entry.path,
                    actual=entry.value,
                    expected=then,
                    difference=abs(entry.value - then),
                    note=form.fields[source].label,
                )
            )
    reasons = (Reason("previous_blank", tuple(unknown)),) if unknown else ()
    return RuleResult(tuple(found), reasons)


@rule(
    "Y02",
    "query",
    "上下年",
    "上年的工作簿是同一单位、前一年度的",
    _SOURCE,
    roles("unit_name", "year"),
)
def same_unit(subject: Subject) -> RuleResult:
    """Find that the workbook given as last year's is another unit's or another year's."""
    if subject.previous is None:
        return _NOT_GIVEN
    found = []
    ours, theirs = subject.figures, Figures(subject.template.form, subject.previous)
    name, other = ours.text("unit_name"), theirs.text("unit_name")
    if name and other and name != other:
        path = subject.path_of("unit_name")
        found.append(Observation("other_unit_before", path, actual=other, expected=name))
    if ours.year and theirs.year and theirs.year != ours.year - 1:
        found.append(
            Observation(
                "other_year_before",
                subject.path_of("year"),
                actual=str(theirs.year),
                expected=str(ours.year - 1),
            )
        )
    return RuleResult(tuple(found))


RULES = (carried_over, same_unit)
