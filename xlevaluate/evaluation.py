"""From a reading to an evaluation: ratios, score, grade, and every rule's outcome, in words."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import LEVELS, Finding, Level, Outcome, Rule, Status, Subject
from xlevaluate.checks.speaker import Speaker, place_of
from xlevaluate.checks.words import tell
from xlevaluate.form.reading import Place, Reading
from xlevaluate.indicators.computation import Shown
from xlevaluate.submission import Submission
from xlevaluate.submission.amounts import plain
from xlevaluate.template import Template

_OF_TEXTS = {"文表", "规范性"}


@dataclass(frozen=True)
class Told:
    """A finding with its place, its sentence, and what the unit says of it.

    ``key`` is what it is called when the workbook is checked again. It holds no address, so
    that an explanation stays with its finding when rows move.
    """

    finding: Finding
    place: Place
    message: str
    key: str
    explanation: str | None = None

    @property
    def is_explained(self) -> bool:
        """Tell whether it is closed: only queries are, by a 说明."""
        return self.explanation is not None and self.finding.level == "query"


@dataclass(frozen=True)
class Evaluation:
    """What the centre makes of a workbook."""

    subject: Subject
    rules: dict[str, Rule]
    outcomes: dict[str, Outcome]

    @cached_property
    def findings(self) -> tuple[Told, ...]:
        """All findings, gravest first, then in the order of the rules; explained ones last."""
        speaker = Speaker(self.subject.template, self.subject.reading)
        said = {item.finding: item.text for item in self.subject.submission.explanations}
        told = []
        for rule, outcome in self.outcomes.items():
            for finding in outcome.findings:
                place = place_of(finding, speaker)
                key = self._key(rule, finding, place)
                told.append(Told(finding, place, tell(finding, speaker), key, said.get(key)))
        levels = list(LEVELS)
        return tuple(
            sorted(told, key=lambda item: (item.is_explained, levels.index(item.finding.level)))
        )

    def _key(self, rule: str, finding: Finding, place: Place) -> str:
        key = f"{rule}·{place.label or place.sheet}"
        # A text may fail several times; each time is known by what the text says.
        said = finding.actual if self.rules[rule].family in _OF_TEXTS else None
        return (
            key if said is None else f"{key}·{plain(said) if isinstance(said, Decimal) else said}"
        )

    @property
    def open_findings(self) -> tuple[Told, ...]:
        """Findings that are not explained."""
        return tuple(told for told in self.findings if not told.is_explained)

    @property
    def explained(self) -> tuple[Told, ...]:
        """Queries with a 说明."""
        return tuple(told for told in self.findings if told.is_explained)

    @property
    def solved(self) -> dict[str, str]:
        """Explanations whose findings are no more, by key."""
        keys = {told.key for told in self.findings}
        said = self.subject.submission.explanations
        return {item.finding: item.text for item in said if item.finding not in keys}

    def status(self, rule: str) -> Status:
        """Return the one word for how a rule came out."""
        status = self.outcomes[rule].status
        told = [item for item in self.findings if item.finding.rule == rule]
        closed = bool(told) and all(item.is_explained for item in told)
        return "explained" if closed else status

    def count(self, level: Level) -> int:
        """Return how many findings there are at a level, not counting explained ones."""
        return sum(told.finding.level == level for told in self.open_findings)

    @property
    def not_checked(self) -> dict[str, tuple[str, ...]]:
        """Rules that could not look at something, with the reasons."""
        return {
            rule: outcome.not_checked
            for rule, outcome in self.outcomes.items()
            if outcome.not_checked
        }

    @property
    def score(self) -> Decimal | None:
        """The total score as it stands in the form."""
        total = self.subject.figures.amount("总分")
        return total if isinstance(total, Decimal) else None

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
    template: Template, reading: Reading, previous: Submission | None = None
) -> Evaluation:
    """Run every rule on a reading, with last year's submission where there is one."""
    template = template.adapted(reading.submission)
    subject = Subject.of(template, reading, previous)
    rules = rules_of(template)
    return Evaluation(subject, rules, {rule.id: rule.look(subject) for rule in rules.values()})
