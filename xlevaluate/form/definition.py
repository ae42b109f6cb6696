"""What ``form.toml`` may say: sheets as columns of blocks, and the fields in them.

The comment at the head of that file explains the notation to whoever edits it; these models
are its grammar. They hold no label and no position of their own.
"""

from typing import Literal

from pydantic import Field, model_validator

from xlevaluate.files.toml_part import TomlPart
from xlevaluate.form.carried_definition import CarriedDef, CarriedListDef
from xlevaluate.form.cells_definition import (
    ColumnDef,
    IndicatorsDef,
    InputDef,
    ListDef,
    OutlineTableDef,
    Picture,
    TableDef,
)
from xlevaluate.form.names_definition import NamesDef
from xlevaluate.form.roles import ComputedRole


class HeadsDef(TomlPart):
    """A generated table of which only the column heads are free to choose."""

    heads: tuple[str, ...]


class FindingsDef(TomlPart):
    """The table of findings: printed heads, and the two columns that are read back."""

    path: Literal["explanations"] = "explanations"
    name: str
    heads: tuple[str, ...]
    key: ColumnDef
    explanation: ColumnDef
    capacity: int
    none: str
    solved: str
    annex: str


class RatioScoresDef(TomlPart):
    """The table of scored ratios; ``own`` and ``note`` are filled in by the unit."""

    path: Literal["ratio_scores"] = "ratio_scores"
    heads: tuple[str, ...]
    own: ColumnDef
    note: ColumnDef
    total: str
    hundred: str


class CompositionDef(TomlPart):
    """The table of how the total score is made up.

    ``execution`` is the row of budget execution, ``total`` is printed before the row of all.
    ``grade``, ``ceiling`` and ``warning`` are the cells below, as far as the profile has them.
    """

    heads: tuple[str, ...]
    execution: str
    total: str
    grade: str
    ceiling: str
    warning: str


class ParametersDef(TomlPart):
    """The table of the numbers of the profile that may be changed here."""

    path: Literal["parameters"] = "parameters"
    heads: tuple[str, ...]


class ContentsDef(TomlPart):
    """The list of the workbook's sheets, what is left to be filled in, the count of findings."""

    name: str
    purpose: str
    counts: str
    blanks: str


class ColoursDef(TomlPart):
    """The colours of cells, each in words: typed in, filled by a formula, computed.

    ``proposed`` is shown where something of last year's is proposed.
    """

    typed: tuple[str, str]
    filled: tuple[str, str]
    automatic: tuple[str, str]
    proposed: tuple[str, str] | None = None


class UsableDef(TomlPart):
    """The table of what sentences may use; ``attempt`` is beside a cell to try one in."""

    name: str
    heads: tuple[str, str, str]
    attempt: str
    without_python: str


class ExamplesDef(TomlPart):
    """The table of functions of sentences, each with an example and what it gives."""

    name: str
    heads: tuple[str, str, str, str]


class ChartsBlockDef(TomlPart):
    """The charts of ``charts.toml``: heading and note of their tables, title of the annex."""

    data: str
    note: str
    annex: str


class ProjectListDef(TomlPart):
    """The table of the projects of which sheets stand in the workbook.

    ``columns`` are what is shown of each: a role of the project's form, ``rate``, ``grade`` or
    ``findings``, and the head. ``totals`` are cells below, by what they count.
    """

    name: str
    sheet: str
    """Head of the column in which the sheet of each project is named."""
    columns: tuple["ProjectColumnDef", ...]
    total: str
    totals: dict["ProjectTotal", str] = Field(default_factory=dict)
    each_grade: str = "{grade}{count}"
    """How many projects have a grade, in words."""
    spare: int = 0

    @model_validator(mode="after")
    def _counts_grades(self) -> "ProjectListDef":
        plain = self.each_grade.replace("{grade}", "", 1).replace("{count}", "", 1)
        if len(plain) != len(self.each_grade) - len("{grade}{count}") or set(plain) & set("{}"):
            raise ValueError("each_grade 里要有且只有一处 {grade}、一处 {count}")
        return self


class ProjectColumnDef(TomlPart):
    """A column of the table of projects."""

    shows: "ProjectColumn"
    head: str


ProjectColumn = Literal[
    "project_name",
    "initial_budget",
    "final_budget",
    "executed",
    "rate",
    "total_score",
    "grade",
    "findings",
]

ProjectTotal = Literal["count", "initial_budget", "final_budget", "executed", "average", "grades"]


