"""文表: figures inside the texts held against one another: parts, rates, counted lists."""

from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Level, Observation, RuleResult
from xlevaluate.checks.holding import held_statements
from xlevaluate.checks.reads import NOTHING
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import NARRATIVE
from xlevaluate.submission.amounts import canonical, percent
from xlevaluate.texts.counted_lists import counted_lists
from xlevaluate.texts.parts_of_whole import PartsOfWhole
from xlevaluate.texts.reckonings import Reckoning
from xlevaluate.texts.report_reading import TextRead
from xlevaluate.texts.spoken_rates import SpokenRate

_AGREE = "报告前后一致"
_BESIDE: dict[str, Case] = {
    "percent": "rate_beside_otherwise",
    "points": "points_beside_otherwise",
    "money": "amount_beside_otherwise",
}


@rule(
    "T12",
    "error",
    "文表",
    "文字中的分项之和与总数一致",
    _AGREE,
    NARRATIVE,
    needs=NOTHING,
)
def parts_said(subject: Subject) -> RuleResult:
    """Hold the parts that a text names against the whole that it names with them."""
    found = [
        _parts(text, parts)
        for text in subject.texts_read
        for parts in text.parts
        if parts.contradicts
    ]
    return RuleResult(tuple(found), applicable=any(bool(text.parts) for text in subject.texts_read))


def _parts(text: TextRead, parts: PartsOfWhole) -> Observation:
    is_money = parts.whole.kind == "money"
    is_sure = is_money and parts.is_sure and parts.exceeds and parts.is_beyond_rounding
    level: Level = "error" if is_sure else "query"
    total, whole = canonical(parts.total), canonical(parts.whole.number)
    return Observation(
        "parts_said_otherwise" if is_money else "counted_parts_said_otherwise",
        text.text.path,
        actual=total,
        expected=whole,
        difference=canonical(abs(total - whole)),
        note=text.quote(parts),
        level=level,
    )


@rule(
    "T13",
    "query",
    "文表",
    "写明个数的，与列出的个数一致",
    _AGREE,
    NARRATIVE,
    needs=NOTHING,
)
def lists_said(subject: Subject) -> RuleResult:
    """Hold the number of things against the names of them that follow or go before."""
    found = []
    seen = False
    for text in subject.texts_read:
        for listed in counted_lists(text.plain.text):
            seen = True
            if listed.contradicts:
                nearest = listed.least if listed.number < listed.least else listed.most
                found.append(
                    Observation(
                        "listed_otherwise",
                        text.text.path,
                        actual=Decimal(nearest),
                        expected=Decimal(listed.number),
                        note=text.plain.quote(listed.start, listed.end),
                    )
                )
    return RuleResult(tuple(found), applicable=seen)


@rule(
    "T15",
    "query",
    "文表",
    "文字中的比率、差额、人均数与同一句的数一致",
    _AGREE,
    NARRATIVE,
    needs=NOTHING,
)
def rates_said_beside(subject: Subject) -> RuleResult:
    """Hold a rate, a difference or an average against the figures that a text says with it.

    One that is held against the form is left to the rule that does it.
    """
    seen = any(text.rates or text.reckonings for text in subject.texts_read)
    wrong = {
        (text.text.path, said.said.start): _reckoning(text, said)
        for text in subject.texts_read
        for said in text.reckonings
        if said.contradicts
    }
    wrong |= {
        (text.text.path, said.rate.start): _rate(text, said)
        for text in subject.texts_read
        for said in text.rates
        if said.contradicts
    }
    if not wrong:
        return RuleResult(applicable=seen)
    held = {
        (item.text.text.path, item.statement.quantity.start)
        for item in held_statements(subject)
        if item.figures and item.statement.quantity is not None
    }
    return RuleResult(tuple(found for place, found in wrong.items() if place not in held))


def _rate(text: TextRead, said: SpokenRate) -> Observation:
    rate = percent(said.nearest / 100)
    return Observation(
        "rate_beside_otherwise",
        text.text.path,
        actual=canonical(said.rate.number),
        expected=rate,
        difference=canonical(abs(rate - said.rate.number)),
        note=text.quote(said),
    )


def _reckoning(text: TextRead, said: Reckoning) -> Observation:
    case: Case = _BESIDE[said.unit]
    actual, expected = said.said.number, said.nearest
    if said.unit == "money" and abs(actual) < 1:
        case, actual, expected = "yuan_beside_otherwise", actual * 10_000, expected * 10_000
    expected = percent(expected / 100)
    return Observation(
        case,
        text.text.path,
        actual=canonical(actual),
        expected=expected,
        difference=canonical(abs(expected - actual)),
        note=text.quote(said),
    )


RULES = (parts_said, lists_said, rates_said_beside)
