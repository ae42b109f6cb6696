"""Word documents (.docx): paragraphs and tables in the order in which they stand."""

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.sources.grid import Grid, Line, Source, SourceCell
from xlevaluate.sources.grid_building import BLANK, Budget, TooLargeError, squared
from xlevaluate.sources.shown_cells import text_cell
from xlevaluate.sources.word_numbers import Numbers, W, read_numbers
from xlevaluate.sources.word_styles import Styles, paragraph_style
from xlevaluate.xlsx.zip_parts import Package

LARGEST_DOCUMENT = 64 * 1024 * 1024
"""Bytes of the part that holds the text."""

_TRANSITIONAL = W[1:-1]
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}pPr",
    f"{W}rPr",
    f"{_ALTERNATIVE}Fallback",
}
_WANTED = {f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"}
_AROUND = {f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}
_TEXT = f"{W}t"
_SIGNS = {
    **dict.fromkeys((f"{W}tab", f"{W}ptab"), "\t"),
    **dict.fromkeys((f"{W}br", f"{W}cr"), "\n"),
    f"{W}noBreakHyphen": "-",
}
_PICTURES = ("{*}blip", "{*}imagedata")
_WINGDINGS = {
    **dict.fromkeys(("A8", "6F", "71"), "□"),
    **dict.fromkeys(("FE", "52"), "☑"),
    **dict.fromkeys(("FD", "54"), "☒"),
    "FC": "√",
}
"""Boxes and ticks, by the last two digits of their place in the font."""

_MOST_COLUMNS = 1_000
_DEEPEST = 8
"""Tables within tables."""

_Reaching = dict[int, tuple[int, int, int]]
"""Cells that may reach over those below them, by column: where they begin, how wide they are."""


def document_source(package: Package, part: str) -> Source:
    """Return a document whose text is ``part``.

    Raises ``CannotDoError`` where it is damaged or too large.
    """
    with package.reading(part):
        root = _transitional(package.tree(part, LARGEST_DOCUMENT))
        body = root.find(f"{W}body")
        if body is None:
            raise package.damaged(part)
        reader = _Reader(
            Styles(_related(package, part, "styles")),
            read_numbers(_related(package, part, "numbering")),
        )
        try:
            blocks = tuple(reader.blocks(body))
        except TooLargeError:
            raise package.too_large("表格的单元格", _MOST_COLUMNS) from None
    return Source(package.name, blocks, tuple(_problems(package.name, body, blocks)))


def _related(package: Package, part: str, kind: str) -> etree._Element | None:
    for related in package.relationships(part):
        if related.kind == kind and related.part in package:
            return _transitional(package.tree(related.part, LARGEST_DOCUMENT))
    return None


def _transitional(root: etree._Element) -> etree._Element:
    """Return the tree in the namespace of the transitional standard."""
    if str(root.tag).startswith(f"{{{_STRICT}}}"):
        text = etree.tostring(root).replace(_STRICT.encode(), _TRANSITIONAL.encode())
        return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    return root


def _problems(name: str, body: etree._Element, blocks: tuple[Grid | Line, ...]) -> Iterator[str]:
    pictures = sum(1 for _ in body.iter(*_PICTURES))
    if not blocks and pictures:
        yield f"“{name}”里只有图片，没有文字，读不出内容。请用有文字的原件，或把内容照录后再试。"
    elif not blocks:
        yield f"“{name}”是空的，没有文字，也没有表格。"
    elif pictures:
        yield (
            f"“{name}”里有 {pictures} 处图片，图片里的字没有读。"
            "如果表格是贴的图片，请对照原件补填。"
        )


class _Reader(Struct):
    styles: Styles
    numbers: Numbers
    budget: Budget = field(default_factory=Budget)
    tables: int = 0

    def blocks(self, parent: etree._Element) -> Iterator[Grid | Line]:
        """Yield the paragraphs and tables of a body or of a cell."""
        for item in _contents(parent):
            if item.tag == f"{W}p":
                yield from self._paragraph(item)
            else:
                yield from self._table(item, "", 1)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Line]:
        text, level = self._text(paragraph)
        if text.strip():
            yield Line(text, level)

    def _text(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return a paragraph's text with its number, and its level as a heading."""
        properties = paragraph.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        style_id = None if named is None else str(named.get(f"{W}val"))
        style = paragraph_style(properties).over(self.styles.of(style_id))
        text = _shown(paragraph)
        if style.list_id not in {None, "0"}:  # a paragraph without text counts too
            number = self.numbers.next(str(style.list_id), style.list_level or 0)
            text = number + text if text.strip() else ""
        return text.strip("\n"), style.level or 0

    def _table(self, table: etree._Element, within: str, depth: int) -> Iterator[Grid]:
        """Yield a table, and after it those in its cells."""
        self.tables += 1
        place = f"第{self.tables}张表{within}"
        rows: list[list[SourceCell]] = []
        above: _Reaching = {}
        nested: list[tuple[etree._Element, int, int]] = []
        for row in _contents(table):
            if row.find(f"{W}trPr/{W}del") is None:
                above, inner = self._row(row, rows, above)
                nested += inner
        grid = Grid(place, squared(rows, self.budget))
        if any(cell.kind != "blank" for row in grid.rows for cell in row):
            yield grid
        for inner_table, row_number, column in nested:
            if depth < _DEEPEST:
                where = f"（在{place}{grid.address(row_number, column)}里）"
                yield from self._table(inner_table, where, depth + 1)

    def _row(
        self, row: etree._Element, rows: list[list[SourceCell]], above: _Reaching
    ) -> tuple[_Reaching, list[tuple[etree._Element, int, int]]]:
        """Add a row; return what of it may reach further down, and tables in it with their places.

        ``above`` says so of the row before. What stands in a cell that another one reaches over
        nobody sees.
        """
        cells: list[SourceCell] = [BLANK] * _skipped(row)
        reaching: _Reaching = {}
        nested = []
        at = len(rows)
        for cell in _contents(row):
            start, marks = len(cells), _marks(cell)
            vertical = marks.get(f"{W}vMerge")
            if vertical == "continue" and start in above:
                top, left, span = reaching[start] = above[start]
                cells += [replace(rows[top][left], spread_from=(top, left))] * span
            elif start and marks.get(f"{W}hMerge") == "continue":
                beside = cells[-1].spread_from or (at, start - 1)
                cells.append(replace(cells[-1], spread_from=beside))
            else:
                span = _span(marks.get(f"{W}gridSpan", "1"), _MOST_COLUMNS - start)
                text, inner = self._cell(cell)
                nested += [(table, at, start) for table in inner]
                cells.append(text_cell(text))
                if span > 1:
                    cells += [replace(cells[-1], spread_from=(at, start))] * (span - 1)
                if vertical is not None:
                    reaching[start] = (at, start, span)
        rows.append(cells)
        return reaching, nested

    def _cell(self, cell: etree._Element) -> tuple[str, list[etree._Element]]:
        """Return a cell's own text, a line for each paragraph, and the tables in it."""
        lines, tables = [], []
        for item in _contents(cell):
            if item.tag == f"{W}p":
                lines.append(self._text(item)[0])
            else:
                tables.append(item)
        return "\n".join(lines).strip("\n"), tables


def _contents(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs, tables, rows or cells, also from within content controls and insertions."""
    for item in parent:
        if item.tag in _WANTED:
            yield item
        elif item.tag == f"{W}sdt":
            content = item.find(f"{W}sdtContent")
            if content is not None:
                yield from _contents(content)
        elif item.tag in _AROUND:
            yield from _contents(item)


def _shown(parent: etree._Element) -> str:
    """Return the text of a paragraph, of text boxes in it too; what was deleted is gone."""
    pieces: list[str] = []
    _add_pieces(parent, pieces)
    return "".join(pieces)


def _add_pieces(parent: etree._Element, pieces: list[str]) -> None:
    for item in parent:
        tag = str(item.tag)
        if tag == _TEXT:
            pieces.append(item.text or "")
        elif tag in _SIGNS:
            pieces.append(_SIGNS[tag])
        elif tag == f"{W}sym":
            pieces.append(_WINGDINGS.get(str(item.get(f"{W}char", ""))[-2:].upper(), ""))
        elif tag == f"{W}checkBox":
            pieces.append("☑" if _is_ticked(item) else "□")
        elif tag not in _LEFT_OUT:
            if tag == f"{W}p":  # in a text box
                pieces.append("\n")
            _add_pieces(item, pieces)


def _is_ticked(box: etree._Element) -> bool:
    ticked = box.find(f"{W}checked")
    ticked = box.find(f"{W}default") if ticked is None else ticked
    return ticked is not None and ticked.get(f"{W}val", "1") in {"1", "true", "on"}


def _skipped(row: etree._Element) -> int:
    """Return how many columns a row leaves out at its beginning."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    return 0 if before is None else _count(str(before.get(f"{W}val", "")), _MOST_COLUMNS)


def _marks(cell: etree._Element) -> dict[str, str]:
    """Return what a cell says of its merges; one that says nothing more goes on with that above."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return {}
    return {str(item.tag): str(item.get(f"{W}val", "continue")) for item in properties}


def _span(text: str, most: int) -> int:
    if most < 1:
        raise TooLargeError
    return max(_count(text, most), 1)


def _count(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else 0
