"""Tables that go on in one another: at a page's end, or where a form is drawn in several parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from xlevaluate.sources.grid import Grid, Line, Source, SourceCell


@dataclass(frozen=True, eq=False)
class Stack:
    """One grid, or several of the same width with nothing between them, as one."""

    grids: tuple[Grid, ...]
    lines_above: tuple[Line, ...] = ()
    """The lines of text between it and what stands before it."""
    lines_below: tuple[Line, ...] = ()

    @cached_property
    def rows(self) -> tuple[tuple[SourceCell, ...], ...]:
        """The rows of all grids, merges counted from the first."""
        made: list[tuple[SourceCell, ...]] = []
        for grid in self.grids:
            top = len(made)
            made += [tuple(_moved(cell, top) for cell in row) for row in grid.rows]
        return tuple(made)

    @property
    def above(self) -> tuple[str, ...]:
        """The text above it."""
        return tuple(line.text for line in self.lines_above)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def place(self) -> str:
        """How a person finds its first grid."""
        return self.grids[0].place

    @property
    def sheet(self) -> str:
        """The name of its sheet, if it has one."""
        return self.grids[0].sheet

    def where(self, row: int, col: int) -> tuple[str, str]:
        """Return place and address of a cell."""
        for grid in self.grids:
            if row < len(grid.rows):
                return grid.place, grid.address(row, col)
            row -= len(grid.rows)
        raise IndexError(row)


def _moved(cell: SourceCell, top: int) -> SourceCell:
    if not top or cell.spread_from is None:
        return cell
    row, col = cell.spread_from
    return replace(cell, spread_from=(row + top, col))


def stacks_of(source: Source) -> Iterator[Stack]:
    """Yield the tables of a file, those that go on in one another as one."""
    blocks = list(_with_grids(source))
    grids: list[Grid] = []
    above: list[Line] = []
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
            continue
        if grids and not lines and _goes_on(grids[-1], block):
            grids.append(block)
            continue
        if grids:
            yield Stack(tuple(grids), tuple(above), tuple(lines))
        grids, above, lines = [block], lines, []
    if grids:
        yield Stack(tuple(grids), tuple(above), tuple(lines))


def _with_grids(source: Source) -> Iterator[Grid | Line]:
    """Yield the blocks of a file, lines that are rows of a table as grids."""
    rows: list[Line] = []
    number = 0
    for block in (*source.blocks, None):
        if isinstance(block, Line) and len(_cells_of(block.text)) >= _LEAST:
            rows.append(block)
            continue
        if len(rows) > 1:
            number += 1
            yield _as_grid(rows, number)
        else:
            yield from rows
        rows = []
        if block is not None and (isinstance(block, Grid) or block.text.strip()):
            yield block


_LEAST = 3
"""Cells that make a line of text the row of a table."""

_SIGN = re.compile(r"[|｜\t]|[ \u3000\xa0]{2,}")


def _cells_of(text: str) -> list[str]:
    return [cell.strip() for cell in _SIGN.split(text.strip().strip("|｜"))]


def _as_grid(rows: list[Line], number: int) -> Grid:
    cells = [_cells_of(row.text) for row in rows]
    width = max(map(len, cells))
    return Grid(
        f"文字中的第{number}张表",
        tuple(
            tuple(SourceCell(text, "text" if text else "blank") for text in (*row, *_blanks))
            for row in cells
            for _blanks in [[""] * (width - len(row))]
        ),
    )


def _goes_on(grid: Grid, other: Grid) -> bool:
    same = {len(row) for row in grid.rows} == {len(row) for row in other.rows}
    alike = (grid.addresses, grid.hidden) == (other.addresses, other.hidden) == ("counted", False)
    return same and alike
