"""A template: all that differs between provinces and years, loaded from its folder.

A folder of ``workbook_templates`` holds ``form.toml``, ``ratios.toml``, ``identities.toml``,
``profile.toml``, ``outline.toml``, ``texts.toml``, ``charts.toml`` and ``report.docx``; so does a
folder of a user's. Mistakes in them are told with file, line and key, all at once.
"""

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.computed.change import Change, Growth
from xlevaluate.computed.chart_cells import Chart, charts_of
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.ratio import Ratio, RatioPart
from xlevaluate.computed.sums import Identity, NoneFill, SumFill
from xlevaluate.errors import CannotDoError
from xlevaluate.form.chart_definition import ChartsDef
from xlevaluate.form.definition import ProjectsDef
from xlevaluate.form.form import Figures, Form, Grades
from xlevaluate.form.layout import lay_out
from xlevaluate.form.page import Page, Printed, RowCell
from xlevaluate.form.roles import SPLIT, IndicatorRole, RatioRole
from xlevaluate.scoring import Profile
from xlevaluate.scoring.composition import goals_in, portions_of
from xlevaluate.scoring.native_score import NativeScore, can_be_native
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.parameters import (
    Parameter,
    adapted,
    parameters_of,
)
from xlevaluate.scoring.ratio_score import ScoredRatio
from xlevaluate.scoring.verdict import CeilingCell, GradeCell, WarningCell
from xlevaluate.submission import Amount, OutlineRow, Submission
from xlevaluate.submission.paths import with_values
from xlevaluate.template.linter import read_definitions, scored_of
from xlevaluate.template.lookup import DEFAULT_FAMILY, named_folder, profile_path, profiles_in
from xlevaluate.template.project_parts import (
    folder_of_projects,
    kept_identities,
    kept_ratios,
    kept_texts,
    project_form,
    scoring_projects,
)
from xlevaluate.template.records import (
    IdentitiesDef,
    IdentityRule,
    OutlineDef,
    RowIdentity,
    brought_of,
    computations_of,
    identities_of,
    outline_digest,
    ratio_of,
    row_identities_of,
)
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
    parts: "_Parts"

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
        if self.form.definition.projects is None:
            return None
        return _project_of(self.folder, self.form)

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
        return Printed(
            tuple(self.ratios.values()) if self.form.sheet_with("ratios") else (),
            self.scored,
            self.parameters,
            charts=self.charts,
            scores=self._native_score,
            portions=tuple(
                (portion.label, portion.points is None)
                for portion in portions_of(self.form, self.profile.frame)
            ),
            goals=tuple(portion.label for portion in goals_in(self.form)),
            points=self._points,
            verdicts=tuple(
                name
                for name, cell in self.computations.items()
                if isinstance(cell, GradeCell | CeilingCell | WarningCell)
            ),
            notices={
                "composition": self.profile.source.notice,
                "ratio_scores": self.profile.ratios.notice
                if self.scored
                else "评分办法不给比率评分",
            },
        )

    def _native_score(
        self, row: Mapping[IndicatorRole, RowCell], is_limit: bool
    ) -> NativeScore | None:
        """Return the formula that proposes the score of a row, where the profile has one for it."""
        rules = self.profile.indicators
        if not {"target", "actual", "weight"} <= set(row) or not can_be_native(rules):
            return None
        if SPLIT & set(row):
            return None  # the formula reads one cell; the check holds the score all the same
        cells = (row["target"], row["actual"], row["weight"], row.get("band"))
        return NativeScore(*cells, rules, is_limit)

    @property
    def _points(self) -> dict[str, str]:
        """Return what is printed below the name of each dimension, by key."""
        called = ParameterNames.of(self.form)
        names = called.dimensions
        points = {}
        for key in names:
            group = self.profile.frame.group_of(key)
            if set(group.dimensions) == set(names) and len(names) > 1:
                points[key] = ""  # the points of all indicators together
                continue
            others = "、".join(
                other for of, other in names.items() if of in group.dimensions and of != key
            )
            beside = f"与{others}共" if others else ""
            points[key] = f"（{beside}{{{called.weight(group).cell}}}分）"
        return points

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
    return template if profile is parts.profile else _assemble(parts, profile), unfit


