"""Tables of one grid, one under another: for each, the lines above, its head, its body, its notes.

A head is told by having no figures, and by standing first, below a title, or where it stood before
(a page's first rows repeat it). Rows that count columns (栏次 1 2 3) belong to the head.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct, field

from xlevaluate.tables.areas import NOTE, AreaPiece, ColumnRange
from xlevaluate.tables.label_text import plain_label
from xlevaluate.tables.money_units import unit_of_label

_HEAD_WORDS = re.compile(
    r"项目(?:（.*）)?|.*(?:科目|编码|名称|类款项|功能分类|经济分类)|类|科目编码.*|.级指标|指标|行次|栏次|序号|部门|单位"
    r"|收入|支出|功能分类.*|经济分类.*|项目名称.*|指标名称.*"
)
_SENTENCE = re.compile(r"[。；]")
_LONGEST_TITLE = 60
_FAR = 12
"""Rows among which a title has its head."""


class Segment(Struct):
    """One table of an area, by the numbers of its rows in the grid."""

    area: ColumnRange
    lines: list[AreaPiece] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    notes: list[AreaPiece] = field(default_factory=list)
    said: set[tuple[str, ...]] = field(default_factory=set)
    """The rows of the head as they are compared."""

    @property
    def is_table(self) -> bool:
        """Tell whether there is more to it than lines."""
        return bool(self.head or self.body)


def segments_of(area: ColumnRange) -> tuple[Segment, ...]:
    """Split an area into its tables."""
    splitter = _Splitter(area)
    for row in range(len(area.pieces)):
        splitter.take(row)
    return tuple(splitter.finished())


def _counts_columns(pieces: tuple[AreaPiece, ...]) -> bool:
    """Tell whether a row counts the columns: 栏次 1 2 3, or 1 2 3 alone."""
    if any(piece.plain == "栏次" for piece in pieces):
        return True
    numbers = [piece for piece in pieces if piece.is_amount]
    words = [plain_label(piece.cell.text) for piece in pieces if not piece.is_amount]
    if any(word not in {"行次", "类", "款", "项", "合计"} for word in words):
        return False
    counted = [piece.amount.number for piece in numbers if "." not in piece.plain]
    if len(counted) < len(numbers) or not counted:
        return False
    first = counted[0] or Decimal(0)
    in_sequence = counted == [first + step for step in range(len(counted))]
    return in_sequence and first == 1 and not words and len(counted) > 1


class _Splitter:
    def __init__(self, area: ColumnRange) -> None:
        self._area = area
        self._done: list[Segment] = []
        self._now = Segment(area)
        self._in_head = False
        self._waiting: list[int] = []

    def finished(self) -> Iterator[Segment]:
        """Yield the tables, with what stands below the last."""
        self._close()
        yield from self._done

    def take(self, row: int) -> None:
        """Put a row to the table that it belongs to."""
        pieces = self._area.pieces[row]
        if not pieces:
            if not any(self._area.is_filled(row, column) for column in self._area.columns):
                return  # a blank row ends no head
            self._in_head = self._in_head and self._is_merged_down(row)
            if self._in_head:
                self._now.head.append(row)
            return
        if self._is_line(pieces):
            self._take_line(row, pieces)
        elif not self._now.head and not self._now.body:
            self._begin(row, pieces)
        elif self._in_head:
            self._go_on(row, pieces)
        else:
            self._take_body(row, pieces)

    # ------------------------------------------------------------------ lines

    def _is_line(self, pieces: tuple[AreaPiece, ...]) -> bool:
        """Tell whether a row is no row of a table: a title, a unit, a note, a signature."""
        if any(piece.is_amount and not piece.is_about_the_table for piece in pieces):
            return False
        if all(p.is_about_the_table or p.is_title for p in pieces):
            return not self._fits_head(pieces)
        return len(pieces) == 1 and not self._fits_head(pieces)

    def _fits_head(self, pieces: tuple[AreaPiece, ...]) -> bool:
        """Tell whether a row can be a further row of the head that is being read."""
        return self._in_head and bool(self._now.head) and self._continues(pieces)

    def _take_line(self, row: int, pieces: tuple[AreaPiece, ...]) -> None:
        self._in_head = False
        now = self._now
        if not now.is_table:
            now.lines.extend(pieces)
        elif self._leads_to_head(row):
            self._close()
            self._now.lines.extend(pieces)
        elif any(map(self._is_note, pieces)) or not self._is_label(pieces):
            now.notes.extend(pieces)
        else:
            now.body.append(row)

    def _is_note(self, piece: AreaPiece) -> bool:
        return bool(
            NOTE.match(piece.plain)
            or piece.is_about_the_table
            or (_SENTENCE.search(piece.plain) and len(piece.plain) > _LONGEST_TITLE // 3)
        )

    def _is_label(self, pieces: tuple[AreaPiece, ...]) -> bool:
        return len(pieces) == 1 and len(pieces[0].plain) <= _LONGEST_TITLE

    def _leads_to_head(self, row: int) -> bool:
        """Tell whether a line of a table's middle begins another: a title with a head below it."""
        has_title = False
        for below in range(row, min(row + _FAR, len(self._area.pieces))):
            pieces = self._area.pieces[below]
            if not pieces:
                continue
            if self._is_line(pieces):
                has_title = has_title or any(p.is_title for p in pieces)
                if any(NOTE.match(piece.plain) for piece in pieces):
                    return False
                continue
            return has_title and not any(p.is_amount and not p.is_year for p in pieces)
        return False

    # ------------------------------------------------------------------ heads

    def _begin(self, row: int, pieces: tuple[AreaPiece, ...]) -> None:
        if self._is_head(pieces):
            self._take_wide_line(row)
            self._now.head.append(row)
            self._in_head = True
        elif not _counts_columns(pieces):
            self._now.body.append(row)

    def _is_head(self, pieces: tuple[AreaPiece, ...]) -> bool:
        figures = [piece for piece in pieces if piece.is_amount]
        return len(pieces) > 1 and all(piece.is_year for piece in figures)

    def _take_wide_line(self, row: int) -> None:
        """Take the line right above into the head, where it spans columns and is no title."""
        lines = self._now.lines
        if not lines or lines[-1].row != row - 1 or (len(lines) > 1 and lines[-2].row == row - 1):
            return
        last = lines[-1]
        is_narrow = last.width < len(self._area.columns) or last.plain.endswith("数")
        if last.width == 1 or last.is_about_the_table or not is_narrow:
            return
        if not last.is_title:
            self._now.head.append(lines.pop().row)

    def _go_on(self, row: int, pieces: tuple[AreaPiece, ...]) -> None:
        if _counts_columns(pieces):
            self._in_head = False
        elif self._is_head_again(pieces) and self._continues(pieces):
            self._now.head.append(row)
        else:
            self._in_head = False
            self._take_body(row, pieces)

    def _is_head_again(self, pieces: tuple[AreaPiece, ...]) -> bool:
        return all(piece.is_year for piece in pieces if piece.is_amount)

    def _is_merged_down(self, row: int) -> bool:
        """Tell whether every filled cell of a row without own text is merged from the head."""
        head = set(self._now.head)
        area = self._area
        return any(area.is_filled(row, c) for c in area.columns) and all(
            area.anchor(row, c)[0] in head for c in area.columns if area.is_filled(row, c)
        )

    def _continues(self, pieces: tuple[AreaPiece, ...]) -> bool:
        """Tell whether texts stand below cells of the head that span more than their column."""
        if all(unit_of_label(p.cell.text) and not plain_label(p.cell.text) for p in pieces):
            return True
        area, above, row = self._area, self._now.head[-1], pieces[0].row
        spans = _spans(area, above)
        merged = any(
            area.shown(row, c).spread_from is not None and area.anchor(row, c)[0] in self._now.head
            for c in area.columns
        )
        wide = [spans.get(piece.column, 1) > 1 for piece in pieces]
        return all(wide) and (merged or len(pieces) > 1)

    # ------------------------------------------------------------------ bodies

    def _take_body(self, row: int, pieces: tuple[AreaPiece, ...]) -> None:
        now = self._now
        if _counts_columns(pieces) and not now.body:
            return
        if self._repeats(row):
            return
        if self._is_new_head(pieces):
            self._close()
            self._begin(row, pieces)
            return
        now.body.append(row)

    def _repeats(self, row: int) -> bool:
        """Tell whether a row is one of the head's, said again at the top of a page."""
        now, pieces = self._now, self._area.pieces
        if not now.said:
            now.said.update(_said(self._area, head) for head in now.head)
        if not any(piece.is_amount and not piece.is_year for piece in pieces[row]):
            return _said(self._area, row) in now.said
        is_first = row > 0 and not any(piece.is_amount for piece in pieces[row - 1])
        return is_first and _counts_columns(pieces[row]) and _said(self._area, row - 1) in now.said

    def _is_new_head(self, pieces: tuple[AreaPiece, ...]) -> bool:
        """Tell whether a row within a table is the head of another that has no title."""
        if not self._is_head(pieces) or len(pieces) < min(3, len(self._area.columns)):
            return False
        first = plain_label(pieces[0].cell.text)
        filled = sum(self._area.is_filled(pieces[0].row, c) for c in self._area.columns)
        return bool(_HEAD_WORDS.fullmatch(first)) and filled * 3 >= 2 * len(self._area.columns)

    def _close(self) -> None:
        if self._now.is_table or self._now.lines:
            self._done.append(self._now)
        self._now = Segment(self._area)
        self._in_head = False


def _said(area: ColumnRange, row: int) -> tuple[str, ...]:
    return tuple(plain_label(area.shown(row, column).text) for column in area.columns)


def _spans(area: ColumnRange, row: int) -> dict[int, int]:
    """Return over how many columns each cell of a head reaches, by every column of it.

    Where a file has no merges, a cell reaches over the blanks at its right.
    """
    spans: dict[int, int] = {}
    run: list[int] = []
    current: tuple[int, int] | None = None
    for column in area.columns:
        anchor = area.anchor(row, column)
        is_own = area.is_filled(row, column) and anchor != current
        if is_own:
            spans |= dict.fromkeys(run, len(run))
            run, current = [], anchor
        run.append(column)
    return spans | dict.fromkeys(run, len(run))
