"""A form's table in the Word document."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from docx.oxml.xmlchemy import BaseOxmlElement
from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.form.measure import lines_of
from xlevaluate.report.annex import Alignment, Box, FormTable
from xlevaluate.report.word_xml import add, add_text, element, paragraph

TABLE = "表格"
STYLES: Mapping[Alignment, str] = {"left": "表格文字", "center": "表格居中", "right": "表格金额"}

_MARGINS = 114
"""Left and right of a cell's text, twentieths of a point."""

_WHOLE = 12
"""A row of more lines than this may run over to the next page."""

_PAGE = 28
"""Lines of a table that a page on its side takes for certain."""

_USUAL = 19
"""Half points of the styles of forms."""

_LINE = Fraction(144, 100)
"""Times the size of a form's text, as in its styles."""


class Size(Struct, frozen=True):
    """The size of a form's text in half points; other measures are twentieths of a point."""

    half_points: int

    @property
    def half_character(self) -> int:
        """The width of half a Chinese character."""
        return self.half_points * 5

    @property
    def line(self) -> int:
        """The height of a line."""
        return round(self.half_points * 10 * _LINE)

    @property
    def lowest_row(self) -> int:
        """The height of a row of one line: smaller text stands closer."""
        return self.line + (95 if self.half_points == _USUAL else 40)

    @property
    def is_usual(self) -> bool:
        """Tell whether the styles say it."""
        return self.half_points == _USUAL


_PADDING, _BORDER = 22, 10
"""Above and below a cell's text, and the line between two rows."""


def table_height(table: FormTable, width: int, size: Size) -> int:
    """Return about how high a table is with text of a size."""
    widths = _shares(table, width)
    lines = _lines_of_rows(table, widths, size)
    heights = [max(size.lowest_row, count * size.line + _PADDING) + _BORDER for count in lines]
    for box in table.boxes:
        if box.rows > 1:
            rows = slice(box.row, box.row + box.rows)
            lacking = _lines(box, widths, size) * size.line + _PADDING - sum(heights[rows])
            heights[rows.stop - 1] += max(0, lacking)
    return sum(heights)


def _shares(table: FormTable, width: int) -> list[int]:
    total = sum(table.widths)
    return [round(part * width / total) for part in table.widths]


def _lines_of_rows(table: FormTable, widths: list[int], size: Size) -> list[int]:
    """Return about how many lines the words in each row take."""
    found = [1] * table.height
    for box in table.boxes:
        if box.rows == 1:
            found[box.row] = max(found[box.row], _lines(box, widths, size))
    return found


def _lines(box: Box, widths: list[int], size: Size) -> int:
    wide = sum(widths[box.col : box.col + box.cols]) - _MARGINS
    return lines_of("\n".join(box.lines), wide / size.half_character)


def word_table(
    table: FormTable, width: int, style_id: Callable[[str], str], size: Size
) -> BaseOxmlElement:
    """Draw a table ``width`` twentieths of a point wide; ``style_id`` knows styles by name."""
    return _Drawing(table, width, style_id, size).table()


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
    def __init__(
        self, table: FormTable, width: int, style_id: Callable[[str], str], size: Size
    ) -> None:
        self.form = table
        self.size = size
        self.widths = _shares(table, width)
        self.table_style = style_id(TABLE)
        self.styles = {side: style_id(name) for side, name in STYLES.items()}
        self.lines = _lines_of_rows(table, self.widths, size)
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
        add(properties, "trHeight", val=self.size.lowest_row, hRule="atLeast")
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
        size = 0
        if not self.size.is_usual:
            size, line = self.size.half_points, self.size.line
            add(properties, "spacing", before=0, after=0, line=line, lineRule="exact")
        if box.indent:
            # Half a character of the table's text for each step of the sheet's indent.
            add(properties, "ind", left=box.indent * self.size.half_character)
        if text:
            add_text(drawn, text, bold=box.head, size=size)
