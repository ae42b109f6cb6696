"""Pictures of cells, as ``form.toml`` draws them: what stands where, and over how many squares."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xlevaluate.form.cells_definition import Picture
from xlevaluate.form.page import CellRole

LEFT, ABOVE = "<", "^"
"""A square that is joined to the one at its left, or above it."""

NOTHING = "~"
"""A square in which nothing is printed, not even a border."""

LABEL = "@"
"""Begins the key of a text that stands elsewhere."""

MARKS: tuple[tuple[str, CellRole], ...] = (
    ("## ", "section"),
    ("# ", "title"),
    ("> ", "note"),
    ("- ", "row_label"),
)
"""What a printed text begins with, and what that makes of it."""


class Placed(NamedTuple):
    """A cell of a picture."""

    text: str
    row: int
    col: int
    rows: int
    cols: int


def full_rows(picture: Picture, width: int) -> Picture:
    """Return a picture in which every row that has one cell goes all across."""
    return tuple(
        (*row, *(LEFT,) * (width - 1)) if len(row) == 1 and width > 1 else row for row in picture
    )


def placed_cells(picture: Picture, width: int) -> Iterator[Placed]:
    """Yield the cells of a picture in a sheet of ``width`` columns, row by row."""
    grid = full_rows(picture, width)
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in {LEFT, ABOVE, NOTHING}:
                continue
            cols = 1
            while c + cols < len(row) and row[c + cols] == LEFT:
                cols += 1
            rows = 1
            while r + rows < len(grid) and grid[r + rows][c] == ABOVE:
                rows += 1
            yield Placed(text, r, c, rows, cols)


def printed_text(text: str, labels: Mapping[str, str]) -> tuple[CellRole, str]:
    """Return what a printed text is, and how it reads: ``@`` stands for one of ``labels``."""
    role: CellRole = "label"
    for mark, of in MARKS:
        if text.startswith(mark):
            role, text = of, text.removeprefix(mark)
            break
    return role, labels[text[1:]] if text[:1] == LABEL and text[1:] in labels else text
