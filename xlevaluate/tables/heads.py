"""Columns of a table: their heads from top to bottom, what they hold, which belong together.

Left and right halves of one row are two lists: a column of labels behind columns of figures begins
the next half.
"""

import re
from typing import Literal

from msgspec import Struct

from xlevaluate.tables.areas import AreaPiece
from xlevaluate.tables.label_text import plain_label, read_label
from xlevaluate.tables.money_units import unit_of_label
from xlevaluate.tables.segments import Segment

HeadKind = Literal["label", "code", "figures", "remark", "count", "empty"]
"""``count`` numbers rows (行次, 序号); ``remark`` holds notes."""

_LABEL = re.compile(
    r"项目|.*(?:名称|科目|功能分类|经济分类)|(?:项目|指标)?内容|.级指标|部门|单位|收入项目|支出项目|项目按.*"
)
_CODE = re.compile(r".*(?:编码|代码)|类|款|项|类款项|类款")
_COUNT = re.compile(r"行次|序号|行号|栏次")
_REMARK = re.compile(r"备注|说明|原因.*|.*原因|.*措施|.*依据")
_CODE_TEXT = re.compile(r"\d{1,7}")


class HeadColumn(Struct, frozen=True):
    """A column of a table: the texts of its head, outermost first, and the unit they name."""

    place: int
    kind: HeadKind
    path: tuple[str, ...]
    unit: str = ""


class Half(Struct, frozen=True):
    """Columns of labels and the columns of figures that go with them."""

    labels: tuple[HeadColumn, ...]
    codes: tuple[HeadColumn, ...]
    figures: tuple[HeadColumn, ...]

    @property
    def reach(self) -> range:
        """Its columns in the grid."""
        every = [column.place for column in (*self.labels, *self.codes, *self.figures)]
        return range(min(every), max(every) + 1)


def columns_of(segment: Segment) -> tuple[HeadColumn, ...]:
    """Return the columns of a table, with what they hold."""
    area = segment.area
    bodies: dict[int, list[AreaPiece]] = {column: [] for column in area.columns}
    for row in segment.body:
        for piece in area.pieces[row]:
            bodies[piece.column].append(piece)
    return tuple(_column(segment, place, body) for place, body in bodies.items())


def _column(segment: Segment, place: int, body: list[AreaPiece]) -> HeadColumn:
    texts = _head_texts(segment, place)
    path = tuple(plain for text in texts if (plain := plain_label(text)))
    units = [unit for text in texts if (unit := unit_of_label(text) or read_label(text).unit)]
    return HeadColumn(place, _kind(path, body), path, units[-1] if units else "")


def _head_texts(segment: Segment, place: int) -> list[str]:
    """Return the texts above a column, each cell's once."""
    texts: list[str] = []
    seen: set[tuple[int, int]] = set()
    for number in range(len(segment.head)):
        at = _standing_for(segment, number, place)
        if at is not None and at not in seen:
            seen.add(at)
            texts.append(segment.area.shown(*at).text)
    return texts


def _standing_for(segment: Segment, number: int, place: int) -> tuple[int, int] | None:
    """Return the cell of a row of the head that stands above a column.

    A blank in a file without merges belongs to the text at its left, where a text of its own
    stands below it and both have the same head above.
    """
    area, row = segment.area, segment.head[number]
    if area.is_filled(row, place):
        return area.anchor(row, place)
    below = segment.head[number + 1 :]
    if not any(area.is_filled(under, place) for under in below):
        return None
    left = place - 1
    while left >= area.left and not area.is_filled(row, left):
        left -= 1
    if left < area.left:
        return None
    if number and _standing_for(segment, number - 1, place) != _standing_for(
        segment, number - 1, left
    ):
        return None
    return area.anchor(row, left)


def _kind(path: tuple[str, ...], body: list[AreaPiece]) -> HeadKind:
    last = path[-1] if path else ""
    if _COUNT.fullmatch(last):
        return "count"
    if _CODE.fullmatch(last) and all(
        _CODE_TEXT.fullmatch(p.plain) or not p.is_amount for p in body
    ):
        figures = [p for p in body if p.is_amount]
        return "label" if len(body) - len(figures) > len(figures) else "code"
    if _REMARK.fullmatch(last):
        return "remark"
    amounts = sum(piece.is_amount for piece in body)
    texts = len(body) - amounts
    if _LABEL.fullmatch(last) and texts >= amounts:
        return "label"
    if not body:
        return "figures" if path else "empty"
    if not path and _counts_rows(body):
        return "count"
    return "label" if texts > amounts else "figures"


def _counts_rows(body: list[AreaPiece]) -> bool:
    """Tell whether a column without a head numbers the rows from 1."""
    numbers = [piece.amount.number for piece in body if "." not in piece.plain]
    return len(body) > 2 and numbers == list(range(1, len(body) + 1))


def halves_of(columns: tuple[HeadColumn, ...]) -> tuple[Half, ...]:
    """Return the halves of a table, from left to right; most have one."""
    halves: list[list[HeadColumn]] = [[]]
    for column in columns:
        if column.kind in {"empty", "remark", "count"}:
            continue
        has_figures = any(item.kind == "figures" for item in halves[-1])
        if column.kind in {"label", "code"} and has_figures:
            halves.append([])
        halves[-1].append(column)
    return tuple(
        Half(
            tuple(item for item in half if item.kind == "label"),
            tuple(item for item in half if item.kind == "code"),
            tuple(item for item in half if item.kind == "figures"),
        )
        for half in halves
        if half
    )
