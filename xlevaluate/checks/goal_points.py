"""评分: the points of each goal's indicators, where a form has its indicators go by goals."""

from decimal import Decimal

from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Observation,
    Reason,
    RuleResult,
)
from xlevaluate.checks.reads import any_of, indicator
from xlevaluate.checks.rule import RuleDef, Subject, rule
from xlevaluate.form.form import Form
from xlevaluate.scoring.composition import Portion, goals_in
from xlevaluate.scoring.frame import is_divided
from xlevaluate.submission.amounts import canonical, number_or_none
from xlevaluate.template.template import Template


def _goals(form: Form) -> tuple[Portion, ...]:
    """Return the goals whose points the form asks for."""
    return tuple(goal for goal in goals_in(form) if goal.parameter)


_POINTS = any_of(lambda template: (goal.parameter for goal in _goals(template.form)))


@rule(
    "S21",
    "error",
    "评分",
    "各年度目标的指标分值之和等于该目标的分值",
    "按目标分列指标的表式",
    indicator("weight") | _POINTS,
)
def goal_weights(subject: Subject) -> RuleResult:
    """Find goals whose indicators have other points together than the goal."""
    form = subject.template.form
    found, blank, looked = [], [], False
    for goal in _goals(form):
        field, weights = form.fields[goal.parameter], goal.weights(subject.figures)
        points = number_or_none(subject.figures.value(field.name))
        if points is None:
            blank += [field.label] if weights else []
            continue
        looked = True
        if is_divided(weights, points):
            continue
        actual = sum(weights, Decimal(0))
        found.append(
            Observation(
                case="goal_weight" if weights else "goal_empty",
                path=field.path,
                others=tuple(
                    group.path
                    for group in form.indicator_groups
                    if group.goal and group.goal.key == goal.goal
                ),
                actual=canonical(points),
                expected=canonical(actual),
                difference=canonical(abs(actual - points)),
            )
        )
    if not looked and not blank:
        return NOT_APPLICABLE_HERE
    return RuleResult(tuple(found), (Reason("blank", tuple(blank)),) if blank else ())


def goal_rules(template: Template) -> tuple[RuleDef, ...]:
    """Return the rule of a form that asks for the points of its goals."""
    return (goal_weights,) if _goals(template.form) else ()
