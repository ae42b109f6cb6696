"""From a reading to an evaluation: ratios, score, grade, and every rule's outcome, in words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from zlib import crc32

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.accounts.accounts_reading import AccountsReading
from xlevaluate.checks.findings import LEVELS, Family, Finding, Level, Outcome, Status
from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import Rule, Subject
from xlevaluate.computed.computation import Shown
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.messages import message_of
from xlevaluate.evaluation.official_words import Official
from xlevaluate.evaluation.one_cause import by_cause
from xlevaluate.evaluation.places import PlaceNames, place_of
from xlevaluate.evaluation.reason_words import reason_words
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Place, Reading
from xlevaluate.submission import Submission
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.texts import named_sheets
from xlevaluate.template.template import Template

STALE = "【数字已变动，说明仍适用的请删去这个括号】"
"""Begins an explanation that was written when the figures were others."""


_FIRST = frozenset({"other_unit_before", "other_year_before", "manual"})
"""What makes all else doubtful."""


def _row_and_column(cells: str) -> tuple[int, int]:
    """Return row and column of the first cell, to sort by; nothing stands before everything."""
    found = re.match(r"([A-Z]+)(\d+)", cells)
    if found is None:
        return (0, 0)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return (int(found[2]), column)


def _fingerprint(finding: Finding) -> str:
    """Return a short word for a finding's figures, the same wherever its cells have moved."""
    figures = f"{finding.case}|{finding.actual}|{finding.expected}|{finding.note}"
    return f"{crc32(figures.encode()):08x}"


class ReportedFinding(Struct, frozen=True):
    """A finding with its place, its sentence, and what the unit says of it.

    ``key`` is what it is called when the workbook is checked again: its rule, its label, and a
    fingerprint of its figures, but no address, so that an explanation stays with its finding
    when rows move and has to be looked at again when figures change. ``was`` is the key under
    which the explanation was written, where that was another.
    """

    finding: Finding
    place: Place
    message: str
    official: Official
    key: str
    explanation: str | None = None
    was: str = ""

    @property
    def statement(self) -> str:
        """The same as an official document says it: what, and the figures; no cells, no advice."""
        return self.official.statement

    @property
    def is_explained(self) -> bool:
        """Tell whether it is closed: only queries are, by a 说明 on the figures as they are."""
        said = self.explanation
        return self.finding.level == "query" and said is not None and not said.startswith(STALE)


