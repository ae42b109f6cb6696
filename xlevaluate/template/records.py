"""What ``ratios.toml``, ``identities.toml`` and ``outline.toml`` may say, and what is made of it.

A record is resolved against the form: every name in it is a field or a computed cell, or the
slip is told with the file.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, Field, create_model

from xlevaluate.computed.change import Change, Growth
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.ratio import Basis, Ratio, RatioInOneCell, ZeroCase
from xlevaluate.computed.sums import Identity, Part
from xlevaluate.computed.terms import Terms
from xlevaluate.errors import CannotDoError
from xlevaluate.form.fields import table_columns
from xlevaluate.form.form import Form
from xlevaluate.form.names_definition import COMPOSITION_PARTS, RATIO_TOTAL_PARTS
from xlevaluate.form.roles import RatioRole
from xlevaluate.scoring import ExecutionScore, FramePoints, Profile
from xlevaluate.scoring.composition import (
    CompositionCell,
    Portion,
    TotalWeight,
    goals_in,
    portions_of,
)
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.ratio_score import RatioTotal, ScoredRatio
from xlevaluate.scoring.verdict import CeilingCell, verdict_cells
from xlevaluate.submission import OutlineRow
from xlevaluate.template.project_table import project_totals


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _ZeroDef(_Part):
    text: str
    level: Literal["error", "query", "none"]


class _BasisDef(_Part):
    numerator: str
    denominator: str
    label: str = ""


class RatioDef(_Part):
    """A ratio of ``ratios.toml``."""

    name: str
    standard: str
    zero: _ZeroDef
    basis: tuple[_BasisDef, ...]
    whole_percent: bool = False
    role: RatioRole | None = None


class RatiosDef(_Part):
    """The whole of ``ratios.toml``."""

    source: str
    ratio: tuple[RatioDef, ...]


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
    brings: bool = False
    """The total is brought from other sheets by a formula, and may be written over."""
    level: Literal["error", "query"] = "error"
    """A ``query`` where figures may differ and be right; a blank total is an error all the same."""
    may_be_blank: tuple[str, ...] = ()
    """Parts that count for nothing while they are blank."""
    unless: tuple[str, ...] = ()
    """Items that make it untrue where there is anything but 0 in one of them."""
    while_blank: tuple[str, ...] = ()
    """Items that another identity looks at where they are filled in."""
    told_by: str = ""
    """An identity above it, which tells of an amount that stands in the wrong one of two rows."""


class BringDef(_Part):
    """A figure that stands in other cells already, and comes from there by a formula."""

    total: str
    parts: tuple[str, ...] = Field(min_length=1)


class EachDef(_Part):
    """An identity between columns of a list, in each of its rows."""

    id: str
    title: str
    list: str
    total: str
    parts: tuple[str, ...] = Field(min_length=1)
    relation: Literal["equal", "at_most"] = "equal"
    level: Literal["error", "query"] = "error"


class IdentitiesDef(_Part):
    """The whole of ``identities.toml``."""

    source: str
    identity: tuple[IdentityDef, ...]
    each: tuple[EachDef, ...] = ()
    bring: tuple[BringDef, ...] = ()


class OutlineRowDef(OutlineRow):
    """A row of the outline.

    ``graded``: it is for profiles with grades, or for those without; left out, for both.
    """

    graded: bool | None = None


class OutlineDef(_Part):
    """The whole of ``outline.toml``."""

    title: str
    """The report's title, with ``{名称}`` where a field is put in."""
    row: tuple[OutlineRowDef, ...] = Field(min_length=1)
    empty: str = ""
    """What stands in a chapter that has no content; ``""`` leaves such chapters out."""
    unasked: tuple[str, ...] = ()
    """Fields that may well be blank: that their chapter has no content is not told."""
    former: tuple[str, ...] = ()
    """Digests of what the rows were in earlier versions (see ``outline_digest``)."""
    examples: dict[str, str] = Field(default_factory=dict)
    """A sentence for each function, to show it by."""

    def rows(self, row_of: type[OutlineRow], *, graded: bool) -> tuple[OutlineRow, ...]:
        """Return the outline for a profile that has grades, or none, as the form has its rows."""
        return tuple(
            row_of(level=row.level, text=row.text)
            for row in self.row
            if row.graded in {None, graded}
        )


