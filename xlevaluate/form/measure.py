"""How high a row must be for its texts: spreadsheets do not fit merged cells by themselves."""

import unicodedata
from collections.abc import Iterable

from xlevaluate.form.page import Cell, Page

LINE = 15.0
"""Points of one line of 11-point text."""

PADDING = 7.0
HIGHEST = 409.0
"""A row of a spreadsheet cannot be higher."""

_LOWEST = {"title": 40.0, "section": 26.0, "note": 20.0, "head": 26.0}
ROW = 24.0
"""Points of a row with one line of text."""


class _Widths(dict[str, int]):
    """Widths of characters, each found once."""

    def __missing__(self, char: str) -> int:
        self[char] = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return self[char]


_WIDTHS = _Widths()


def text_width(text: str) -> int:
    """Return the width of a line in half characters: a Chinese character counts two."""
    return sum(map(_WIDTHS.__getitem__, text))


def lines_of(text: str, width: float) -> int:
    """Return the lines that a text takes in a column of ``width`` half characters."""
    usable = max(2, int(width) - 1)
    # A Chinese character that does not fit whole goes to the next line.
    return sum(max(1, -(-text_width(line) // (usable // 2 * 2))) for line in text.split("\n"))


def row_heights(
    cells: Iterable[tuple[Cell, str]], widths: tuple[int, ...], rows: int
) -> dict[int, float]:
    """Return the height of each row in points, given each cell's text as it is shown.

    A cell joined over several rows adds what it lacks to the last of them.
    """
    heights = dict.fromkeys(range(rows), ROW)
    tall: list[tuple[Cell, float]] = []
    for cell, text in cells:
        if cell.col >= len(widths) or cell.row >= rows:
            continue  # the hidden column, the mark of a list's end
        if cell.role == "current":
            continue  # what stands elsewhere in full is only begun here
        width = sum(widths[cell.col : cell.col + cell.cols])
        large = 1.7 if cell.role == "title" else 1.0
        needed = lines_of(text, (width - cell.indent) / large) * LINE * large + PADDING
        needed = max(needed, _LOWEST.get(cell.role, ROW))
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], needed)
        else:
            tall.append((cell, needed))
    for cell, needed in tall:
        spanned = range(cell.row, cell.row + cell.rows)
        lacking = needed - sum(heights[row] for row in spanned)
        if lacking > 0:
            heights[spanned[-1]] += lacking
    return {row: min(height, HIGHEST) for row, height in heights.items()}


def growing_rows(page: Page) -> frozenset[int]:
    """Return the rows in which texts are typed and no text is joined over several cells.

    A spreadsheet fits their heights by itself, and does not those of joined cells.
    """
    typed = {
        cell.row
        for cell in page.cells
        if cell.field is not None and cell.field.kind == "paragraph" and cell.rows == cell.cols == 1
    }
    tall = {
        row
        for cell in page.cells
        if cell.rows > 1 or (cell.cols > 1 and lines_of(cell.text, _joined(page, cell)) > 1)
        for row in range(cell.row, cell.row + cell.rows)
    }
    return frozenset(typed - tall)


def _joined(page: Page, cell: Cell) -> int:
    return sum(page.sheet.widths[cell.col : cell.col + cell.cols])


_PAPER = (595.0, 842.0)
"""Points of an A4 page across and down."""

_MARGINS = (2 * 0.6 * 72, 2 * 0.7 * 72)
_CHARACTER = 5.6
"""Points of a half character of 11-point text, as wide as a column counts it."""


def pages_of(widths: tuple[int, ...], height: float, *, is_landscape: bool) -> float:
    """Return how many pages rows take that are ``height`` points high, fitted across."""
    paper = _PAPER[::-1] if is_landscape else _PAPER
    across, down = (size - margin for size, margin in zip(paper, _MARGINS, strict=True))
    scale = min(1.0, across / (sum(widths) * _CHARACTER))
    return height * scale / down
