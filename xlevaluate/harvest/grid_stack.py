"""Tables that go on in one another: at a page's end, or where a form is drawn in several parts."""

from collections.abc import Iterator
from functools import cached_property
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.sources.grid import Grid, Line, Source, SourceCell
from xlevaluate.sources.text_columns import tables_in


class Stack(Struct, frozen=True, eq=False, dict=True):
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
    """Yield the blocks of a file, lines that make up a table as a grid."""
    number = 0
    for is_text, group in groupby(source.blocks, lambda block: isinstance(block, Line)):
        blocks = list(group)
        if not is_text:
            yield from blocks
            continue
        lines = [block for block in blocks if isinstance(block, Line)]
        left = iter(lines)
        for part in tables_in([line.text for line in lines]):
            if isinstance(part, str):
                line = next(line for line in left if line.text == part)
                if part.strip():
                    yield line
            else:
                number += 1
                yield _as_grid(part, f"文字中的第{number}张表")


def _as_grid(rows: list[list[str]], place: str) -> Grid:
    width = max(map(len, rows))
    return Grid(
        place,
        tuple(
            tuple(
                SourceCell(text, "text" if text else "blank")
                for text in (*row, *[""] * (width - len(row)))
            )
            for row in rows
        ),
    )


def _goes_on(grid: Grid, other: Grid) -> bool:
    same = {len(row) for row in grid.rows} == {len(row) for row in other.rows}
    alike = (grid.addresses, grid.hidden) == (other.addresses, other.hidden) == ("counted", False)
    return same and alike
