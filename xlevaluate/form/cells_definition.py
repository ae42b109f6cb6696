"""What ``form.toml`` may say of cells that are filled in: fields, tables, lists, indicators."""

from typing import Literal

from pydantic import Field, model_validator

from xlevaluate.files.toml_part import TomlPart
from xlevaluate.form.carried_definition import CarriedAs
from xlevaluate.form.roles import ColumnRole, FieldRole, IndicatorRole, RowRole

FieldKind = Literal[
    "money", "area", "count", "points", "text", "paragraph", "date", "year", "choice", "share"
]

Picture = tuple[tuple[str, ...], ...]
"""The cells of a grid, row by row."""

UNITS: dict[str, str] = {"money": "万元", "area": "㎡", "points": "分"}


class InputDef(TomlPart):
    """A field in a grid; ``since`` is the version of the form in which it came."""

    path: str
    kind: FieldKind
    label: str | None = None
    unit: str | None = None
    required: bool = False
    since: int = Field(default=1, ge=1)
    role: FieldRole | None = None
    choices: tuple[str, ...] = ()
    ticked: bool = False
    """On paper all ``choices`` are printed, each with a box, and the one chosen is ticked."""
    longest: int | None = Field(default=None, ge=1)
    """The most characters that the text may have."""
    personal: bool = False
    """Names a person, or says how to reach one: left out of what is made public."""
    carried: CarriedAs | None = None
    """Next year's workbook takes it over."""

    @model_validator(mode="after")
    def _goes_with_its_kind(self) -> "InputDef":
        is_text = self.kind in {"text", "paragraph"}
        if self.personal and not is_text:
            raise ValueError("personal 只用于文字（kind 为 text 或 paragraph）")
        if self.longest is not None and not is_text:
            raise ValueError("longest 只用于文字（kind 为 text 或 paragraph）")
        if self.ticked and self.kind != "choice":
            raise ValueError("ticked 只用于选项（kind 为 choice）")
        return self


class CellsDef(TomlPart):
    """A column of cells that are filled in (``key``)."""

    name: str
    head: str
    key: str | None = None
    kind: FieldKind = "money"
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


class RowDef(TomlPart):
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
    since: int = Field(default=1, ge=1)
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


class TableDef(TomlPart):
    """Regular rows and columns under a header row.

    On the screen every column is one of the sheet's; on paper each takes as many as ``spans`` say.
    """

    path: str
    corner: str
    spans: tuple[int, ...] = ()
    columns: tuple[ColumnDef, ...] | str
    rows: tuple[RowDef, ...]


class ListDef(TomlPart):
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


class CategoryDef(TomlPart):
    """A 二级指标; ``limits`` says that its targets are limits, as of 成本.

    With ``unless`` it stands only in profiles without points for the dimension of that key.
    """

    key: str
    name: str
    limits: bool = False
    unless: str = ""


class DimensionDef(TomlPart):
    """A 一级指标 and its categories.

    An ``optional`` one is there where the profile gives it points.
    """

    key: str
    name: str
    categories: tuple[CategoryDef, ...]
    optional: bool = False


class GoalDef(TomlPart):
    """A goal of the year with rows of indicators of its own, in every category.

    ``head`` is printed in its cell, beside all its rows; ``points`` names the field that holds how
    many points its indicators have together.
    """

    key: str
    name: str
    head: str
    points: str | None = None


class IndicatorsDef(TomlPart):
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
