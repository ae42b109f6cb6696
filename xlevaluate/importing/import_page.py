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
from xlevaluate.sources.grid import Grid, Line, Source, SourceCell

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
    """A line of text (``level`` of a heading), or the rows of a table with its place."""

    text: str
    level: int
    rows: tuple[tuple[_Shown, ...], ...]
    state: str = ""


def import_page(record: ImportRecord, sources: Sequence[Source]) -> str:
    """Return the page's HTML."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = resources.files("xlevaluate.importing").joinpath("import_page.html.j2")
    became = _became(record.lines)
    left = _MOST_ROWS
    shown = []
    for source in sources:
        blocks = []
        for block in source.blocks:
            left -= len(block.rows) if isinstance(block, Grid) else 1
            if left >= 0:
                blocks.append(_block(source.name, block, became))
        shown.append((source.name, blocks))
    return environment.from_string(template.read_text(encoding="utf-8")).render(
        title=record.title,
        heads=HEADS[1:],
        counts=[(s, words, record.count(s)) for s, words in STATES.items() if record.count(s)],
        lines=[(line.state, line.row()) for line in record.lines],
        sources=shown,
        is_cut=left < 0,
    )


_Became = Mapping[tuple[str, str, str], RecordLine]
"""What became of each place of a file: by file, table and cell."""


def _became(lines: Sequence[RecordLine]) -> _Became:
    became: dict[tuple[str, str, str], RecordLine] = {}
    for line in lines:
        for origin in line.origins:
            for file in origin.file.split("、"):
                for place in origin.place.split("、"):
                    for address in origin.address.split("、"):
                        became.setdefault((file, place, address), line)
    return became


def _block(file: str, block: Grid | Line, became: _Became) -> _Block:
    if isinstance(block, Line):
        return _Block(_cut(block.text), block.level, ())
    whole = became.get((file, block.place, ""))
    rows = tuple(
        tuple(_cells(file, block, number, became, whole)) for number in range(len(block.rows))
    )
    return _Block(block.place, 0, rows, "" if whole is None else whole.state)


def _cells(
    file: str, grid: Grid, number: int, became: _Became, whole: RecordLine | None
) -> Iterator[_Shown]:
    row = grid.rows[number]
    for column, cell in enumerate(row):
        if cell.spread_from is not None:
            continue
        line = became.get((file, grid.place, grid.address(number, column)))
        state, title = "", ""
        if line is not None:
            state, title = line.state, _title(line)
        elif _is_figure(cell):
            state, title = "unplaced", "" if whole is None else whole.note
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
