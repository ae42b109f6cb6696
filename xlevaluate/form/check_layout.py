"""The column beside a form in which formulas say what is wrong, row by row."""

from collections.abc import Iterator

from xlevaluate.form.definition import CheckDef
from xlevaluate.form.form import Form
from xlevaluate.form.page import Cell, CellCheck, Page, RowCell
from xlevaluate.form.printed import CellChecks
from xlevaluate.form.roles import SPLIT, IndicatorRole
from xlevaluate.form.snapshot import a1
from xlevaluate.form.split_values import joined_formula


def lay_out_checks(form: Form, page: Page, given: CheckDef, checks: CellChecks) -> None:
    """Say at the end of each row what is wrong in it."""
    said: dict[int, list[CellCheck]] = {}
    for cell in sorted(page.cells, key=lambda cell: (cell.row, cell.col)):
        for name in cell.names:
            said.setdefault(cell.row, []).extend(checks.named(name))
    for row, found in _indicator_checks(form, page, checks):
        said.setdefault(row, []).extend(found)
    col = max(cell.col + cell.cols for cell in page.cells)
    page.check_column = col
    page.add(Cell(0, col, "check_head", text=given.head))
    for row in sorted(said):
        if said[row]:
            page.add(Cell(row, col, "check", checks=tuple(said[row])))


def _indicator_checks(
    form: Form, page: Page, checks: CellChecks
) -> Iterator[tuple[int, tuple[CellCheck, ...]]]:
    rows: dict[int, dict[IndicatorRole, Cell]] = {}
    columns = {item.name: role for role, item in form.indicator_columns.items()}
    for cell in page.cells:
        if cell.field is not None and cell.field.name in columns:
            rows.setdefault(cell.row, {})[columns[cell.field.name]] = cell
    for key, start in page.dimensions:
        yield start, checks.dimension(key)
    for key, start in page.goals:
        yield start, checks.goal(key)
    for row, cells_of in rows.items():
        found = {role: RowCell(a1(row, c.col), c.path) for role, c in cells_of.items()}
        yield row, checks.indicator(_put_together(found))
    for cell in page.cells:
        # Only the indicator table has such cells in a sheet with checks.
        if cell.role == "group":
            yield cell.row, checks.above(a1(cell.row, cell.col))


def _put_together(row: dict[IndicatorRole, RowCell]) -> dict[IndicatorRole, RowCell]:
    """Let expressions put target and actual value together with their sign and unit."""
    if not SPLIT & row.keys():
        return row
    sign, unit = (row[role].cell if role in row else "" for role in ("sign", "unit"))
    whole = {
        role: row[role]._replace(cell=joined_formula(before, row[role].cell, unit))
        for role, before in (("target", sign), ("actual", ""))
        if role in row
    }
    return {**row, **whole}
