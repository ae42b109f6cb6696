"""A table that was understood: every figure under the labels of its row and column, in its unit."""

from msgspec import Struct

from xlevaluate.sources.grid import Grid
from xlevaluate.tables.amount_texts import AmountText
from xlevaluate.tables.found import Origin
from xlevaluate.tables.label_text import LabelText


class TableEntry(Struct, frozen=True):
    """One figure, or what stands for one, as it stood.

    ``row`` and ``column`` are paths of plain labels, outermost first. ``unit`` is that of money as
    column, label or table say, blank where none does. ``half`` counts the halves of the table from
    0. What is merged over several rows or columns of figures ``is_merged``: it stands under no
    single one.
    """

    row: tuple[str, ...]
    column: tuple[str, ...]
    amount: AmountText
    text: str
    address: str
    unit: str = ""
    code: str = ""
    half: int = 0
    is_merged: bool = False
    has_twin: bool = False
    """Another column of its half has the same head, or more below the same."""
    has_labels: bool = True
    """Its half has labels of rows, so that a blank ``row`` is a label that is missing."""


class TableRow(Struct, frozen=True):
    """One row of a half: its label, also where no figure stands beside it."""

    path: tuple[str, ...]
    label: LabelText
    text: str
    address: str
    code: str = ""
    half: int = 0


class Table(Struct, frozen=True):
    """A table of a file. ``title`` is the line above that names it, else the name of its sheet.

    ``lines`` are all texts above it, ``notes`` those below. ``unit`` is said for the whole table.
    """

    file: str
    grid: Grid
    title: str
    unit: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[TableRow, ...]
    entries: tuple[TableEntry, ...]
    number: int = 1
    """Of the tables of the same grid, from 1."""

    @property
    def place(self) -> str:
        """Where a person finds it: the grid's place, and the title where a grid has several."""
        return self.grid.place

    def origin(self, entry: TableEntry) -> Origin:
        """Return where a figure stood."""
        return Origin(
            self.file,
            f"{self.place} {self.title}".strip(),
            entry.address,
            " / ".join(filter(None, (entry.code, *entry.row))),
            " / ".join(entry.column),
            entry.text,
            entry.unit,
        )
