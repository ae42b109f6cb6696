"""A template: all that differs between provinces and years, loaded from its folder.

A folder of ``workbook_templates`` holds ``form.toml``, ``ratios.toml``, ``identities.toml``,
``profile.toml``, ``outline.toml``, ``texts.toml`` and ``report.docx``. A mistake in one of them is
told with the file and the key.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xlevaluate.errors import CannotDoError
from xlevaluate.form.definition import FormDef
from xlevaluate.form.fields import table_columns
from xlevaluate.form.form import Form
from xlevaluate.form.layout import Printed
from xlevaluate.indicators.change import Change, Growth
from xlevaluate.indicators.computation import Computation
from xlevaluate.indicators.identity import Identity, Part, SumFill
from xlevaluate.indicators.ratio import Basis, Ratio, ZeroCase
from xlevaluate.indicators.terms import Terms
from xlevaluate.scoring import ExecutionScore, FramePoints, Profile
from xlevaluate.submission import OutlineRow, Submission
from xlevaluate.text_rules import TextRules

DEFAULT_FAMILY = "hunan_department"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _ZeroDef(_Part):
    text: str
    level: Literal["error", "query", "none"]


class _BasisDef(_Part):
    numerator: str
    denominator: str
    label: str = ""


class _RatioDef(_Part):
    name: str
    standard: str
    zero: _ZeroDef
    basis: tuple[_BasisDef, ...]
    whole_percent: bool = False


class _RatiosDef(_Part):
    source: str
    ratio: tuple[_RatioDef, ...]


class IdentityDef(_Part):
    """One identity of ``identities.toml``, in all its columns."""

    id: str
    title: str
    total: str
    parts: tuple[str, ...]
    columns: tuple[str, ...] = ()
    relation: Literal["equal", "at_most"] = "equal"
    total_blank: Literal["unknown", "zero"] = "unknown"
    fills: bool = False


class _IdentitiesDef(_Part):
    source: str
    identity: tuple[IdentityDef, ...]


class _OutlineDef(_Part):
    row: tuple[OutlineRow, ...] = Field(min_length=1)


@dataclass(frozen=True)
class IdentityRule:
    """An identity with its text and source, resolved against the form, column by column."""

    id: str
    title: str
    source: str
    columns: tuple[Identity, ...]
    fills: bool


@dataclass(frozen=True)
class Template:
    """Everything that the centre needs to know about a province's forms."""

    folder: Path
    form: Form
    profile: Profile
    ratios: dict[str, Ratio]
    ratio_source: str
    computations: dict[str, Computation]
    """Every computed cell of the forms by name: ratios and their parts, changes, points."""
    identities: tuple[IdentityRule, ...]
    outline: tuple[OutlineRow, ...]
    texts: TextRules

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
        return Printed(tuple(self.ratios.values()), self.profile.frame.dimensions)

    @property
    def categories(self) -> tuple[str, ...]:
        """The keys of the indicator categories, in the order of the form."""
        return tuple(
            category.key
            for dimension in self.form.indicators.dimensions
            for category in dimension.categories
        )

    def with_outline(self, submission: Submission) -> Submission:
        """Fill in the template's own outline where the submission has none."""
        if submission.outline is not None:
            return submission
        return submission.model_copy(update={"outline": self.outline})

    def without_outline(self, submission: Submission) -> Submission:
        """Take the outline out where it is the template's own."""
        if submission.outline != self.outline:
            return submission
        return submission.model_copy(update={"outline": None})


def templates_folder() -> Path:
    """Return ``workbook_templates``: inside an installed package, or beside a checkout's."""
    package = Path(__file__).parent
    inside = package / "workbook_templates"
    return inside if inside.is_dir() else package.parent / "workbook_templates"


def families() -> list[str]:
    """Return the names of the templates there are."""
    return sorted(path.parent.name for path in templates_folder().glob("*/form.toml"))


@lru_cache(maxsize=8)
def load_template(family: str = DEFAULT_FAMILY) -> Template:
    """Load a template by the name of its folder.

    Raises ``CannotDoError`` where there is none, or a file of it says what it may not.
    """
    folder = templates_folder() / family
    if family not in families():
        raise CannotDoError(f"没有名为“{family}”的模板；现有模板：{'、'.join(families())}")
    form = _load(folder / "form.toml", lambda data: Form.compile(FormDef.model_validate(data)))
    profile = _load(folder / "profile.toml", Profile.model_validate)
    _check_frame(form, profile)
    ratios = _load(folder / "ratios.toml", _RatiosDef.model_validate)
    records = {given.name: _ratio(given, form) for given in ratios.ratio}
    computations = _computations(form, records, profile)
    identities = _load(folder / "identities.toml", _IdentitiesDef.model_validate)
    return Template(
        folder=folder,
        form=form,
        profile=profile,
        ratios=records,
        ratio_source=ratios.source,
        computations=computations,
        identities=tuple(
            _identity(given, identities.source, form, computations) for given in identities.identity
        ),
        outline=_load(folder / "outline.toml", _OutlineDef.model_validate).row,
        texts=_texts(folder / "texts.toml", form, records),
    )


