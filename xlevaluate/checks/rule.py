"""Rules are records. A rule looks at a subject and gives an outcome.

What a rule says of itself, its id and its level stand once, in the decorator ``rule``.
"""

from collections.abc import Callable, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec import field as default_of
from msgspec.structs import replace

from xlevaluate.accounts.accounts_reading import AccountsReading
from xlevaluate.checks.answers import Answers
from xlevaluate.checks.deletions import Deletion, deletions_of
from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Family,
    Finding,
    Level,
    Outcome,
    Reason,
    RuleResult,
    unchecked,
)
from xlevaluate.checks.passed_over import passed_over
from xlevaluate.checks.reads import NOTHING, Reads
from xlevaluate.form.fields import Field
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Place, Reading
from xlevaluate.form.roles import OF_THE_UNIT, FieldRole
from xlevaluate.sentences.outline import Written, written_rows
from xlevaluate.submission import NOT_APPLICABLE, Submission
from xlevaluate.template.template import Template
from xlevaluate.texts.report_reading import TextRead, read_texts


class Subject(Struct, frozen=True, dict=True):
    """What rules look at."""

    template: Template
    reading: Reading
    figures: Figures
    previous: Submission | None = None
    """Last year's submission, where one is given."""
    declared: Figures | None = None
    """The targets declared with the budget, in a form of their own, where they are given."""
    accounts: AccountsReading | None = None
    """What final accounts and budgets say of the form's fields, where they are given."""
    projects: Mapping[str, "Subject"] = default_of(default_factory=dict)
    """The projects of the same workbook, by sheet."""
    totals_of_texts: Mapping[Place, tuple[str, ...]] = default_of(default_factory=dict)
    """Paths of totals whose formulas passed over a number that stands as a text, by its place."""

    @classmethod
    def of(
        cls,
        template: Template,
        reading: Reading,
        previous: Submission | None = None,
        declared: Figures | None = None,
        accounts: AccountsReading | None = None,
    ) -> "Subject":
        """Look at a reading, and at those of the projects with it."""
        project = template.project if reading.projects else None
        projects = {}
        if project is not None:
            for sheet, read in reading.projects.items():
                projects[sheet] = cls.of(project.adapted(read.submission), read)
        over = passed_over(template, reading)
        figures = Figures(template.form, over.reading.submission)
        read = over.reading
        return cls(template, read, figures, previous, declared, accounts, projects, over.totals)

    @property
    def submission(self) -> Submission:
        """The submission as read."""
        return self.reading.submission

    @cached_property
    def is_untouched(self) -> bool:
        """Tell whether nothing stands in the form of a project that is its own."""
        return not self.reading.problems and all(
            entry.value is None
            for item, entry in self.figures.all_entries()
            if item.role not in OF_THE_UNIT and not item.has_default
        )

    @cached_property
    def deletions(self) -> tuple[Deletion, ...]:
        """What was deleted from the workbook."""
        return deletions_of(self.template, self.reading)

    @cached_property
    def texts_read(self) -> tuple[TextRead, ...]:
        """The texts of the report, read."""
        return read_texts(self.template, self.figures)

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """The rows of the report's outline, filled in; none where it was cleared."""
        template, outline = self.template, self.submission.outline or ()
        empty = template.outline_definition.empty
        return written_rows(self.figures, template.profile, outline, self.reading.unread, empty)

    @cached_property
    def answers(self) -> Answers:
        """What answers for blanks."""
        return Answers(self.template, self.figures)

    def field(self, role: FieldRole) -> Field:
        """Return the field of a role that the rule requires."""
        field = self.template.form.with_role(role)
        if field is None:
            raise ValueError(f"the form has no field of the role {role}, which the rule requires")
        return field

    def path_of(self, role: FieldRole) -> str:
        """Return the path of the field of a role; ``""`` where the form has none."""
        field = self.template.form.with_role(role)
        return "" if field is None else field.path

    def is_unread(self, *names: str) -> bool:
        """Tell whether one of those fields could not be read."""
        return not self.reading.unread.isdisjoint(names)

    def unread(self, *names: str) -> tuple[str, ...]:
        """Return the labels of those fields that could not be read."""
        fields = self.template.form.all_fields
        return tuple(fields[name].label for name in names if name in self.reading.unread)

    def blank(self, reason: Reason, *names: str) -> RuleResult:
        """Return that a rule lacks these fields.

        One that must be filled in is a reason, of which completeness tells; for want of what may
        stay blank, or of which there is none, a rule is not applicable.
        """
        needed = self.template.form.needed.intersection(names)
        if all(map(self.answers.is_given_for, needed)):
            return NOT_APPLICABLE_HERE
        return unchecked(replace(reason, is_told=True))

    def without(self, *fields: Field) -> RuleResult | None:
        """Return why nothing can be said of figures of which one is no number.

        A blank that must be filled in is a reason; else the rule is not applicable.
        """
        values = {field.name: self.figures.value(field.name) for field in fields}
        if None in values.values():
            reason = Reason("one_blank", tuple(field.label for field in fields))
            return self.blank(reason, *(name for name, value in values.items() if value is None))
        return NOT_APPLICABLE_HERE if NOT_APPLICABLE in values.values() else None


