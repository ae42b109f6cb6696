"""What a file made elsewhere holds: tables as grids of cells, and the lines of text around them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct

CellKind = Literal["blank", "text", "number", "date", "truth", "error", "uncomputed"]
"""``uncomputed``: a formula whose result the file does not hold, which is not a blank."""


class SourceCell(Struct, frozen=True):
    """One cell as it stands in its file.

    ``text`` is what a reader of the file sees, line feeds and all blanks kept: ``1,367.75``,
    ``≥95%``, ``2024-03-15``. ``number`` is set only where the file itself says that it is a
    number, exact, and ``percent`` where it shows that number as a percentage (0.95 as 95%).
    ``spread_from`` is the row and column, counted from 0 in the grid, of the first cell of a merge
    that reaches over this one; the text is then that cell's, and must not be counted twice.
    """

    text: str = ""
    kind: CellKind = "blank"
    number: Decimal | None = None
    percent: bool = False
    spread_from: tuple[int, int] | None = None


class Grid(Struct, frozen=True):
    """One table of a file: rows of equal length, blanks and merges filled in.

    ``place`` is how a person finds it: ``工作表“Z01”``, ``第3张表``. ``addresses`` says how its
    cells are told: as a spreadsheet does (``B12``) from the row and column at which the grid begins
    (counted from 0), or by row and column of the table. ``hidden`` is a sheet that nobody sees.
    """

    place: str
    rows: tuple[tuple[SourceCell, ...], ...]
    sheet: str = ""
    starts_at: tuple[int, int] = (0, 0)
    addresses: Literal["spreadsheet", "counted"] = "counted"
    hidden: bool = False

    def address(self, row: int, column: int) -> str:
        """Return how a person finds a cell, given its row and column counted from 0.

        >>> Grid("工作表“Z01”", (), addresses="spreadsheet", starts_at=(2, 0)).address(0, 27)
        'AB3'
        >>> Grid("第1张表", ()).address(3, 1)
        '第4行第2列'
        """
        row, column = row + self.starts_at[0], column + self.starts_at[1]
        if self.addresses == "counted":
            return f"第{row + 1}行第{column + 1}列"
        letters = ""
        while column >= 0:
            letters = chr(ord("A") + column % 26) + letters
            column = column // 26 - 1
        return f"{letters}{row + 1}"


class Line(Struct, frozen=True):
    """A paragraph outside tables.

    ``level`` is 1 to 9 for a heading that the file marks as one, 0 for any other text. Numbers that
    a program counts by itself are written out in ``text``.
    """

    text: str
    level: int = 0
    page: int | None = None


class Source(Struct, frozen=True):
    """One file, or one member of an archive: what it holds, in the order in which it stands.

    ``name`` is the file's, with that of its archive before it (``报送.zip/Z01.xls``).
    ``problems`` are sentences for the user: what could not be read, and what to do.
    """

    name: str
    blocks: tuple[Grid | Line, ...]
    problems: tuple[str, ...] = ()

    def grids(self) -> tuple[Grid, ...]:
        """Return the tables."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    def lines_before(self, grid: Grid) -> tuple[str, ...]:
        """Return the text between a table and the one before it: its title, its unit."""
        lines: list[str] = []
        for block in self.blocks:
            if block is grid:
                break
            lines = [] if isinstance(block, Grid) else [*lines, block.text]
        return tuple(lines)

    def lines_after(self, grid: Grid) -> Iterator[str]:
        """Yield the text between a table and the next: its notes, its signatures."""
        blocks = iter(self.blocks)
        for block in blocks:
            if block is grid:
                break
        for block in blocks:
            if isinstance(block, Grid):
                return
            yield block.text
