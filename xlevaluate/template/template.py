"""A template: all that differs between provinces and years, loaded from its folder.

A folder of ``workbook_templates`` holds ``form.toml``, ``ratios.toml``, ``identities.toml``,
``profile.toml``, ``outline.toml``, ``texts.toml``, ``charts.toml`` and ``report.docx``. A mistake
in one of them is told with the file and the key.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from xlevaluate.computed.change import Change, Growth
from xlevaluate.computed.chart_cells import Chart, ChartError, charts_of
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.ratio import Ratio, RatioPart
from xlevaluate.computed.sums import SumFill
from xlevaluate.errors import CannotDoError
from xlevaluate.files.toml import line_of, load_toml
from xlevaluate.form.chart_definition import ChartsDef
from xlevaluate.form.definition import FormDef
from xlevaluate.form.fields import Scored
from xlevaluate.form.form import Form
from xlevaluate.form.page import Printed
from xlevaluate.scoring import Profile
from xlevaluate.scoring.composition import portions_of
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.parameters import (
    Parameter,
    adapted,
    parameters_of,
)
from xlevaluate.scoring.ratio_score import ScoredRatio
from xlevaluate.scoring.verdict import CeilingCell, GradeCell, WarningCell
from xlevaluate.submission import OutlineRow, Submission
from xlevaluate.template.records import (
    IdentitiesDef,
    IdentityRule,
    OutlineDef,
    RatiosDef,
    computations_of,
    identity_of,
    outline_digest,
    outline_model,
    ratio_of,
)
from xlevaluate.template.text_rules import TextRules

DEFAULT_FAMILY = "hunan_department"


@dataclass(frozen=True, repr=False)
class Template:
    """Everything that the centre needs to know about a province's forms."""

    folder: Path
    profile_name: str
    """``""`` for the template's own ``profile.toml``."""
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
    outline: tuple[OutlineRow, ...]
    title: str
    """The report's title, with ``{名称}`` where a field is put in."""
    examples: dict[str, str]
    """A sentence for each function of sentences, to show it by."""
    texts: TextRules
    charts: tuple[Chart, ...]
    parts: "_Parts"

    @cached_property
    def fills(self) -> dict[str, SumFill]:
        """Totals into which a new workbook puts a sum formula."""
        return {
            identity.total: SumFill(identity)
            for rule in self.identities
            if rule.fills
            for identity in rule.columns
        }

    @cached_property
    def printed(self) -> Printed:
        """What a layout prints besides fields."""
        return Printed(
            tuple(self.ratios.values()),
            self.scored,
            self.parameters,
            charts=self.charts,
            portions=tuple(
                (portion.label, portion.points is None)
                for portion in portions_of(self.form, self.profile.frame)
            ),
            points=self._points,
            verdicts=tuple(
                name
                for name, cell in self.computations.items()
                if isinstance(cell, GradeCell | CeilingCell | WarningCell)
            ),
            notices={
                "composition": self.profile.source.notice,
                "ratio_scores": self.profile.ratios.source.notice
                if self.scored
                else "评分办法不给比率评分",
            },
        )

    @property
    def _points(self) -> dict[str, str]:
        """Return what is printed below the name of each dimension, by key."""
        called = ParameterNames.of(self.form)
        names = called.dimensions
        points = {}
        for key in names:
            group = self.profile.frame.group_of(key)
            others = "、".join(
                other for of, other in names.items() if of in group.dimensions and of != key
            )
            beside = f"与{others}共" if others else ""
            points[key] = f"（{beside}{{{called.weight(group).cell}}}分）"
        return points

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
        return self.form.model()

    def completed(self, submission: Submission) -> Submission:
        """Fill in the template's own outline and parameters where the submission has none."""
        own = {parameter.name: parameter.value for parameter in self.parts.parameters}
        given = {name: value for name, value in submission.parameters.items() if name in own}
        return submission.model_copy(
            update={
                "outline": self.outline if submission.outline is None else submission.outline,
                "parameters": own | given,
            }
        )

    def reduced(self, submission: Submission) -> Submission:
        """Take the outline and the parameters out where they are the template's own."""
        own = {parameter.name: parameter.value for parameter in self.parts.parameters}
        changed = {
            name: value
            for name, value in submission.parameters.items()
            if value is not None and own.get(name) != value
        }
        outline = None if self._is_own(submission.outline) else submission.outline
        return submission.model_copy(update={"outline": outline, "parameters": changed})

    def _is_own(self, outline: tuple[OutlineRow, ...] | None) -> bool:
        """Tell whether an outline is the template's, now or in an earlier version."""
        if outline is None or outline == self.outline:
            return True
        return outline_digest(outline) in self.parts.outline.former

    def adapted(self, submission: Submission) -> "Template":
        """Return the template with the parameters that stand in a submission.

        Those that cannot be used are left out (and ``unfit`` names them).
        """
        profile, _ = self._adapted(submission)
        return self if profile is self.parts.profile else _assemble(self.parts, profile)

    def unfit(self, submission: Submission) -> dict[str, str]:
        """Return the parameters of a submission that cannot be used, with the reason."""
        _, unfit = self._adapted(submission)
        return unfit

    def _adapted(self, submission: Submission) -> tuple[Profile, dict[str, str]]:
        changed = self.reduced(submission).parameters
        given = {name: value for name, value in changed.items() if isinstance(value, Decimal)}
        unfit = dict.fromkeys(set(changed) - set(given), "应为数字")
        if not given:
            return self.parts.profile, unfit
        profile, others = adapted(self.parts.profile, self.parts.parameters, given)
        return profile, unfit | others