class BlockDef(TomlPart):
    """One block of a sheet; exactly one of its kinds is given."""

    grid: Picture | None = None
    paper: Picture | None = None
    """The same fields as they are printed, where the official form differs from the screen."""
    off_paper: bool = False
    """It stands on the screen alone: the official form has no such cells."""
    labels: dict[str, str] = Field(default_factory=dict)
    """Texts that ``grid`` and ``paper`` share, by a key."""
    fields: dict[str, InputDef] = Field(default_factory=dict)
    computed: dict[str, ComputedRole] = Field(default_factory=dict)
    table: TableDef | None = None
    list: ListDef | None = None
    outline: OutlineTableDef | None = None
    indicators: IndicatorsDef | None = None
    ratios: HeadsDef | None = None
    findings: FindingsDef | None = None
    rules: HeadsDef | None = None
    ratio_scores: RatioScoresDef | None = None
    composition: CompositionDef | None = None
    parameters: ParametersDef | None = None
    contents: ContentsDef | None = None
    colours: ColoursDef | None = None
    usable: UsableDef | None = None
    functions: ExamplesDef | None = None
    charts: ChartsBlockDef | None = None
    projects: ProjectListDef | None = None
    carried: CarriedListDef | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "BlockDef":
        kinds = [name for name in type(self).model_fields if name not in _WITH_GRID]
        if sum(getattr(self, name) is not None for name in kinds) != 1:
            raise ValueError(f"每个 block 须且只须有一种内容：{'、'.join(kinds)}")
        return self


_WITH_GRID = frozenset({"fields", "computed", "paper", "off_paper", "labels"})
"""What a block of a picture has besides."""


class CheckDef(TomlPart):
    """A column beside the form, not printed, in which formulas say what is wrong."""

    head: str
    width: int


class PaperDef(TomlPart):
    """How a sheet is printed where that differs from the screen: the widths of its columns.

    ``upright`` are those of a form on its side where it stands upright in the report.
    """

    widths: tuple[int, ...]
    upright: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _has_the_same_columns(self) -> "PaperDef":
        if self.upright and (len(self.upright) != len(self.widths) or min(self.upright) < 1):
            raise ValueError(f"upright 应有 {len(self.widths)} 个不小于 1 的数，与 widths 一样多")
        return self


class SheetDef(TomlPart):
    """One sheet: name, width of its columns in characters, blocks from top to bottom."""

    name: str
    purpose: str
    widths: tuple[int, ...]
    orientation: Literal["portrait", "landscape"]
    paper: PaperDef | None = None
    annex: str | None = None
    check: CheckDef | None = None
    block: tuple[BlockDef, ...]

    @property
    def paper_widths(self) -> tuple[int, ...]:
        """The widths of the columns on paper."""
        return self.widths if self.paper is None else self.paper.widths

    @property
    def is_optional(self) -> bool:
        """Tell whether it stands only where there is something for it: projects, last year."""
        return any(block.projects or block.carried for block in self.block)


class CellGroupDef(TomlPart):
    """Some cells: rows in columns, and single ``fields``."""

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _rows_have_columns(self) -> "CellGroupDef":
        if bool(self.rows) != bool(self.columns) or not (self.rows or self.fields):
            raise ValueError("写 rows 和 columns，或者写 fields")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields, row by row."""
        cells = tuple(f"{row}_{column}" for row in self.rows for column in self.columns)
        return cells + self.fields


class CompleteDef(CellGroupDef):
    """A block that must say something in every cell."""

    name: str
    level: Literal["error", "hint"] = "error"


class AbsentDef(CellGroupDef):
    """Cells that are 0 as soon as something stands in the field ``said``: the unit has none."""

    said: str


class ProjectsDef(TomlPart):
    """Forms of projects that stand in the same workbook: the official forms of another family.

    ``sheet`` is the title of each, ``{number}`` its number; ``parameters`` that of the sheet of the
    numbers of their profile, whose names begin with ``parameter``. ``rules`` begins the ids of the
    family's identities here, where the unit's own forms have others.
    """

    family: str
    profile: str = ""
    sheet: str
    parameters: str
    parameter: str
    rules: str = ""


class FormDef(TomlPart):
    """The whole of ``form.toml``; the template's name is that of its folder."""

    title: str
    source: str
    names: NamesDef
    columns: dict[str, tuple[ColumnDef, ...]] = Field(default_factory=dict)
    sheet: tuple[SheetDef, ...]
    complete: tuple[CompleteDef, ...] = ()
    absent: tuple[AbsentDef, ...] = ()
    carried: CarriedDef = Field(default_factory=CarriedDef)
    projects: ProjectsDef | None = None

    @property
    def blocks(self) -> tuple[BlockDef, ...]:
        """All that stands in the sheets, in their order."""
        return tuple(block for sheet in self.sheet for block in sheet.block)

    @property
    def tables(self) -> tuple[TableDef, ...]:
        """All tables of money, in their order."""
        return tuple(block.table for block in self.blocks if block.table)
