"""Tables that a document's pages cut apart: what goes on is joined to what it goes on with.

A page repeats the head, or goes on without one. Nothing stands between the two, and both are as
wide; sheets of a workbook are no pages.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from xlevaluate.sources.grid import Grid, Source, SourceCell
from xlevaluate.tables.areas import ColumnRange
from xlevaluate.tables.label_text import plain_label

_HEAD = 4
"""Rows among which a head stands."""


class JoinedGrid(Grid, frozen=True):
    """Grids that make one table; addresses are those of each."""

    parts: tuple[Grid, ...] = ()

    def address(self, row: int, column: int) -> str:
        """Return where a cell stands, with the place of its grid."""
        for part in self.parts:
            if row < len(part.rows):
                return f"{part.place}{part.address(row, column)}"
            row -= len(part.rows)
        raise IndexError(row)


def pages_joined(source: Source) -> Iterator[Grid]:
    """Yield the grids of a file, those that go on joined."""
    pages: list[Grid] = []
    for grid in source.grids():
        if pages and not _goes_on(pages, grid, source):
            yield _joined(pages)
            pages = []
        pages.append(grid)
    if pages:
        yield _joined(pages)


def first_of(grid: Grid) -> Grid:
    """Return the grid of the file with which a joined one begins."""
    return grid.parts[0] if isinstance(grid, JoinedGrid) else grid


def last_of(grid: Grid) -> Grid:
    """Return the grid of the file with which a joined one ends."""
    return grid.parts[-1] if isinstance(grid, JoinedGrid) else grid


def _goes_on(pages: list[Grid], grid: Grid, source: Source) -> bool:
    first = pages[0]
    if first.sheet or grid.sheet or any(line.strip() for line in source.lines_before(grid)):
        return False
    ours, theirs = ColumnRange.of(first), ColumnRange.of(grid)
    if ours.right != theirs.right or ours.right < 2:
        return False
    top = next((row for row in theirs.pieces if row), ())
    if any(piece.is_amount and "." in piece.plain for piece in top):
        return True
    said = [piece.plain for piece in top]
    heads = [[piece.plain for piece in row] for row in ours.pieces[:_HEAD] if len(row) > 1]
    return len(said) > 1 and said in heads and any(map(plain_label, said))


def _joined(pages: list[Grid]) -> Grid:
    if len(pages) == 1:
        return pages[0]
    rows: list[tuple[SourceCell, ...]] = []
    for page in pages:
        down = len(rows)
        rows.extend(tuple(_moved(cell, down) for cell in row) for row in page.rows)
    first = pages[0]
    return JoinedGrid(
        "、".join(page.place for page in pages),
        tuple(rows),
        first.sheet,
        first.starts_at,
        first.addresses,
        first.hidden,
        tuple(pages),
    )


def _moved(cell: SourceCell, down: int) -> SourceCell:
    if cell.spread_from is None:
        return cell
    return replace(cell, spread_from=(cell.spread_from[0] + down, cell.spread_from[1]))
