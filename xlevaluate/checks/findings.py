"""What rules find, and what kept them from looking: records, with no sentence in them.

A rule gives observations; those get its id and its level and are then findings. Sentences are
made of them in ``evaluation.messages``, with the places at hand.
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict

from xlevaluate.checks.cases import Case
from xlevaluate.form.problems import Problem

Level = Literal["error", "query", "hint"]
LEVELS: dict[Level, str] = {"error": "错误", "query": "核实", "hint": "提示"}
"""Levels, gravest first, with what users call them."""

Status = Literal["passed", "failed", "explained", "not_checked", "not_applicable"]

Family = Literal[
    "读取", "表内", "表间", "上下年", "申报", "决算", "文表", "评分", "完整性", "规范性"
]

ReasonKind = Literal[
    "unread",  # could not be read
    "deleted",  # rows, columns or sheets were deleted, on which formulas depend
    "blank",  # is not filled in
    "one_blank",  # one or the other is not filled in
    "parts_blank",  # no part of this total is filled in
    "counterparts_blank",  # not all figures that this one is held against are filled in
    "typed_as_text",  # a number stands as a text, which formulas do not count
    "parameters_unfit",  # parameters of scoring that cannot be used
    "no_previous",  # no workbook of last year was given
    "not_previous_year",  # the workbook given is of another year
    "not_previous_unit",  # the workbook given is another unit's
    "previous_blank",  # is not filled in in the workbook of last year
    "accounts_unmapped",  # the template does not say which figures stand in accounts
    "accounts_lack",  # stands in none of the accounts given
    "accounts_unfilled",  # stands in the accounts given and is not filled in
    "accounts_unclear",  # accounts that cannot be used before something is answered
]


class Reason(Struct, frozen=True):
    """Why a rule could not look at something: the kind, and what it is said of.

    ``labels`` are what the form calls it; ``of`` is the ratio that is not worked out for it.
    ``is_told`` says that a finding already tells of the blank.
    """

    kind: ReasonKind
    labels: tuple[str, ...] = ()
    of: str = ""
    is_told: bool = False


class Observation(Struct, frozen=True):
    """One thing that a rule finds. Figures are in the unit of the field at ``path``.

    ``path`` is a place: the path of a field, of a group of rows, or ``=名称`` of a computed cell;
    ``others`` are the places that belong to it, with their ``signs`` where they make a sum;
    ``blanks`` are those of them that are not filled in. ``note`` is a word the sentence needs.
    ``level`` is given where it is another than that of the rule.
    """

    case: Case
    path: str
    others: tuple[str, ...] = ()
    actual: Decimal | str | None = None
    expected: Decimal | str | None = None
    difference: Decimal | None = None
    signs: tuple[int, ...] = ()
    blanks: tuple[str, ...] = ()
    note: str = ""
    problem: Problem | None = None
    level: Level | None = None


class Finding(Observation, frozen=True, kw_only=True):
    """An observation with the id of its rule and its level."""

    rule: str
    level: Level

    @classmethod
    def of(cls, observation: Observation, rule: str, level: Level) -> "Finding":
        """Put the id of the rule to an observation, and its level where it has none."""
        values = asdict(observation) | {"rule": rule, "level": observation.level or level}
        return cls(**values)


class RuleResult(Struct, frozen=True):
    """What the function of a rule returns: observations, and why it could not look at more."""

    found: tuple[Observation, ...] = ()
    not_checked: tuple[Reason, ...] = ()
    applicable: bool = True


NOT_APPLICABLE_HERE = RuleResult(applicable=False)
"""There is nothing in the submission that the rule is about."""


def unchecked(*reasons: Reason) -> RuleResult:
    """Return that a rule could not look at all."""
    return RuleResult(not_checked=reasons)


class Outcome(Struct, frozen=True):
    """What a rule made of a subject.

    A rule that neither found anything nor was kept from looking, and was ``applicable``, has
    passed.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[Reason, ...] = ()
    applicable: bool = True

    @property
    def status(self) -> Status:
        """The one word for it."""
        if self.findings:
            return "failed"
        if self.not_checked:
            return "not_checked"
        return "passed" if self.applicable else "not_applicable"
