"""Rules and findings are records. A rule looks at a subject and returns an outcome.

No rule writes a sentence: a finding says which case it is and holds the figures, and
``words`` turns it into Chinese with the places at hand.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from xlevaluate.form.form import Figures
from xlevaluate.form.problems import Problem, Reading
from xlevaluate.form.roles import FieldRole
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template

Level = Literal["error", "query", "hint"]
LEVELS: dict[Level, str] = {"error": "错误", "query": "核实", "hint": "提示"}
"""Levels, gravest first, with what users call them."""

Status = Literal["passed", "failed", "explained", "not_checked", "not_applicable"]

Family = Literal["读取", "表内", "表间", "上下年", "文表", "评分", "完整性", "规范性"]

Case = str
"""Which of a rule's ways to fail; a key of ``words.WORDS``."""


@dataclass(frozen=True)
class Finding:
    """One thing found. Figures are in the unit of the field at ``path``.

    ``path`` is a place: the path of a field, of a group of rows, or ``=名称`` of a computed cell;
    ``others`` are the places that belong to it, with their ``signs`` where they make a sum;
    ``blanks`` are those of them that are not filled in. ``note`` is a word the sentence needs.
    """

    rule: str
    level: Level
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


@dataclass(frozen=True)
class Outcome:
    """What a rule made of a subject.

    ``not_checked`` gives reasons, in Chinese, why the rule could not look at something; a rule
    that neither found anything nor was kept from looking, and was ``applicable``, has passed.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[str, ...] = ()
    applicable: bool = True

    @property
    def status(self) -> Status:
        """The one word for it."""
        if self.findings:
            return "failed"
        if self.not_checked:
            return "not_checked"
        return "passed" if self.applicable else "not_applicable"


@dataclass(frozen=True)
class Subject:
    """What rules look at."""

    template: Template
    reading: Reading
    figures: Figures
    previous: Submission | None = None
    """Last year's submission, where one is given."""

    @classmethod
    def of(
        cls, template: Template, reading: Reading, previous: Submission | None = None
    ) -> "Subject":
        """Look at a reading."""
        return cls(template, reading, Figures(template.form, reading.submission), previous)

    @property
    def submission(self) -> Submission:
        """The submission as read."""
        return self.reading.submission

    def path_of(self, role: FieldRole) -> str:
        """Return the path of the field of a role; ``""`` where the form has none."""
        field = self.template.form.with_role(role)
        return "" if field is None else field.path

    def unread(self, *names: str) -> tuple[str, ...]:
        """Return the labels of those fields that could not be read."""
        return tuple(
            self.template.form.all_fields[name].label
            for name in names
            if name in self.reading.unread
        )


@dataclass(frozen=True)
class Rule:
    """A rule: its gravest level, what it says of itself, what it reads, how it checks.

    ``reads`` are names of fields (for documentation, and to know what a change touches).
    """

    id: str
    level: Level
    family: Family
    title: str
    source: str
    reads: tuple[str, ...]
    check: Callable[[Subject], Outcome]


def rule(
    rule_id: str,
    level: Level,
    family: Family,
    title: str,
    source: str,
    reads: tuple[str, ...] = ("文字材料",),
) -> Callable[[Callable[[Subject], Outcome]], Rule]:
    """Make a rule of the function that checks."""

    def made(check: Callable[[Subject], Outcome]) -> Rule:
        def honest(subject: Subject) -> Outcome:
            return _with_reasons(check(subject), subject, reads)

        return Rule(rule_id, level, family, title, source, reads, honest)

    return made


def _with_reasons(outcome: Outcome, subject: Subject, reads: tuple[str, ...]) -> Outcome:
    """Say of what could not be read that it could not be read, not that it is blank."""
    known = (name for name in reads if name in subject.template.form.all_fields)
    unread = subject.unread(*known)
    if not unread or not outcome.not_checked:
        return outcome
    said = f"未能读出{'、'.join(unread)}"
    reasons = (said if reason.endswith("未填") else reason for reason in outcome.not_checked)
    return replace(outcome, not_checked=tuple(dict.fromkeys(reasons)))
