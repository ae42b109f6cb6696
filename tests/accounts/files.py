"""Tables that were drawn, written as files: .xls as the software exports, .docx, .html, .xlsx."""

import io
import re
from html import escape
from pathlib import Path

import docx
import xlsxwriter
import xlwt

from tests.accounts.drawing import Drawn

_NUMBER = re.compile(r"-?[\d,]+\.\d\d")
Span = tuple[int, int, int, int]


def spans_of(rows: list[list[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return height and width of every cell that stands by itself, by row and column."""
    spans = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in {"<", "^"}:
                continue
            width = 1
            while c + width < len(row) and row[c + width] == "<":
                width += 1
            height = 1
            while r + height < len(rows) and rows[r + height][c] == "^":
                height += 1
            spans[r, c] = (height, width)
    return spans


def write_xls(path: Path, tables: list[Drawn]) -> None:
    """Write an export of the final-accounts software: a sheet each, its name cut at 31."""
    book = xlwt.Workbook(encoding="utf-8")
    for number, table in enumerate(tables):
        name = f"Z{number:02} {table.title}"[:31].replace("/", "")
        sheet = book.add_sheet(name)
        for (r, c), (height, width) in spans_of(table.rows).items():
            text = table.rows[r][c]
            value = float(text.replace(",", "")) if _NUMBER.fullmatch(text) else text
            if height > 1 or width > 1:
                sheet.write_merge(r, r + height - 1, c, c + width - 1, value)
            elif text:
                sheet.write(r, c, value)
    book.save(str(path))


def write_xlsx(path: Path, tables: list[Drawn]) -> None:
    """Write a workbook with a sheet for each table."""
    book = xlsxwriter.Workbook(str(path))
    for number, table in enumerate(tables):
        sheet = book.add_worksheet(f"表{number}")
        for (r, c), (height, width) in spans_of(table.rows).items():
            text = table.rows[r][c]
            value = float(text.replace(",", "")) if _NUMBER.fullmatch(text) else text
            if height > 1 or width > 1:
                sheet.merge_range(r, c, r + height - 1, c + width - 1, value)
            elif text:
                sheet.write(r, c, value)
    book.close()


def write_docx(path: Path, tables: list[Drawn], head: str) -> None:
    """Write a Word document with real tables, and lines between them."""
    document = docx.Document()
    document.add_heading(head, 1)
    for table in tables:
        for line in table.lines:
            document.add_paragraph(line)
        made = document.add_table(len(table.rows), max(map(len, table.rows)))
        cells = [row.cells for row in made.rows]
        for (r, c), (height, width) in spans_of(table.rows).items():
            cell = cells[r][c]
            if height > 1 or width > 1:
                cell = cell.merge(cells[r + height - 1][c + width - 1])
            cell.text = table.rows[r][c]
        for line in table.after:
            document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    path.write_bytes(content.getvalue())


def write_html(path: Path, tables: list[Drawn], head: str) -> None:
    """Write a web page as offices publish it."""
    parts = [f"<html><head><meta charset='utf-8'></head><body><h1>{escape(head)}</h1>"]
    for table in tables:
        parts += [f"<p>{escape(line)}</p>" for line in table.lines]
        parts.append("<table>")
        spans = spans_of(table.rows)
        for r, row in enumerate(table.rows):
            parts.append("<tr>")
            for c, text in enumerate(row):
                if (r, c) in spans:
                    height, width = spans[r, c]
                    inner = escape(text).replace("\n", "<br>")
                    parts.append(f"<td rowspan={height} colspan={width}>{inner}</td>")
            parts.append("</tr>")
        parts.append("</table>")
        parts += [f"<p>{escape(line)}</p>" for line in table.after]
    parts.append("</body></html>")
    path.write_text("".join(parts), encoding="utf-8")
