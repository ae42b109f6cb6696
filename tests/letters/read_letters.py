"""What stands in a letter: paragraphs of its text, and the rows of its tables."""

import io

import docx
import openpyxl


def paragraphs(document: bytes) -> list[str]:
    return [item.text for item in docx.Document(io.BytesIO(document)).paragraphs if item.text]


def tables(document: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(document)).tables
    ]


def everything(document: bytes) -> str:
    cells = (cell for table in tables(document) for row in table for cell in row)
    return "\n".join([*paragraphs(document), *cells])


def cells(workbook: bytes) -> list[list[object]]:
    """Return the values of all rows of all sheets."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
