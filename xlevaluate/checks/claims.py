"""文表: figures that the texts say, held against the tables."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from xlevaluate.checks.computed_reads import ratio_sources
from xlevaluate.checks.findings import Observation, Reason, RuleResult
from xlevaluate.checks.reads import roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import CLAIMED_CHANGES, NARRATIVE, RATES_SAID, claimed
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.form.table_rows import Row
from xlevaluate.submission.amounts import percent
from xlevaluate.texts.clauses import Said, agrees, narrative_of, said_of

_AGREE = "报告与表一致"
_YEAR = roles("year").optional
"""Without it nobody knows which year a clause speaks of."""
_PER_HUNDRED = "%|％"

Kind = Literal["money", "count"]
_UNITS: dict[Kind, str] = {"money": "万元", "count": "人|名"}


def _best(claims: list[tuple[str, Said]]) -> list[tuple[str, Said]]:
    """Of several readings of one number keep that of the longest words."""
    best: dict[tuple[str, str, Decimal], tuple[str, Said]] = {}
    for name, said in claims:
        key = (said.text.path, said.clause, said.number)
        if key not in best or len(said.words) > len(best[key][1].words):
            best[key] = (name, said)
    return list(best.values())


@rule(
    "T01",
    "error",
    "文表",
    "文字中的金额与表中一致",
    _AGREE,
    NARRATIVE | claimed("money") | _YEAR,
    needs=_YEAR,
)
def amounts_said(subject: Subject) -> RuleResult:
    """Hold amounts said of fields against the fields."""
    return _claims(subject, "money")


@rule(
    "T02",
    "error",
    "文表",
    "文字中的人数与表中一致",
    _AGREE,
    NARRATIVE | claimed("count") | _YEAR,
    needs=_YEAR,
)
def persons_said(subject: Subject) -> RuleResult:
    """Hold numbers of persons against the fields."""
    return _claims(subject, "count")


def _claims(subject: Subject, kind: Kind) -> RuleResult:
    form = subject.template.form
    claims = _best(
        [
            (claim.field, said)
            for claim in subject.template.texts.claim
            if form.fields[claim.field].kind == kind
            for text in narrative_of(subject.figures, subject.template.texts)
            for said in said_of(text, claim.words, f"(?:{_UNITS[kind]})", subject.figures.year)
        ]
    )
    found, unknown = [], []
    for name, said in claims:
        (entry,) = subject.figures[name]
        if not isinstance(entry.value, Decimal):
            labels = (form.fields[name].label,)
            if subject.is_unread(name):
                unknown.append(Reason("unread", labels))
            elif entry.value is None:
                unknown.append(Reason("blank", labels))
        elif not agrees(said, entry.value):
            found.append(
                Observation(
                    case="said_otherwise",
                    path=said.text.path,
                    others=(entry.path,),
                    actual=said.number,
                    expected=entry.value,
                    difference=abs(said.number - entry.value),
                    note=said.clause,
                )
            )
    return RuleResult(tuple(found), tuple(dict.fromkeys(unknown)), applicable=bool(claims))


@rule(
    "T03",
    "error",
    "文表",
    "文字中的比率与指标计算一致",
    _AGREE,
    NARRATIVE | RATES_SAID | _YEAR,
    needs=_YEAR,
)
def rates_said(subject: Subject) -> RuleResult:
    """Hold percentages said of ratios against the ratios, at the precision written."""
    found = []
    claims = _best(
        [
            (rate.ratio, said)
            for rate in subject.template.texts.rate
            for text in narrative_of(subject.figures, subject.template.texts)
            for said in said_of(text, rate.words, f"(?:{_PER_HUNDRED})", subject.figures.year)
        ]
    )
    for name, said in claims:
        ratio = subject.template.ratios[name]
        if subject.is_unread(*ratio_sources(ratio)):
            continue
        value = ratio.evaluate(subject.figures).value
        if value is not None and not agrees(said, percent(value)):
            found.append(
                Observation(
                    case="rate_said_otherwise",
                    path=said.text.path,
                    others=(COMPUTED + name,),
                    actual=said.number,
                    expected=percent(value),
                    difference=abs(said.number - percent(value)),
                    note=said.clause,
                )
            )
    return RuleResult(tuple(found), applicable=bool(claims))


_CHANGE = re.compile(
    r"^[，,]\s*(?:比|较)上年(?P<way>增加|减少)(?P<amount>\d+(?:\.\d+)?)万元"
    r"(?:[，,]\s*(?P<grow>增长|下降|降低)(?P<rate>\d+(?:\.\d+)?)[%％])?"
)


@rule(
    "T04",
    "error",
    "文表",
    "文字中的增减额和增减率与两年数字一致",
    _AGREE,
    NARRATIVE | CLAIMED_CHANGES | _YEAR,
    needs=_YEAR,
)
def changes_said(subject: Subject) -> RuleResult:
    """Hold “比上年增加…万元，增长…%” after an amount against both years of its row."""
    found: list[Observation] = []
    seen = False
    for claim in subject.template.texts.claim:
        row = _row_of(subject, claim.field)
        if row is None:
            continue
        current, prior = (subject.figures.amount(row.cells[c].name) for c in ("current", "prior"))
        if not isinstance(current, Decimal) or not isinstance(prior, Decimal):
            continue
        for text in narrative_of(subject.figures, subject.template.texts):
            for said in said_of(text, claim.words, _UNITS["money"], subject.figures.year):
                rest = text.text[text.text.index(said.clause) + len(said.clause) :]
                match = _CHANGE.match(rest)
                if match is None:
                    continue
                seen = True
                found += _change(said, match, current, prior, row.cells["current"].path)
    return RuleResult(tuple(found), applicable=seen)


def _row_of(subject: Subject, field: str) -> Row | None:
    """Return the row whose figure of this year a field is, where it has last year's too."""
    rows = (row for row in subject.template.form.rows if {"current", "prior"} <= set(row.cells))
    return next((row for row in rows if row.cells["current"].name == field), None)


def _change(
    said: Said, match: re.Match[str], current: Decimal, prior: Decimal, path: str
) -> Iterator[Observation]:
    moved = current - prior
    amount = Decimal(match["amount"]) * (1 if match["way"] == "增加" else -1)
    if amount != moved:
        yield Observation(
            case="change_said_otherwise",
            path=said.text.path,
            others=(path,),
            actual=amount,
            expected=moved,
            difference=abs(amount - moved),
            note=match[0].strip("，,"),
        )
    elif match["rate"] and prior > 0:
        decimals = len(match["rate"].partition(".")[2])
        rate = abs(moved) / prior * 100
        if abs(rate - Decimal(match["rate"])) > Decimal(1).scaleb(-decimals) / 2:
            yield Observation(
                case="growth_said_otherwise",
                path=said.text.path,
                others=(path,),
                actual=Decimal(match["rate"]),
                expected=percent(abs(moved) / prior),
                note=match[0].strip("，,"),
            )


RULES = (amounts_said, persons_said, rates_said, changes_said)
