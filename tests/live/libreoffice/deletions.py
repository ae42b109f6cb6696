"""Rows, columns and sheets deleted in a real spreadsheet, one after the other, each undone.

What formulas show comes from LibreOffice; where the other cells and the names go is worked out
here, which is faster by far (``test_deleted.py`` holds it against files that LibreOffice saved).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from xlevaluate.form.snapshot import Address, CellValue, ErrorValue, Snapshot
from xlevaluate.live.libreoffice.uno_bridge import property_value
from xlevaluate.workbook.number_formats import number_format
from xlevaluate.workbook.serial_days import shown_as

_ERRORS = 4
"""``FormulaResult.ERROR``."""

Grid = dict[tuple[int, int], CellValue]


class Deletion(NamedTuple):
    """A row or column by its number from 0, or a whole sheet."""

    kind: str
    sheet: str
    number: int = 0

    def moved(self, address: Address) -> Address | None:
        """Return where a cell is afterwards; ``None`` where it is gone."""
        if address.sheet != self.sheet:
            return address
        if self.kind == "sheet":
            return None
        place = [address.row, address.col]
        axis = self.kind == "column"
        if place[axis] == self.number:
            return None
        place[axis] -= place[axis] > self.number
        return Address(address.sheet, *place)


class Deleting:
    """An open workbook from which something is deleted; ``saved`` is what it was read as."""

    def __init__(self, document: Any, saved: Snapshot) -> None:
        self._document, self._saved = document, saved
        sheets = document.Sheets
        for number in range(sheets.Count):
            sheets.getByIndex(number).unprotect("")

    def save(self, deletion: Deletion, path: Path) -> None:
        """Save a copy of the workbook from which something is deleted."""
        with self.without(deletion):
            kind = property_value("FilterName", "Calc MS Excel 2007 XML")
            self._document.storeToURL(path.resolve().as_uri(), (kind,))

    @contextmanager
    def without(self, deletion: Deletion) -> Iterator[Snapshot]:
        """Delete something, yield what is left, and undo it."""
        sheet = self._document.Sheets.getByName(deletion.sheet)
        if deletion.kind == "sheet":
            self._document.Sheets.removeByName(deletion.sheet)
        else:
            lines = sheet.Rows if deletion.kind == "row" else sheet.Columns
            lines.removeByIndex(deletion.number, 1)
        try:
            yield self._left(deletion)
        finally:
            self._document.UndoManager.undo()

    def _left(self, deletion: Deletion) -> Snapshot:
        sheets: dict[str, Grid] = {}
        for name, cells in self._saved.sheets.items():
            if deletion == Deletion("sheet", name):
                continue
            moved = {
                (at.row, at.col): cell
                for place, cell in cells.items()
                if (at := deletion.moved(Address(name, *place)))
            }
            sheets[name] = moved | self._formulas(name, moved)
        names = {
            name: at and self._name_moved(deletion, name, at)
            for name, at in self._saved.names.items()
        }
        return replace(self._saved, sheets=sheets, names=names)

    def _name_moved(self, deletion: Deletion, name: str, at: Address) -> Address | None:
        moved = deletion.moved(at)
        if moved is None and deletion.kind == "row" and name.endswith("_起"):
            # A name of several rows keeps to what is left of them.
            return at
        return moved

    def _formulas(self, name: str, cells: Grid) -> Grid:
        """Return the cells with formulas, as they show now."""
        formulas = {place: cell for place, cell in cells.items() if cell.is_formula}
        if not formulas:
            return {}
        last_row, last_col = (max(place[axis] for place in formulas) for axis in (0, 1))
        sheet = self._document.Sheets.getByName(name)
        area = sheet.getCellRangeByPosition(0, 0, last_col, last_row)
        shown = area.getDataArray()
        found = {
            place: _as_shown(cell, shown[place[0]][place[1]]) for place, cell in formulas.items()
        }
        for failed in area.queryFormulaCells(_ERRORS).getRangeAddresses():
            for row in range(failed.StartRow, failed.EndRow + 1):
                for col in range(failed.StartColumn, failed.EndColumn + 1):
                    # Which error it is would take a call for each.
                    found[row, col] = found[row, col]._replace(value=ErrorValue("#REF!"))
        return found


def _as_shown(cell: CellValue, value: Any) -> CellValue:
    if isinstance(value, float):
        kind = number_format(cell.number_format).kind(value)
        return cell._replace(value=shown_as(kind, value), is_percent=kind == "percent")
    return cell._replace(value=value, is_percent=False)


def deletions_of(saved: Snapshot, step: Callable[[str], int]) -> Iterator[Deletion]:
    """Yield every sheet and column, and every row, of some sheets only each ``step``-th."""
    for name, cells in saved.sheets.items():
        yield Deletion("sheet", name)
        rows, cols = ({place[axis] for place in cells} for axis in (0, 1))
        yield from (Deletion("row", name, row) for row in range(0, max(rows) + 1, step(name)))
        yield from (Deletion("column", name, col) for col in range(max(cols) + 1))
