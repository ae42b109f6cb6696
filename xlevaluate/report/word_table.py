"""A form's table in the Word document."""

from collections.abc import Callable, Iterator, Mapping

from docx.oxml.xmlchemy import BaseOxmlElement
from msgspec.structs import replace

from xlevaluate.form.measure import lines_of
from xlevaluate.report.annex import Box, FormTable, Side
from xlevaluate.report.word_xml import add, add_text, element, paragraph

TABLE = "表格"
STYLES: Mapping[Side, str] = {"left": "表格文字", "center": "表格居中", "right": "表格金额"}

_HALF_CHARACTER = 95
"""Twentieths of a point, at 9.5 pt."""

_MARGINS = 114
"""Left and right of a cell's text, twentieths of a point."""

_WHOLE = 12
"""A row of more lines than this may run over to the next page."""

_PAGE = 28
"""Lines of a table that a page on its side takes for certain."""

_LOWEST_ROW = 369


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


def word_end(style_id: Callable[[str], str]) -> BaseOxmlElement:
    """Return the paragraph that Word wants after a last table.

    It takes no room: a line of its own would stand on a page of its own below a full one.
    """
    end, properties = paragraph(style_id(STYLES["left"]))
    add(properties, "spacing", before=0, after=0, line=20, lineRule="exact")
    return end


class _Drawing:
    def __init__(self, table: FormTable, width: int, style_id: Callable[[str], str]) -> None:
        self.form = table
        total = sum(table.widths)
        self.widths = [round(part * width / total) for part in table.widths]
        self.table_style = style_id(TABLE)
        self.styles = {side: style_id(name) for side, name in STYLES.items()}
        self.lines = [1] * table.height
        for box in table.boxes:
            if box.rows == 1:
                self.lines[box.row] = max(self.lines[box.row], self._lines(box))
        self.boxes = [part for box in table.boxes for part in self._divided(box)]
        self.open_tops = {(box.row, box.col) for box in self.boxes if box.open_above}

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
        rows: list[list[Box]] = [[] for _ in range(self.form.height)]
        for box in self.boxes:
            for row in range(box.row, box.row + box.rows):
                rows[row].append(box)
        for number, boxes in enumerate(rows):
            self._row(table, number, sorted(boxes, key=lambda box: box.col))
        return table

    def _lines(self, box: Box) -> int:
        """Return about how many lines the words of a box take."""
        return lines_of("\n".join(box.lines), (self._width(box) - _MARGINS) / _HALF_CHARACTER)

    def _width(self, box: Box) -> int:
        return sum(self.widths[box.col : box.col + box.cols])

    def _divided(self, box: Box) -> Iterator[Box]:
        """Let a box that is taller than a page say its words again every half page."""
        end = box.row + box.rows
        if not box.lines or box.rows == 1 or sum(self.lines[box.row : end]) <= _PAGE:
            yield box
            return
        start, height = box.row, 0
        for row in range(box.row, end):
            if height and height + self.lines[row] > _PAGE // 2:
                yield replace(box, row=start, rows=row - start)
                start, height = row, 0
            height += self.lines[row]
        yield replace(box, row=start, rows=end - start)

    def _row(self, table: BaseOxmlElement, number: int, boxes: list[Box]) -> None:
        row = add(table, "tr")
        properties = add(row, "trPr")
        if self.lines[number] <= _WHOLE:
            add(properties, "cantSplit")
        add(properties, "trHeight", val=_LOWEST_ROW, hRule="atLeast")
        if number < self.form.heads:
            add(properties, "tblHeader")
        for box in boxes:
            self._cell(row, box, number)

    def _cell(self, row: BaseOxmlElement, box: Box, number: int) -> None:
        """Draw a box, or what of it stands in a lower row."""
        first, last = number == box.row, number == box.row + box.rows - 1
        cell = add(row, "tc")
        properties = add(cell, "tcPr")
        add(properties, "tcW", w=self._width(box), type="dxa")
        if box.cols > 1:
            add(properties, "gridSpan", val=box.cols)
        if box.rows > 1:
            add(properties, "vMerge", val="restart" if first else "continue")
        open_above = first and box.open_above
        open_below = last and (number + 1, box.col) in self.open_tops
        if open_above or open_below:
            borders = add(properties, "tcBorders")
            for side, is_open in (("top", open_above), ("bottom", open_below)):
                if is_open:
                    add(borders, side, val="nil")
        add(properties, "vAlign", val="center")
        for line in (box.lines or ("",)) if first else ("",):
            self._paragraph(cell, line, box)

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
