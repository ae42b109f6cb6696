"""The table of the projects of which sheets stand in the workbook, a line each, totals below.

Formulas of a line refer to the sheet of its project, whose name stands in the first cell. Sheets
that were copied or renamed in the spreadsheet are listed anew by whatever program checks them.
"""

from collections.abc import Mapping

from xlevaluate.form.definition import ProjectListDef, ProjectTotal
from xlevaluate.form.form import Form
from xlevaluate.form.page import Cell, Page
from xlevaluate.form.printed import Printed
from xlevaluate.form.snapshot import Address, Snapshot, a1

PROJECTS_NAME = "xle_projects"
"""A defined name of the head of the table's first column, by which programs know its sheet."""

SHEET = "sheet"
"""What the first column shows, beside those that a form chooses."""

_BELOW: Mapping[str, str] = {
    "count": "project_name",
    "average": "total_score",
    "grades": "grade",
}
"""Below which column a total stands that is not called as one."""


def below(total: ProjectTotal) -> str:
    """Return below which column a total stands, by what the column shows."""
    return _BELOW.get(total, total)


def head_names(given: ProjectListDef) -> dict[str, str]:
    """Return the defined names of the heads, by what the columns show."""
    heads = {SHEET: given.sheet} | {column.shows: column.head for column in given.columns}
    return {shows: f"{given.name}_{head}" for shows, head in heads.items()}


def cells_of(form: Form, given: ProjectListDef, shows: str) -> str:
    """Return the cells of a column, as formulas write it."""
    head, end = head_names(given)[shows], end_name(form, given)
    return f"OFFSET({head},1,0,ROW({end})-ROW({head})-1,1)"


def sheets_of_findings(form: Form) -> str:
    """Return the cells of the table of findings that name sheets, as formulas write them."""
    name = form.findings.name
    head, end = f"{name}_{form.names.level}", form.listings[name].end
    return f"OFFSET({head},1,1,ROW({end})-ROW({head})-1,1)"


def end_name(form: Form, given: ProjectListDef) -> str:
    """Return the defined name of the row of totals."""
    return f"{given.name}_{form.names.end}"


def lines_in(form: Form, snapshot: Snapshot) -> list[Address]:
    """Return the first cells of the lines of the table, spare ones too; none without a table."""
    head, end = _corners(form, snapshot)
    if head is None or end is None:
        return []
    return [head._replace(row=row) for row in range(head.row + 1, end.row)]


def lines_sheet(form: Form, snapshot: Snapshot) -> str | None:
    """Return the sheet of the table, though it may have no lines; ``None`` without a table."""
    head, _ = _corners(form, snapshot)
    return None if head is None else head.sheet


def _corners(form: Form, snapshot: Snapshot) -> tuple[Address | None, Address | None]:
    """Return the first head of the table and its row of totals, or neither."""
    given = form.project_list
    if given is None:
        return None, None
    head = snapshot.names.get(head_names(given)[SHEET])
    end = snapshot.names.get(end_name(form, given))
    if head is None or end is None or head.sheet != end.sheet:
        return None, None
    return head, end


def project_table(form: Form, printed: Printed, page: Page, given: ProjectListDef) -> None:
    """Lay out the table."""
    heads = (given.sheet, *(column.head for column in given.columns))
    for col, (head, name) in enumerate(zip(heads, head_names(given).values(), strict=True)):
        names = (name,) if col else (name, PROJECTS_NAME)
        page.add(Cell(page.height, col, "head", text=head, names=names))
    page.height += 1
    page.repeat_head()
    for line in printed.projects:
        target = (line.sheet, "A1") if line.sheet else None
        page.add(Cell(page.height, 0, "input", text=line.sheet, literal=True, target=target))
        cells = line.cells(a1(page.height, 0))
        for col in range(1, len(heads)):
            shown = cells[col - 1] if cells else None
            page.add(Cell(page.height, col, "computed", works_out=shown))
        page.height += 1
    page.add(Cell(page.height, 0, "label", text=given.total, names=(end_name(form, given),)))
    totals = {below(what): name for what, name in given.totals.items()}
    for col, column in enumerate(given.columns, 1):
        total = totals.get(column.shows)
        if total is None:
            page.add(Cell(page.height, col, "words"))
        else:
            page.add(Cell(page.height, col, "computed", computed=total, names=(total,)))
    page.height += 1
