"""What stands in a grid by itself: a piece for every cell with something in it, merges as one."""

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from xlevaluate.harvest.grid_stack import Stack
from xlevaluate.harvest.wordings import Wording, of_words
from xlevaluate.sources.grid import SourceCell
from xlevaluate.tables.cell_value import ReadValue, cell_value, money_units
from xlevaluate.tables.label_text import LabelText, compared, read_label
from xlevaluate.tables.money_units import is_unit, unit_of_line

_BEHIND_A_LABEL = re.compile(r"：[-△（]?\d")
_UNIT = re.compile(r"(?:(?:金额|计量|货币)?单位|金额)：?")
_FIGURES = {"number", "not_asked", "not_applicable", "error", "uncomputed"}


class Piece(Struct, frozen=True, eq=False):
    """A cell, or several merged into one; rows and columns count from 0, ends are beyond it."""

    row: int
    col: int
    bottom: int
    right: int
    cell: SourceCell
    value: ReadValue
    label: LabelText
    wording: Wording

    @property
    def is_figure(self) -> bool:
        """Tell whether it is a number, or stands where one is asked for."""
        return self.value.kind in _FIGURES

    @property
    def holds_figure(self) -> bool:
        """Tell whether a figure stands behind a label in it: 财政拨款：400."""
        return _BEHIND_A_LABEL.search(compared(self.cell.text)) is not None


class Pieces(Struct, frozen=True, eq=False, dict=True):
    """A grid as pieces, seen from the year of the form."""

    grid: Stack
    year: int | None
    rows: range
    """The rows that are looked at."""
    columns: range

    @cached_property
    def all(self) -> tuple[Piece, ...]:
        """The pieces that begin in these rows and columns, row by row."""
        return tuple(self._made())

    def _made(self) -> Iterator[Piece]:
        cells = self.grid.rows
        for row in self.rows:
            for col in self.columns:
                cell = cells[row][col]
                if cell.spread_from is not None:
                    continue
                value = cell_value(cell)
                if value.kind == "blank":
                    continue
                label = read_label(cell.text)
                bottom, right = row + 1, col + 1
                while right < len(cells[row]) and cells[row][right].spread_from == (row, col):
                    right += 1
                while bottom < len(cells) and cells[bottom][col].spread_from == (row, col):
                    bottom += 1
                yield Piece(
                    *(row, col, bottom, right, cell, value, label),
                    of_words(label.plain, self.year),
                )

    @cached_property
    def _places(self) -> dict[tuple[int, int], Piece]:
        return {
            (row, col): piece
            for piece in self.all
            for row in range(piece.row, piece.bottom)
            for col in range(piece.col, piece.right)
        }

    def at(self, row: int, col: int) -> Piece | None:
        """Return the piece that reaches over a place; ``None`` for a blank."""
        return self._places.get((row, col))

    @cached_property
    def by_row(self) -> dict[int, tuple[Piece, ...]]:
        """The pieces that begin in each row."""
        found: dict[int, list[Piece]] = {row: [] for row in self.rows}
        for piece in self.all:
            found[piece.row].append(piece)
        return {row: tuple(pieces) for row, pieces in found.items()}

    @cached_property
    def unit_lines(self) -> tuple[tuple[int, str], ...]:
        """The rows in which a unit of money is said, with it."""
        said = ((piece.row, unit_of_line(piece.cell.text)) for piece in self.all)
        return tuple((row, unit) for row, unit in said if unit)

    @cached_property
    def unit_cells(self) -> frozenset[tuple[int, int]]:
        """Where a unit of money stands alone, and “金额单位：” at its left."""
        found = set()
        for piece in self.all:
            if is_unit(piece.cell.text):
                found.add((piece.row, piece.col))
                label = next(self.left_of(piece), None)
                if label is not None and _UNIT.fullmatch(compared(label.cell.text)):
                    found.add((label.row, label.col))
        return frozenset(found)

    @cached_property
    def label_units(self) -> frozenset[str]:
        """The units of money in brackets of labels."""
        units = {piece.label.unit for piece in self.all}
        return frozenset(unit for unit in units if money_units(unit))

    def left_of(self, piece: Piece) -> Iterator[Piece]:
        """Yield the pieces at the left of one in its first row, the nearest first."""
        last = None
        for col in range(piece.col - 1, self.columns.start - 1, -1):
            found = self.at(piece.row, col)
            if found is not None and found is not last:
                last = found
                yield found

    def above(self, piece: Piece) -> Iterator[Piece]:
        """Yield the pieces above one in its first column, the nearest first."""
        last = None
        for row in range(piece.row - 1, self.rows.start - 1, -1):
            found = self.at(row, piece.col)
            if found is not None and found is not last:
                last = found
                yield found
