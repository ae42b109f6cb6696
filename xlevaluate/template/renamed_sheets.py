"""Sheets of the form under another name, whose defined names still lead to the old one.

Excel takes names along when a sheet is renamed; other tools change the name alone, and every
figure of the sheet is lost. Such a sheet is known again only beyond doubt: everything that the form
prints without a figure stands where the form has it, and no other sheet is like it.
"""

import re

from msgspec.structs import replace

from xlevaluate.form.page import Cell, Page
from xlevaluate.form.sheet_plan import without_blanks
from xlevaluate.form.snapshot import BLANK, Address, CellValue, Snapshot
from xlevaluate.template.template import Template

_LEAST = 6
"""Texts that a sheet must print to be known by them."""

_LABELS = frozenset({"head", "label", "row_label"})


def renamed_sheets(template: Template, snapshot: Snapshot) -> dict[str, str]:
    """Return the sheets that were renamed: the form's name, and what each is called now."""
    own = {sheet.name for sheet in template.form.definition.sheet}
    known = (*template.form.all_fields, *template.computations)
    if all(snapshot.names.get(name, BLANK) is not None for name in known):
        return {}  # no name leads nowhere, as nearly always: no page need be laid out for it
    pages = [page for page in template.blank_pages if _is_lost(page, snapshot)]
    taken = {at.sheet for at in snapshot.names.values() if at is not None}
    others = [sheet for sheet in snapshot.sheets if sheet not in taken | own]
    found = {
        page.sheet.name: [sheet for sheet in others if _is_like(page, snapshot, sheet)]
        for page in pages
    }
    every = [sheet for sheets in found.values() for sheet in sheets]
    return {
        name: sheets[0]
        for name, sheets in found.items()
        if len(sheets) == 1 and every.count(sheets[0]) == 1
    }


def _is_lost(page: Page, snapshot: Snapshot) -> bool:
    """Tell whether a sheet is not there, and no name of its leads anywhere."""
    if page.sheet.name in snapshot.sheets:
        return False
    names = [name for cell in page.cells for name in cell.names]
    return bool(names) and all(snapshot.names.get(name) is None for name in names)


def _is_like(page: Page, snapshot: Snapshot, sheet: str) -> bool:
    labels = {
        (cell.row, cell.col): _pattern(cell)
        for cell in page.cells
        if cell.role in _LABELS and cell.text and not cell.names
    }
    cells = snapshot.sheets[sheet]
    return len(labels) >= _LEAST and all(
        _is_so(cells.get(at, BLANK), pattern) for at, pattern in labels.items()
    )


def _is_so(cell: CellValue, pattern: re.Pattern[str]) -> bool:
    """Tell whether a cell prints a text; a formula without a result may be any."""
    if cell.is_formula and cell.value is None:
        return True
    return pattern.fullmatch(without_blanks(cell.value)) is not None


def _pattern(cell: Cell) -> re.Pattern[str]:
    """Return what a printed text looks like, with anything where a field is put in."""
    text = without_blanks(cell.text)
    parts = [text] if cell.literal else re.split(r"\{[^{}]*\}", text)
    return re.compile(".*".join(map(re.escape, parts)))


def with_renamed(template: Template, snapshot: Snapshot, renamed: dict[str, str]) -> Snapshot:
    """Return the snapshot with the names of renamed sheets where their cells are now."""
    found = {
        name: Address(renamed[page.sheet.name], cell.row, cell.col)
        for page in template.blank_pages
        if page.sheet.name in renamed
        for cell in page.cells
        for name in cell.names
        if name in snapshot.names
    }
    return replace(snapshot, names={**snapshot.names, **found})
