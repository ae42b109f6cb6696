"""表内: totals and their parts within each row of a list, from ``[[each]]`` of the identities."""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Observation, RuleResult
from xlevaluate.checks.reads import NOTHING, Reads
from xlevaluate.checks.rule import RuleDef, Subject, rule
from xlevaluate.submission import entries
from xlevaluate.submission.amounts import number_or_none
from xlevaluate.submission.tolerance import Closeness, agreement, exceeds
from xlevaluate.template.identity_rules import RowIdentity
from xlevaluate.template.template import Template


def row_identity_rules(template: Template) -> list[RuleDef]:
    """Return a rule for every identity that holds in each row of a list."""
    return [_rule(given) for given in template.row_identities]


def _rule(given: RowIdentity) -> RuleDef:
    names = (given.total, *given.parts)

    def look(subject: Subject) -> RuleResult:
        rows = list(_rows(subject, given))
        found = (observed for row in rows if (observed := _look(given, *row)))
        return RuleResult(tuple(found), applicable=bool(rows))

    reads = Reads(lambda _: names, lambda _: True)
    return rule(given.id, given.level, "表内", given.title, given.source, reads, needs=NOTHING)(
        look
    )


_Row = tuple[str, Decimal, dict[str, Decimal]]
"""The path of a total, the total, its parts by their paths."""


def _rows(subject: Subject, given: RowIdentity) -> Iterator[_Row]:
    """Yield the rows in which the total and a part are numbers."""
    for path, _ in entries(subject.submission, f"{given.base}.*"):
        cells = {key: f"{path}.{key}" for key in (given.total_key, *given.part_keys)}
        values = {
            key: number_or_none(entries(subject.submission, cell)[0].value)
            for key, cell in cells.items()
        }
        total = values[given.total_key]
        parts = {cells[key]: values[key] for key in given.part_keys}
        numbers = {cell: value for cell, value in parts.items() if value is not None}
        if total is not None and numbers:
            yield cells[given.total_key], total, numbers


def _look(
    given: RowIdentity, path: str, total: Decimal, parts: dict[str, Decimal]
) -> Observation | None:
    numbers = list(parts.values())
    at_most = given.relation == "at_most"
    verdict = exceeds(numbers, total) if at_most else agreement(total, numbers)
    if verdict == "equal":
        return None
    expected = sum(numbers, Decimal(0))
    return Observation(
        _case(verdict, at_most=at_most),
        path,
        tuple(parts),
        actual=total,
        expected=expected,
        difference=abs(total - expected),
        signs=(1,) * len(parts),
        level="hint" if verdict == "rounding" else None,
    )


def _case(verdict: Closeness, *, at_most: bool) -> Case:
    if verdict == "rounding":
        return "rounding"
    return "parts_exceed" if at_most else "unequal"
