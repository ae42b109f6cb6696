"""Which part of a grid is which sheet of the form: told by the set of its labels, and its title."""

import re
from collections.abc import Iterator

from msgspec import Struct

from xlevaluate.harvest.form_slots import FormWords, SheetWords
from xlevaluate.harvest.grid_pieces import Piece, Pieces
from xlevaluate.harvest.grid_stack import Stack
from xlevaluate.harvest.wordings import wording
from xlevaluate.tables.label_text import compared
from xlevaluate.tables.money_units import unit_of_line

_NEAR = 4
"""Lines above a table among which its title stands."""

_MOST = 2000
_MOST_TEXTS = 12_000
"""Rows, or different texts, beyond which a grid is a list of something, and no form."""

_LONGEST = 120
"""Characters of a cell with a label, or with several and their values."""

_WITH_TITLE = 2
_LEAST = 3
"""Different labels of a sheet that make a part of a grid that sheet."""

_OTHER_TABLE = re.compile(
    r"(?:收入|支出|决算|预算|结转|经费|收支)[^，。；：]{0,24}(?:总表|决算表|明细表|预算表|信息表)"
    r"|财决\S{0,4}\d+(?:-\d+)?表|公开\d+表"
)
"""Titles of accounts and budgets, which are understood elsewhere."""


class Region(Struct, frozen=True):
    """A part of a grid that is a sheet of the form."""

    sheet: SheetWords
    pieces: Pieces


def regions_of(form: FormWords, grid: Stack, year: int | None) -> list[Region]:
    """Return the parts of a grid that are sheets of the form, from top to bottom."""
    width, above = grid.width, grid.above
    if not width or len(grid.rows) > _MOST or not _may_be(form, grid, year):
        return []
    named = [sheet for sheet in form.sheets if sheet.name == grid.sheet]
    if named:
        pieces = Pieces(grid, year, range(len(grid.rows)), range(width))
        if len(_known(named[0], pieces.all)) >= _LEAST:
            return [Region(named[0], pieces)]
    found = []
    for columns in _bands(form, grid, year, width):
        pieces = Pieces(grid, year, range(len(grid.rows)), columns)
        if _is_other(form, pieces, above):
            continue
        for sheet, rows in _parts(form, pieces, above):
            found.append(Region(sheet, Pieces(grid, year, rows, columns)))
    return found


def apart(form: FormWords, stack: Stack, year: int | None) -> list[Stack]:
    """Return tables that follow one another as one, unless one holds several side by side."""
    if len(stack.grids) == 1:
        return [stack]
    alone = [Stack((grid,)) for grid in stack.grids]
    if all(len(_bands(form, one, year, one.width)) == 1 for one in alone):
        return [stack]
    last = len(alone) - 1
    return [
        Stack(
            one.grids,
            stack.lines_above if number == 0 else (),
            stack.lines_below if number == last else (),
        )
        for number, one in enumerate(alone)
    ]


def _may_be(form: FormWords, grid: Stack, year: int | None) -> bool:
    """Tell quickly whether a grid has enough labels of a sheet at all."""
    texts = {cell.text for row in grid.rows for cell in row if cell.kind == "text"}
    if len(texts) > _MOST_TEXTS:
        return False
    given = [wording(text, year) for text in texts if len(text) < _LONGEST]
    return any(
        len({label.words for label in given if sheet.is_printed(label)}) > 1
        for sheet in form.sheets
    )


def _is_other(form: FormWords, pieces: Pieces, above: tuple[str, ...]) -> bool:
    texts = [piece.cell.text for piece in pieces.all if piece.row < _LEAST]
    titles = [compared(text) for text in (*above[-_LEAST:], *texts)]
    own = any(title in text for text in titles for s in form.sheets for title in s.titles)
    return not own and any(_OTHER_TABLE.search(text) for text in titles)


def _bands(form: FormWords, grid: Stack, year: int | None, width: int) -> list[range]:
    """Return the columns of tables that stand side by side; most grids have one."""
    whole = Pieces(grid, year, range(len(grid.rows)), range(width))
    filled = {col for piece in whole.all for col in range(piece.col, piece.right)}
    bands: list[range] = []
    for col in sorted(filled):
        if bands and bands[-1].stop == col:
            bands[-1] = range(bands[-1].start, col + 1)
        else:
            bands.append(range(col, col + 1))
    rows = range(len(grid.rows))
    made: list[range] = []
    before: SheetWords | None = None
    for band in bands:
        pieces = Pieces(grid, year, rows, band)
        sheet = _best(form, pieces)
        other = sheet is not None and before is not None and sheet is not before
        if not made or other or _begins_table(form, pieces):
            made.append(band)
        else:
            made[-1] = range(made[-1].start, band.stop)
        before = sheet or before
    return made


