"""Saved web pages (.html), and those that call themselves .xls: text and tables in their order."""

import re
from collections.abc import Iterator

from lxml import etree, html
from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.sources.grid import Grid, Line, Source, SourceCell
from xlevaluate.sources.grid_building import BLANK, WIDEST, Budget, TooLargeError, squared
from xlevaluate.sources.shown_cells import text_cell
from xlevaluate.sources.text_files import blocks_of

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = {"script", "style", "head", "noscript", "template", "title", "meta", "link", "button"}
_BREAKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
    ),
    *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li"),
    *("main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("tr", "ul", "caption"),
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MOST_SPAN = 1_000
"""Columns or rows over which a cell may reach; the standard allows a thousand columns."""

_MOST_CELLS = 200_000
"""Cells of a table in a page; each takes as long as ten of a spreadsheet."""

_DEEPEST = 200


def page_source(text: str, name: str) -> Source:
    """Return what a page shows, links and menus included."""
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(_without_declaration(text), parser)
    except (etree.LxmlError, ValueError):
        return Source(name, (), (f"“{name}”是空的网页，或者已损坏。请重新保存后再试。",))
    page = _Page()
    try:
        page.read(root, 0)
        page.end_line()
        blocks = tuple(page.all_blocks())
    except TooLargeError:
        return Source(name, (), (f"“{name}”里的表格太大，不像是这样的网页，没有读取。",))
    problems = (
        () if blocks else (f"“{name}”里没有文字。如果内容是图片，读不出来，请用有文字的原件。",)
    )
    return Source(name, blocks, problems)


def _without_declaration(text: str) -> str:
    """Return a page without its XML declaration, which a text must not have."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)


class _Page(Struct):
    blocks: list[Grid | Line] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)
    line: str = ""
    level: int = 0
    is_typed: bool = False
    """Whether blanks and line feeds stand as they are typed (``<pre>``)."""

    def all_blocks(self) -> Iterator[Grid | Line]:
        """Yield what was read, tables that are only typed made grids; tables are counted."""
        tables = 0
        for block in self._with_typed_tables():
            if isinstance(block, Grid):
                tables += 1
                yield replace(block, place=f"第{tables}张表")
            else:
                yield block

    def _with_typed_tables(self) -> Iterator[Grid | Line]:
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Line) and not block.level:
                lines.append(block.text)
                continue
            yield from blocks_of(lines)
            lines = []
            yield block if isinstance(block, Grid) else replace(block, text=block.text.strip())
        yield from blocks_of(lines)

    def read(self, element: html.HtmlElement, depth: int) -> None:
        """Read an element and what follows it in its parent is left to that."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _UNSEEN or depth > _DEEPEST:
            return
        if tag == "table" and element.find(".//table") is None:
            self.end_line()
            self._table(element)
            return
        if tag in _BREAKS:
            self.end_line()
        before, self.level = self.level, _HEADINGS.get(tag, self.level)
        was_typed, self.is_typed = self.is_typed, self.is_typed or tag == "pre"
        if tag == "br":
            self.end_line()
        self._add(_own_text(element))
        for child in element:
            self.read(child, depth + 1)
            self._add(child.tail)
        if tag in _BREAKS:
            self.end_line()
        self.level, self.is_typed = before, was_typed

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self.is_typed:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.line += first
            for other in others:
                self.end_line()
                self.line = other
        else:
            self.line += _BLANKS.sub(" ", text)

    def end_line(self) -> None:
        """End a line of text, if there is one."""
        if self.line.strip():
            self.blocks.append(Line(self.line.rstrip(), self.level))
        self.line = ""

    def _table(self, table: html.HtmlElement) -> None:
        for caption in table.iterchildren("caption"):
            self.read(caption, 0)
        rows = _rows(table, self.budget)
        if any(cell.kind != "blank" for row in rows for cell in row):
            self.blocks.append(Grid("", squared(rows, self.budget)))


def _rows(table: html.HtmlElement, budget: Budget) -> list[list[SourceCell]]:
    """Return the cells of a table, those that reach over others spread."""
    rows: list[list[SourceCell]] = []
    reaching: dict[int, tuple[int, SourceCell]] = {}
    if sum(1 for _ in table.iter("td", "th")) > _MOST_CELLS:
        raise TooLargeError
    for line in table.iter("tr"):
        row: list[SourceCell] = []
        cells = iter([cell for cell in line if cell.tag in {"td", "th"}])
        while True:
            at = len(row)
            if at in reaching:
                rest, spread = reaching.pop(at)
                row.append(spread)
                if rest > 1:
                    reaching[at] = (rest - 1, spread)
                continue
            cell = next(cells, None)
            if cell is None and not any(column > at for column in reaching):
                break
            if cell is None:
                row.append(BLANK)
                continue
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            first = text_cell(_shown(cell))
            spread = replace(first, spread_from=(len(rows), at))
            budget.take(width)
            if at + width > WIDEST:
                raise TooLargeError
            row += [first, *[spread] * (width - 1)]
            if height > 1:
                reaching |= dict.fromkeys(range(at, at + width), (height - 1, spread))
        rows.append(row)
    return rows


def _span(cell: html.HtmlElement, name: str) -> int:
    text = str(cell.get(name, "1")).strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() else 1


def _shown(cell: html.HtmlElement) -> str:
    """Return a cell's text, a line for each paragraph."""
    page = _Page()
    page.read(cell, 0)
    page.end_line()
    return "\n".join(block.text.strip(" ") for block in page.blocks if isinstance(block, Line))


def _own_text(element: html.HtmlElement) -> str:
    """Return the text at an element's beginning; of a box to tick, whether it is ticked."""
    if element.tag == "input" and element.get("type", "").lower() in {"checkbox", "radio"}:
        return "☑" if element.get("checked") is not None else "□"
    return str(element.text or "")