class _Parts(Struct, frozen=True):
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

    def as_project(self, given: ProjectsDef, department: Form) -> "_Parts":
        """Return what of a project's template holds in a department's workbook."""
        scored = scored_of(self.form.definition, self.profile)
        form = project_form(self.form, scored, given, department)
        ratios = kept_ratios(
            {name: replace(ratio, names=form.names) for name, ratio in self.ratios.items()}, form
        )
        computed = computations_of(form, ratios, self.profile, ())
        return replace(
            self,
            form=form,
            ratios=ratios,
            parameters=parameters_of(self.profile, ParameterNames.of(form)),
            identities=kept_identities(self.identities, {*form.all_fields, *computed}, given.rules),
            texts=kept_texts(self.texts, form),
            charts=ChartsDef(chart=()),
        )


def load_template(
    family: str = DEFAULT_FAMILY,
    profile: str = "",
    profile_file: Path | None = None,
    project_profile: str = "",
    *,
    folder: Path | None = None,
    beside: Path | None = None,
) -> Template:
    """Load a template by its name, with one of its scoring profiles.

    ``profile`` names one beside the template's own (``""``); ``profile_file`` is one from
    elsewhere; ``project_profile`` names that of projects where it is not the one that the form
    names. ``folder`` is the template's own where the user said it; ``beside`` is where the
    workbook lies that names the template. A template whose files have not changed is loaded once.
    Raises ``CannotDoError`` where there is none, and ``SlipsError`` with all that is wrong in it.
    """
    folder = folder or named_folder(family, beside)
    path = profile_file or profile_path(folder, profile)
    # A workbook from elsewhere names its profile: that is looked up, and never a way to a file.
    unknown_name = profile and profile_file is None and profile not in profiles_in(folder)
    if unknown_name or not path.is_file():
        known = "、".join(profiles_in(folder)) or "无"
        raise CannotDoError(
            f"没有名为“{profile or path}”的评分办法；现有：{known}。"
            "评分办法另有文件的，请用 --profile 文件名.toml 指出。"
        )
    name = profile or (path.stem if profile_file else "")
    return _loaded(folder, path, name, project_profile, _stamp(folder, path))


_Stamp = tuple[tuple[str, int, int], ...]


def _stamp(folder: Path, profile: Path) -> _Stamp:
    """Return what changes when a file is edited: name, time and size of each.

    A cell asks for its template at every call: this takes some 50 µs, where a digest of all that
    the files hold takes twenty times as long.
    """
    own = profile.stat()
    with os.scandir(folder) as found:
        files = [(item.name, item.stat()) for item in found if item.name.endswith(_SUFFIXES)]
    return (
        (str(profile), own.st_mtime_ns, own.st_size),
        *sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files),
    )


_SUFFIXES = (".toml", ".docx")


@lru_cache(maxsize=32)
def _loaded(
    folder: Path, path: Path, profile_name: str, project_profile: str, _: _Stamp
) -> Template:
    given = read_definitions(folder, path)
    form = scoring_projects(folder, given.form, project_profile)
    if form.definition.projects is not None:
        form = replace(
            form,
            find_project=lambda own: _project_of(folder, own).form,
            find_grades=lambda own, given: _project_of(folder, own).grades(given),
        )
    parts = _Parts(
        folder=folder,
        profile_name=profile_name,
        project_profile=project_profile,
        digest=given.digest,
        form=form,
        profile=given.profile,
        parameters=parameters_of(given.profile, ParameterNames.of(form)),
        ratios={item.name: ratio_of(item, form) for item in given.ratios.ratio},
        ratio_source=given.ratios.source,
        identities=given.identities,
        outline=given.outline,
        texts=given.texts,
        charts=given.charts,
    )
    return _assemble(parts, given.profile)


def _project_of(folder: Path, department: Form) -> Template:
    """Return what a department's workbook has of the template of its projects."""
    given = department.definition.projects
    if given is None:
        raise ValueError("the form has no projects")
    of = folder_of_projects(folder, given)
    profile = profile_path(of, given.profile)
    return _small(department, of, profile, given.profile, _stamp(of, profile))


@lru_cache(maxsize=32)
def _small(
    department: Form, folder: Path, path: Path, profile_name: str, stamp: _Stamp
) -> Template:
    given = department.definition.projects
    project = _loaded(folder, path, profile_name, "", stamp)
    if given is None:
        return project
    small = project.parts.as_project(given, department)
    return _assemble(small, small.profile)


def _assemble(parts: _Parts, profile: Profile) -> Template:
    scored = tuple(
        ScoredRatio(parts.ratios[given.name], given, profile.ratios.not_applicable, parts.form)
        for given in profile.ratios.ratio
        if parts.form.ratio_scores is not None
    )
    computations = computations_of(parts.form, parts.ratios, profile, scored)
    return Template(
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
