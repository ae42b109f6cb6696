"""规范性: goals that can be measured, and results that are not merely the goals again."""

import difflib
import re

from xlevaluate.checks.findings import Observation, Reason, RuleResult
from xlevaluate.checks.reads import NOTHING, any_role, indicator, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.form.roles import FieldRole
from xlevaluate.scoring.quantity import read_quantity
from xlevaluate.texts.clauses import texts_of

_SOURCE = "自评表填报要求"
_GOALS: tuple[FieldRole, ...] = ("expected_goal", "objectives")

_ALIKE = 0.9
_LONG_TEXT = 2_000
"""Characters from which on it is counted which clauses both have, for that is quick."""


@rule(
    "W10",
    "query",
    "规范性",
    "实际完成情况写的是结果，不是目标",
    _SOURCE,
    roles("actual_results") | any_role(*_GOALS),
)
def goal_repeated(subject: Subject) -> RuleResult:
    """Find actual results that repeat the goal."""
    results = subject.field("actual_results")
    actual = subject.figures.value(results.name)
    if not isinstance(actual, str):
        return subject.blank(Reason("blank", (results.label,)), results.name)
    goals = [field.name for field in map(subject.template.form.with_role, _GOALS) if field]
    for goal in texts_of(subject.figures, goals):
        if _are_alike(actual, goal.text):
            return RuleResult((Observation("goal_repeated", results.path, (goal.path,)),))
    return RuleResult()


_CLAUSE = re.compile(r"[^，。；：\n]+")


def _are_alike(one: str, other: str) -> bool:
    if len(one) + len(other) > _LONG_TEXT:
        first, second = _CLAUSE.findall(one), _CLAUSE.findall(other)
        return difflib.SequenceMatcher(None, first, second).quick_ratio() >= _ALIKE
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


_LONG = 10


@rule(
    "W11",
    "query",
    "规范性",
    "实际完成值写的是结果，不是指标值",
    _SOURCE,
    indicator("target", "actual"),
    needs=NOTHING,
)
def target_repeated(subject: Subject) -> RuleResult:
    """Find an actual that repeats a wordy target."""
    found = []
    for row in subject.figures.indicators:
        target, actual = row.target or "", row.actual or ""
        if target == actual and len(target) >= _LONG and not re.search(r"\d", target):
            found.append(
                Observation("target_repeated", row.paths["actual"], (row.paths["target"],))
            )
    return RuleResult(tuple(found))


_MEASURED = re.compile(r"\d|[二两三四五六七八九十百千][次期场份篇届轮]")


@rule(
    "W12",
    "hint",
    "规范性",
    "年度指标值可以衡量",
    _SOURCE,
    indicator("target", "actual", "weight", "score"),
    needs=NOTHING,
)
def target_without_number(subject: Subject) -> RuleResult:
    """Find targets in words alone whose actuals have numbers and full marks; told once."""
    rows = [
        row.paths["target"]
        for row in subject.figures.indicators
        if row.target
        and row.actual
        and row.score is not None
        and row.score == row.weight
        and not _MEASURED.search(row.target)
        and read_quantity(row.target) is None
        and re.search(r"\d", row.actual)
    ]
    if not rows:
        return RuleResult()
    first, *others = rows
    return RuleResult((Observation("target_without_number", first, tuple(others)),))


RULES = (goal_repeated, target_repeated, target_without_number)
