"""评分: the total against the ceiling by budget execution, and what the platform warns of."""

from decimal import Decimal
from typing import TypeVar

from xlevaluate.checks.rule import Finding, Outcome, Subject, rule
from xlevaluate.scoring.verdict import CeilingCell, WarningCell
from xlevaluate.submission.amounts import canonical, percent

_METHOD = "评分办法"
_BUDGET = ("全年执行数", "全年预算数")

C = TypeVar("C")


def _cell(subject: Subject, kind: type[C]) -> C | None:
    """Return a computed cell of the profile, where it has it."""
    cells = subject.template.computations.values()
    return next((cell for cell in cells if isinstance(cell, kind)), None)


def _unread(subject: Subject, *names: str) -> Outcome | None:
    unread = subject.unread(*names)
    return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",)) if unread else None


@rule("S18", "error", "评分", "总分不超过按预算执行率规定的上限", _METHOD, ("总分", *_BUDGET))
def within_ceiling(subject: Subject) -> Outcome:
    """Find a total above what the rate of budget execution allows."""
    ceiling = _cell(subject, CeilingCell)
    if ceiling is None:
        return Outcome(applicable=False)
    if unread := _unread(subject, "总分", *_BUDGET):
        return unread
    (total,) = subject.figures["总分"]
    most = ceiling.shown(subject.figures)
    if not isinstance(total.value, Decimal) or not isinstance(most, Decimal):
        return Outcome(applicable=False)
    if total.value <= most:
        return Outcome()
    budget = (ceiling.execution.executed, ceiling.execution.budget)
    others = tuple(subject.figures[name][0].path for name in budget)
    difference = canonical(total.value - most)
    finding = Finding(
        *("S18", "error", "over_ceiling", total.path, others, total.value, most, difference)
    )
    return Outcome((finding,))


@rule(
    "S19",
    "query",
    "评分",
    "指标得分不明显超前于预算执行（红色预警）",
    _METHOD,
    ("绩效指标_得分", *_BUDGET),
)
def indicators_ahead(subject: Subject) -> Outcome:
    """Find indicators that score further than the money was spent."""
    warning = _cell(subject, WarningCell)
    if warning is None or warning.profile.warning.indicator_ahead is None:
        return Outcome(applicable=False)
    if unread := _unread(subject, "绩效指标_得分", *_BUDGET):
        return unread
    rates = warning.rates(subject.figures)
    if rates is None:
        return Outcome(not_checked=("全年执行数或全年预算数未填",))
    if not warning.is_ahead(subject.figures):
        return Outcome()
    indicators, execution = map(percent, rates)
    finding = Finding(
        *("S19", "query", "indicators_ahead", f"={warning.execution.name}", ()),
        actual=indicators,
        expected=execution,
        note=f"{percent(warning.profile.warning.indicator_ahead).normalize():f}",
    )
    return Outcome((finding,))


@rule("S20", "hint", "评分", "全年预算不为0、未执行的不多（黄色预警）", _METHOD, _BUDGET)
def unexecuted(subject: Subject) -> Outcome:
    """Find a budget of 0, or one of which too much was left."""
    warning = _cell(subject, WarningCell)
    if warning is None or warning.profile.warning.unexecuted is None:
        return Outcome(applicable=False)
    if unread := _unread(subject, *_BUDGET):
        return unread
    names = (warning.execution.executed, warning.execution.budget)
    (done,), (budget,) = (subject.figures[name] for name in names)
    if not isinstance(done.value, Decimal) or not isinstance(budget.value, Decimal):
        return Outcome(not_checked=("全年执行数或全年预算数未填",))
    if not warning.is_unexecuted(subject.figures):
        return Outcome()
    if budget.value == 0:
        return Outcome(
            (Finding("S20", "hint", "no_budget", budget.path, (done.path,), budget.value),)
        )
    left = budget.value - done.value
    finding = Finding(
        *("S20", "hint", "unexecuted", done.path, (budget.path,)),
        actual=percent(left / budget.value),
        expected=percent(warning.profile.warning.unexecuted),
    )
    return Outcome((finding,))


RULES = (within_ceiling, indicators_ahead, unexecuted)
