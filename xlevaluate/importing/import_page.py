"""An import on one self-contained page: the sources on the left, what became of them on the right.

Every cell of a source that was used is coloured and says where its figure went; a figure that went
nowhere is coloured too, so that a person sees in a minute that nothing was lost.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import NamedTuple

import jinja2

from xlevaluate.importing.import_record import HEADS, STATES, ImportRecord, RecordLine
from xlevaluate.sources.grid import Grid, Source, SourceCell
from xlevaluate.tables.table import Table
from xlevaluate.tables.understanding import tables_in

_MOST_ROWS = 3_000
"""Rows of all tables on one page; a page of more takes a browser too long."""

_LONGEST = 120
_FIGURE = re.compile(r"[-−+(（△]?[\d０-９][\d０-９,，.．\s]*[)）%％]?(?:万元|亿元|元)?")


class _Shown(NamedTuple):
    """A cell of a source: its text, what became of it, where it went, how far it reaches."""

    text: str
    state: str
    title: str
    colspan: int
    rowspan: int


class _Block(NamedTuple):
    """A line of text (``level`` of a heading), or the rows of a table with its place.

    ``is_left`` is a table of which nothing was taken.
    """

    text: str
    level: int
    rows: tuple[tuple[_Shown, ...], ...]
    is_left: bool = False


def import_page(record: ImportRecord, sources: Sequence[Source]) -> str:
    """Return the page's HTML."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = resources.files("xlevaluate.importing").joinpath("import_page.html.j2")
    left = _MOST_ROWS
    shown = []
    for source in sources:
        blocks = []
        tables = tables_in(source)
        for block in source.blocks:
            left -= len(block.rows) if isinstance(block, Grid) else 1
            if left < 0:
                continue
            if isinstance(block, Grid):
                blocks.append(_table(block, _became(source.name, block, record.lines, tables)))
            else:
                blocks.append(_Block(_cut(block.text), block.level, ()))
        shown.append((source.name, blocks))
    return environment.from_string(template.read_text(encoding="utf-8")).render(
        title=record.title,
        heads=HEADS[1:],
        counts=[(s, words, record.count(s)) for s, words in STATES.items() if record.count(s)],
        lines=[(line.state, line.row()) for line in record.lines],
        sources=shown,
        is_cut=left < 0,
    )


class _Became(NamedTuple):
    """What became of the cells of a grid, by address, and of what is told of as a whole.

    ``figures`` are the cells with figures, ``None`` where no table was understood.
    """

    cells: Mapping[str, RecordLine]
    whole: RecordLine | None
    figures: frozenset[str] | None


def _became(file: str, grid: Grid, lines: Sequence[RecordLine], tables: Sequence[Table]) -> _Became:
    cells: dict[str, RecordLine] = {}
    whole: RecordLine | None = None
    for line in lines:
        for at in line.stood or line.origins:
            if at.is_in(file, grid.place):
                for address in filter(None, at.address.split("、")):
                    cells.setdefault(_own(address, grid), line)
                whole = whole or (None if at.address else line)
    own = [table for table in tables if grid.place in table.place.split("、")]
    figures = frozenset(_own(entry.address, grid) for table in own for entry in table.entries)
    return _Became(cells, whole, figures if own else None)


def _own(address: str, grid: Grid) -> str:
    """Return an address without the place of its grid, which tables over several pages have."""
    return address.removeprefix(grid.place)


def _table(grid: Grid, became: _Became) -> _Block:
    rows = tuple(tuple(_cells(grid, number, became)) for number in range(len(grid.rows)))
    is_left_whole = became.whole is not None and not became.cells
    return _Block(grid.place, 0, rows, is_left=is_left_whole)


def _cells(grid: Grid, number: int, became: _Became) -> Iterator[_Shown]:
    row = grid.rows[number]
    for column, cell in enumerate(row):
        if cell.spread_from is not None:
            continue
        address = grid.address(number, column)
        line = became.cells.get(address)
        state, title = "", ""
        if line is not None:
            state, title = line.state, _title(line)
        elif _is_figure(cell) and (became.figures is None or address in became.figures):
            state, title = "unplaced", "" if became.whole is None else became.whole.note
        width, height = _reach(grid, number, column)
        yield _Shown(_cut(cell.text) or _said(cell), state, title, width, height)


def _said(cell: SourceCell) -> str:
    return "有公式没有结果" if cell.kind == "uncomputed" else ""


def _is_figure(cell: SourceCell) -> bool:
    return cell.kind == "number" or _FIGURE.fullmatch(cell.text.strip()) is not None


def _title(line: RecordLine) -> str:
    where = " ".join(filter(None, (f"《{line.sheet}》" if line.sheet else "", line.cell)))
    return "：".join(filter(None, (STATES[line.state], f"{where}{line.label}", line.note)))


def _reach(grid: Grid, row: int, column: int) -> tuple[int, int]:
    """Return over how many columns and rows a cell reaches."""
    first, width, height = (row, column), 1, 1
    cells = grid.rows[row]
    while column + width < len(cells) and cells[column + width].spread_from == first:
        width += 1
    while row + height < len(grid.rows) and grid.rows[row + height][column].spread_from == first:
        height += 1
    return width, height


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"
