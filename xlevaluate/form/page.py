"""A laid-out sheet and its cells.

Rows and columns count from 0.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol

from msgspec import Struct, field

from xlevaluate.form.chart_definition import ChartDef
from xlevaluate.form.definition import SheetDef
from xlevaluate.form.fields import Field, Listing
from xlevaluate.form.figures import Figures

CellRole = Literal[
    "title",
    "section",
    "note",
    "label",
    "row_label",
    "head",
    "input",
    "computed",
    "words",
    "ordinal",
    "group",
    "link",
    "check",
    "check_head",
    "current",
    "preview",
    "aside",
    "typed_sample",
    "filled_sample",
    "computed_sample",
    "proposed_sample",
]

CHECKED_NAME = "xle_checked"
"""A hidden cell of 校验结果 that says when it was written; blank where nothing was checked yet."""

LINK_COLUMN = 2
"""The column of 校验结果 that leads to the cell."""


class Cell(Struct):
    """A cell, or several joined into one.

    ``text`` is what is printed; unless ``literal`` it may hold ``{名称}``. An input has its
    ``field`` and its concrete ``path`` instead, a computed cell the name of its ``computed``
    value; one that ``shows`` what stands elsewhere has the field, or the list it counts, and one
    that ``works_out`` something is a computed value without a name.
    ``names`` are the defined names that point here; ``target`` is where it links to.
    """

    row: int
    col: int
    role: CellRole
    rows: int = 1
    cols: int = 1
    text: str = ""
    literal: bool = False
    field: Field | None = None
    path: str = ""
    computed: str = ""
    shows: Field | Listing | None = None
    indent: int = 0
    names: tuple[str, ...] = ()
    target: tuple[str, str] | None = None
    checks: tuple["CellCheck", ...] = ()
    unlocked: bool = False
    """A row inserted below takes its format, and is to be filled in."""
    named_rows: int = 1
    """Rows below that its names cover too."""
    works_out: "ShownCell | None" = None
    fill: "FillCell | None" = None
    """What stands in it until somebody writes over it."""

    def put(self, row: int, col: int, rows: int = 1, cols: int = 1) -> "Cell":
        """Put it somewhere, over as many rows and columns, and return it."""
        self.row, self.col, self.rows, self.cols = row, col, rows, cols
        return self


class ShownCell(Protocol):
    """A computed cell, as far as it is written down."""

    @property
    def style(self) -> str:
        """How its value is printed."""

    def shown(self, figures: Figures) -> Decimal | str | None:
        """Return what it shows."""

    def formula(self) -> str:
        """Return its native formula."""


class FillCell(ShownCell, Protocol):
    """A formula that stands in a cell until the user writes over it."""

    def goes_with(self, value: object, figures: Figures) -> bool:
        """Tell whether it stands there, given what the submission holds; else that stands there."""


class CellCheck(Protocol):
    """Something that a formula says beside the form, in Python and as a native expression."""

    def shown(self, figures: Figures) -> str:
        """Return what is said, or an empty text."""

    def formula(self) -> str:
        """Return the native expression, without ``=``."""


class RowCell(NamedTuple):
    """A cell of a list's row: its address, and its path where the row holds an item."""

    cell: str
    path: str


class ChartCells(Protocol):
    """What a layout needs to know of a chart."""

    @property
    def definition(self) -> ChartDef:
        """Titles, series and categories."""

    def value(self, series: int, category: int) -> ShownCell:
        """Return the cell that holds a figure."""

    def rate(self, category: int, whole: str, part: str) -> ShownCell:
        """Return the cell that divides ``part`` by ``whole``, two cells of its row."""

    def text(self, category: int, label: str, rate: str) -> ShownCell:
        """Return the cell that joins the category in ``label`` and its rate for the axis."""