def outline_digest(rows: Iterable[OutlineRow]) -> str:
    """Return a word that tells an outline from others."""
    text = "\n".join(f"{row.level}\t{row.text}" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def outline_model(levels: tuple[str, ...]) -> type[OutlineDef]:
    """Return the model of ``outline.toml`` for a form with these levels."""
    level: Any = Literal[levels] if levels else str
    row: Any = create_model("OutlineRowDef", __base__=OutlineRowDef, level=(level, ...))
    rows: Any = tuple[row, ...]
    return create_model("OutlineDef", __base__=OutlineDef, row=(rows, Field(min_length=1)))


class IdentityRule(Struct, frozen=True):
    """An identity with its text and source, resolved against the form, column by column."""

    id: str
    title: str
    source: str
    columns: tuple[Identity, ...]
    fills: bool
    brings: bool = False


class RowIdentity(Struct, frozen=True):
    """An identity in each row of a list: fields by name, and the last steps of their paths."""

    id: str
    title: str
    source: str
    base: str
    """The path of the list."""
    total: str
    parts: tuple[str, ...]
    relation: Literal["equal", "at_most"]
    level: Literal["error", "query"]
    total_key: str
    part_keys: tuple[str, ...]


def row_identities_of(given: IdentitiesDef, form: Form) -> tuple[RowIdentity, ...]:
    """Resolve the identities of rows."""
    made = []
    for each in given.each:
        listing = form.listings[each.list]
        (base,) = listing.groups.values()
        names = [f"{each.list}_{column}" for column in (each.total, *each.parts)]
        by_name = {item.name: item.path.rsplit(".", 1)[1] for item in listing.fields}
        keys = [by_name[name] for name in names]
        total, *parts = names
        made.append(
            RowIdentity(
                *(each.id, each.title, given.source, base, total, tuple(parts)),
                *(each.relation, each.level, keys[0], tuple(keys[1:])),
            )
        )
    return tuple(made)


def ratio_of(given: RatioDef, form: Form) -> Ratio:
    """Resolve a ratio; raises ``CannotDoError`` for a name that is no numeric field."""
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
        role=given.role,
        names=form.names,
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


def computations_of(
    form: Form, ratios: dict[str, Ratio], profile: Profile, scored: tuple[ScoredRatio, ...]
) -> dict[str, Computation]:
    """Return every computed cell by name: ratios, points, scores, changes."""
    names, portions = form.names, portions_of(form, profile.frame)
    execution = _execution_score(form, profile)
    found: list[Computation] = [
        *_of_ratios(form, ratios),
        *_of_execution(form, execution),
        *(cell for row in scored for cell in row.cells()),
        *(RatioTotal(names.ratio_total, scored, part) for part in RATIO_TOTAL_PARTS if scored),
        *(
            CompositionCell(names.composition, portions, portion, part, execution)
            for portion in ((*portions, *goals_in(form), None) if portions else ())
            for part in COMPOSITION_PARTS
        ),
        *_total_weight(form, portions),
        *verdict_cells(profile, form, execution, portions),
        *project_totals(form),
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


def _of_ratios(form: Form, ratios: dict[str, Ratio]) -> Iterator[Computation]:
    """Yield the cells of ratios; without a sheet for them each has one cell, where it is shown."""
    for ratio in ratios.values():
        if form.sheet_with("ratios"):
            yield ratio
            yield from ratio.parts()
        else:
            yield RatioInOneCell(ratio)


def _execution_score(form: Form, profile: Profile) -> ExecutionScore | None:
    """Return the cell of budget execution's score; ``None`` where the form has none."""
    cells = form.execution
    if cells is None:
        return None
    weight = ParameterNames.of(form).execution.cell
    return ExecutionScore(
        cells.score,
        profile.frame.execution,
        cells.executed,
        cells.budget,
        weight,
        profile.execution,
    )


def _total_weight(form: Form, portions: tuple[Portion, ...]) -> Iterator[TotalWeight]:
    """Yield the cell of all points filled in, where the form prints them."""
    name = form.computed_roles.get("total_weight")
    if name is not None and portions:
        total = CompositionCell(form.names.composition, portions, None, "filled", None)
        yield TotalWeight(name, total)


def _of_execution(form: Form, score: ExecutionScore | None) -> Iterator[Computation]:
    if form.execution is not None and score is not None:
        yield FramePoints(form.execution.weight, score.weight, score.weight_cell)
        yield score


def identity_of(
    given: IdentityDef,
    source: str,
    form: Form,
    computations: dict[str, Computation],
    above: tuple[IdentityRule, ...] = (),
) -> IdentityRule:
    """Resolve an identity in all its columns; raises ``CannotDoError`` for an unknown name."""
    rows_of = {item.name: listing for listing in form.listings.values() for item in listing.fields}

    def part(text: str, column: str) -> Part:
        name = text.removeprefix("-") + column
        if name not in form.all_fields and name not in computations:
            raise unknown(name)
        sign = -1 if text.startswith("-") else 1
        may_be_blank = text.removeprefix("-") in given.may_be_blank
        return Part(name, sign, rows_of.get(name), computations.get(name), may_be_blank)

    def unknown(name: str) -> CannotDoError:
        return CannotDoError(
            f"模板文件 identities.toml 的 {given.id} 用了 form.toml 中没有的项目“{name}”"
        )

    columns = [f"_{column}" for column in given.columns] or [""]
    for column in columns:
        if given.total + column not in form.fields:
            raise unknown(given.total + column)
    total = form.with_role("total_score")
    ceiling = next((c for c in computations.values() if isinstance(c, CeilingCell)), None)
    twins = [rule.columns for rule in above if rule.id == given.told_by]
    identities = tuple(
        Identity(
            given.total + column,
            tuple(part(text, column) for text in given.parts),
            given.relation,
            # A sum beside its items says 0 at least; of a required one another rule tells.
            "zero"
            if given.fills and not form.fields[given.total + column].required
            else given.total_blank,
            ceiling if total is not None and given.total == total.name else None,
            given.level,
            tuple(name + column for name in given.unless),
            tuple(name + column for name in given.while_blank),
            twins[0][number] if twins else None,
        )
        for number, column in enumerate(columns)
    )
    rule = IdentityRule(given.id, given.title, source, identities, given.fills)
    return replace(rule, brings=given.brings)


def brought_of(
    given: IdentitiesDef, form: Form, computations: dict[str, Computation]
) -> tuple[Identity, ...]:
    """Resolve the figures that come from other cells, and are held against nothing."""
    rules = (
        identity_of(
            IdentityDef(id="", title="", total=bring.total, parts=bring.parts),
            given.source,
            form,
            computations,
        )
        for bring in given.bring
    )
    return tuple(identity for rule in rules for identity in rule.columns)


def identities_of(
    given: IdentitiesDef, form: Form, computations: dict[str, Computation]
) -> tuple[IdentityRule, ...]:
    """Resolve all identities, in their order."""
    made: tuple[IdentityRule, ...] = ()
    for identity in given.identity:
        made = (*made, identity_of(identity, given.source, form, computations, made))
    return made
