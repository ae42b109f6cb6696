"""Small files in the formats that offices send, made from the same rows."""

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import docx
import xlsxwriter
import xlwt
from docx.document import Document

from xlevaluate.sources.grid import Grid, Source
from xlevaluate.sources.opened_files import read_source_bytes

Rows = Sequence[Sequence[Any]]

TABLE: Rows = [
    ["收入支出决算总表", None, None, None],
    ["项目", "行次", "预算数", "决算数"],
    ["一、一般公共预算财政拨款收入", 1, 600, 594.67],
    ["二、政府性基金预算财政拨款收入", 2, None, 0],
    ["本年收入合计", 3, 600, 594.67],
]
"""A title over four columns, heads, and figures."""


def xls(rows: Rows = TABLE, name: str = "Z01", merges: Sequence[tuple[int, ...]] = ()) -> bytes:
    """Return an .xls; ``merges`` are first and last row, first and last column."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    merged = {(top, left) for top, _, left, _ in merges}
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None and (number, column) not in merged:
                sheet.write(number, column, value)
    for top, bottom, left, right in merges:
        sheet.write_merge(top, bottom, left, right, rows[top][left])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def xlsx(rows: Rows = TABLE, name: str = "Z01", merges: Sequence[str] = ()) -> bytes:
    """Return an .xlsx; ``merges`` are ranges whose first cell is among the rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(name)
        for area in merges:
            sheet.merge_range(area, "")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
    return content.getvalue()


def word(*blocks: str | Rows) -> bytes:
    """Return a .docx of paragraphs and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            add_table(document, block)
    return saved(document)


def add_table(document: Document, rows: Rows) -> Any:
    """Add a table to a document; ``None`` leaves a cell blank."""
    table = document.add_table(len(rows), max(map(len, rows)))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, value in zip(line.cells, row, strict=False):
            cell.text = "" if value is None else str(value)
    return table


def saved(document: Document) -> bytes:
    """Return a document's bytes."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip whose names are marked as UTF-8."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in files.items():
            archive.writestr(name, member)
    return content.getvalue()


def zipped_by_windows(files: Mapping[str, bytes]) -> bytes:
    """Return a zip whose names are bytes of GBK, without a mark that says so."""
    stand_ins = {name: f"{index:0{len(name.encode('gbk'))}d}" for index, name in enumerate(files)}
    made = zipped({stand_ins[name]: member for name, member in files.items()})
    for name, stand_in in stand_ins.items():
        made = made.replace(stand_in.encode(), name.encode("gbk"))
    return made


def read(content: bytes, name: str = "表") -> Source:
    """Return the one source of a file."""
    (source,) = read_source_bytes(content, name)
    return source


def texts(grid: Grid) -> list[list[str]]:
    """Return what a grid shows, blank where another cell reaches over."""
    return [["" if cell.spread_from else cell.text for cell in row] for row in grid.rows]


DAY = datetime.date(2024, 3, 15)