class PlacedChart(Struct, frozen=True):
    """A chart with its place in a sheet: first line of the picture, row of the table's title.

    ``label_column`` holds what stands at the axis.
    """

    chart: ChartCells
    line: int
    is_right: bool
    title: int
    label_column: int

    @property
    def head(self) -> int:
        """The row of the names of series."""
        return self.title + 1

    @property
    def rows(self) -> tuple[int, int]:
        """The first and the last row of figures."""
        return self.head + 1, self.head + len(self.chart.definition.categories)


class Head(NamedTuple):
    """A head of a table; columns are found by its ``names``."""

    col: int
    text: str
    cols: int = 1
    names: tuple[str, ...] = ()


class Page(Struct):
    """One sheet, laid out. ``slots`` are rows from which generated tables start."""

    sheet: SheetDef
    cells: list[Cell] = field(default_factory=list)
    is_local: bool = False
    """Whether its names mean something in this sheet alone, as on the form of a project."""
    aliases: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """Names of this sheet that mean cells of other sheets: sheet, row, column."""
    slots: dict[str, int] = field(default_factory=dict)
    height: int = 0
    repeated_row: int | None = None
    check_column: int | None = None
    headed: list[range] = field(default_factory=list)
    """Rows of each table, from its head on."""
    dimensions: list[tuple[str, int]] = field(default_factory=list)
    """Of the indicator table: key and first row, of several goals that of the first."""
    goals: list[tuple[str, int]] = field(default_factory=list)
    """Of the indicator table: key and first row."""
    charts: list[PlacedChart] = field(default_factory=list)
    break_before: int | None = None
    """The row that begins a new page of paper."""
    _ends: list[str] = field(default_factory=list)

    @property
    def right(self) -> int:
        """The last column in which something stands."""
        return max((cell.col + cell.cols - 1 for cell in self.cells), default=0)

    def add(self, cell: Cell) -> Cell:
        """Place a cell; the first in a new row carries the ends of lists before it."""
        if self._ends and cell.col == 0:
            cell.names = (*cell.names, *self._ends)
            self._ends = []
        self.cells.append(cell)
        return cell

    def notice(self, text: str) -> None:
        """Print a text across the sheet, unless it is empty."""
        if text:
            cols = len(self.sheet.widths)
            self.add(Cell(self.height, 0, "note", cols=cols, text=text, literal=True))
            self.height += 1

    def end_list(self, listing: Listing) -> None:
        """Let the next row mark where a list ends."""
        self._ends.append(listing.end)

    def finish(self) -> None:
        """Mark the end of a list that the sheet ends with in a blank row."""
        if self._ends:
            self.add(Cell(self.height, 0, "note"))
            self.height += 1

    def add_heads(self, heads: Iterable[Head]) -> None:
        """Add a row of heads; rows below one with a name can be inserted, so it is unlocked."""
        for head in heads:
            cell = Cell(self.height, head.col, "head", cols=head.cols, text=head.text)
            cell.names, cell.unlocked = head.names, bool(head.names)
            self.add(cell)
        self.height += 1

    def repeat_head(self) -> None:
        """Let the row above be printed on every page."""
        self.repeated_row = self.height - 1

    def name_last_row(self, names: Mapping[int, str]) -> None:
        """Give names to cells of the row above, by column."""
        for cell in self.cells:
            if cell.row == self.height - 1 and cell.col in names:
                cell.names = (*cell.names, names[cell.col])


def runs_of_cells(cells: Iterable[Cell]) -> Iterator[tuple[Cell, int]]:
    """Yield the first of a field's cells that stand below one another, and how many they are."""
    columns: dict[tuple[int, str], list[Cell]] = {}
    for cell in cells:
        if cell.field is not None:
            columns.setdefault((cell.col, cell.field.name), []).append(cell)
    for column in columns.values():
        run: list[Cell] = []
        for cell in sorted(column, key=lambda cell: cell.row):
            if run and cell.row != run[-1].row + 1:
                yield run[0], len(run)
                run = []
            run.append(cell)
        yield run[0], len(run)
