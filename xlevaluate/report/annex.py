"""The forms as tables of the report, from the same layout as the workbook.

A table is described here and drawn elsewhere: in the Word document and on the preview's page.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.contents import cell_contents, style_of
from xlevaluate.form.figures import Figures
from xlevaluate.form.measure import text_width
from xlevaluate.form.page import Cell, Page
from xlevaluate.form.printing import printed
from xlevaluate.sentences.paragraphs import paragraphs_of
from xlevaluate.template.template import Template

_OUTSIDE = {"title", "section", "note"}
_SIDES: Mapping[str, "Alignment"] = {
    "paragraph": "left",
    "text": "left",
    "money": "right",
    "area": "right",
}

Alignment = Literal["left", "center", "right"]


class Box(Struct, frozen=True):
    """A cell of a table, or several joined into one. Rows and columns count from 0.

    ``head`` is a head of columns; a box that is ``open_above`` has no line over it.
    """

    row: int
    col: int
    rows: int = 1
    cols: int = 1
    lines: tuple[str, ...] = ()
    side: Alignment = "center"
    head: bool = False
    indent: int = 0
    open_above: bool = False


class FormTable(Struct, frozen=True):
    """A table: the widths of its columns in proportion, and boxes that cover every place of it.

    The first ``heads`` rows stand again at the top of every page the table runs over to.
    """

    widths: tuple[int, ...]
    height: int
    heads: int
    boxes: tuple[Box, ...]


class Annex(Struct, frozen=True):
    """A form ready for the report: notes above, tables that join to one another, notes below."""

    title: str
    landscape: bool
    above: tuple[str, ...]
    tables: tuple[FormTable, ...]
    below: tuple[str, ...]
    upright: tuple[int, ...] = ()
    """The widths of its columns where it stands upright though it is printed on its side."""
    may_turn: bool = True


class _Printed(Struct, frozen=True):
    cell: Cell
    text: str
    side: Alignment


def make_annex(page: Page, figures: Figures, template: Template) -> Annex:
    """Make the annex of a page.

    Rows that begin with a title or a note are lines of text above or below the table; between two
    tables they are rows, like the heading of a section. Where a table of the form has a head of its
    own, it begins a table here, so that its head can be repeated.
    """
    cells = list(_cells(page, figures, template))
    texts = {item.cell.row for item in cells if item.cell.col == 0 and item.cell.role in _OUTSIDE}
    boxed = [row for row in range(page.height) if row not in texts]
    inside = list(range(boxed[0], boxed[-1] + 1)) if boxed else [page.height]
    outside = texts - set(inside)
    lines = {
        row: "    ".join(_grouped([item for item in cells if item.cell.row == row]))
        for row in sorted(outside)
        if all(item.cell.role != "title" for item in cells if item.cell.row == row)
    }
    boxes = [_box(item) for item in cells if item.cell.row not in outside]
    tops = {rows.start for rows in page.headed}
    widths = _roomy(page.sheet.widths, boxes)
    upright = () if page.sheet.paper is None else page.sheet.paper.upright
    return Annex(
        title=page.sheet.annex or page.sheet.name,
        landscape=page.sheet.orientation == "landscape",
        above=tuple(text for row, text in lines.items() if row < inside[0]),
        tables=tuple(
            _table(boxes, rows, widths, heads=int(rows.start in tops))
            for rows in (_parts(inside, page.headed) if boxed else ())
        ),
        below=tuple(text for row, text in lines.items() if row > inside[-1]),
        upright=_roomy(upright, boxes, _TURNED) if upright else (),
    )


_FIGURE = re.compile(r"[\d.,%-]+")
"""What is never broken into two lines: 98.95%."""

_AROUND = 4
"""Half characters that a figure leaves free in its column, margins included."""


_TURNED = 1.25
"""As much more room a figure takes of an upright page, in text that is smaller there."""


def _roomy(widths: tuple[int, ...], boxes: Iterable[Box], times: float = 1.0) -> tuple[int, ...]:
    """Give columns that are too narrow for a figure what the widest can spare."""
    found = list(widths)
    for box in boxes:
        figures = [text_width(line) for line in box.lines if _FIGURE.fullmatch(line)]
        needed = math.ceil((max(figures, default=0) + _AROUND) * times)
        if figures and box.cols == 1 and found[box.col] < needed:
            found[found.index(max(found))] -= needed - found[box.col]
            found[box.col] = needed
    return tuple(found)


_EXPLAINED_WIDTHS = (6, 52, 42)


def explanations_annex(evaluation: Evaluation) -> Annex | None:
    """Make the table of queries that the unit has explained; ``None`` where there are none."""
    if not evaluation.explained:
        return None
    given = evaluation.subject.template.form.findings
    rows = [("序号", "核实事项", given.explanation.name)] + [
        (str(number), told.statement, told.explanation or "")
        for number, told in enumerate(evaluation.explained, 1)
    ]
    table = plain_table(rows, _EXPLAINED_WIDTHS, ("center", "left", "left"))
    return Annex(title=given.annex, landscape=False, above=(), tables=(table,), below=())


def plain_table(
    rows: Sequence[Sequence[str]], widths: tuple[int, ...], sides: Sequence[Alignment]
) -> FormTable:
    """Make a table of texts; the first row heads the columns, ``sides`` are those of the others."""
    boxes = [
        Box(row, col, lines=paragraphs_of(text), side=sides[col] if row else "center", head=not row)
        for row, texts in enumerate(rows)
        for col, text in enumerate(texts)
    ]
    return _table(boxes, range(len(rows)), widths, heads=1)


def _cells(page: Page, figures: Figures, template: Template) -> Iterator[_Printed]:
    for cell, content in cell_contents(page, figures, template.computations, template.fills):
        if cell.col >= len(page.sheet.widths):
            continue  # the hidden column
        style = style_of(cell, template.computations)
        is_left = cell.role in {"row_label", "section", "note"}
        side = "left" if is_left else _SIDES.get(style, "center")
        yield _Printed(cell, printed(content.value, style), side)


def _grouped(items: list[_Printed]) -> list[str]:
    """Join a note with the field that follows it: 填表人：（略）."""
    texts: list[str] = []
    for item in sorted(items, key=lambda item: item.cell.col):
        if item.cell.field is not None and texts:
            texts[-1] += item.text
        else:
            texts.append(item.text)
    return texts


def _box(item: _Printed) -> Box:
    cell = item.cell
    return Box(
        cell.row,
        cell.col,
        cell.rows,
        cell.cols,
        paragraphs_of(item.text),
        item.side,
        cell.role == "head",
        cell.indent,
    )


def _parts(inside: list[int], headed: list[range]) -> list[range]:
    """Cut the rows of a form where a table with a head begins, and where it ends.

    A single row after it is its line of totals, and stays with it.
    """
    cuts = {inside[0], inside[-1] + 1}
    for rows in headed:
        cuts.add(rows.start)
        if inside[-1] - rows.stop > 0:
            cuts.add(rows.stop)
    ordered = sorted(cuts)
    return [range(a, b) for a, b in pairwise(ordered)]


def _table(boxes: list[Box], rows: range, widths: tuple[int, ...], *, heads: int) -> FormTable:
    """Make a table of some rows: the boxes in them, and blank ones where there is none."""
    own: list[Box] = []
    for box in boxes:
        if box.row in rows:
            own += _below_head(replace(box, row=box.row - rows.start), heads)
    covered = {
        (box.row + down, box.col + right)
        for box in own
        for down in range(box.rows)
        for right in range(box.cols)
    }
    blank = [
        Box(row, col)
        for row in range(len(rows))
        for col in range(len(widths))
        if (row, col) not in covered
    ]
    ordered = sorted([*own, *blank], key=lambda box: (box.row, box.col))
    return FormTable(widths, len(rows), heads, tuple(ordered))


def _below_head(box: Box, heads: int) -> tuple[Box, ...]:
    """Divide what stands in a repeated head and reaches below it; its words go with the head."""
    if not heads or box.row >= heads or box.row + box.rows <= heads:
        return (box,)
    words = "".join(box.lines)
    rest = replace(box, row=heads, rows=box.row + box.rows - heads, lines=(), open_above=True)
    return (replace(box, rows=heads - box.row, lines=(words,), head=True), rest)
