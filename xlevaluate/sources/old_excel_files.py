"""Workbooks of Excel 97–2003 (.xls, most .et): each sheet a grid.

xlrd reads them, which tells number formats, errors and hidden sheets, and keeps only cells that are
there. In this format a formula that was never calculated has a result like any other.
"""

import io
import struct
import zlib

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT
from xlrd.compdoc import CompDocError

from xlevaluate.errors import CannotDoError
from xlevaluate.form.snapshot import DAY_0, Area, CellValue, ErrorValue
from xlevaluate.sources.excel_files import sheet_grid, too_wide
from xlevaluate.sources.grid import Source, SourceCell
from xlevaluate.sources.grid_building import Budget, TooLargeError, laid_out
from xlevaluate.sources.shown_cells import source_cell
from xlevaluate.xlsx.number_formats import number_format
from xlevaluate.xlsx.serial_days import DAY_0_OF_1904, shown_as

_FAILURES = (
    *(xlrd.XLRDError, CompDocError, struct.error, zlib.error, AssertionError, ArithmeticError),
    *(AttributeError, LookupError, MemoryError, NotImplementedError, RecursionError, TypeError),
    *(UnicodeError, ValueError),
)
"""What xlrd raises for a file with something wrong in it."""


def old_workbook_source(content: bytes, name: str) -> Source:
    """Return the sheets of a workbook, in their order.

    Raises ``CannotDoError`` where it has a password, or cannot be read.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            logfile=io.StringIO(),
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
        )
        return _source(book, name)
    except _FAILURES as error:
        if "encrypted" in str(error).lower():
            raise CannotDoError(
                f"“{name}”设了打开密码。请在 Excel 或 WPS 中打开它，取消密码，另存后再试。"
            ) from None
        raise CannotDoError(
            f"“{name}”不能作为 .xls 工作簿读取，文件可能已损坏。"
            "请用 Excel 或 WPS 打开并另存为 .xlsx 后再试。"
        ) from error


def _source(book: xlrd.Book, name: str) -> Source:
    budget, grids, problems = Budget(), [], []
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        merges = [Area(top, left, *_last(b, r)) for top, b, left, r in sheet.merged_cells]
        try:
            rows, start = laid_out(_cells(book, sheet), merges, budget)
        except TooLargeError:
            problems.append(too_wide(name, sheet.name))
        else:
            if rows:
                grids.append(sheet_grid(sheet.name, rows, start, hidden=sheet.visibility != 0))
        book.unload_sheet(index)
    if problems and not grids:
        raise CannotDoError(problems[0])
    return Source(name, tuple(grids), tuple(problems))


def _last(beyond_row: int, beyond_column: int) -> tuple[int, int]:
    return beyond_row - 1, beyond_column - 1


def _cells(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> dict[tuple[int, int], SourceCell]:
    return {
        (row, col): source_cell(_value(book, cell))
        for row in range(sheet.nrows)
        for col, cell in enumerate(sheet.row(row))
        if cell.ctype
        in {XL_CELL_TEXT, XL_CELL_NUMBER, XL_CELL_DATE, XL_CELL_BOOLEAN, XL_CELL_ERROR}
    }


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> CellValue:
    if cell.ctype == XL_CELL_TEXT:
        return CellValue(cell.value)
    if cell.ctype == XL_CELL_BOOLEAN:
        return CellValue(bool(cell.value))
    if cell.ctype == XL_CELL_ERROR:
        return CellValue(ErrorValue(xlrd.error_text_from_code.get(cell.value, "#N/A")))
    style = book.xf_list[cell.xf_index]
    code = book.format_map[style.format_key].format_str
    kind = number_format(code).kind(cell.value)
    day_0 = DAY_0_OF_1904 if book.datemode else DAY_0
    return CellValue(
        shown_as(kind, cell.value, day_0),
        is_percent=kind == "percent",
        number_format="" if code == "General" else code,
    )
