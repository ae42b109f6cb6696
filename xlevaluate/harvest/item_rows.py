"""Rows that vary in number: a special fund a line, a task a line, in tables made elsewhere."""

import re
from collections.abc import Iterator

from msgspec import Struct

from xlevaluate.form.cells_definition import ColumnDef, RowDef, TableDef
from xlevaluate.form.fields import table_columns
from xlevaluate.harvest.form_slots import FormWords, SheetWords, among, filled
from xlevaluate.harvest.grid_pieces import Piece, Pieces
from xlevaluate.harvest.placements import SheetMatch
from xlevaluate.harvest.wordings import Wording
from xlevaluate.tables.label_text import compared, plain_label

_NO_ITEM = re.compile(r"[.…·]*|合计|小计|总计|共计|.*(?:合计|小计)")
_NUMBER = re.compile(r"（?(\d{1,2}|[一二三四五六七八九十]{1,3})）?[、.]?")


class ItemRow(Struct, frozen=True):
    """A row of a list: the list's path, its name's cell, and the cells by the keys of columns."""

    path: str
    label_key: str
    name: Piece
    cells: dict[str, tuple[Piece, Piece]]
    """Each with the head of its column."""


class ItemRows:
    """The rows of a region that are items of its tables."""

    def __init__(self, words: FormWords, match: SheetMatch) -> None:
        self.words = words
        self.form = words.template.form
        self.match = match
        self.sheet: SheetWords = match.sheet
        self.pieces: Pieces = match.pieces
        self.rows_read: set[int] = set()
        self.heads: set[int] = set()

    def read(self) -> Iterator[ItemRow]:
        """Yield the items; the rows in which they stand are noted."""
        for table in self.sheet.tables:
            if any(row.key for row in table.rows):
                yield from self._below_rows(table)
            else:
                yield from self._below_head(table)

    # ------------------------------------------------------------------ below a row of the form

    def _below_rows(self, table: TableDef) -> Iterator[ItemRow]:
        parent: Piece | None = None
        items: RowDef | None = None
        for row in self.pieces.rows:
            if row in self.match.taken or row in self.match.numbering_rows:
                continue
            labels = [p for p in self._texts(row) if self.sheet.is_row(p.wording)]
            known = labels[-1] if labels else None
            name = self._name_in(row)
            if known is not None and known.row == row:
                parent, items = known, self._items_of(table, known.wording)
            if name is None or items is None or parent is None:
                continue
            if _is_sibling(parent, name):
                items = None
                continue
            cells = dict(self._figures(table, row))
            if cells:
                self.rows_read.add(row)
                path = f"{table.path}.{items.items}"
                yield ItemRow(path, items.label_key, name, cells)

    def _texts(self, row: int) -> list[Piece]:
        found = []
        for col in self.pieces.columns:
            piece = self.pieces.at(row, col)
            if piece is not None and not piece.is_figure and piece not in found:
                found.append(piece)
        return found

    def _name_in(self, row: int) -> Piece | None:
        """Return the name in a row: the text before its first figure, unless the form knows it."""
        before: Piece | None = None
        if any(self.match.is_head(piece) for piece in self.pieces.by_row[row]):
            return None  # heads that stand again
        for piece in self.pieces.by_row[row]:
            if piece.is_figure:
                break
            before = piece
        if before is None or self.match.is_label(before) or self.match.pairs_in(before):
            return None
        if _NO_ITEM.fullmatch(before.label.plain) or self._is_headed(before):
            return None
        return before

    def _is_headed(self, piece: Piece) -> bool:
        """Tell whether a text stands in a column of figures, where no name is."""
        head = self.match.head_of(piece)
        if head.near == "known" or head.piece is None:
            return head.near == "known"
        return any(self.match.is_head(p) for p in self.pieces.by_row.get(head.piece.row, ()))

    def _items_of(self, table: TableDef, label: Wording) -> RowDef | None:
        for number, row in enumerate(table.rows[:-1]):
            own = plain_label(row.label or row.name)
            if row.key and self.sheet.means(own, label) and table.rows[number + 1].items:
                return table.rows[number + 1]
        return None

    def _figures(self, table: TableDef, row: int) -> Iterator[tuple[str, tuple[Piece, Piece]]]:
        columns = [c for c in table_columns(self.form.definition, table) if c.key]
        for piece in self.pieces.by_row[row]:
            head = self.match.head_of(piece)
            if head.near != "known" or head.piece is None:
                continue
            for column in columns:
                if column.key and self.sheet.means(self._label(column), head.wording):
                    yield column.key, (piece, head.piece)
                    break

    def _label(self, column: ColumnDef) -> str:
        return plain_label(filled(self.words.template, column.head))

    # ------------------------------------------------------------------ below heads of their own

    def _below_head(self, table: TableDef) -> Iterator[ItemRow]:
        items = next(row for row in table.rows if row.items)
        for head in self.pieces.rows:
            columns = self._columns(table, head)
            if columns is None:
                continue
            corner, heads = columns
            self.heads.update(range(head, corner.bottom))
            self.rows_read.update(range(head, corner.bottom))
            for row in range(corner.bottom, self.pieces.rows.stop):
                name = self._under(corner, row)
                if name is not None and (
                    self.match.is_label(name) or self.match.pairs_in(name) or _is_total(name)
                ):
                    break
                cells = {
                    key: (piece, over)
                    for key, over in heads.items()
                    if (piece := self._under(over, row)) is not None
                }
                if name is None or name.row != row:
                    if cells or self.pieces.by_row[row]:
                        break
                    continue
                self.rows_read.add(row)
                if not compared(name.cell.text).strip(".…·"):
                    continue
                yield ItemRow(f"{table.path}.{items.items}", items.label_key, name, cells)

    def _columns(self, table: TableDef, row: int) -> tuple[Piece, dict[str, Piece]] | None:
        """Return the corner and the heads of a table whose heads begin in a row."""
        corners = [
            piece
            for piece in self.pieces.by_row[row]
            if self.sheet.means(plain_label(table.corner), piece.wording)
        ]
        if not corners:
            return None
        corner = corners[0]
        columns = [c for c in table_columns(self.form.definition, table) if c.key]
        own = among(tuple(filled(self.words.template, c.head) for c in columns))
        heads: dict[str, Piece] = {}
        for under in range(row, max(corner.bottom, row + 1) + 1):
            for piece in self.pieces.by_row.get(under, ()):
                if piece is corner or piece.is_figure:
                    continue
                given = self.match.head_wording(piece)
                for column, label in zip(columns, own, strict=True):
                    if column.key and self.sheet.means(label, given):
                        heads.setdefault(column.key, piece)
        return (corner, heads) if len(heads) > 1 else None

    def _under(self, head: Piece, row: int) -> Piece | None:
        for col in range(head.col, head.right):
            piece = self.pieces.at(row, col)
            if piece is not None and piece.col >= head.col and piece.row == row:
                return piece
        return None


def _is_total(piece: Piece) -> bool:
    return _NO_ITEM.fullmatch(piece.label.plain) is not None and bool(
        piece.label.plain.strip(".…·")
    )


def _is_sibling(parent: Piece, name: Piece) -> bool:
    """Tell whether a row goes on where its parent's numbering ends: 4、 after 3、."""
    one, two = _NUMBER.fullmatch(parent.label.number), _NUMBER.fullmatch(name.label.number)
    if one is None or two is None or parent.label.number[-1] != name.label.number[-1]:
        return False
    if one[1].isdecimal() and two[1].isdecimal():
        return int(two[1]) == int(one[1]) + 1
    return one[1].isdecimal() == two[1].isdecimal() and one[1] != two[1]
