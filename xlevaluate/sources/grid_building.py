"""Cells that lie anywhere, made into a grid: the area in which something stands, merges marked."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from xlevaluate.form.snapshot import Area
from xlevaluate.sources.grid import SourceCell

GridPlace = tuple[int, int]
Rows = tuple[tuple[SourceCell, ...], ...]

BLANK = SourceCell()

LARGEST_AREA = 4_000_000
"""Cells of all tables of a file, blank ones included; each takes eight bytes."""


WIDEST = 16_384
"""Columns of a table: those of a spreadsheet."""


class TooLargeError(Exception):
    """Tables whose area is larger than any form's: two cells at the ends of a sheet."""


class Budget:
    """How many cells, blank ones too, may still be laid out for one file."""

    def __init__(self, most: int = LARGEST_AREA) -> None:
        self._left = most

    def take(self, cells: int) -> None:
        """Use up so many; raises ``TooLargeError`` where there are not so many left."""
        self._left -= cells
        if self._left < 0:
            raise TooLargeError


def laid_out(
    cells: Mapping[GridPlace, SourceCell],
    merges: Iterable[Area],
    budget: Budget,
    *,
    whole: bool = False,
) -> tuple[Rows, GridPlace]:
    """Return rows of equal length, and where they begin.

    They reach from the first to the last row and column in which something stands: what is only
    formatted or merged beyond these adds nothing. ``whole`` keeps blank cells that are listed too.
    Raises ``TooLargeError``.
    """
    filled = [place for place, cell in cells.items() if whole or cell.kind != "blank"]
    if not filled:
        return (), (0, 0)
    top, bottom = min(row for row, _ in filled), max(row for row, _ in filled)
    left, right = min(col for _, col in filled), max(col for _, col in filled)
    budget.take((bottom - top + 1) * (right - left + 1))
    rows = [[BLANK] * (right - left + 1) for _ in range(top, bottom + 1)]
    for row, col in filled:
        rows[row - top][col - left] = cells[row, col]
    for area in merges:
        first = cells.get((area.top, area.left), BLANK)
        if first.kind != "blank":
            inside = Area(area.top, area.left, min(area.bottom, bottom), min(area.right, right))
            _spread(rows, inside, (top, left), budget)
    return tuple(map(tuple, rows)), (top, left)


def _spread(rows: list[list[SourceCell]], area: Area, start: GridPlace, budget: Budget) -> None:
    """Show the first cell of a merge in the others, where no other program left something else."""
    top, left = area.top - start[0], area.left - start[1]
    budget.take((area.bottom - area.top + 1) * (area.right - area.left + 1))
    spread = replace(rows[top][left], spread_from=(top, left))
    for row in rows[top : area.bottom - start[0] + 1]:
        for col in range(left, area.right - start[1] + 1):
            if row[col].kind == "blank":
                row[col] = spread


def squared(rows: list[list[SourceCell]], budget: Budget) -> Rows:
    """Fill rows of a table up to the length of the longest. Raises ``TooLargeError``."""
    width = max(map(len, rows), default=0)
    if width > WIDEST:
        raise TooLargeError
    budget.take(width * len(rows))
    return tuple((*row, *[BLANK] * (width - len(row))) for row in rows)
