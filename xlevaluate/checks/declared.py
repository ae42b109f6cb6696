"""申报: what is evaluated held against the targets that were declared with the budget.

Targets that were approved may be changed only by those who approved them (财预〔2015〕88号,
原文未核对): a name, a sign, a value, a weight, or an amount that is another one is asked about. The
declaration is a workbook of its own, of any form with indicators; without one nothing is said.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Observation, RuleResult
from xlevaluate.checks.reads import NOTHING, indicator, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.form.figures import Figures
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.scoring.quantity import TargetQuantity, read_deadlines, read_quantity
from xlevaluate.submission.amounts import in_words

_SOURCE = "绩效目标批复后不得自行调整；通行规定，原文未核对"
_NOT_GIVEN = RuleResult(applicable=False)
_NUMBERED = re.compile(r"指标[\d一二三四五六七八九十]+[:、.]|[\d一二三四五六七八九十]+[、.](?=\D)")


class _Pair(NamedTuple):
    """An indicator as it is evaluated and as it was declared; ``None`` where it is not there."""

    ours: Indicator | None
    theirs: Indicator | None


def _key(name: str) -> str:
    """Return what is compared of a name: no numbers before it, no blanks, plain signs."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).rstrip("。;,")
    return _NUMBERED.sub("", plain, count=1) if _NUMBERED.match(plain) else plain


def _named(figures: Figures) -> dict[str, list[Indicator]]:
    """Return indicators by what is compared of their names, in their order."""
    found: dict[str, list[Indicator]] = {}
    for row in figures.indicators:
        if row.name and row.target:
            found.setdefault(_key(row.name), []).append(row)
    return found


def _pairs(figures: Figures, declared: Figures) -> Iterator[_Pair]:
    """Yield the indicators evaluated with those declared, and then what was declared besides."""
    left = _named(declared)
    for name, rows in _named(figures).items():
        for row in rows:
            same = left.get(name, [])
            yield _Pair(row, same.pop(0) if same else None)
    yield from (_Pair(None, row) for rows in left.values() for row in rows)


@rule(
    *("D01", "query", "申报", "自评的指标就是申报的指标", _SOURCE),
    indicator("name", "target"),
    needs=NOTHING,
)
def indicators_declared(subject: Subject) -> RuleResult:
    """Find indicators that were declared and are not evaluated, and the other way round."""
    if subject.declared is None:
        return _NOT_GIVEN
    found = []
    for ours, theirs in _pairs(subject.figures, subject.declared):
        if ours is None and theirs is not None:
            target = f"{theirs.name}（{theirs.target}）"
            found.append(Observation("declared_missing", _place_of(subject, theirs), note=target))
        elif theirs is None and ours is not None:
            found.append(Observation("not_declared", ours.paths["name"], note=ours.name or ""))
    return RuleResult(tuple(found))


def _place_of(subject: Subject, declared: Indicator) -> str:
    """Return the rows among which an indicator belongs: its category, or its dimension's first."""
    groups = subject.template.form.indicator_groups
    names = (declared.category.name, declared.dimension.name)
    same = [group for group in groups if group.category.name == names[0]]
    same += [group for group in groups if group.dimension.name == names[1]]
    return (same or list(groups))[0].path


@rule(
    *("D02", "query", "申报", "指标值的方向与申报的一致", _SOURCE),
    indicator("name", "target"),
    needs=NOTHING,
)
def signs_declared(subject: Subject) -> RuleResult:
    """Find targets that point another way than declared: “≥” for “≤”, “=” for “≥”."""
    return _changed(subject, "sign_changed", is_sign=True)


@rule(
    *("D03", "query", "申报", "指标值与申报的一致", _SOURCE),
    indicator("name", "target"),
    needs=NOTHING,
)
def targets_declared(subject: Subject) -> RuleResult:
    """Find targets of another value, unit or wording than declared."""
    return _changed(subject, "target_changed", is_sign=False)