T = TypeVar("T")


def _load(path: Path, read: Callable[[dict[str, Any]], T]) -> T:
    try:
        return read(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise CannotDoError(f"模板文件 {path.name} 的 {place} 有误：{first['msg']}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
        raise CannotDoError(f"模板文件 {path.name} 不能用：{error}") from error


def _ratio(given: _RatioDef, form: Form) -> Ratio:
    try:
        bases = tuple(
            Basis(Terms.parse(basis.numerator), Terms.parse(basis.denominator), basis.label)
            for basis in given.basis
        )
    except ValueError as error:
        raise CannotDoError(f"模板文件 ratios.toml 的“{given.name}”有误：{error}") from error
    for name in (name for basis in bases for name in basis.names):
        if name not in form.fields or not form.fields[name].is_number:
            raise CannotDoError(
                f"模板文件 ratios.toml 的“{given.name}”用了 form.toml 中没有的数字项“{name}”"
            )

    def label_of(name: str) -> str:
        return form.fields[name].label

    counts = all(form.fields[name].kind == "count" for basis in bases for name in basis.names)
    return Ratio(
        name=given.name,
        bases=bases,
        zero=ZeroCase(given.zero.text, given.zero.level),
        standard=given.standard,
        whole_percent=given.whole_percent,
        words="；否则 ".join(
            f"{basis.numerator.words(label_of)} ÷ {basis.denominator.words(label_of)} × 100%"
            for basis in bases
        ),
        parts_style="points" if counts else "money",
    )


def _computations(form: Form, ratios: dict[str, Ratio], profile: Profile) -> dict[str, Computation]:
    weight = profile.frame.execution
    found: list[Computation] = [
        *ratios.values(),
        *(part for ratio in ratios.values() for part in ratio.parts()),
        FramePoints("预算执行分值", weight),
        ExecutionScore(weight, "全年执行数", "全年预算数"),
    ]
    for sheet in form.definition.sheet:
        for table in (block.table for block in sheet.block if block.table):
            for column in table_columns(form.definition, table):
                pair = column.growth or column.change
                for row in table.rows if pair else ():
                    current, prior = (f"{row.name}_{name}" for name in pair or ())
                    record = Growth if column.growth else Change
                    found.append(record(f"{row.name}_{column.name}", current, prior))
    return {computation.name: computation for computation in found}


def _identity(
    given: IdentityDef, source: str, form: Form, computations: dict[str, Computation]
) -> IdentityRule:
    rows_of = {item.name: listing for listing in form.listings.values() for item in listing.fields}

    def part(text: str, column: str) -> Part:
        name = text.removeprefix("-") + column
        if name not in form.all_fields and name not in computations:
            raise unknown(name)
        sign = -1 if text.startswith("-") else 1
        return Part(name, sign, rows_of.get(name), computations.get(name))

    def unknown(name: str) -> CannotDoError:
        return CannotDoError(
            f"模板文件 identities.toml 的 {given.id} 用了 form.toml 中没有的项目“{name}”"
        )

    columns = [f"_{column}" for column in given.columns] or [""]
    for column in columns:
        if given.total + column not in form.fields:
            raise unknown(given.total + column)
    identities = tuple(
        Identity(
            given.total + column,
            tuple(part(text, column) for text in given.parts),
            given.relation,
            given.total_blank,
        )
        for column in columns
    )
    return IdentityRule(given.id, given.title, source, identities, given.fills)


def _texts(path: Path, form: Form, ratios: dict[str, Ratio]) -> TextRules:
    rules = _load(path, TextRules.model_validate)
    unknown = rules.unknown(form, dict(ratios))
    if unknown:
        raise CannotDoError(f"模板文件 texts.toml 用了没有的项目：{'、'.join(unknown)}")
    return rules


def _check_frame(form: Form, profile: Profile) -> None:
    keys = {dimension.key for dimension in form.indicators.dimensions}
    differing = sorted(keys ^ set(profile.frame.dimensions))
    if differing:
        raise CannotDoError(
            "模板文件 profile.toml 的 frame.dimensions 与 form.toml 的一级指标不一致："
            + "、".join(differing)
        )
