"""上下年: last year's columns held against last year's own workbook, where one is given."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from xlevaluate.checks.findings import Observation, Reason, RuleResult, unchecked
from xlevaluate.checks.reads import NOTHING, indicator, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import CARRIED
from xlevaluate.form.carried_table import Proposals
from xlevaluate.form.fields import Field
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.numbers import read_number
from xlevaluate.form.roles import FieldRole
from xlevaluate.submission.model import CarriedRow
from xlevaluate.submission.tolerance import half_unit

_NOT_GIVEN = unchecked(Reason("no_previous"))
_SOURCE = "上年自评工作簿"
_YEAR = roles("year").optional | roles("unit_name").optional


class _Last(Protocol):
    """What is known of last year."""

    @property
    def year(self) -> int | None:
        """The year, where it is said."""

    def text(self, role: FieldRole) -> str | None:
        """Return what stood in the field of a role."""

    def figure(self, ours: Field, theirs: Field, /) -> object:
        """Return what ``ours`` has to repeat, which stood in ``theirs``; ``None`` for a blank."""


class _Workbook(Figures, frozen=True):
    """Last year's own workbook."""

    def figure(self, _: Field, theirs: Field) -> object:
        return self.value(theirs.name)


class _Record(Struct, frozen=True):
    """What this workbook itself tells of the one that it was made from."""

    form: Form
    held: Mapping[tuple[str | None, str | None], str | None]
    """What was taken over, by sheet and label of where it stands here."""

    @classmethod
    def of(cls, form: Form, rows: tuple[CarriedRow, ...]) -> "_Record":
        return cls(form, {(r.to_sheet, r.to_label): r.content for r in rows if r.to_label})

    @property
    def year(self) -> int | None:
        said = self.text("year")
        return int(said) if said is not None and said.isdecimal() else None

    def text(self, role: FieldRole) -> str | None:
        item = self.form.with_role(role)
        return None if item is None else self.held.get((item.sheet, item.label))

    def figure(self, ours: Field, _: Field) -> object:
        read = read_number(self.held.get((ours.sheet, ours.label)))
        return None if read is None else read.amount


def _last_year(subject: Subject) -> _Last | None:
    """Return last year's workbook where it is given, or what this one says of it."""
    form = subject.template.form
    if subject.previous is not None:
        return _Workbook(form, subject.previous)
    rows = subject.submission.carried
    return _Record.of(form, rows) if rows else None


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
    last = _last_year(subject)
    if last is None:
        return _NOT_GIVEN
    year = subject.figures.year
    if year and last.year and last.year != year - 1:
        return unchecked(Reason("not_previous_year"))  # Y02 tells of it
    name, other = subject.figures.text("unit_name"), last.text("unit_name")
    if name and other and name != other:
        return unchecked(Reason("not_previous_unit"))  # so it does of this
    value = subject.figures.value
    return held_against_last(subject.template.form, lambda ours: value(ours.name), last.figure)


def held_against_last(
    form: Form,
    now: Callable[[Field], object],
    last: Callable[[Field, Field], object],
) -> RuleResult:
    """Hold what a form says of last year against what was said then, each figure that both have.

    ``now`` gives the value of a field of ours, ``last`` what stood in the field that it repeats.
    What is apart by no more than both were rounded agrees.
    """
    found, unknown = [], []
    for ours, theirs in form.carried_pairs:
        here, then = now(ours), last(ours, theirs)
        if not isinstance(here, Decimal) or not isinstance(then, Decimal):
            if isinstance(here, Decimal) and then is None:
                unknown.append(theirs.label)
            continue
        apart = abs(here - then)
        if apart and apart >= half_unit(here) + half_unit(then):
            found.append(
                Observation(
                    "carried_over",
                    ours.path,
                    actual=here,
                    expected=then,
                    difference=apart,
                    note=theirs.label,
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
    theirs = _last_year(subject)
    if theirs is None:
        return _NOT_GIVEN
    found = []
    ours = subject.figures
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


@rule(
    "Y03",
    "query",
    "上下年",
    "由上年带入的指标值已改成本年的，或确认沿用",
    _SOURCE,
    indicator("name", "target"),
    needs=NOTHING,
)
def proposals_looked_at(subject: Subject) -> RuleResult:
    """Find targets that are still those of last year's workbook, and nobody said that they stay."""
    proposals = Proposals.of(subject.template.form, subject.submission.carried)
    if not proposals.rows:
        return RuleResult(applicable=False)
    found = list(_untouched(subject, proposals))
    for number, project in enumerate(subject.projects.values()):
        found += (f"projects.{number}.{path}" for path in _untouched(project, proposals))
    if not found:
        return RuleResult()
    first, *others = found
    return RuleResult((Observation("still_proposed", first, tuple(others), note=proposals.sheet),))


def _untouched(subject: Subject, proposals: Proposals) -> Iterator[str]:
    """Yield the paths of the targets that are as they were proposed."""
    column = subject.template.form.indicator_columns.get("target")
    for row in subject.figures.indicators if column is not None else ():
        if column is not None and proposals.is_untouched(row.name, column, row.target):
            yield row.paths["target"]


RULES = (carried_over, same_unit, proposals_looked_at)
