"""From a reading to an evaluation: ratios, score, grade, and every rule's outcome, in words."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import LEVELS, Finding, Level, Outcome, Rule, Subject
from xlevaluate.checks.speaker import Speaker, place_of
from xlevaluate.checks.words import tell
from xlevaluate.form.reading import Place, Reading
from xlevaluate.indicators.computation import Shown
from xlevaluate.submission import Submission
from xlevaluate.template import Template


@dataclass(frozen=True)
class Told:
    """A finding with its place and its sentence."""

    finding: Finding
    place: Place
    message: str


@dataclass(frozen=True)
class Evaluation:
    """What the centre makes of a workbook."""

    subject: Subject
    rules: dict[str, Rule]
    outcomes: dict[str, Outcome]

    @cached_property
    def findings(self) -> tuple[Told, ...]:
        """All findings, gravest first, then in the order of the rules."""
        speaker = Speaker(self.subject.template, self.subject.reading)
        told = [
            Told(finding, place_of(finding, speaker), tell(finding, speaker))
            for outcome in self.outcomes.values()
            for finding in outcome.findings
        ]
        levels = list(LEVELS)
        return tuple(sorted(told, key=lambda item: levels.index(item.finding.level)))

    def count(self, level: Level) -> int:
        """Return how many findings there are at a level."""
        return sum(told.finding.level == level for told in self.findings)

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
    subject = Subject.of(template, reading, previous)
    rules = rules_of(template)
    return Evaluation(subject, rules, {rule.id: rule.look(subject) for rule in rules.values()})
