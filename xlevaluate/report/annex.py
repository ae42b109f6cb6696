"""The forms as tables of the report, from the same layout as the workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from xlevaluate.evaluation import Evaluation
from xlevaluate.form.contents import cell_contents
from xlevaluate.form.form import Figures
from xlevaluate.form.page import Cell, Page
from xlevaluate.form.printing import printed
from xlevaluate.template import Template

_OUTSIDE = {"title", "section", "note"}
_LEFT_STYLES = {"paragraph", "text"}
_HALF_CHARACTER = 95
"""Twentieths of a point, at 9.5 pt."""


@dataclass(frozen=True)
class Annex:
    """A form ready for the report: notes above, the table, notes below."""

    title: str
    landscape: bool
    above: tuple[str, ...]
    table: BaseOxmlElement
    below: tuple[str, ...]


@dataclass(frozen=True)
class _Printed:
    cell: Cell
    text: str
    left: bool


def make_annex(page: Page, figures: Figures, template: Template, width: int) -> Annex:
    """Make the table of a page, ``width`` twentieths of a point wide.

    Rows that begin with a title or a note are lines of text above or below the table.
    """
    cells = list(_cells(page, figures, template))
    outside = {item.cell.row for item in cells if item.cell.col == 0 and item.cell.role in _OUTSIDE}
    inside = [row for row in range(page.height) if row not in outside]
    lines = {
        row: "    ".join(_grouped([item for item in cells if item.cell.row == row]))
        for row in sorted(outside)
        if all(item.cell.role != "title" for item in cells if item.cell.row == row)
    }
    body = [item for item in cells if item.cell.row not in outside]
    return Annex(
        title=page.sheet.annex or page.sheet.name,
        landscape=page.sheet.orientation == "landscape",
        above=tuple(text for row, text in lines.items() if row < inside[0]),
        table=_table(body, inside, _scaled(page.sheet.widths, width)),
        below=tuple(text for row, text in lines.items() if row > inside[-1]),
    )


_EXPLAINED_HEADS = ("序号", "需核实的事项", "说明")
_EXPLAINED_WIDTHS = (6, 52, 42)


def explanations_annex(evaluation: Evaluation, width: int) -> Annex | None:
    """Make the table of queries that the unit has explained; ``None`` where there are none."""
    if not evaluation.explained:
        return None
    lines = [_EXPLAINED_HEADS] + [
        (str(number), told.message, told.explanation or "")
        for number, told in enumerate(evaluation.explained, 1)
    ]
    cells = [
        _Printed(Cell(row, col, "words" if row else "head"), text, bool(row and col))
        for row, line in enumerate(lines)
        for col, text in enumerate(line)
    ]
    return Annex(
        title=evaluation.subject.template.form.findings.annex,
        landscape=False,
        above=(),
        table=_table(cells, list(range(len(lines))), _scaled(_EXPLAINED_WIDTHS, width)),
        below=(),
    )


def _cells(page: Page, figures: Figures, template: Template) -> Iterator[_Printed]:
    for cell, content in cell_contents(page, figures, template.computations, template.fills):
        if cell.col >= len(page.sheet.widths):
            continue  # the hidden column
        style = ""
        if cell.field is not None:
            style = cell.field.kind
        elif cell.computed:
            style = template.computations[cell.computed].style
        left = style in _LEFT_STYLES or cell.role == "row_label"
        yield _Printed(cell, printed(content.value, style), left)


def _grouped(items: list[_Printed]) -> list[str]:
    """Join a note with the field that follows it: 填表人：（略）."""
    texts: list[str] = []
    for item in sorted(items, key=lambda item: item.cell.col):
        if item.cell.field is not None and texts:
            texts[-1] += item.text
        else:
            texts.append(item.text)
    return texts


def _scaled(widths: tuple[int, ...], width: int) -> list[int]:
    return [round(part * width / sum(widths)) for part in widths]


def _element(tag: str, **attributes: str | int) -> BaseOxmlElement:
    element = cast("BaseOxmlElement", OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name.rstrip('_')}"), str(value))
    return element


def _table(cells: list[_Printed], rows: list[int], widths: list[int]) -> BaseOxmlElement:
    table = _element("tbl")
    properties = _element("tblPr")
    properties.append(_element("tblStyle", val="FormTable"))
    properties.append(_element("tblW", w=sum(widths), type="dxa"))
    properties.append(_element("jc", val="center"))
    properties.append(_element("tblLayout", type="fixed"))
    table.append(properties)
    grid = _element("tblGrid")
    for width in widths:
        grid.append(_element("gridCol", w=width))
    table.append(grid)
    tops = {(item.cell.row, item.cell.col): item for item in cells}
    below = {
        (item.cell.row + down, item.cell.col): item
        for item in cells
        for down in range(1, item.cell.rows)
    }
    for row in rows:
        line = _element("tr")
        row_properties = _element("trPr")
        row_properties.append(_element("cantSplit"))
        row_properties.append(_element("trHeight", val=397, hRule="atLeast"))
        line.append(row_properties)
        col = 0
        while col < len(widths):
            item, continued = tops.get((row, col)), below.get((row, col))
            shown = item or continued
            cols = shown.cell.cols if shown else 1
            line.append(_cell(item, continued, sum(widths[col : col + cols]), cols))
            col += cols
        table.append(line)
    return table


def _cell(
    item: _Printed | None, continued: _Printed | None, width: int, cols: int
) -> BaseOxmlElement:
    cell = _element("tc")
    properties = _element("tcPr")
    properties.append(_element("tcW", w=width, type="dxa"))
    if cols > 1:
        properties.append(_element("gridSpan", val=cols))
    if continued is not None:
        properties.append(_element("vMerge"))
    elif item is not None and item.cell.rows > 1:
        properties.append(_element("vMerge", val="restart"))
    properties.append(_element("vAlign", val="center"))
    cell.append(properties)
    lines = item.text.split("\n") if item is not None else [""]
    for line in lines:
        cell.append(_paragraph(line, item))
    return cell


def _paragraph(text: str, item: _Printed | None) -> BaseOxmlElement:
    paragraph = _element("p")
    properties = _element("pPr")
    style = "FormText" if item is not None and item.left else "FormCell"
    properties.append(_element("pStyle", val=style))
    if item is not None and item.cell.role == "head":
        # A head does not stand alone at the foot of a page.
        properties.append(_element("keepNext"))
    if item is not None and item.cell.indent:
        # Half a character of the table's text for each step of the sheet's indent.
        properties.append(_element("ind", left=item.cell.indent * _HALF_CHARACTER))
    paragraph.append(properties)
    if text:
        run = _element("r")
        if item is not None and item.cell.role == "head":
            run_properties = _element("rPr")
            run_properties.append(_element("b"))
            run.append(run_properties)
        content = _element("t")
        content.text = text
        content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(content)
        paragraph.append(run)
    return paragraph
