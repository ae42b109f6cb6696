"""Rows, columns and sheets deleted in a real spreadsheet, one after the other, each undone.

What formulas show comes from LibreOffice; where the other cells and the names go is worked out
here, which is faster by far (``test_deleted.py`` holds it against files that LibreOffice saved).
So is what comes of a row that nothing refers to and nothing is read from: there are many, and of
those some are deleted in LibreOffice, too.
"""

import json
import re
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from msgspec.structs import replace

from tests.live.libreoffice.office import Office
from xlevaluate.form.snapshot import Address, CellValue, ErrorValue, Snapshot
from xlevaluate.live.libreoffice.uno_bridge import property_value
from xlevaluate.xlsx.number_formats import number_format
from xlevaluate.xlsx.serial_days import shown_as

Place = tuple[int, int]
Grid = dict[Place, CellValue]


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


class Unseen(Mapping[Place, CellValue]):
    """The cells of a sheet that nobody is to look at."""

    def __getitem__(self, place: Place) -> CellValue:
        raise AssertionError(place)

    def __iter__(self) -> Iterator[Place]:
        raise AssertionError

    def __len__(self) -> int:
        raise AssertionError


def moved_snapshot(saved: Snapshot, deletion: Deletion) -> Snapshot:
    """Return what is left where no formula comes to show anything else."""
    sheets = {name: _moved(cells, name, deletion) for name, cells in saved.sheets.items()}
    if deletion.kind == "sheet":
        del sheets[deletion.sheet]
    names = {name: at and _name_moved(deletion, name, at) for name, at in saved.names.items()}
    return replace(saved, sheets=sheets, names=names)


def _moved(
    cells: Mapping[Place, CellValue], name: str, deletion: Deletion
) -> Mapping[Place, CellValue]:
    if deletion.sheet != name:
        return cells
    return {
        (at.row, at.col): cell
        for place, cell in cells.items()
        if (at := deletion.moved(Address(name, *place)))
    }


def _name_moved(deletion: Deletion, name: str, at: Address) -> Address | None:
    moved = deletion.moved(at)
    if moved is None and deletion.kind == "row" and name.endswith("_起"):
        # A name of several rows keeps to what is left of them.
        return at
    return moved


class Deleting:
    """An open workbook from which something is deleted; ``saved`` is what it was read as.

    Of the sheets in ``read`` it is read again what formulas show, of others which of them fail.
    """

    def __init__(
        self, office: Office, document: Any, saved: Snapshot, read: Container[str]
    ) -> None:
        self._office, self._document, self._saved, self._read = office, document, saved, read
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
        left = moved_snapshot(self._saved, deletion)
        formulas = {
            name: {place: cell for place, cell in cells.items() if cell.is_formula}
            for name, cells in left.sheets.items()
        }
        asked = {
            name: [*(max(at[axis] for at in cells) for axis in (0, 1)), name in self._read]
            for name, cells in formulas.items()
            if cells
        }
        found = self._office.in_its_process("formulas", self._document, json.dumps(asked))
        sheets = dict(left.sheets)
        for name, (shown, failed) in json.loads(found).items():
            now = formulas[name]
            if shown:
                now = {at: _as_shown(cell, shown[at[0]][at[1]]) for at, cell in now.items()}
            for row, col in failed:
                # Which error it is would take a call for each.
                now[row, col] = replace(now[row, col], value=ErrorValue("#REF!"))
            sheets[name] = {**sheets[name], **now}
        return replace(left, sheets=sheets)


def _as_shown(cell: CellValue, value: Any) -> CellValue:
    if isinstance(value, float):
        kind = number_format(cell.number_format).kind(value)
        return replace(cell, value=shown_as(kind, value), is_percent=kind == "percent")
    return replace(cell, value=value, is_percent=False)


def deletions_of(saved: Snapshot) -> Iterator[Deletion]:
    """Yield every sheet, column and row."""
    for name, cells in saved.sheets.items():
        yield Deletion("sheet", name)
        rows, cols = ({place[axis] for place in cells} for axis in (0, 1))
        yield from (Deletion("row", name, row) for row in range(max(rows) + 1))
        yield from (Deletion("column", name, col) for col in range(max(cols) + 1))


_REFERENCE = re.compile(
    r"(?:(?:'([^']+)'|([\w.]+))!)?\$?[A-Z]{1,3}\$?(\d+)(?::\$?[A-Z]{1,3}\$?(\d+))?(?![\w(])"
)


def rows_referred_to(path: Path) -> set[tuple[str, int]]:
    """Return the rows, from 0, that formulas of other rows refer to by an address."""
    found = set()
    for sheet in openpyxl.load_workbook(path).worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if cell.data_type != "f":
                    continue
                for quoted, plain, first, last in _REFERENCE.findall(str(cell.value)):
                    of = quoted or plain or sheet.title
                    rows = range(int(first) - 1, int(last or first))
                    found |= {(of, row) for row in rows} - {(sheet.title, int(cell.row or 0) - 1)}
    return found
