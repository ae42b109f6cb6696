"""What ``form.toml`` may say: sheets as columns of blocks, and the fields in them.

The comment at the head of that file explains the notation to whoever edits it; these models
are its grammar. They hold no label and no position of their own.
"""

from typing import Literal

from pydantic import Field, model_validator

from xlevaluate.form.carried_definition import CarriedAs, CarriedDef, CarriedListDef
from xlevaluate.form.names_definition import NamesDef
from xlevaluate.form.roles import ColumnRole, ComputedRole, FieldRole, IndicatorRole, RowRole
from xlevaluate.form.toml_part import Part

Kind = Literal[
    "money", "area", "count", "points", "text", "paragraph", "date", "year", "choice", "share"
]

Picture = tuple[tuple[str, ...], ...]
"""The cells of a grid, row by row."""

UNITS: dict[str, str] = {"money": "万元", "area": "㎡", "points": "分"}


class InputDef(Part):
    """A field in a grid; ``since`` is the version of the form in which it came."""

    path: str
    kind: Kind
    label: str | None = None
    unit: str | None = None
    required: bool = False
    since: int = 1
    role: FieldRole | None = None
    choices: tuple[str, ...] = ()
    ticked: bool = False
    """On paper all ``choices`` are printed, each with a box, and the one chosen is ticked."""
    longest: int | None = None
    """The most characters that the text may have."""
    personal: bool = False
    """Names a person, or says how to reach one: left out of what is made public."""
    carried: CarriedAs | None = None
    """Next year's workbook takes it over."""

    @model_validator(mode="after")
    def _personal_is_text(self) -> "InputDef":
        if self.personal and self.kind not in {"text", "paragraph"}:
            raise ValueError("personal 只用于文字（kind 为 text 或 paragraph）")
        return self


class CellsDef(Part):
    """A column of cells that are filled in (``key``)."""

    name: str
    head: str
    key: str | None = None
    kind: Kind = "money"
    choices: tuple[str, ...] = ()
    required: bool = False
    carried: CarriedAs | None = None
    """Next year's workbook takes it over, row by row."""


class IndicatorColumnDef(CellsDef):
    """A column of the indicator table."""

    key: str
    role: IndicatorRole | None = None


class ColumnDef(CellsDef):
    """A column of a table or list: filled in (``key``), or computed from two others."""

    role: ColumnRole | None = None
    change: tuple[str, str] | None = None
    growth: tuple[str, str] | None = None


class RowDef(Part):
    """A row of a table: a fixed one (``key``), or any number of rows (``items``).

    ``since`` is the version of the form in which it came.
    """

    name: str
    key: str | None = None
    label: str | None = None
    role: RowRole | None = None
    explained: bool = False
    """Whether a change of its figure wants a reason."""
    negative: bool = False
    """Whether a figure below 0 is nothing unusual."""
    since: int = 1
    before: str = ""
    after: str = ""
    indent: int = 0
    not_asked: dict[str, str] = Field(default_factory=dict)
    """What is printed, by name of column, where the form asks nothing of it: no field."""
    items: str | None = None
    label_key: str = ""
    label_name: str = ""
    spare: int = 0
    carried: CarriedAs | None = None
    """Of ``items``: next year's workbook takes the names of the rows over."""


class TableDef(Part):
    """Regular rows and columns under a header row.

    On the screen every column is one of the sheet's; on paper each takes as many as ``spans`` say.
    """

    path: str
    corner: str
    spans: tuple[int, ...] = ()
    columns: tuple[ColumnDef, ...] | str
    rows: tuple[RowDef, ...]


class ListDef(Part):
    """Rows that vary in number, under a header row; ``number`` heads a column of ordinals."""

    path: str
    name: str
    columns: tuple[ColumnDef, ...]
    spare: int
    number: str | None = None
    preview: str | None = None
    """Head of a column in which a program says what comes of each row; it is never read."""


class OutlineTableDef(ListDef):
    """The report's outline; the choices of its first column are the levels, the body last."""

    path: Literal["outline"] = "outline"


class CategoryDef(Part):
    """A 二级指标; ``limits`` says that its targets are limits, as of 成本.

    With ``unless`` it stands only in profiles without points for the dimension of that key.
    """

    key: str
    name: str
    limits: bool = False
    unless: str = ""


class DimensionDef(Part):
    """A 一级指标 and its categories.

    An ``optional`` one is there where the profile gives it points.
    """

    key: str
    name: str
    categories: tuple[CategoryDef, ...]
    optional: bool = False


class GoalDef(Part):
    """A goal of the year with rows of indicators of its own, in every category.

    ``head`` is printed in its cell, beside all its rows; ``points`` names the field that holds how
    many points its indicators have together.
    """

    key: str
    name: str
    head: str
    points: str | None = None


class IndicatorsDef(Part):
    """The indicator table: rows that vary under each category of each dimension.

    With ``goals``, each has such a block, under the same heads; the first of the ``heads``, which
    is printed beside all rows, is blank then.
    """

    path: str
    name: str
    heads: tuple[str, str, str]
    columns: tuple[IndicatorColumnDef, ...]
    beside: tuple[IndicatorColumnDef, ...]
    """Columns outside the printed form, each ``beside_width`` characters wide."""
    beside_width: int
    spare: int
    every_category: bool = True
    """Whether each category wants an indicator, or 不适用."""
    dimensions: tuple[DimensionDef, ...]
    goals: tuple[GoalDef, ...] = ()


class HeadsDef(Part):
    """A generated table of which only the column heads are free to choose."""

    heads: tuple[str, ...]


class FindingsDef(Part):
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


class RatioScoresDef(Part):
    """The table of scored ratios; ``own`` and ``note`` are filled in by the unit."""

    path: Literal["ratio_scores"] = "ratio_scores"
    heads: tuple[str, ...]
    own: ColumnDef
    note: ColumnDef
    total: str
    hundred: str


class CompositionDef(Part):
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


class ParametersDef(Part):
    """The table of the numbers of the profile that may be changed here."""

    path: Literal["parameters"] = "parameters"
    heads: tuple[str, ...]


class ContentsDef(Part):
    """The list of the workbook's sheets, what is left to be filled in, the count of findings."""

    name: str
    purpose: str
    counts: str
    blanks: str


class ColoursDef(Part):
    """The colours of cells, each in words: typed in, filled by a formula, computed.

    ``proposed`` is shown where something of last year's is proposed.
    """

    typed: tuple[str, str]
    filled: tuple[str, str]
    automatic: tuple[str, str]
    proposed: tuple[str, str] | None = None


class UsableDef(Part):
    """The table of what sentences may use; ``attempt`` is beside a cell to try one in."""

    name: str
    heads: tuple[str, str, str]
    attempt: str
    without_python: str


class ExamplesDef(Part):
    """The table of functions of sentences, each with an example and what it gives."""

    name: str
    heads: tuple[str, str, str, str]


class ChartsBlockDef(Part):
    """The charts of ``charts.toml``: heading and note of their tables, title of the annex."""

    data: str
    note: str
    annex: str


class ProjectListDef(Part):
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


class ProjectColumnDef(Part):
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


class BlockDef(Part):
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


class CheckDef(Part):
    """A column beside the form, not printed, in which formulas say what is wrong."""

    head: str
    width: int


class PaperDef(Part):
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


class SheetDef(Part):
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


class CellGroupDef(Part):
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


class ProjectsDef(Part):
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


class FormDef(Part):
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
