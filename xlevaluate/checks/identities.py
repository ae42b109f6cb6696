"""表内 and 表间: totals and their parts, from the template's identities."""

from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.checks.computed_reads import sources_of
from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Family,
    Level,
    Observation,
    Reason,
    RuleResult,
    unchecked,
)
from xlevaluate.checks.reads import NOTHING, Reads
from xlevaluate.checks.rule import RuleDef, Subject, rule
from xlevaluate.computed.sums import Identity, Part
from xlevaluate.submission import NOT_APPLICABLE, Entry
from xlevaluate.submission.tolerance import Closeness, agreement, exceeds
from xlevaluate.template.identity_rules import IdentityRule
from xlevaluate.template.template import Template


def identity_rules(template: Template) -> list[RuleDef]:
    """Return a rule for every identity of the template."""
    return [_rule(identity, template) for identity in template.identities]


def _rule(given: IdentityRule, template: Template) -> RuleDef:
    def look(subject: Subject) -> RuleResult:
        results = [_look(subject, identity) for identity in given.columns]
        return RuleResult(
            found=tuple(item for result in results for item in result.found),
            not_checked=tuple(reason for result in results for reason in result.not_checked),
            applicable=any(result.applicable for result in results),
        )

    reads = Reads(
        lambda _: tuple(
            dict.fromkeys(name for column in given.columns for name in _names(column, template))
        ),
        lambda _: True,
    )
    family = _family(given, template)
    level = given.columns[0].level
    made = rule(given.id, level, family, given.title, given.source, reads, needs=NOTHING)
    return made(look)


def _family(given: IdentityRule, template: Template) -> Family:
    """Tell whether an identity is about the score, within one sheet, or between sheets."""
    form = template.form
    sheets = set()
    for identity in given.columns:
        if form.fields[identity.total].role == "total_score":
            return "评分"
        named = (identity.total, *(part.name for part in identity.parts))
        sheets |= {form.all_fields[name].sheet for name in named if name in form.all_fields}
    return "表内" if len(sheets) < 2 else "表间"


def _names(identity: Identity, template: Template) -> tuple[str, ...]:
    """Return the fields of an identity, and those on which its computed parts depend."""
    return (
        identity.total,
        *(name for part in identity.parts for name in _sources(part, template)),
        *identity.unless,
        *identity.while_blank,
    )


def _sources(part: Part, template: Template) -> tuple[str, ...]:
    return (part.name,) if part.computation is None else sources_of(template, part.name)


def _look(subject: Subject, identity: Identity) -> RuleResult:
    names = _names(identity, subject.template) if subject.reading.unread else ()
    if unread := subject.unread(*dict.fromkeys(names)):
        return unchecked(Reason("unread", unread))
    (total,) = subject.figures[identity.total]
    pairs = [
        (part, entry)
        for part in identity.parts
        for entry in part.entries(subject.figures)
        if entry.value is not None or not part.may_be_blank
    ]
    if total.value is NOT_APPLICABLE or not pairs or not identity.applies(subject.figures):
        return NOT_APPLICABLE_HERE
    is_optional = identity.total not in subject.template.form.needed
    if total.value is None and identity.blank_total == "unknown" and is_optional:
        return NOT_APPLICABLE_HERE
    items = [(part, entry) for part, entry in pairs if isinstance(entry.value, Decimal)]
    form = subject.template.form
    label = form.fields[identity.total].label
    blank = [part.name for part, entry in pairs if entry.value is None]
    if not items:
        return subject.blank(Reason("parts_blank", (label,)), *blank)
    if total.value is None and identity.blank_total == "unknown":
        return subject.blank(Reason("blank", (label,)), identity.total)
    if len(items) < len(pairs) and any(part.sign < 0 for part, _ in pairs):
        # A difference of which one side is missing says nothing.
        return subject.blank(Reason("counterparts_blank", (label,)), *blank)
    amount = total.value if total.value is not None else Decimal(0)
    signed = [part.sign * entry.value for part, entry in items]
    at_most = identity.relation == "at_most"
    verdict = exceeds(signed, amount) if at_most else agreement(amount, signed)
    is_at_ceiling = amount == identity.limited(sum(signed, Decimal(0)), subject.figures)
    if verdict == "equal" or is_at_ceiling:
        return RuleResult()
    expected = sum(signed, Decimal(0))
    if identity.twin is not None and total.value is not None:
        # What is too much in one row is too little in the other: one finding.
        (twin,) = _look(subject, identity.twin).found or (None,)
        if twin is not None and _gap(twin) == expected - amount:
            return RuleResult()
    return RuleResult(
        (
            Observation(
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
                level=_level(identity, total, verdict),
            ),
        )
    )


def _gap(found: Observation) -> Decimal | None:
    """Return by how much a total is too much; below 0, too little."""
    if not isinstance(found.actual, Decimal) or not isinstance(found.expected, Decimal):
        return None
    return found.actual - found.expected


def _level(identity: Identity, total: Entry, verdict: Closeness) -> Level:
    if verdict == "rounding":
        return "hint"
    return "error" if total.value is None else identity.level


def _case(identity: Identity, total: Entry, verdict: Closeness) -> Case:
    if total.value is None:
        return "blank_total"
    if verdict == "rounding":
        return "rounding"
    if identity.level == "query":
        return "falls_short" if identity.relation == "at_most" else "differs_from_others"
    if identity.relation == "at_most":
        return "parts_exceed"
    lone = len(identity.parts) == 1 and identity.parts[0].listing is None
    return "differ" if lone else "unequal"
