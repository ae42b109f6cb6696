"""评分: the total against the ceiling by budget execution, and what the platform warns of."""

from decimal import Decimal
from typing import TypeVar

from xlevaluate.checks.computed_reads import parameters
from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Observation,
    RuleResult,
)
from xlevaluate.checks.reads import Reads, indicator, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.form.fields import Field
from xlevaluate.scoring.verdict import CeilingCell, WarningCell
from xlevaluate.submission.amounts import canonical, number_or_none, percent

_METHOD = "评分办法"
_BUDGET = roles("executed", "final_budget")
_WARNING = parameters("warning").optional
_SCORES_OF_A_PROJECT = Reads(
    lambda template: indicator("score").names(template) if template.is_of_project else (),
    lambda _: True,
)

C = TypeVar("C")


def _cell(subject: Subject, kind: type[C]) -> C | None:
    """Return a computed cell of the profile, where it has it."""
    cells = subject.template.computations.values()
    return next((cell for cell in cells if isinstance(cell, kind)), None)


@rule(
    "S18",
    "error",
    "评分",
    "总分不超过按预算执行率规定的上限",
    _METHOD,
    roles("total_score") | _BUDGET | parameters("ceiling").optional,
)
def within_ceiling(subject: Subject) -> RuleResult:
    """Find a total above what the rate of budget execution allows."""
    ceiling = _cell(subject, CeilingCell)
    total = subject.figures.number("total_score")
    most = None if ceiling is None else ceiling.shown(subject.figures)
    if total is None or not isinstance(most, Decimal):
        return NOT_APPLICABLE_HERE
    if total <= most:
        return RuleResult()
    others = (subject.path_of("executed"), subject.path_of("final_budget"))
    difference = canonical(total - most)
    path = subject.path_of("total_score")
    return RuleResult((Observation("over_ceiling", path, others, total, most, difference),))


@rule(
    "S19",
    "query",
    "评分",
    "指标得分不明显超前于预算执行（红色预警）",
    _METHOD,
    indicator("weight", "score") | _BUDGET | _WARNING,
)
def indicators_ahead(subject: Subject) -> RuleResult:
    """Find indicators that score further than the money was spent."""
    warning = _cell(subject, WarningCell)
    earned = subject.template.form.computed_roles.get("execution_score")
    if warning is None or warning.profile.warning.indicator_ahead is None or earned is None:
        return NOT_APPLICABLE_HERE
    rates = warning.rates(subject.figures)
    if rates is None:
        return subject.without(*_budget(subject)) or NOT_APPLICABLE_HERE
    if not warning.is_ahead(subject.figures):
        return RuleResult()
    indicators, execution = map(percent, rates)
    return RuleResult(
        (
            Observation(
                "indicators_ahead",
                COMPUTED + earned,
                actual=indicators,
                expected=execution,
                note=f"{percent(warning.profile.warning.indicator_ahead).normalize():f}",
            ),
        )
    )


def _budget(subject: Subject) -> tuple[Field, Field]:
    return subject.field("executed"), subject.field("final_budget")


@rule(
    "S20",
    "hint",
    "评分",
    "全年预算不为0、未执行的不多（黄色预警）",
    _METHOD,
    _BUDGET | _WARNING | _SCORES_OF_A_PROJECT,
    needs=_BUDGET | _WARNING,
)
def unexecuted(subject: Subject) -> RuleResult:
    """Find a budget of 0, or one of which too much was left.

    A project that has points and never had money is asked about whether the method warns or not.
    """
    if found := _without_money(subject):
        return RuleResult((found,))
    warning = _cell(subject, WarningCell)
    if warning is None or warning.profile.warning.unexecuted is None:
        return NOT_APPLICABLE_HERE
    if why := subject.without(*_budget(subject)):
        return why
    done, budget = (subject.figures[field.name][0] for field in _budget(subject))
    if not warning.is_unexecuted(subject.figures):
        return RuleResult()
    if budget.value == 0:
        return RuleResult((Observation("no_budget", budget.path, (done.path,), budget.value),))
    return RuleResult(
        (
            Observation(
                "unexecuted",
                done.path,
                (budget.path,),
                actual=percent((budget.value - done.value) / budget.value),
                expected=percent(warning.profile.warning.unexecuted),
            ),
        )
    )


def _without_money(subject: Subject) -> Observation | None:
    done, budget = (subject.figures[field.name][0] for field in _budget(subject))
    scores = (number_or_none(row.score) for row in subject.figures.indicators)
    is_told = subject.template.is_of_project and done.value == budget.value == 0 and any(scores)
    if not is_told:
        return None
    return Observation("no_money", budget.path, (done.path,), budget.value, level="query")


RULES = (within_ceiling, indicators_ahead, unexecuted)
