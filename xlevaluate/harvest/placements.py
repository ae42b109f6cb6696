"""Which piece of a table stands for which field: by the label of its row and the head above it.

A figure is placed where both agree with one field and no other. A label or a head that the form
does not know is never passed over for a known one that stands further away.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from msgspec import Struct

from xlevaluate.harvest.form_slots import SheetWords, Slot, among
from xlevaluate.harvest.grid_pieces import Piece, Pieces
from xlevaluate.harvest.labelled_values import labelled_values
from xlevaluate.harvest.row_numbers import numbering_columns, numbering_rows
from xlevaluate.harvest.wordings import Wording, joined, of_words
from xlevaluate.tables.label_text import plain_label

Nearness = Literal["none", "known", "unknown"]

_CORNERS = frozenset({"项目", "指标", "内容", "支出项目", "收入项目", "项目内容"})
"""What stands above the labels of rows in any table."""

_COUNTS = frozenset({"行次", "序号", "栏次", "行号", "编号"})
_NO_LABEL = Wording("", "")
_HALVES = 2
_YEAR = re.compile(r"(?:19|20)\d\d年?")


class Neighbour(Struct, frozen=True, eq=False):
    """The label of a row, or the head of a column: known to the form, unknown, or none."""

    near: Nearness
    wording: Wording = _NO_LABEL
    text: str = ""
    piece: Piece | None = None


_NOTHING = Neighbour("none")


class Placement(Struct, frozen=True, eq=False):
    """A piece that stands for a field, or ``text`` in it that does."""

    slot: Slot
    piece: Piece
    row: Neighbour
    head: Neighbour
    text: str | None = None


class Stray(Struct, frozen=True, eq=False):
    """A piece that stands for none, and why."""

    piece: Piece
    reason: str
    row: Neighbour = _NOTHING
    head: Neighbour = _NOTHING


class SheetMatch:
    """A part of a grid held against a sheet of the form."""

    def __init__(
        self, sheet: SheetWords, pieces: Pieces, taken: frozenset[int] = frozenset()
    ) -> None:
        self.sheet = sheet
        self.pieces = pieces
        self.taken = taken
        """Rows that something else has read."""
        self.value_rows: set[int] = set()
        """Of them, those that hold no heads."""
        self.width = len(pieces.columns)
        self._heads: dict[tuple[int, int], Neighbour] = {}
        self._texts: dict[tuple[int, int], bool] = {}

    def read(self) -> Iterator[Placement | Stray]:
        """Yield what stands where, in the order of the rows."""
        for piece in self.pieces.all:
            if piece.row in self.taken or piece.row in self.numbering_rows:
                continue
            if piece.col in self.numbering_columns and piece.is_figure:
                continue
            if (piece.row, piece.col) in self.pieces.unit_cells:
                continue
            if self.is_label(piece):
                continue
            pairs = self.pairs_in(piece)
            if pairs:
                yield from pairs
            elif piece.is_figure or not self.is_about(piece.cell.text):
                yield self._place(piece)

    def is_label(self, piece: Piece) -> bool:
        """Tell whether a piece is printed by the form, in its words or in others."""
        given = piece.wording
        if piece.is_figure and not given.period:
            return False
        if given == _NO_LABEL:
            return True  # nothing but numbering, 其中 or a prompt
        return self.sheet.is_printed(given) or given.words in _COUNTS | _CORNERS

    def is_head(self, piece: Piece) -> bool:
        """Tell whether a piece is a head that the form has."""
        return not piece.is_figure and self.sheet.is_head(self.head_wording(piece))

    def pairs_in(self, piece: Piece) -> list[Placement]:
        """Return the values that stand behind their labels in one cell: “填表人：张三”."""
        return [
            Placement(slot, piece, Neighbour("known", text=label), _NOTHING, value)
            for slot, label, value in self.pairs_of(piece.cell.text)
        ]

    def pairs_of(self, text: str) -> list[tuple[Slot, str, str]]:
        """Return the fields whose labels stand in a text, with label and value."""
        return list(labelled_values(text, lambda label: self._labelled(plain_label(label))))

    def _labelled(self, words: str) -> Slot | None:
        given = of_words(words, self.pieces.year)
        slots = [
            slot
            for slot in self.sheet.slots
            if slot.field is not None
            and any(way.left and self.sheet.means(way.left, given) for way in slot.ways)
        ]
        return slots[0] if len(slots) == 1 and given != _NO_LABEL else None

    def is_about(self, text: str) -> bool:
        """Tell whether a text is the table's title, unit or note, rather than in it."""
        words = plain_label(text)
        if not words or _ABOUT.fullmatch(words) or len(words) > _LONGEST_TITLE:
            return not words or _ABOUT.fullmatch(words) is not None
        given = of_words(words, self.pieces.year)
        return self.sheet.is_printed(given) or any(t in words for t in self.sheet.titles)

    def _place(self, piece: Piece) -> Placement | Stray:
        row, head = self.row_of(piece), self.head_of(piece)
        if head.wording.words in _COUNTS:
            return Stray(piece, "")
        for slots in (
            self._between(row, head),
            self._beside(piece, row, head),
            self._right_below(piece, row, head),
        ):
            if len(slots) == 1:
                return Placement(slots[0], piece, row, head)
            if slots:
                return Stray(piece, "表中有几项叫这个名称，分不清是哪一项", row, head)
        return Stray(piece, _reason(row, head), row, head)

    def _between(self, row: Neighbour, head: Neighbour) -> list[Slot]:
        if row.near != "known" or head.near != "known":
            return []
        means = self.sheet.means
        return [
            slot
            for slot in self.sheet.slots
            if any(
                means(way.left, row.wording) and means(way.above, head.wording) for way in slot.ways
            )
        ]

    def _beside(self, piece: Piece, row: Neighbour, head: Neighbour) -> list[Slot]:
        """Return the fields that one label is enough for, where it stands right beside."""
        if row.near != "known" or next(self.pieces.left_of(piece), None) is not row.piece:
            return []
        means = self.sheet.means
        slots = [
            slot
            for slot in self.sheet.slots
            if any(means(way.left, row.wording) and not way.above for way in slot.ways)
            and (slot.is_text or head.near == "none")
        ]
        if slots or head.near != "none":
            return slots
        only = [
            slot
            for slot in self.sheet.slots
            if any(means(way.left, row.wording) for way in slot.ways)
        ]
        return only if len(only) == 1 else []

    def _below(self, piece: Piece, row: Neighbour, head: Neighbour) -> list[Slot]:
        """Return the fields that a head is enough for, where nothing stands between."""
        if row.near != "none" or head.near != "known":
            return []
        slots = [
            slot
            for slot in self.sheet.slots
            if any(not way.left and self.sheet.means(way.above, head.wording) for way in slot.ways)
        ]
        for over in self.pieces.above(piece):
            if over is head.piece:
                return slots
            if not all(slot.is_text for slot in slots) or not self._is_text_below(over):
                break
        return []

    def _right_below(self, piece: Piece, row: Neighbour, head: Neighbour) -> list[Slot]:
        """Return the same but where the head has its value beside it, or a text another width."""
        slots = self._below(piece, row, head)
        if not slots or self._has_its_value(head):
            return []
        for over in self.pieces.above(piece):
            if over is head.piece:
                return slots
            if (over.col, over.right) != (piece.col, piece.right):
                break
        return []

    def _has_its_value(self, head: Neighbour) -> bool:
        """Tell whether a label has its value beside it, so that what stands below is another's."""
        label = head.piece
        if label is None:
            return False
        beside = next((p for p in self.pieces.by_row[label.row] if p.col >= label.right), None)
        if beside is None or beside.col > label.right or self.is_label(beside):
            return False
        means = self.sheet.means
        return any(
            way.left and means(way.left, head.wording) and not way.above
            for slot in self.sheet.slots
            for way in slot.ways
        )

    # ------------------------------------------------------------------ labels near a piece

    def row_of(self, piece: Piece) -> Neighbour:
        """Return the label of a piece's row: the nearest text at its left that is no value."""
        for beside in self.pieces.left_of(piece):
            if beside.is_figure and not self.is_label(beside):
                continue
            if beside.row != piece.row:
                return _NOTHING  # a heading of several rows
            if beside.wording == _NO_LABEL:
                continue
            if self.sheet.is_row(beside.wording):
                return Neighbour("known", beside.wording, beside.cell.text, beside)
            if self.is_label(beside):
                return _NOTHING
            if self.pairs_in(beside) or self.head_of(beside).near == "known":
                continue
            if beside.col in self.figure_columns:
                continue  # a remark where a figure was asked for
            return Neighbour("unknown", beside.wording, beside.cell.text, beside)
        return _NOTHING

    def head_of(self, piece: Piece) -> Neighbour:
        """Return the head of a piece's column: the nearest text above it that is no value."""
        passed: list[tuple[int, int]] = []
        found: Neighbour | None = None
        for over in self.pieces.above(piece):
            key = (id(over), piece.col)
            found = self._heads.get(key) or self._as_head(over)
            passed.append(key)
            if found is not None:
                break
        # What lies above each piece that was passed is known from now on: long tables stay cheap.
        for key in passed:
            self._heads[key] = found or _NOTHING
        return found or _NOTHING

    def _as_head(self, over: Piece) -> Neighbour | None:
        """Return what a piece is to those below it; ``None`` where one has to look above it."""
        if over.row in self.numbering_rows or over.row in self.value_rows:
            return None
        if over.is_figure and not self.is_label(over):
            return None
        if self._is_across(over):
            return None  # a section, a note
        given = self.head_wording(over)
        if self.sheet.is_head(given) or given.words in _COUNTS:
            return Neighbour("known", given, over.cell.text, over)
        if self.is_label(over) and not self.sheet.is_head(over.wording):
            return _NOTHING
        if over.row in self.data_rows or self.pairs_in(over) or self._is_text_below(over):
            return None
        return Neighbour("unknown", given, over.cell.text, over)

    def _is_text_below(self, piece: Piece) -> bool:
        """Tell whether a text stands below the head of texts, alone or not: 目标1, 目标2."""
        place = piece.row, piece.col
        if place not in self._texts:
            # Each depends on those above it; from the top down, none is looked at twice.
            for over in reversed(list(self.pieces.above(piece))):
                if (over.row, over.col) not in self._texts:
                    self._texts[over.row, over.col] = self._is_text(over)
            self._texts[place] = self._is_text(piece)
        return self._texts[place]

    def _is_text(self, piece: Piece) -> bool:
        if piece.is_figure or self.is_label(piece):
            return False
        slots = self._below(piece, _NOTHING, self.head_of(piece))
        return bool(slots) and all(slot.is_text for slot in slots)

    def head_wording(self, over: Piece) -> Wording:
        """Return what a head says with those above it: 2023年 over 决算数."""
        year = self.pieces.year
        row = [p for p in self.pieces.by_row.get(over.row, ()) if p.col <= over.col]
        plain = among(tuple(p.cell.text for p in row))[-1] if row else over.label.plain
        inner = of_words(plain, year)
        outer = self._outer(over)
        for earlier in self.pieces.above(over) if self.sheet.is_head(inner) else ():
            if earlier.label.plain == over.label.plain and not earlier.is_figure:
                return self.head_wording(earlier)  # heads that stand again, perhaps without years
        if outer is None or outer.is_figure:
            return inner
        is_year = bool(outer.wording.period) and not outer.wording.words
        if outer.right - outer.col <= over.right - over.col and not is_year:
            return inner
        whole = joined((outer.label.plain.partition("：")[0], over.label.plain), year)
        if self.sheet.is_head(whole):
            return whole
        return inner if inner.period else Wording(outer.wording.period, inner.words)

    def _is_across(self, piece: Piece) -> bool:
        """Tell whether a piece reaches over all columns, labels among them, and is no head."""
        if piece.right - piece.col >= self.width - 1 and self.width > _HALVES:
            return True
        alone = len(self.pieces.by_row[piece.row]) == 1 and piece.right - piece.col > 1
        return alone and piece.col == self._first

    @cached_property
    def _first(self) -> int:
        return min((piece.col for piece in self.pieces.all), default=0)

    def _outer(self, over: Piece) -> Piece | None:
        """Return what stands right above a head, but for notes all across."""
        outer = self.pieces.at(over.row - 1, over.col)
        while outer is not None and self._is_across(outer):
            outer = self.pieces.at(outer.row - 1, over.col)
        return outer

    @cached_property
    def data_rows(self) -> frozenset[int]:
        """Rows that hold figures, or begin with a label of the form: no heads stand in them."""
        return frozenset(
            row
            for row, pieces in self.pieces.by_row.items()
            if any(p.is_figure and not _YEAR.fullmatch(p.cell.text.strip()) for p in pieces)
            or any(self.sheet.is_row(p.wording) for p in pieces[:-1])
        )

    @cached_property
    def figure_columns(self) -> frozenset[int]:
        """Columns in which more figures stand below heads than texts: no label stands there."""
        counts: dict[int, int] = {}
        for row in self.data_rows:
            for piece in self.pieces.by_row[row]:
                counts[piece.col] = counts.get(piece.col, 0) + (1 if piece.is_figure else -1)
        return frozenset(col for col, count in counts.items() if count > 0)

    # ------------------------------------------------------------------ numbering

    @cached_property
    def numbering_rows(self) -> frozenset[int]:
        """Rows that number the columns: 1 2 3 … below the heads."""
        return numbering_rows(self.pieces, _COUNTS)

    @cached_property
    def numbering_columns(self) -> frozenset[int]:
        """Columns that number the rows: 1 2 3 … beside the labels."""
        return numbering_columns(self.pieces)


_LONGEST_TITLE = 80

_ABOUT = re.compile(
    r".*单位：?[百千万亿]?元.*|（?\d{0,4}年度?）?|附(?:件|表)\d*.*|(?:公开|财决)?\d*表\d*"
    r"|(?:说明|备注|注)(?:[：0-9].*)?"
)


def _reason(row: Neighbour, head: Neighbour) -> str:
    if row.near == "unknown":
        return "表中没有这一行"
    if head.near == "unknown":
        return "表中没有这一栏"
    if row.near == "known" and head.near == "none":
        return "上方没有认得出的栏名"
    if row.near == "none" and head.near == "known":
        return "左边没有认得出的行名"
    return "这一行和这一栏在表中没有对应的格"
