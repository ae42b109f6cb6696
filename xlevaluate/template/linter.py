"""All files of a template, read and held against one another; every slip is told at once.

What needs sentences, Word or a workbook is looked at by ``inspection``, which comes later.
"""

import hashlib
from pathlib import Path

from msgspec import Struct

from xlevaluate.computed.computation import Computation
from xlevaluate.computed.ratio import Ratio
from xlevaluate.files.slips import Slip, SlipsError, sorted_slips
from xlevaluate.files.toml import TomlFile, open_toml
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.chart_definition import ChartsDef
from xlevaluate.form.definition import BlockDef, FormDef
from xlevaluate.form.fields import Scored, collect_fields
from xlevaluate.form.form import Form
from xlevaluate.form.optional_dimensions import fitted
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.parameters import parameters_of
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.ratio_score import ScoredRatio
from xlevaluate.template.computed_cells import computations_of, ratio_of
from xlevaluate.template.form_linter import lint_form
from xlevaluate.template.identity_linter import lint_identities
from xlevaluate.template.likeness import Likeness, open_part
from xlevaluate.template.lookup import FORM
from xlevaluate.template.record_definitions import (
    IdentitiesDef,
    OutlineDef,
    RatiosDef,
    outline_model,
)
from xlevaluate.template.record_linter import (
    lint_charts,
    lint_outline,
    lint_profile,
    lint_ratios,
)
from xlevaluate.template.string_linter import lint_strings
from xlevaluate.template.text_linter import lint_texts
from xlevaluate.template.text_rules import TextRules

BASE = "report.docx"
"""The Word document that gives reports their styles."""

_OTHERS = ("ratios.toml", "identities.toml", "outline.toml", "texts.toml", "charts.toml")


class Definitions(Struct, frozen=True):
    """What the files of a template say, each read by itself and all held against one another."""

    form: Form
    """With what the profile adds; the outline's rows are of its model."""
    profile: Profile
    ratios: RatiosDef
    identities: IdentitiesDef
    outline: OutlineDef
    texts: TextRules
    charts: ChartsDef
    digest: str
    """Of the content of the files; how their lines end makes no difference."""


def dimensions_of(definition: FormDef) -> dict[str, str]:
    """Return the names of the form's dimensions by their keys."""
    return {
        dimension.key: dimension.name
        for block in definition.blocks
        if block.indicators
        for dimension in block.indicators.dimensions
    }


def scored_of(definition: FormDef, profile: Profile) -> Scored:
    """Return what a profile adds to a form."""
    return Scored(
        tuple(ratio.name for ratio in profile.ratios.ratio),
        tuple(band.name for band in profile.band),
        parameters_of(profile, ParameterNames(definition.names, dimensions_of(definition))),
    )


def read_definitions(folder: Path, profile: Path) -> Definitions:
    """Read a template's files; raises ``SlipsError`` with everything that is wrong in them."""
    files = _Files(folder, profile)
    return files.definitions(files.lint())


class Linted(Struct, frozen=True):
    """What is wrong in a template's files, and the form and outline where nothing is in them."""

    slips: tuple[Slip, ...]
    form: Form | None
    outline: OutlineDef | None


def lint_files(folder: Path, profile: Path) -> Linted:
    """Return what is wrong in a template's files, with one of its profiles."""
    files = _Files(folder, profile)
    form = files.lint()
    return Linted(files.slips, form, files.outline)


