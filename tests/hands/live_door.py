"""An open document read by LibreOffice's own Python, as the buttons read it, and handed out here.

From outside every name and every cell takes a call; inside it takes none.
"""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.live.libreoffice.office import in_its_process
from xlevaluate.form.snapshot import Address, CellValue, ErrorValue, Snapshot
from xlevaluate.live.libreoffice import user_profile as profile

_SCRIPT = '''
import datetime
import json

from xlevaluate.form.snapshot import ErrorValue
from xlevaluate.live.book import read_book
from xlevaluate.live.libreoffice.engine import open_book


def read(document):
    """Read a document, and write what stands in it as JSON."""
    snapshot, _ = read_book(open_book(document))

    def written(cell):
        value, kind = cell.value, type(cell.value).__name__
        value = value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value
        return [kind, value, cell.is_formula, cell.is_percent, cell.number_format]

    sheets = {
        name: [[*place, *written(cell)] for place, cell in cells.items()]
        for name, cells in snapshot.sheets.items()
    }
    return json.dumps({"sheets": sheets, "names": snapshot.names})


def undo_all(document):
    """Undo whatever was done."""
    undo = document.UndoManager
    while undo.isUndoPossible():
        undo.undo()


def standing(document):
    """Write down what stands in a document: formulas, names, merged cells, protection."""
    sheets = [document.Sheets.getByIndex(number) for number in range(document.Sheets.Count)]
    found = []
    for sheet in sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
        found.append([sheet.Name, bool(sheet.isProtected()), area.getFormulaArray()])
    names = document.NamedRanges
    found.append([[name, names.getByName(name).Content] for name in names.ElementNames])
    return json.dumps(found)


def numbers(document):
    """Write down the numbers that were typed or pasted into each sheet."""
    found, values = {}, 1  # CellFlags.VALUE
    for name in document.Sheets.ElementNames:
        sheet, found[name] = document.Sheets.getByName(name), []
        for at in sheet.queryContentCells(values).getRangeAddresses():
            area = (at.StartColumn, at.StartRow, at.EndColumn, at.EndRow)
            block = sheet.getCellRangeByPosition(*area).getDataArray()
            found[name] += [
                (at.StartRow + down, at.StartColumn + right, float(value))
                for down, row in enumerate(block)
                for right, value in enumerate(row)
            ]
    return json.dumps(found)


g_exportedScripts = (read, undo_all, standing, numbers)
'''


def install(user: Path) -> None:
    """Put into a profile what reads documents there."""
    script = profile.install(user).with_name("in_its_process.py")
    script.write_text(profile.host_script() + _SCRIPT, encoding="utf-8")


def snapshot_of(context: Any, document: Any) -> Snapshot:
    """Return what stands in a document."""
    found = json.loads(in_its_process(context, "read", document))
    sheets = {
        name: {(row, col): _cell(*cell) for row, col, *cell in cells}
        for name, cells in found["sheets"].items()
    }
    names = {name: at and Address(*at) for name, at in found["names"].items()}
    return Snapshot(sheets, names)


def _cell(kind: str, value: Any, *rest: Any) -> CellValue:
    kinds: dict[str, Callable[[Any], Any]] = {
        "ErrorValue": ErrorValue,
        "date": datetime.date.fromisoformat,
        "datetime": datetime.datetime.fromisoformat,
        "time": datetime.time.fromisoformat,
    }
    return CellValue(kinds[kind](value) if kind in kinds else value, *rest)


def undo_all(context: Any, document: Any) -> None:
    """Undo whatever was done to a document."""
    in_its_process(context, "undo_all", document)


def standing(context: Any, document: Any) -> str:
    """Return what stands in a document, to be compared."""
    return str(in_its_process(context, "standing", document))


def numbers(context: Any, document: Any) -> dict[str, dict[tuple[int, int], float]]:
    """Return the numbers that were typed or pasted, by sheet, row and column."""
    found = json.loads(in_its_process(context, "numbers", document))
    return {name: {(row, col): value for row, col, value in cells} for name, cells in found.items()}
