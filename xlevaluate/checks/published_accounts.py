"""决算: what is filled in held against final accounts and budget tables, where they are given.

The reviewer's own check: the form and what the unit has published must say the same. Without such
tables nothing is said; what they do not have is named as not checked.
"""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xlevaluate.accounts.accounts_reading import Way, WayKind
from xlevaluate.checks.findings import Observation, Reason, RuleResult, unchecked
from xlevaluate.checks.reads import NOTHING, columns, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.submission.tolerance import half_unit

_SOURCE = "部门决算、预算公开表和财决报表；自评数字与决算一致是通行的审核要求"
_NOT_GIVEN = RuleResult(applicable=False)


class Compared(Struct, frozen=True):
    """A figure of the form and the ways to the same in accounts, none where they lack it.

    ``value`` is ``None`` where nothing, or no number, is filled in.
    """

    path: str
    label: str
    kind: WayKind
    value: Decimal | None
    ways: tuple[Way, ...]

    @property
    def is_compared(self) -> bool:
        """Tell whether both are there."""
        return self.value is not None and bool(self.ways)

    @property
    def agrees(self) -> bool:
        """Tell whether one of the ways leads to the same, within the rounding of both."""
        return any(self._is_same(way) for way in self.ways)

    def _is_same(self, way: Way) -> bool:
        if self.value is None:
            return False
        apart = abs(self.value - Decimal(way.found.exact))
        return (
            apart == 0 or apart < half_unit(self.value) + way.slack or self.value == way.found.value
        )


def compared_with_accounts(subject: Subject) -> tuple[Compared, ...]:
    """Return every figure that a form takes from accounts, with what these say of it."""
    given = subject.accounts
    if given is None:
        return ()
    form, found = subject.template.form, []
    for path, kind in given.kinds.items():
        (entry,) = subject.figures.at(path)
        value = entry.value if isinstance(entry.value, Decimal) else None
        label = form.field_at(path).label
        found.append(Compared(path, label, kind, value, given.ways.get(path, ())))
    return tuple(found)


def _held(subject: Subject, kind: WayKind) -> RuleResult:
    if subject.accounts is None:
        return _NOT_GIVEN
    if not subject.accounts.is_mapped:
        return unchecked(Reason("accounts_unmapped"))
    mine = [item for item in compared_with_accounts(subject) if item.kind == kind]
    lacking = [item.label for item in mine if item.value is not None and not item.ways]
    blank = [item.label for item in mine if item.value is None and item.ways]
    reasons = [Reason("accounts_lack", tuple(lacking))] if lacking else []
    reasons += [Reason("accounts_unfilled", tuple(blank))] if blank else []
    return RuleResult(tuple(_differences(mine)), tuple(reasons), applicable=bool(mine))


def _differences(items: list[Compared]) -> Iterator[Observation]:
    for item in items:
        if item.value is None or not item.is_compared or item.agrees:
            continue
        found = item.ways[0].found
        origin = found.origin
        where = " ".join(filter(None, (origin.file, origin.place, origin.address)))
        under = " ".join(f"“{label}”" for label in (origin.row, origin.column) if label)
        yield Observation(
            "accounts_differ",
            item.path,
            actual=item.value,
            expected=found.value,
            difference=abs(item.value - found.value),
            note=f"{where}{under}",
            level=None if found.certain else "hint",
        )


_THIS_YEAR = columns("current").optional | columns("final").optional | roles("executed").optional
_LAST_YEAR = columns("prior").optional | columns("prior_final").optional
_BUDGETS = columns("budget").optional | roles("initial_budget", "final_budget").optional


@rule(*("A01", "query", "决算", "本年数与决算报表一致", _SOURCE), _THIS_YEAR, needs=NOTHING)
def this_year(subject: Subject) -> RuleResult:
    """Hold this year's figures against this year's final accounts."""
    return _held(subject, "final")


@rule(*("A02", "query", "决算", "上年数与上年的决算报表一致", _SOURCE), _LAST_YEAR, needs=NOTHING)
def last_year(subject: Subject) -> RuleResult:
    """Hold last year's figures against last year's final accounts."""
    return _held(subject, "last")


@rule(
    *("A03", "query", "决算", "预算数与预算表、决算报表的预算数一致", _SOURCE),
    _BUDGETS,
    needs=NOTHING,
)
def budgets(subject: Subject) -> RuleResult:
    """Hold budgets against the tables of the budget, or what accounts say of it."""
    return _held(subject, "budget")


@rule(
    *("A04", "query", "决算", "所给的决算、预算表是本单位的", _SOURCE),
    roles("unit_name"),
    needs=NOTHING,
)
def same_office(subject: Subject) -> RuleResult:
    """Find that the tables given name another office than the form."""
    if subject.accounts is None:
        return _NOT_GIVEN
    name, offices = subject.figures.text("unit_name"), subject.accounts.offices
    if not name or not offices:
        return RuleResult(applicable=False)
    if any(office in name or name in office for office in offices):
        return RuleResult()
    path = subject.path_of("unit_name")
    others = "、".join(offices)
    return RuleResult((Observation("accounts_of_other", path, actual=others, expected=name),))


@rule(
    *("A05", "hint", "决算", "所给的决算、预算表自身相符", "部门决算报表表内、表间关系"),
    roles("unit_name"),
    needs=NOTHING,
)
def sound_accounts(subject: Subject) -> RuleResult:
    """Find tables given whose own figures do not add up, and those that could not be used."""
    if subject.accounts is None:
        return _NOT_GIVEN
    harvest, path = subject.accounts.harvest, subject.path_of("unit_name")
    found = tuple(
        Observation("accounts_unbalanced", path, note=f"{item.origin.file}：{item.message}")
        for item in harvest.contradictions
    )
    asked = tuple(question.text for question in harvest.questions)
    reasons = (Reason("accounts_unclear", asked),) if asked else ()
    return RuleResult(found, reasons)


RULES = (this_year, last_year, budgets, same_office, sound_accounts)