def _begins_table(form: FormWords, pieces: Pieces) -> bool:
    """Tell whether columns begin with labels of rows, and so are no more of the table before."""
    first = [piece for piece in pieces.all if piece.col == pieces.columns.start]
    labels = [piece for piece in first if not piece.is_figure]
    known = any(sheet.is_printed(p.wording) for p in labels[1:] for sheet in form.sheets)
    return known and len(labels) > len(first) / 2


def _best(form: FormWords, pieces: Pieces) -> SheetWords | None:
    counts = [(len(_known(sheet, pieces.all)), sheet) for sheet in form.sheets]
    most, sheet = max(counts, key=lambda pair: pair[0])
    return sheet if most >= _LEAST else None


def _known(sheet: SheetWords, pieces: tuple[Piece, ...]) -> set[str]:
    return {
        piece.wording.period + piece.wording.words
        for piece in pieces
        if not piece.is_figure and sheet.is_printed(piece.wording)
    }


def _parts(
    form: FormWords, pieces: Pieces, above: tuple[str, ...]
) -> Iterator[tuple[SheetWords, range]]:
    current = _titled(form, above[-_NEAR:])
    start = pieces.rows.start
    parts: list[tuple[SheetWords | None, range]] = []
    for row in pieces.rows:
        here = pieces.by_row[row]
        title = _titled(form, tuple(p.cell.text for p in here if not p.is_figure))
        other = title or _switch(form, here, current)
        if other is None or (other is current and title is None):
            continue
        if title is not None and current is title and not _has_figures(pieces, start, row):
            continue  # a title over two lines
        begins = _from_its_unit(pieces, current, start, row)
        parts.append((current, range(start, begins)))
        current, start = other, begins
    parts.append((current, range(start, pieces.rows.stop)))
    yield from _merged(form, pieces, parts)


def _from_its_unit(pieces: Pieces, before: SheetWords | None, start: int, row: int) -> int:
    """Return the row of the unit that stands over a table, else the row in which it begins."""
    above = row
    while above - 1 > start and row - above < _NEAR:
        above -= 1
        here = pieces.by_row[above]
        if not here or any(p.is_figure for p in here) or (before and _known(before, here)):
            return row
        if any(unit_of_line(piece.cell.text) for piece in here):
            return above
    return row


def _merged(
    form: FormWords, pieces: Pieces, parts: list[tuple[SheetWords | None, range]]
) -> Iterator[tuple[SheetWords, range]]:
    """Yield the parts that are sheets; rows between belong to what stands below them.

    A few rows that might be another sheet's do not part a table in two.
    """
    above = pieces.grid.above[-_NEAR:]
    kept: list[tuple[SheetWords, range]] = []
    open_from = pieces.rows.start
    for sheet, rows in parts:
        inside = tuple(piece for piece in pieces.all if piece.row in rows)
        texts = tuple(piece.cell.text for piece in inside)
        titled = sheet is not None and _titled(form, texts) is sheet
        near = titled or (sheet is not None and not kept and _titled(form, above) is sheet)
        least = _WITH_TITLE if near else _LEAST
        if sheet is None or len(_known(sheet, inside)) < least or _is_head(sheet, inside):
            continue
        if kept and kept[-1][0] is sheet and not titled:
            kept[-1] = (sheet, range(kept[-1][1].start, rows.stop))
        else:
            kept.append((sheet, range(open_from, rows.stop)))
        open_from = rows.stop
    if kept:
        sheet, rows = kept[-1]
        kept[-1] = (sheet, range(rows.start, pieces.rows.stop))
    yield from kept


def _is_head(sheet: SheetWords, inside: tuple[Piece, ...]) -> bool:
    """Tell whether rows hold nothing but heads, which may be those of another sheet as well."""
    return sheet.indicators is None and not any(sheet.is_row(p.wording) for p in inside)


def _has_figures(pieces: Pieces, start: int, stop: int) -> bool:
    return any(p.is_figure for row in range(start, stop) for p in pieces.by_row[row])


def _titled(form: FormWords, texts: tuple[str, ...]) -> SheetWords | None:
    """Return the sheet whose title stands in one of the texts; the longest, where several do."""
    found = [
        (len(title), sheet)
        for text in texts
        if len(text) < 80
        for sheet in form.sheets
        for title in sheet.titles
        if title in compared(text)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _switch(
    form: FormWords, here: tuple[Piece, ...], current: SheetWords | None
) -> SheetWords | None:
    """Return the sheet that a row belongs to, where it has labels of no other."""
    counts = {sheet.name: len(_known(sheet, here)) for sheet in form.sheets}
    if current is not None and counts[current.name]:
        return current
    most = max(counts.values(), default=0)
    if not most:
        return None
    leaders = [sheet for sheet in form.sheets if counts[sheet.name] == most]
    return leaders[0] if len(leaders) == 1 else current
