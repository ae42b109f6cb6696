"""表内 and 表间: totals and their parts, from the template's identities."""

from decimal import Decimal

from xlevaluate.checks.rule import Case, Family, Finding, Outcome, Rule, Subject
from xlevaluate.checks.tolerance import Agreement, agreement, exceeds
from xlevaluate.computed.sums import Identity
from xlevaluate.submission import NOT_APPLICABLE, Entry
from xlevaluate.template.records import IdentityRule
from xlevaluate.template.template import Template

_FAMILIES: dict[str, Family] = {"F": "表内", "X": "表间", "S": "评分"}


def identity_rules(template: Template) -> list[Rule]:
    """Return a rule for every identity of the template."""
    return [_rule(identity) for identity in template.identities]


def _rule(given: IdentityRule) -> Rule:
    def look(subject: Subject) -> Outcome:
        outcomes = [_look(subject, given.id, identity) for identity in given.columns]
        return Outcome(
            findings=tuple(finding for outcome in outcomes for finding in outcome.findings),
            not_checked=tuple(reason for outcome in outcomes for reason in outcome.not_checked),
            applicable=any(outcome.applicable for outcome in outcomes),
        )

    reads = [name for column in given.columns for name in _names(column)]
    return Rule(
        id=given.id,
        level="error",
        family=_FAMILIES[given.id[0]],
        title=given.title,
        source=given.source,
        reads=tuple(dict.fromkeys(reads)),
        check=look,
    )


def _names(identity: Identity) -> list[str]:
    parts = [part.name for part in identity.parts if part.computation is None]
    return [identity.total, *parts]


def _look(subject: Subject, rule: str, identity: Identity) -> Outcome:
    unread = subject.unread(*_names(identity))
    if unread:
        return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
    (total,) = subject.figures[identity.total]
    pairs = [(part, entry) for part in identity.parts for entry in part.entries(subject.figures)]
    if total.value is NOT_APPLICABLE or not pairs:
        return Outcome(applicable=False)
    items = [(part, entry) for part, entry in pairs if isinstance(entry.value, Decimal)]
    label = subject.template.form.fields[identity.total].label
    if not items:
        return Outcome(not_checked=(f"{label}的各项均未填",))
    if total.value is None and identity.blank_total == "unknown":
        return Outcome(not_checked=(f"{label}未填",))

    if len(items) < len(pairs) and any(part.sign < 0 for part, _ in pairs):
        # A difference of which one side is missing says nothing.
        return Outcome(not_checked=(f"{label}所对照的数字未填全",))
    amount = total.value if total.value is not None else Decimal(0)
    signed = [part.sign * entry.value for part, entry in items]
    at_most = identity.relation == "at_most"
    verdict = exceeds(signed, amount) if at_most else agreement(amount, signed)
    is_at_ceiling = amount == identity.limited(sum(signed, Decimal(0)), subject.figures)
    if verdict == "equal" or is_at_ceiling:
        return Outcome()
    expected = sum(signed, Decimal(0))
    finding = Finding(
        rule=rule,
        level="hint" if verdict == "rounding" else "error",
        case=_case(identity, total, verdict),
        path=total.path,
        others=tuple(entry.path for _, entry in items),
        actual=total.value,
        expected=expected,
        difference=abs(amount - expected),
        signs=tuple(part.sign for part, _ in items),
        blanks=tuple(
            entry.path
            for _, entry in pairs
            # A workbook made before the row came has no cell to fill in.
            if entry.value is None and entry.path in subject.reading.places
        ),
    )
    return Outcome(findings=(finding,))


def _case(identity: Identity, total: Entry, verdict: Agreement) -> Case:
    if total.value is None:
        return "blank_total"
    if verdict == "rounding":
        return "rounding"
    if identity.relation == "at_most":
        return "parts_exceed"
    lone = len(identity.parts) == 1 and identity.parts[0].listing is None
    return "differ" if lone else "unequal"
