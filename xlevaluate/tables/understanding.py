"""From the grids of a file to its tables, each figure under its labels and in its unit."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec.structs import replace

from xlevaluate.sources.grid import Grid, Source, SourceCell
from xlevaluate.tables.areas import TITLE, AreaPiece, ColumnRange
from xlevaluate.tables.heads import Half, HeadColumn, columns_of, halves_of
from xlevaluate.tables.label_text import LabelText, compared, plain_label, read_label
from xlevaluate.tables.money_units import UNITS, unit_of_line
from xlevaluate.tables.pages import first_of, last_of, pages_joined
from xlevaluate.tables.row_paths import Codes, RowPaths
from xlevaluate.tables.segments import Segment, segments_of
from xlevaluate.tables.table import Table, TableEntry, TableRow

_NEAR = 8
"""Lines before a table that may be its title, unit or office."""
_LONGEST = 120
"""Characters of such a line; what is longer is running text."""


def tables_in(source: Source) -> tuple[Table, ...]:
    """Return the tables of a file, with pages that go on joined to what they go on with."""
    found: list[Table] = []
    for grid in pages_joined(source):
        lines, after = (
            _near(source.lines_before(first_of(grid))),
            _near(source.lines_after(last_of(grid))),
        )
        found.extend(_tables_of(grid, source.name, lines, after))
    return tuple(found)


def _near(lines: Iterable[str]) -> tuple[str, ...]:
    kept = [line for line in lines if line.strip() and len(line) <= _LONGEST]
    return tuple(kept[-_NEAR:])


def _tables_of(
    grid: Grid, file: str = "", lines: tuple[str, ...] = (), after: tuple[str, ...] = ()
) -> Iterator[Table]:
    """Yield the tables of a grid; ``lines`` and ``after`` are the texts around it."""
    number = 0
    for area in _parts(ColumnRange.of(grid)):
        outer = lines
        for segment in segments_of(area):
            if not segment.is_table:
                outer = (*outer, *(piece.cell.text for piece in segment.lines))
                continue
            for part, columns in _side_by_side(segment):
                number += 1
                yield _Reader(part, columns, file, outer, number).table(after)
            outer = ()


# ---------------------------------------------------------------------- parts of a grid


def _parts(area: ColumnRange) -> Iterator[ColumnRange]:
    """Split tables that stand side by side, each with a title of its own and a blank between."""
    filled = {
        column
        for row in area.pieces
        for piece in row
        for column in range(piece.column, piece.column + piece.width)
    }
    titles = sorted({piece.column for row in area.pieces for piece in row if piece.is_title})
    cuts = [area.left]
    for before, column in pairwise(titles):
        blank = [place for place in range(before + 1, column) if place not in filled]
        if blank and _begins_with_labels(area, blank[-1] + 1):
            cuts.append(blank[-1] + 1)
    for left, right in pairwise((*cuts, area.right)):
        yield ColumnRange(area.grid, left, right) if len(cuts) > 1 else area


def _begins_with_labels(area: ColumnRange, left: int) -> bool:
    """Tell whether the columns from one on begin with labels rather than figures."""
    first = min((p.column for row in area.pieces for p in row if p.column >= left), default=left)
    pieces = [piece for row in area.pieces for piece in row if piece.column == first]
    return sum(piece.is_amount and not piece.is_code for piece in pieces) * 2 < len(pieces)


def _side_by_side(segment: Segment) -> Iterator[tuple[Segment, tuple[HeadColumn, ...]]]:
    """Yield a segment, or its halves where each has a title of its own."""
    columns = columns_of(segment)
    halves = halves_of(columns)
    titles = [piece for piece in segment.lines if piece.is_title]
    rows = {piece.row for piece in titles}
    if len(halves) < 2 or len(titles) < 2 or len(rows) > 1:
        yield segment, columns
        return
    starts = [half.reach.start for half in halves]
    edges = [segment.area.left, *starts[1:], segment.area.right]
    for left, right in pairwise(edges):
        lines = [piece for piece in segment.lines if left <= piece.column < right]
        area = ColumnRange(segment.area.grid, left, right)
        part = Segment(area, lines, segment.head, segment.body, segment.notes)
        yield part, columns_of(part)


# ---------------------------------------------------------------------- one table


class _Reader:
    def __init__(
        self,
        segment: Segment,
        columns: tuple[HeadColumn, ...],
        file: str,
        outer: tuple[str, ...],
        number: int,
    ) -> None:
        self._segment = segment
        self._columns = columns
        self._file = file
        self._outer = outer
        self._number = number
        self._area = segment.area
        self._inner = tuple(piece.cell.text for piece in segment.lines)
        self._pieces = {
            (row, piece.column): piece for row in segment.body for piece in self._area.pieces[row]
        }
        figures = [column.place for column in columns if column.kind == "figures"]
        self._merged = {
            self._area.anchor(row, place)
            for row in segment.body
            for place in figures
            if self._area.anchor(row, place) != (row, place)
        }

    def table(self, after: tuple[str, ...]) -> Table:
        """Return what the segment says."""
        title, unit = self._title(), self._unit()
        halves = halves_of(self._columns)
        rows, entries = [], []
        for number, half in enumerate(halves):
            for row, found in self._half(half, number, unit):
                rows.append(row)
                entries.extend(found)
        return Table(
            file=self._file,
            grid=self._area.grid,
            title=title,
            unit=unit,
            lines=(*self._outer, *self._inner),
            notes=(*(piece.cell.text for piece in self._segment.notes), *after),
            columns=tuple(c.path for half in halves for c in half.figures),
            rows=tuple(rows),
            entries=tuple(entries),
            number=self._number,
        )

    def _title(self) -> str:
        """Return the last line above that names a table, else the name of the sheet."""
        inner = [piece.cell.text for piece in self._segment.lines if piece.is_title]
        outer = [
            line
            for line in self._outer
            if TITLE.fullmatch(plain := compared(line)) and len(plain) < 60
        ]
        found = inner or outer
        return " ".join(found[-1].split()) if found else self._area.grid.sheet

    def _unit(self) -> str:
        """Return the unit that the nearest line above says, and after all of them the title."""
        lines = (*self._outer, *self._inner)
        for line in reversed(lines):
            if unit := unit_of_line(line):
                return unit
        return unit_of_line(self._title())

    def _half(
        self, half: Half, number: int, unit: str
    ) -> Iterator[tuple[TableRow, list[TableEntry]]]:
        paths, codes = RowPaths(), Codes()
        heads = Counter(column.path for column in half.figures)
        above = {path[:size] for path in heads for size in range(1, len(path))}
        for row in self._segment.body:
            label, text, outer, among = self._label(half, row)
            code = codes.code([self._code(row, column.place) for column in half.codes])
            code = code or label.code
            path = (*outer, *paths.path(label, among=among)) if label.plain else outer
            figures = [
                (piece, column)
                for column in half.figures
                if (piece := self._pieces.get((row, column.place))) is not None
            ]
            if not (label.plain or code or figures):
                continue
            at = half.reach.start
            described = TableRow(path, label, text, self._area.grid.address(row, at), code, number)
            has_labels = bool(half.labels or half.codes)
            yield (
                described,
                [
                    replace(
                        self._entry(described, piece, column, unit),
                        has_labels=has_labels,
                        has_twin=heads[column.path] > 1 or column.path in above,
                    )
                    for piece, column in figures
                ],
            )

    def _own(self, row: int, column: int) -> SourceCell:
        """Return a cell; one merged from the left shows nothing here."""
        cell = self._area.shown(row, column)
        return SourceCell() if cell.spread_from and cell.spread_from[1] != column else cell

    def _code(self, row: int, column: int) -> str:
        """Return the code that stands in a column of codes; “合计” there is a label."""
        code = compared(self._own(row, column).text)
        return code if code.isdecimal() else ""

    def _label(self, half: Half, row: int) -> tuple[LabelText, str, tuple[str, ...], bool]:
        """Return a row's label, its text, the labels merged down beside it, and whether 其中."""
        outer: list[str] = []
        texts: list[str] = []
        among = False
        for column in sorted((*half.codes, *half.labels), key=lambda column: column.place):
            cell = self._own(row, column.place)
            if not cell.text.strip() or (column.kind == "code" and self._code(row, column.place)):
                continue
            plain = plain_label(cell.text)
            if not plain:
                among = among or compared(cell.text).startswith("其中")
            elif cell.spread_from is not None and column not in half.labels[-1:]:
                outer.append(plain)
            else:
                texts.append(cell.text)
        *before, text = texts or [""]
        return read_label(text), text, (*outer, *map(plain_label, before)), among

    def _entry(self, of: TableRow, piece: AreaPiece, column: HeadColumn, unit: str) -> TableEntry:
        written = piece.amount.unit if piece.amount.unit in UNITS else ""
        return TableEntry(
            row=of.path,
            column=column.path,
            amount=piece.amount,
            text=piece.cell.text,
            address=self._area.grid.address(piece.row, piece.column),
            unit=written or column.unit or of.label.unit or unit,
            code=of.code,
            half=of.half,
            is_merged=(piece.row, piece.column) in self._merged,
        )
