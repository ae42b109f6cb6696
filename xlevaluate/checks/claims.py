"""文表: figures that the texts say, held against the tables."""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Level, Observation, Reason, RuleResult
from xlevaluate.checks.holding import Held, held_statements
from xlevaluate.checks.reads import NOTHING, indicator, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import NARRATIVE, RATES_SAID, said_of
from xlevaluate.submission import entries
from xlevaluate.submission.amounts import canonical, percent
from xlevaluate.texts.stated import StatementKind

_AGREE = "报告与表一致"
_YEAR = roles("year").optional
"""Without it nobody knows which year a clause speaks of."""

_CASES: dict[StatementKind, Case] = {
    "figure": "said_otherwise",
    "sum": "sum_said_otherwise",
    "saving": "saving_said_otherwise",
    "ratio": "rate_said_otherwise",
    "completion": "part_said_otherwise",
    "share": "part_said_otherwise",
    "saving_rate": "part_said_otherwise",
    "change": "change_said_otherwise",
    "growth": "growth_said_otherwise",
    "flat": "flat_said_otherwise",
}


@rule(
    "T01",
    "error",
    "文表",
    "文字中的金额与表中一致",
    _AGREE,
    NARRATIVE | said_of("money") | _YEAR,
    needs=_YEAR,
)
def amounts_said(subject: Subject) -> RuleResult:
    """Hold amounts said of fields against the fields."""
    return _held(subject, {"figure", "sum", "saving"}, "money")


@rule(
    "T02",
    "error",
    "文表",
    "文字中的人数与表中一致",
    _AGREE,
    NARRATIVE | said_of("count") | _YEAR,
    needs=_YEAR,
)
def persons_said(subject: Subject) -> RuleResult:
    """Hold numbers of persons against the fields."""
    return _held(subject, {"figure"}, "count")


@rule(
    "T03",
    "error",
    "文表",
    "文字中的比率与指标计算一致",
    _AGREE,
    NARRATIVE | RATES_SAID | said_of("money") | _YEAR,
    needs=_YEAR,
)
def rates_said(subject: Subject) -> RuleResult:
    """Hold ratios, shares and completions against the figures, at the precision written."""
    return _held(subject, {"ratio", "share", "completion", "saving_rate"}, "percent")


@rule(
    "T04",
    "error",
    "文表",
    "文字中的增减额和增减率与两年数字一致",
    _AGREE,
    NARRATIVE | said_of("money") | _YEAR,
    needs=_YEAR,
)
def changes_said(subject: Subject) -> RuleResult:
    """Hold changes and rates of growth against the two figures that are compared."""
    result = _held(subject, {"change", "growth", "flat"}, "")
    points = tuple(_points(subject))
    if not points:
        return result
    return RuleResult((*result.found, *points), result.not_checked)


def _held(subject: Subject, kinds: set[StatementKind], quantity: str) -> RuleResult:
    found: list[Observation] = []
    blank: list[Reason] = []
    seen = False
    for held in held_statements(subject):
        said = held.statement
        if said.kind not in kinds:
            continue
        if quantity and (said.quantity is None or said.quantity.kind != quantity):
            continue
        if any(thing.kind == "indicator" for thing in said.things):
            continue
        seen = seen or bool(held.figures)
        if said.kind == "figure" and not (said.doubt or said.last_year or held.figures):
            blank += _blank(subject, held)
        if held.contradicts:
            found.append(_observation(held))
    return RuleResult(tuple(found), tuple(dict.fromkeys(blank)), applicable=seen or bool(blank))


def _blank(subject: Subject, held: Held) -> Iterator[Reason]:
    """Yield the figures that a statement is said of and that are not filled in."""
    said = held.statement
    names = {item.path: name for name, item in subject.template.form.all_fields.items()}
    for thing in said.things[:1]:
        for places in thing.places.get(said.aspect, ())[:1]:
            known = [names[place] for place in places if place in names]
            if known and not subject.is_unread(*known):
                fields = subject.template.form.all_fields
                yield Reason("blank", tuple(fields[name].label for name in known))


def _observation(held: Held) -> Observation:
    said, nearest = held.statement, held.nearest
    is_amount = said.kind in {"figure", "sum", "saving", "change"}
    expected = canonical(nearest.value) if is_amount else percent(nearest.value / 100)
    level: Level | None = None if held.is_sure else "query"
    return Observation(
        case=_CASES[said.kind],
        path=held.text.text.path,
        others=nearest.places,
        actual=None if said.quantity is None else canonical(held.said),
        expected=expected,
        difference=canonical(abs(expected - held.said)),
        note=held.text.quote(said),
        level=level,
    )


@rule(
    "T14",
    "query",
    "文表",
    "文字中的指标完成值与自评表一致",
    _AGREE,
    NARRATIVE | indicator("actual"),
    needs=NOTHING,
)
def indicators_said(subject: Subject) -> RuleResult:
    """Hold what the texts say of an indicator by its name against its actual in the form."""
    found = []
    seen = False
    for held in held_statements(subject):
        said = held.statement
        if said.kind != "figure" or not held.figures or said.things[0].kind != "indicator":
            continue
        seen = True
        if held.contradicts and said.quantity is not None:
            (place,) = held.nearest.places
            found.append(
                Observation(
                    "indicator_said_otherwise",
                    held.text.text.path,
                    (place,),
                    actual=canonical(said.quantity.number),
                    expected=str(entries(subject.submission, place)[0].value),
                    note=held.text.quote(said),
                )
            )
    return RuleResult(tuple(found), applicable=seen)


def _points(subject: Subject) -> Iterator[Observation]:
    """Find 百分点 said of the growth of an amount, which is a percentage."""
    for held in held_statements(subject):
        said = held.statement
        if said.kind != "growth_points" or said.bare or said.quantity is None:
            continue
        if held.figures and not held.contradicts and said.base == "last":
            yield Observation(
                "points_for_percent",
                held.text.text.path,
                actual=Decimal(said.quantity.number),
                note=held.text.quote(said),
                level="hint",
            )


RULES = (amounts_said, persons_said, rates_said, changes_said, indicators_said)
