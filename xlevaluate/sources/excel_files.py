"""Workbooks of today (.xlsx, .xlsm, an .et that is one): each sheet a grid."""

from xlevaluate.errors import CannotDoError
from xlevaluate.sources.grid import Grid, Source
from xlevaluate.sources.grid_building import Budget, GridPlace, Rows, TooLargeError, laid_out
from xlevaluate.sources.shown_cells import source_cell
from xlevaluate.xlsx.saved_book import SavedBook
from xlevaluate.xlsx.zip_parts import Package


def workbook_source(package: Package, part: str) -> Source:
    """Return the sheets of a workbook whose list of sheets is ``part``, in their order.

    Raises ``CannotDoError`` where none of them can be read.
    """
    book, budget = SavedBook(package, part), Budget()
    grids, problems = [], []
    for sheet in book.sheets:
        try:
            cells = {place: source_cell(cell) for place, cell in book.sheets[sheet].items()}
            rows, start = laid_out(cells, book.merges[sheet], budget)
        except TooLargeError:
            problems.append(too_wide(package.name, sheet))
            continue
        except CannotDoError as error:
            if str(error) in problems:
                break  # of what the sheets have in common, each would say it again
            problems.append(str(error))
            continue
        if rows:
            grids.append(sheet_grid(sheet, rows, start, hidden=sheet in book.hidden))
    if problems and not grids:
        raise CannotDoError(problems[0])
    return Source(package.name, tuple(grids), tuple(problems))


def sheet_grid(sheet: str, rows: Rows, start: GridPlace, *, hidden: bool) -> Grid:
    """Return a sheet's grid."""
    return Grid(f"工作表“{sheet}”", rows, sheet, start, "spreadsheet", hidden)


def too_wide(file: str, sheet: str) -> str:
    """Say that the cells of a sheet lie too far apart."""
    return (
        f"“{file}”的工作表“{sheet}”太大，没有读取。如果表外很远的地方误填了内容，请删除后另存再试。"
    )