def _changed(subject: Subject, case: Case, *, is_sign: bool) -> RuleResult:
    if subject.declared is None:
        return _NOT_GIVEN
    found = [
        Observation(case, ours.paths["target"], actual=ours.target, expected=theirs.target)
        for ours, theirs in _pairs(subject.figures, subject.declared)
        if ours and theirs and _differs(ours.target, theirs.target) is is_sign
    ]
    return RuleResult(tuple(found))


def _differs(target: str | None, declared: str | None) -> bool | None:
    """Tell how a target differs: ``True`` in its direction alone, ``None`` not at all."""
    ours, theirs = read_quantity(target), read_quantity(declared)
    if ours is not None and theirs is not None:
        if _direction(ours) != _direction(theirs):
            return (ours.low, ours.high, ours.unit) == (theirs.low, theirs.high, theirs.unit)
        return None if ours == theirs or _is_alike(ours, theirs) else False
    due, declared_due = read_deadlines(target, declared)
    if due is not None and due == declared_due:
        return None
    return None if _key(target or "") == _key(declared or "") else False


def _direction(quantity: TargetQuantity) -> tuple[str, bool]:
    return quantity.relation, quantity.strict


def _is_alike(ours: TargetQuantity, theirs: TargetQuantity) -> bool:
    """Tell whether two say the same in other words: “≥95%” and “95%”."""
    return (ours.low, ours.high, ours.unit, ours.way, ours.often) == (
        *(theirs.low, theirs.high, theirs.unit, theirs.way, theirs.often),
    )


@rule(
    *("D04", "query", "申报", "指标的分值与申报的权重一致", _SOURCE),
    indicator("name", "weight"),
    needs=NOTHING,
)
def weights_declared(subject: Subject) -> RuleResult:
    """Find points that are not the weight declared; a weight left blank says nothing."""
    if subject.declared is None:
        return _NOT_GIVEN
    found = []
    for ours, theirs in _pairs(subject.figures, subject.declared):
        if ours is None or theirs is None:
            continue
        weight, declared = ours.weight, theirs.weight
        if isinstance(weight, Decimal) and isinstance(declared, Decimal) and weight != declared:
            apart = abs(weight - declared)
            path = ours.paths["weight"]
            found.append(Observation("weight_changed", path, (), weight, declared, apart))
    return RuleResult(tuple(found))


@rule(
    *("D05", "query", "申报", "年初预算数等于申报的金额合计", _SOURCE),
    roles("initial_budget"),
    needs=NOTHING,
)
def budget_declared(subject: Subject) -> RuleResult:
    """Hold the budget at the beginning of the year against the amount that was declared."""
    if subject.declared is None:
        return _NOT_GIVEN
    ours, theirs = (f.number("initial_budget") for f in (subject.figures, subject.declared))
    if ours is None or theirs is None or ours == theirs:
        return RuleResult(applicable=ours is not None and theirs is not None)
    path, apart = subject.path_of("initial_budget"), abs(ours - theirs)
    return RuleResult((Observation("budget_changed", path, (), ours, theirs, apart),))


@rule(
    *("D06", "query", "申报", "申报表是同一单位、同一年度的", _SOURCE),
    roles("unit_name", "year"),
    needs=NOTHING,
)
def same_declaration(subject: Subject) -> RuleResult:
    """Find that the workbook given as the declaration is another unit's or another year's."""
    if subject.declared is None:
        return _NOT_GIVEN
    found = []
    ours, theirs = subject.figures, subject.declared
    name, other = ours.text("unit_name"), theirs.text("unit_name")
    if name and other and _key(name) != _key(other):
        path = subject.path_of("unit_name")
        found.append(Observation("other_unit_declared", path, actual=other, expected=name))
    if ours.year and theirs.year and ours.year != theirs.year:
        years = (in_words(Decimal(year)) for year in (theirs.year, ours.year))
        actual, expected = years
        path = subject.path_of("year")
        found.append(Observation("other_year_declared", path, actual=actual, expected=expected))
    return RuleResult(tuple(found))


RULES = (
    indicators_declared,
    signs_declared,
    targets_declared,
    weights_declared,
    budget_declared,
    same_declaration,
)