@dataclass(frozen=True, repr=False)
class _Parts:
    """What a template is made of before the profile comes in."""

    folder: Path
    profile_name: str
    form: Form
    profile: Profile
    parameters: tuple[Parameter, ...]
    ratios: dict[str, Ratio]
    ratio_source: str
    identities: IdentitiesDef
    outline: OutlineDef
    texts: TextRules
    charts: ChartsDef


def templates_folder() -> Path:
    """Return ``workbook_templates``: inside an installed package, or beside a checkout's."""
    package = Path(__file__).parents[1]
    inside = package / "workbook_templates"
    return inside if inside.is_dir() else package.parent / "workbook_templates"


def families() -> list[str]:
    """Return the names of the templates there are."""
    return sorted(path.parent.name for path in templates_folder().glob("*/form.toml"))


def profiles(family: str) -> list[str]:
    """Return the names of the other profiles that a template has."""
    paths = (templates_folder() / family).glob("profile_*.toml")
    return sorted(path.stem.removeprefix("profile_") for path in paths)


def profile_of(given: str | None) -> tuple[str, Path | None]:
    """Tell a profile of the template by its name from one in a file of the user's."""
    if given is None or not given.lower().endswith(".toml"):
        return given or "", None
    return "", Path(given)


@lru_cache(maxsize=8)
def load_template(
    family: str = DEFAULT_FAMILY, profile: str = "", profile_file: Path | None = None
) -> Template:
    """Load a template by the name of its folder, with one of its scoring profiles.

    ``profile`` names one beside the template's own (``""``); ``profile_file`` is one from
    elsewhere. Raises ``CannotDoError`` where there is none, or a file of it says what it may not.
    """
    folder = templates_folder() / family
    if family not in families():
        raise CannotDoError(f"没有名为“{family}”的模板；现有模板：{'、'.join(families())}")
    path = profile_file or folder / (f"profile_{profile}.toml" if profile else "profile.toml")
    # A workbook from elsewhere names its profile: that is looked up, and never a way to a file.
    unknown_name = profile and profile_file is None and profile not in profiles(family)
    if unknown_name or not path.is_file():
        known = "、".join(profiles(family)) or "无"
        raise CannotDoError(
            f"没有名为“{profile or path}”的评分办法；现有：{known}。"
            "评分办法另有文件的，请用 --profile 文件名.toml 指出。"
        )
    definition = load_toml(folder / "form.toml", FormDef.model_validate)
    scoring = load_toml(path, Profile.model_validate)
    dimensions = _dimensions(definition)
    _check_frame(path, dimensions, scoring)
    parameters = parameters_of(scoring, ParameterNames(definition.names, dimensions))
    scored = Scored(
        tuple(ratio.name for ratio in scoring.ratios.ratio),
        tuple(band.name for band in scoring.band),
        parameters,
    )
    form = load_toml(folder / "form.toml", lambda _: Form.compile(definition, scored))
    given = load_toml(folder / "ratios.toml", RatiosDef.model_validate)
    ratios = {item.name: ratio_of(item, form) for item in given.ratio}
    unknown = [name for name in scored.ratios if name not in ratios]
    if unknown:
        raise CannotDoError(f"模板文件 {path.name} 给没有的比率评分：{'、'.join(unknown)}")
    parts = _Parts(
        folder=folder,
        profile_name=profile or (path.stem if profile_file else ""),
        form=form,
        profile=scoring,
        parameters=parameters,
        ratios=ratios,
        ratio_source=given.source,
        identities=load_toml(folder / "identities.toml", IdentitiesDef.model_validate),
        outline=load_toml(
            folder / "outline.toml", outline_model(form.outline_levels).model_validate
        ),
        texts=_texts(folder / "texts.toml", form, ratios),
        charts=load_toml(folder / "charts.toml", ChartsDef.model_validate),
    )
    return _assemble(parts, scoring)


def _dimensions(definition: FormDef) -> dict[str, str]:
    return {
        dimension.key: dimension.name
        for sheet in definition.sheet
        for block in sheet.block
        if block.indicators
        for dimension in block.indicators.dimensions
    }


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
        form=parts.form,
        profile=profile,
        parameters=parameters_of(profile, ParameterNames.of(parts.form)),
        ratios=parts.ratios,
        ratio_source=parts.ratio_source,
        computations=computations,
        scored=scored,
        identities=tuple(
            identity_of(given, parts.identities.source, parts.form, computations)
            for given in parts.identities.identity
        ),
        outline=parts.outline.rows(parts.form.outline_row, graded=bool(profile.grade)),
        title=parts.outline.title,
        examples=parts.outline.examples,
        texts=parts.texts,
        charts=_charts(parts, computations),
        parts=parts,
    )


def _charts(parts: _Parts, computations: dict[str, Computation]) -> tuple[Chart, ...]:
    try:
        return charts_of(parts.charts, parts.form, computations)
    except ChartError as error:
        path = parts.folder / "charts.toml"
        key = ".".join(map(str, error.place))
        line = line_of(path.read_text(encoding="utf-8-sig"), error.place)
        raise CannotDoError(f"模板文件 {path.name} 第 {line} 行的 {key} 有误：{error}") from error


def _texts(path: Path, form: Form, ratios: dict[str, Ratio]) -> TextRules:
    rules = load_toml(path, TextRules.model_validate)
    unknown = rules.unknown(form, dict(ratios))
    if unknown:
        raise CannotDoError(f"模板文件 texts.toml 用了没有的项目：{'、'.join(unknown)}")
    return rules


def _check_frame(path: Path, dimensions: dict[str, str], profile: Profile) -> None:
    differing = sorted(set(dimensions) ^ set(profile.frame.keys))
    if differing:
        raise CannotDoError(
            f"模板文件 {path.name} 的 frame 与 form.toml 的一级指标不一致：" + "、".join(differing)
        )
