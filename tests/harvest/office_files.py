"""Files as offices make them of the same lines and grids: Word, a web page, a workbook."""

import html
import io
from collections.abc import Iterator

import docx
import xlsxwriter

from xlevaluate.sources.grid import Grid, Line, Source, SourceCell

Box = tuple[int, int, int, int, SourceCell]
"""A cell, or several merged into one: row, column, rows, columns, what is in it."""


def boxes(grid: Grid) -> Iterator[Box]:
    """Yield the cells of a grid, merges as one."""
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(grid.rows):
        for c, cell in enumerate(row):
            first = cell.spread_from or (r, c)
            reach[first] = (r, c)
    for (r, c), (bottom, right) in reach.items():
        yield r, c, bottom - r + 1, right - c + 1, grid.rows[r][c]


def as_word(source: Source) -> bytes:
    """Make a Word document, its tables merged as the grids are."""
    document = docx.Document()
    for block in source.blocks:
        if isinstance(block, Line):
            document.add_paragraph(block.text)
            continue
        width = len(block.rows[0])
        table = document.add_table(len(block.rows), width)
        cells = table._cells  # table.cell() looks all of them up each time
        for row, col, rows, cols, cell in boxes(block):
            first = cells[row * width + col]
            if rows > 1 or cols > 1:
                first = first.merge(cells[(row + rows - 1) * width + col + cols - 1])
            first.text = cell.text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_page(source: Source) -> bytes:
    """Make a web page."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    for block in source.blocks:
        if isinstance(block, Line):
            parts.append(f"<p>{html.escape(block.text)}</p>")
            continue
        rows: dict[int, list[str]] = {number: [] for number in range(len(block.rows))}
        for row, _, down, across, cell in sorted(boxes(block), key=lambda box: box[:2]):
            text = "<br>".join(map(html.escape, cell.text.split("\n")))
            rows[row].append(f"<td rowspan='{down}' colspan='{across}'>{text}</td>")
        parts.append("<table>")
        parts += [f"<tr>{''.join(cells)}</tr>" for cells in rows.values()]
        parts.append("</table>")
    parts.append("</body></html>")
    return "\n".join(parts).encode()


def as_book(source: Source) -> bytes:
    """Make a workbook with a sheet for each table, the lines above it in its first rows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    lines: list[str] = []
    for block in source.blocks:
        if isinstance(block, Line):
            lines.append(block.text)
            continue
        sheet = book.add_worksheet(f"表{len(book.worksheets()) + 1}")
        for number, text in enumerate(lines):
            sheet.write_string(number, 0, text)
        for row, col, rows, cols, cell in boxes(block):
            top = row + len(lines)
            if rows > 1 or cols > 1:
                sheet.merge_range(top, col, top + rows - 1, col + cols - 1, cell.text)
            elif cell.text:
                sheet.write_string(top, col, cell.text)
        lines = []
    book.close()
    return buffer.getvalue()
