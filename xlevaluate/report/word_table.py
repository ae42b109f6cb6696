"""A form's table in the Word document."""

from collections.abc import Callable, Mapping

from docx.oxml.xmlchemy import BaseOxmlElement

from xlevaluate.report.annex import Box, FormTable, Side
from xlevaluate.report.word_xml import add, add_text, element, paragraph
from xlevaluate.workbook.measure import lines_of

TABLE = "表格"
STYLES: Mapping[Side, str] = {"left": "表格文字", "center": "表格居中", "right": "表格金额"}

_HALF_CHARACTER = 95
"""Twentieths of a point, at 9.5 pt."""

_MARGINS = 114
"""Left and right of a cell's text, twentieths of a point."""

_WHOLE = 12
"""A row of more lines than this may run over to the next page."""

_LOWEST_ROW = 397


def word_table(table: FormTable, width: int, style_id: Callable[[str], str]) -> BaseOxmlElement:
    """Draw a table ``width`` twentieths of a point wide; ``style_id`` knows styles by name."""
    return _Drawing(table, width, style_id).table()


def word_joint() -> BaseOxmlElement:
    """Return what keeps two tables apart, which would be one without a paragraph between them.

    Hidden, it takes no room, and they look like one.
    """
    joint = element("p")
    properties = add(joint, "pPr")
    add(properties, "keepNext")
    add(properties, "spacing", before=0, after=0, line=20, lineRule="exact")
    add(add(properties, "rPr"), "vanish")
    return joint


class _Drawing:
    def __init__(self, table: FormTable, width: int, style_id: Callable[[str], str]) -> None:
        self.form = table
        total = sum(table.widths)
        self.widths = [round(part * width / total) for part in table.widths]
        self.table_style = style_id(TABLE)
        self.styles = {side: style_id(name) for side, name in STYLES.items()}

    def table(self) -> BaseOxmlElement:
        table = element("tbl")
        properties = add(table, "tblPr")
        add(properties, "tblStyle", val=self.table_style)
        add(properties, "tblW", w=sum(self.widths), type="dxa")
        add(properties, "jc", val="center")
        add(properties, "tblLayout", type="fixed")
        grid = add(table, "tblGrid")
        for width in self.widths:
            add(grid, "gridCol", w=width)
        rows: list[list[tuple[Box, bool]]] = [[] for _ in range(self.form.height)]
        for box in self.form.boxes:
            for down in range(box.rows):
                rows[box.row + down].append((box, down > 0))
        for number, boxes in enumerate(rows):
            self._row(table, number, sorted(boxes, key=lambda item: item[0].col))
        return table

    def _row(self, table: BaseOxmlElement, number: int, boxes: list[tuple[Box, bool]]) -> None:
        row = add(table, "tr")
        properties = add(row, "trPr")
        if max(self._lines(box) for box, _ in boxes) <= _WHOLE:
            add(properties, "cantSplit")
        add(properties, "trHeight", val=_LOWEST_ROW, hRule="atLeast")
        if number < self.form.heads:
            add(properties, "tblHeader")
        for box, continued in boxes:
            self._cell(row, box, continued=continued)

    def _width(self, box: Box) -> int:
        return sum(self.widths[box.col : box.col + box.cols])

    def _lines(self, box: Box) -> int:
        """Return about how many lines a box takes in its row."""
        if box.rows > 1:
            return 1
        return lines_of("\n".join(box.lines), (self._width(box) - _MARGINS) / _HALF_CHARACTER)

    def _cell(self, row: BaseOxmlElement, box: Box, *, continued: bool) -> None:
        cell = add(row, "tc")
        properties = add(cell, "tcPr")
        add(properties, "tcW", w=self._width(box), type="dxa")
        if box.cols > 1:
            add(properties, "gridSpan", val=box.cols)
        if box.rows > 1:
            add(properties, "vMerge", val="continue" if continued else "restart")
        if box.open_above and not continued:
            add(add(properties, "tcBorders"), "top", val="nil")
        if box.head and box.row + box.rows == self.form.heads and self._is_open_below(box):
            add(add(properties, "tcBorders"), "bottom", val="nil")
        add(properties, "vAlign", val="center")
        for line in ("",) if continued else box.lines or ("",):
            self._paragraph(cell, line, box)

    def _is_open_below(self, box: Box) -> bool:
        return any(
            other.open_above and other.col == box.col and other.row == box.row + box.rows
            for other in self.form.boxes[: 2 * len(self.widths)]
        )

    def _paragraph(self, cell: BaseOxmlElement, text: str, box: Box) -> None:
        drawn, properties = paragraph(self.styles[box.side])
        cell.append(drawn)
        if box.head:
            # A head does not stand alone at the foot of a page.
            add(properties, "keepNext")
        if box.indent:
            # Half a character of the table's text for each step of the sheet's indent.
            add(properties, "ind", left=box.indent * _HALF_CHARACTER)
        if text:
            add_text(drawn, text, bold=box.head)