Check = Callable[[Subject], RuleResult]


class RuleDef(Struct, frozen=True):
    """What a rule says of itself, before it meets a template.

    ``level`` is that of its findings where they say nothing else.
    """

    id: str
    level: Level
    family: Family
    title: str
    source: str
    reads: Reads
    requires: Reads
    needs: Reads
    observe: Check


class Rule(Struct, frozen=True, dict=True):
    """A rule of a template."""

    definition: RuleDef
    template: Template

    @property
    def id(self) -> str:
        """What it is called."""
        return self.definition.id

    @property
    def level(self) -> Level:
        """The level of its findings where they say nothing else."""
        return self.definition.level

    @property
    def family(self) -> Family:
        """What it is about."""
        return self.definition.family

    @property
    def title(self) -> str:
        """What it holds a submission to."""
        return self.definition.title

    @property
    def source(self) -> str:
        """Where that is laid down."""
        return self.definition.source

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The names of the fields that it reads."""
        return self.definition.reads.names(self.template)

    @cached_property
    def is_for_form(self) -> bool:
        """Tell whether the form has what the rule requires; else it looks at nothing."""
        return self.definition.requires.is_there(self.template)

    def check(self, subject: Subject) -> Outcome:
        """Look at a subject, as far as what the rule needs could be read."""
        if not self.is_for_form:
            return Outcome(applicable=False)
        given = self.definition
        unread = bool(subject.reading.unread)
        kept = unread and subject.is_unread(*given.needs.names(self.template))
        result = RuleResult() if kept else given.observe(subject)
        return Outcome(
            tuple(Finding.of(item, given.id, given.level) for item in result.found),
            _with_unread(result.not_checked, subject.unread(*self.reads) if unread else ()),
            result.applicable,
        )


def _with_unread(reasons: tuple[Reason, ...], unread: tuple[str, ...]) -> tuple[Reason, ...]:
    """Add what could not be read, where the rule has not said so itself."""
    said = {label for reason in reasons if reason.kind == "unread" for label in reason.labels}
    others = tuple(label for label in dict.fromkeys(unread) if label not in said)
    return (*reasons, Reason("unread", others)) if others else reasons


def rule(
    rule_id: str,
    level: Level,
    family: Family,
    title: str,
    source: str,
    reads: Reads = NOTHING,
    *,
    requires: Reads | None = None,
    needs: Reads | None = None,
) -> Callable[[Check], RuleDef]:
    """Make a rule of the function that checks.

    ``reads`` is everything it reads. ``requires`` is what a form must have for the rule to apply:
    all of it, if nothing else is said. ``needs`` is what must have been read for the rule to look
    at all, likewise: a rule that looks at each figure by itself needs less than it reads (and sees
    to it that what could not be read gives rise to nothing). Whatever of ``reads`` could not be
    read is a reason for not having checked, so that the rule never passes.
    """
    return lambda observe: RuleDef(
        rule_id,
        level,
        family,
        title,
        source,
        reads,
        reads if requires is None else requires,
        reads if needs is None else needs,
        observe,
    )
