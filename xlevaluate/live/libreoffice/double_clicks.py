"""A double click on a line of 校验结果 goes to the cell that the line is of.

LibreOffice follows a link by itself only where its very letters are clicked with Ctrl held down.
"""

import re
from typing import Any

from xlevaluate.live.libreoffice.engine import remember_visit
from xlevaluate.live.libreoffice.uno_bridge import implementing
from xlevaluate.live.visits import FOLLOWED


def follow_double_clicks(document: Any) -> None:
    """Let double clicks on lines with one link follow it, as long as the document is open."""
    controller = document.getCurrentController()
    controller.addEnhancedMouseClickHandler(click_handler(document))


def click_handler(document: Any) -> Any:
    """Return what is told of clicks on the cells of a document."""

    def pressed(_: Any, event: Any) -> bool:
        """Return whether LibreOffice is to go on with the click."""
        return not (event.ClickCount == _DOUBLE and _follow_from(document, event.Target))

    return implementing(
        "com.sun.star.awt.XEnhancedMouseClickHandler",
        mousePressed=pressed,
        mouseReleased=lambda *_: True,
        disposing=lambda *_: None,
    )


_DOUBLE = 2


def _follow_from(document: Any, target: Any) -> bool:
    """Go where the line of a cell leads; tell whether it leads anywhere.

    A cell that is to be filled in is edited, and leads nowhere.
    """
    if not hasattr(target, "CellAddress") or not target.CellProtection.IsLocked:
        return False
    sheet, row = target.Spreadsheet, target.CellAddress.Row
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress.EndColumn
    cells = (sheet.getCellByPosition(column, row) for column in range(last + 1))
    links = [url for cell in cells for url in _links(cell)]
    place = _place(document, links[0]) if len(links) == 1 else None
    if place is None:
        return False
    controller = document.getCurrentController()
    controller.setActiveSheet(place.Spreadsheet)
    controller.select(place)
    remember_visit(document, FOLLOWED)
    return True


_CELLS = re.compile(r"[A-Z]{1,3}[0-9]{1,7}(:[A-Z]{1,3}[0-9]{1,7})?")


def _links(cell: Any) -> list[str]:
    fields = cell.TextFields
    return [str(fields.getByIndex(number).URL) for number in range(fields.Count)]


def _place(document: Any, url: str) -> Any:
    """Return the cell or cells of this document that a link leads to; ``None`` elsewhere."""
    name, mark, place = url.removeprefix("#").rpartition(".")
    name = name.removeprefix("$").strip("'").replace("''", "'")
    if not (url.startswith("#") and mark and document.Sheets.hasByName(name)):
        return None
    if _CELLS.fullmatch(place) is None:
        return None
    return document.Sheets.getByName(name).getCellRangeByName(place)
