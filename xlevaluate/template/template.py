"""A template: all that differs between provinces and years, and what a submission makes of it.

It is made of its parts and a scoring profile; a submission whose workbook has other numbers of the
profile is held to the template adapted to them.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from msgspec import Struct

from xlevaluate.computed.change import Change, Growth
from xlevaluate.computed.chart_cells import Chart, charts_of
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.ratio import Ratio, RatioPart
from xlevaluate.computed.sums import Identity, NoneFill, SumFill
from xlevaluate.form.chart_definition import ChartsDef
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form, Grades
from xlevaluate.form.layout import lay_out
from xlevaluate.form.page import Page
from xlevaluate.form.printed import Printed
from xlevaluate.form.roles import RatioRole
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.parameters import (
    Parameter,
    adapted,
    parameters_of,
)
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.ratio_score import ScoredRatio
from xlevaluate.submission import Amount, OutlineRow, Submission
from xlevaluate.submission.paths import with_values
from xlevaluate.template.computed_cells import computations_of
from xlevaluate.template.identity_rules import (
    IdentityRule,
    RowIdentity,
    brought_of,
    identities_of,
    row_identities_of,
)
from xlevaluate.template.printed_parts import printed_of
from xlevaluate.template.record_definitions import IdentitiesDef, OutlineDef, outline_digest
from xlevaluate.template.text_rules import TextRules


class Template(Struct, frozen=True, eq=False, dict=True):
    """Everything that the centre needs to know about a province's forms."""

    folder: Path
    profile_name: str
    """``""`` for the template's own ``profile.toml``."""
    digest: str
    """Of what the files hold: another version of the template has another one."""
    form: Form
    profile: Profile
    parameters: tuple[Parameter, ...]
    """The numbers of the profile that may be changed in a workbook."""
    ratios: dict[str, Ratio]
    ratio_source: str
    computations: dict[str, Computation]
    """Every computed cell of the forms by name: ratios and their parts, changes, points."""
    scored: tuple[ScoredRatio, ...]
    identities: tuple[IdentityRule, ...]
    row_identities: tuple[RowIdentity, ...]
    brought: tuple[Identity, ...]
    """Figures that come from other cells by a formula, and are held against nothing."""
    outline: tuple[OutlineRow, ...]
    title: str
    """The report's title, with ``{名称}`` where a field is put in."""
    examples: dict[str, str]
    """A sentence for each function of sentences, to show it by."""
    texts: TextRules
    charts: tuple[Chart, ...]
    parts: "TemplateParts"

    @classmethod
    def of(cls, parts: "TemplateParts", profile: Profile) -> "Template":
        """Return the template that its parts make under a profile."""
        scored = tuple(
            ScoredRatio(parts.ratios[given.name], given, profile.ratios.not_applicable, parts.form)
            for given in profile.ratios.ratio
            if parts.form.ratio_scores is not None
        )
        computations = computations_of(parts.form, parts.ratios, profile, scored)
        return cls(
            folder=parts.folder,
            profile_name=parts.profile_name,
            digest=parts.digest,
            form=parts.form,
            profile=profile,
            parameters=parameters_of(profile, ParameterNames.of(parts.form)),
            ratios=parts.ratios,
            ratio_source=parts.ratio_source,
            computations=computations,
            scored=scored,
            identities=identities_of(parts.identities, parts.form, computations),
            row_identities=row_identities_of(parts.identities, parts.form),
            brought=brought_of(parts.identities, parts.form, computations),
            outline=parts.outline.rows(parts.form.outline_row, graded=bool(profile.grade)),
            title=parts.outline.title,
            examples=parts.outline.examples,
            texts=parts.texts,
            charts=charts_of(parts.charts, parts.form, computations),
            parts=parts,
        )

    @property
    def project_profile(self) -> str:
        """The name of the profile of projects; ``""`` for the one that the form names."""
        return self.parts.project_profile

    @property
    def outline_definition(self) -> OutlineDef:
        """What ``outline.toml`` says."""
        return self.parts.outline

    @property
    def project(self) -> "Template | None":
        """What projects are held to, where a workbook of this template has sheets for them.

        It is loaded when it is first asked for: most workbooks have no projects.
        """
        if self.parts.find_project is None:
            return None
        return self.parts.find_project(self.form)

    @property
    def is_of_project(self) -> bool:
        """Tell whether it is what a department's workbook has of a project's template."""
        return bool(self.form.borrowed or self.form.unseen)

    def grades(self, department: Submission | None) -> Grades:
        """Return the grades of a department's projects, for which this template is loaded."""
        names = tuple(grade.name for grade in self.profile.grade)
        projects = () if department is None else department.projects
        if department is None or not names or not projects:
            return Grades(names)
        first = projects[0].model_copy(update={"parameters": department.project_parameters})
        profile = self.adapted(first).profile
        totals = (Figures(self.form, project).number("total_score") for project in projects)
        found = (profile.grade_of(total) for total in totals if total is not None)
        return Grades(names, tuple(grade for grade in found if grade is not None))

    @property
    def name(self) -> str:
        """The template's name: that of its folder."""
        return self.folder.name

    @cached_property
    def fills(self) -> dict[str, SumFill | NoneFill]:
        """Cells into which a new workbook puts a formula that may be written over.

        Totals, figures that other sheets have, and what the unit may say that it has none of.
        """
        filled = [
            SumFill(identity, is_brought=rule.brings)
            for rule in self.identities
            if rule.fills or rule.brings
            for identity in rule.columns
        ]
        filled += [SumFill(identity, is_brought=True) for identity in self.brought]
        sums = {fill.name: fill for fill in filled}
        none = {
            name: NoneFill(name, absent.said, sums.get(name))
            for absent in self.form.definition.absent
            for name in absent.names
        }
        return sums | none

    @cached_property
    def blank_pages(self) -> tuple[Page, ...]:
        """The sheets of a new workbook in which nothing is filled in."""
        return lay_out(self.form, self.completed(self.blank()), self.printed)

    @cached_property
    def printed(self) -> Printed:
        """What a layout prints besides fields."""
        return printed_of(
            self.form,
            self.profile,
            self.parameters,
            self.computations,
            ratios=tuple(self.ratios.values()),
            scored=self.scored,
            charts=self.charts,
        )

    def ratio_with(self, role: RatioRole) -> Ratio | None:
        """Return the ratio of a role; ``None`` where the template has none."""
        return next((ratio for ratio in self.ratios.values() if ratio.role == role), None)

    @property
    def depending(self) -> frozenset[str]:
        """The computed cells that depend on parameters."""
        return frozenset(
            name
            for name, computation in self.computations.items()
            if not isinstance(computation, Ratio | RatioPart | Change | Growth)
        )

    def blank(self) -> Submission:
        """Return the submission of an empty workbook."""
        return self.form.own_model()

    def completed(self, submission: Submission) -> Submission:
        """Fill in the template's own outline and parameters where the submission has none.

        So is 0 in what the unit says that it has none of, as formulas do in the workbook.
        """
        figures = Figures(self.form, submission)
        nothing = {
            self.form.fields[name].path: Decimal(0)
            for name, fill in self.fills.items()
            if isinstance(fill, NoneFill) and figures.value(name) is None and fill.is_said(figures)
        }
        if nothing:
            submission = with_values(submission, nothing)
        return submission.model_copy(
            update={
                "outline": self.outline if submission.outline is None else submission.outline,
                "parameters": self._all_parameters(submission.parameters),
            }
        )

    def _all_parameters(self, given: Mapping[str, Amount]) -> dict[str, Amount]:
        """Return every parameter of the profile, as it was given or as it is."""
        own = {parameter.name: parameter.value for parameter in self.parts.parameters}
        return own | {name: value for name, value in given.items() if name in own}

    def changed_parameters(self, given: Mapping[str, Amount]) -> dict[str, Amount]:
        """Return the parameters that differ from those of the profile."""
        own = {parameter.name: parameter.value for parameter in self.parts.parameters}
        return {n: value for n, value in given.items() if value is not None and own.get(n) != value}

    def reduced(self, submission: Submission) -> Submission:
        """Take the outline and the parameters out where they are the template's own."""
        update: dict[str, object] = {
            "outline": None if self._is_own(submission.outline) else submission.outline,
            "parameters": self.changed_parameters(submission.parameters),
        }
        if submission.project_parameters and self.project is not None:
            of_projects = self.project.changed_parameters(submission.project_parameters)
            update["project_parameters"] = of_projects
        return submission.model_copy(update=update)

    def _is_own(self, outline: tuple[OutlineRow, ...] | None) -> bool:
        """Tell whether an outline is the template's, now or in an earlier version."""
        if outline is None or outline == self.outline:
            return True
        return outline_digest(outline) in self.parts.outline.former

    def adapted(self, submission: Submission) -> "Template":
        """Return the template with the parameters that stand in a submission.

        Those that cannot be used are left out (and ``unfit`` names them).
        """
        given, _ = self._given(submission)
        return _with_parameters(self, given)[0] if given else self

    def unfit(self, submission: Submission) -> dict[str, str]:
        """Return the parameters of a submission that cannot be used, with the reason."""
        given, unfit = self._given(submission)
        return unfit | (_with_parameters(self, given)[1] if given else {})

    def _given(self, submission: Submission) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
        """Return the numbers that were changed, as they are written, and what is no number."""
        changed = self.changed_parameters(submission.parameters)
        numbers = {
            name: str(value) for name, value in changed.items() if isinstance(value, Decimal)
        }
        unfit = {name: "应为数字" for name in changed if name not in numbers}
        return tuple(numbers.items()), unfit


@lru_cache(maxsize=8)  # of many workbooks with changed parameters, most have the same
def _with_parameters(
    template: Template, given: tuple[tuple[str, str], ...]
) -> tuple[Template, dict[str, str]]:
    """Return a template with other parameters, and those that cannot be used, with the reason."""
    parts = template.parts
    numbers = {name: Decimal(value) for name, value in given}
    profile, unfit = adapted(parts.profile, parts.parameters, numbers)
    return template if profile is parts.profile else Template.of(parts, profile), unfit


class TemplateParts(Struct, frozen=True):
    """What a template is made of before the profile comes in."""

    folder: Path
    profile_name: str
    project_profile: str
    digest: str
    form: Form
    profile: Profile
    parameters: tuple[Parameter, ...]
    ratios: dict[str, Ratio]
    ratio_source: str
    identities: IdentitiesDef
    outline: OutlineDef
    texts: TextRules
    charts: ChartsDef
    find_project: Callable[[Form], Template] | None = None
    """Returns what a department's workbook has of the template of its projects."""