class _Files:
    def __init__(self, folder: Path, profile: Path) -> None:
        self._folder = folder
        self._form = open_part(folder, FORM)
        self._profile = open_toml(profile)
        self._like = Likeness(self._form.data or {})
        self._others = {name: open_part(folder, name) for name in _OTHERS}
        self._refuse_other_family()
        self._whole = self._form.read(lambda data: FormDef.model_validate(self._like.form(data)))
        self.profile = self._profile.read(Profile.model_validate)
        self.form = self._whole
        if self._whole and self.profile:
            self.form = fitted(self._whole, frozenset(self.profile.frame.keys))
        self.ratios = self._others["ratios.toml"].read(RatiosDef.model_validate)
        self.identities = self._others["identities.toml"].read(IdentitiesDef.model_validate)
        self.texts = self._others["texts.toml"].read(
            lambda data: TextRules.model_validate(self._like.texts(data))
        )
        self.charts = self._others["charts.toml"].read(ChartsDef.model_validate)
        self.outline: OutlineDef | None = None

    def _refuse_other_family(self) -> None:
        """Refuse a name in the file that is not the folder's: files of version 0.1 had one."""
        family = (self._form.data or {}).get("family", self._folder.name)
        if family != self._folder.name:
            words = f"是“{family}”，而文件夹叫“{self._folder.name}”。模板的名称就是文件夹的名称，"
            self._form.add(f"{words}请删去这一行", "family")

    @property
    def _every(self) -> tuple[TomlFile, ...]:
        return (self._form, self._profile, *self._others.values())

    @property
    def slips(self) -> tuple[Slip, ...]:
        """What is wrong, in the order of files and lines."""
        return sorted_slips(slip for file in self._every for slip in file.told)

    def definitions(self, form: Form | None) -> Definitions:
        """Return what the files say; raises ``SlipsError`` where something is wrong in them."""
        profile, ratios, outline = self.profile, self.ratios, self.outline
        identities, texts, charts = self.identities, self.texts, self.charts
        if self.slips or not (
            form and profile and ratios and identities and outline and texts and charts
        ):
            raise SlipsError(self.slips)
        return Definitions(
            form, profile, ratios, identities, outline, texts, charts, self._digest()
        )

    def _digest(self) -> str:
        """Return the SHA-256 of the files in hexadecimal, cut to 16 digits: it tells of changes."""
        total = hashlib.sha256()
        for file in (*self._every, *self._like.read.values()):
            for text in file.texts:
                total.update(text.replace("\r\n", "\n").encode())
                total.update(b"\0")
        base = self._folder / BASE
        total.update(base.read_bytes() if base.is_file() else b"")
        return total.hexdigest()[:16]

    # ------------------------------------------------------------------ slips

    def lint(self) -> Form | None:
        """Note all slips, as far as the files can be read.

        Returns the form where nothing is wrong in it.
        """
        for file in self._every:
            lint_strings(file)
        form = None
        if self._whole is not None and self.form is not None:
            lint_form(self._form, self._whole)
            self._lint_profile(self.form)
            form = self._compiled(self.form)
        model = OutlineDef if form is None else outline_model(form.outline_levels)
        self.outline = self._others["outline.toml"].read(model.model_validate)
        if form is not None:
            self._lint_others(form)
        return None if self._form.slips else form

    def _lint_profile(self, definition: FormDef) -> None:
        if self.profile:
            dimensions = dimensions_of(definition)
            ratios = {ratio.name for ratio in self.ratios.ratio} if self.ratios else None
            fits = set(dimensions) == set(self.profile.frame.keys)
            called = ParameterNames(definition.names, dimensions)
            parameters = parameters_of(self.profile, called) if fits else ()
            lint_profile(
                *(self._profile, self.profile, dimensions, ratios, parameters),
                has_ratio_scores=any(block.ratio_scores is not None for block in definition.blocks),
            )

    def _compiled(self, definition: FormDef) -> Form | None:
        """Return the form, though names in it may stand twice; ``None`` where it cannot be made."""
        try:
            usable = self.profile if not self._profile.slips else None
            scored = scored_of(definition, usable) if usable else Scored()
            return Form(definition, tuple(collect_fields(definition, scored)))
        except KeyError:
            return None  # a table names columns that there are not, which has been told

    def _lint_others(self, form: Form) -> None:
        if self.ratios:
            lint_ratios(self._others["ratios.toml"], self.ratios, form)
        computed = self._computed(form)
        self._lint_parameters(form)
        if self.identities:
            lint_identities(self._others["identities.toml"], self.identities, form, computed)
        if self.texts:
            names = {ratio.name for ratio in self.ratios.ratio} if self.ratios else None
            lint_texts(self._others["texts.toml"], self.texts, form, names)
        if self.charts:
            lint_charts(self._others["charts.toml"], self.charts, form, computed)
        if self.outline:
            lint_outline(self._others["outline.toml"], self.outline, form)
        if computed is not None and not self._form.slips:
            self._lint_computed(form, computed)

    def _computed(self, form: Form) -> dict[str, Computation] | None:
        """Return the computed cells, ``None`` where slips of others keep them from being known."""
        if self.ratios is None or self.profile is None:
            return None
        if self._others["ratios.toml"].slips or self._profile.slips:
            return None
        try:
            return self._computations(form, self.ratios, self.profile)
        except (LookupError, ValueError):
            if self._form.slips:  # which have been told
                return None
            raise

    @staticmethod
    def _computations(form: Form, given: RatiosDef, profile: Profile) -> dict[str, Computation]:
        ratios: dict[str, Ratio] = {item.name: ratio_of(item, form) for item in given.ratio}
        scored = tuple(
            ScoredRatio(ratios[item.name], item, profile.ratios.not_applicable, form)
            for item in profile.ratios.ratio
            if form.ratio_scores is not None
        )
        return computations_of(form, ratios, profile, scored)

    def _lint_parameters(self, form: Form) -> None:
        """Note that points are printed and computed which no table of parameters says."""
        if form.sheet_with("parameters") or not self.profile:
            return
        if form.execution is not None or len(self.profile.frame.groups) > 1:
            words = "表上的分值取自评分参数：须有一个 parameters（可以照用别的模板里有它的工作表）"
            self._form.add(words, "sheet")

    def _lint_computed(self, form: Form, computed: dict[str, Computation]) -> None:
        """Hold the computed cells that pictures show against those there are."""
        taken = {name.casefold(): name for name in form.all_fields}
        for name in computed:
            if name.casefold() in taken:
                words = f"名称“{name}”要留给自动计算的单元格，填写项请换一个名称"
                places = list(self._form.places_of(taken[name.casefold()]))
                self._form.add(words, *(places[0] if places else ("sheet",)))
        shown: dict[str, set[str]] = {"grid": set(), "paper": set()}
        for s, sheet in enumerate(form.definition.sheet):
            for b, block in enumerate(sheet.block):
                for kind, names in shown.items():
                    place = ("sheet", s, "block", b, kind)
                    names |= set(self._lint_shown(block, place, computed, names))

    def _lint_shown(
        self, block: BlockDef, place: KeyPath, computed: dict[str, Computation], above: set[str]
    ) -> list[str]:
        """Look at the computed cells of a picture, and return them; only ratios may stand twice."""
        ratios = {ratio.name for ratio in self.ratios.ratio} if self.ratios else set()
        shown: list[str] = []
        kind = str(place[-1])
        for r, row in enumerate(getattr(block, kind) or ()):
            for c, text in enumerate(row):
                name = text[1:]
                if not text.startswith("="):
                    continue
                if name not in computed:
                    self._form.add(_not_computed(name, block), *place, r, c)
                elif name in {*above, *shown} - ratios:
                    self._form.add(f"“{name}”在 {kind} 里放了两次", *place, r, c)
                shown.append(name)
        return shown


def _not_computed(name: str, block: BlockDef) -> str:
    """Say why a cell of a picture cannot be computed."""
    if block.computed.get(name) == "total_weight":
        return f"“{name}”取自得分构成：须有一个 composition（可以照用别的模板里有它的工作表）"
    return f"没有名为“{name}”的比率或自动计算的项目"