class Evaluation(Struct, frozen=True, dict=True):
    """What the centre makes of a workbook."""

    subject: Subject
    rules: Mapping[str, Rule]
    outcomes: dict[str, Outcome]
    projects: Mapping[str, "Evaluation"] = field(default_factory=dict)
    """Of the projects of the same workbook, by sheet, as far as anything stands in their forms.

    ``findings`` holds theirs, too.
    """

    @cached_property
    def findings(self) -> tuple[ReportedFinding, ...]:
        """All findings, gravest first, then in the order of sheets and rows; explained ones last.

        That the workbook given as last year's is not that comes before everything.
        """
        told = self._explained([*self.told(), *self._told_of_projects()])
        levels = list(LEVELS)
        sheets = [sheet.name for sheet in self.subject.template.form.definition.sheet]
        sheets += self.subject.projects

        def order(item: ReportedFinding) -> tuple[bool, bool, int, int, tuple[int, int]]:
            place = item.place
            return (
                item.is_explained,
                item.finding.case not in _FIRST,
                levels.index(item.finding.level),
                sheets.index(place.sheet) if place.sheet in sheets else -1,
                _row_and_column(place.cell),
            )

        return tuple(sorted(told, key=order))

    def told(self, of: str = "") -> list[ReportedFinding]:
        """Put places and sentences to the findings of one form; ``of`` is the project's name."""
        place_names = PlaceNames(self.subject.template, self.subject.reading)
        told: list[ReportedFinding] = []
        counts: Counter[str] = Counter()
        every = (item for outcome in self.outcomes.values() for item in outcome.findings)
        for cause in by_cause(every):
            is_one = len(cause.findings) == 1
            finding = cause.findings[0] if is_one else cause.told(place_names)
            place = place_of(finding, place_names)
            stem = f"{finding.rule}·{of}{place.label or place.sheet}"
            counts[stem] += 1
            ordinal = f"·{counts[stem]}" if counts[stem] > 1 else ""
            key = f"{stem}{ordinal}#{_fingerprint(finding)}"
            words = message_of(finding, place_names) if is_one else cause.message(place_names)
            official = Official(cause.findings[0], place_names)
            told.append(ReportedFinding(finding, place, words, official, key))
        return told

    def _told_of_projects(self) -> Iterator[ReportedFinding]:
        """Yield what is found in the forms of projects, each once.

        What of it lies in the unit's own sheets is told of those.
        """
        own = {item.name for item in self.subject.template.form.definition.sheet}
        said: set[tuple[Place, str]] = set()
        for sheet, project in self.projects.items():
            of = f"{project.subject.figures.text('project_name') or sheet}·"
            for item in project.told(of):
                key = (item.place, item.message)
                if key not in said and item.place.sheet not in own:
                    said.add(key)
                    yield item

    def _explained(self, told: list[ReportedFinding]) -> list[ReportedFinding]:
        """Put explanations beside their findings.

        One that was written when the figures were others comes back marked, and closes nothing
        before the unit has looked at it again.
        """
        left = {item.finding: item.text for item in self.subject.submission.explanations}
        found = [replace(item, explanation=left.pop(item.key, None)) for item in told]
        older = {key.partition("#")[0]: key for key in left}
        for index, item in enumerate(found):
            was = older.get(item.key.partition("#")[0], "")
            if was and item.explanation is None:
                text = STALE + left[was].removeprefix(STALE)
                found[index] = replace(item, explanation=text, was=was)
        return found

    @property
    def open_findings(self) -> tuple[ReportedFinding, ...]:
        """Findings that are not explained."""
        return tuple(told for told in self.findings if not told.is_explained)

    @property
    def explained(self) -> tuple[ReportedFinding, ...]:
        """Queries with a 说明."""
        return tuple(told for told in self.findings if told.is_explained)

    @property
    def unread(self) -> tuple[ReportedFinding, ...]:
        """Findings that say what of the workbook could not be read."""
        return tuple(
            told
            for told in self.findings
            if told.finding.level == "error" and self.rules[told.finding.rule].family == "读取"
        )

    def refuse_unread(self, doing: str) -> None:
        """Raise ``CannotDoError`` where the workbook could not be read whole."""
        if self.unread:
            said = (f"  {told.message}" for told in self.unread)
            raise CannotDoError("\n".join([f"工作簿没有读全，不能{doing}：", *said]))

    @property
    def solved(self) -> dict[str, str]:
        """Explanations whose findings are no more, by key."""
        keys = {key for told in self.findings for key in (told.key, told.was)}
        said = self.subject.submission.explanations
        return {item.finding: item.text for item in said if item.finding not in keys}

    def status(self, rule: str) -> Status:
        """Return the one word for how a rule came out."""
        status = self._outcome(rule).status
        told = [item for item in self.findings if item.finding.rule == rule]
        closed = bool(told) and all(item.is_explained for item in told)
        return "explained" if closed else status

    def count(self, level: Level) -> int:
        """Return how many findings there are at a level, not counting explained ones."""
        return sum(told.finding.level == level for told in self.open_findings)

    @property
    def unexplained(self) -> int:
        """How many queries keep the submission from being handed in: all, or none."""
        required = self.subject.template.profile.explanations == "required"
        return self.count("query") if required else 0

    @property
    def not_checked(self) -> dict[str, tuple[str, ...]]:
        """Rules that could not look at something, with the reasons in words."""
        own = {
            rule: tuple(dict.fromkeys(map(reason_words, outcome.not_checked)))
            for rule, outcome in self.outcomes.items()
            if outcome.not_checked
        }
        of_projects: dict[str, dict[str, list[str]]] = {}
        for sheet, project in self.projects.items():
            for rule, reasons in project.not_checked.items():
                for reason in reasons:
                    of_projects.setdefault(rule, {}).setdefault(reason, []).append(sheet)
        for rule, sheets in of_projects.items():
            words = tuple(f"{named_sheets(of)}：{reason}" for reason, of in sheets.items())
            own[rule] = (*own.get(rule, ()), *words)
        return {rule: own[rule] for rule in self.rules if rule in own}

    @property
    def awaiting(self) -> tuple[str, ...]:
        """Rules that look as soon as blanks are filled in of which findings tell already."""
        return tuple(
            rule
            for rule in self.rules
            if (reasons := self._outcome(rule).not_checked)
            and all(reason.is_told for reason in reasons)
        )

    def _outcome(self, rule: str) -> Outcome:
        """Return what a rule made of the unit's own forms and of those of its projects."""
        every = (self.outcomes, *(project.outcomes for project in self.projects.values()))
        found = [outcomes[rule] for outcomes in every if rule in outcomes]
        return Outcome(
            tuple(finding for outcome in found for finding in outcome.findings),
            tuple(reason for outcome in found for reason in outcome.not_checked),
            any(outcome.applicable for outcome in found),
        )

    @property
    def score(self) -> Decimal | None:
        """The total score as it stands in the form."""
        return self.subject.figures.number("total_score")

    @property
    def grade(self) -> str | None:
        """The grade that goes with the score."""
        return None if self.score is None else self.subject.template.profile.grade_of(self.score)

    @cached_property
    def ratios(self) -> dict[str, Shown]:
        """Every ratio by name, as its cell shows it."""
        figures = self.subject.figures
        return {name: ratio.shown(figures) for name, ratio in self.subject.template.ratios.items()}


def evaluate(
    template: Template,
    reading: Reading,
    previous: Submission | None = None,
    declared: Figures | None = None,
    accounts: AccountsReading | None = None,
    *,
    only: Family | None = None,
) -> Evaluation:
    """Run every rule on a reading, with last year's submission and declared targets, if given.

    ``accounts`` is what final accounts and budgets say of its fields, likewise.

    ``only`` is the family whose rules alone are run, for whoever asks for no others.
    """
    template = template.adapted(reading.submission)
    subject = Subject.of(template, reading, previous, declared, accounts)
    projects = {
        sheet: _evaluated(of, only) for sheet, of in subject.projects.items() if not of.is_untouched
    }
    own = _evaluated(subject, only)
    rules = {id_: rule for of in projects.values() for id_, rule in of.rules.items()}
    return replace(own, projects=projects, rules={**rules, **own.rules} if rules else own.rules)


def _evaluated(subject: Subject, only: Family | None) -> Evaluation:
    every = rules_of(subject.template)
    rules = {id_: rule for id_, rule in every.items() if only in {None, rule.family}}
    return Evaluation(subject, rules, {rule.id: rule.check(subject) for rule in rules.values()})


def score_words(score: Decimal | str | None, grade: str | None) -> str:
    """Say a total and the grade that goes with it, as far as there is either; or nothing."""
    if score is None:
        return ""
    total = f"总分 {plain(score) if isinstance(score, Decimal) else score}"
    return total if grade is None else f"{total}，等次 {grade}"
