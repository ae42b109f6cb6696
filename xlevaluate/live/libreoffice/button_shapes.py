"""The buttons in LibreOffice: made when a workbook is opened, and bound to this program.

A click reaches a listener of ours. It is no script, which LibreOffice would look for in the
document; so it works with every macro switched off, and nothing of it goes into the file.
"""

from collections.abc import Callable
from typing import Any

from xlevaluate.form.project_layout import PROJECTS_NAME
from xlevaluate.live.libreoffice.uno_bridge import implementing, uno
from xlevaluate.vba.button_layout import (
    EVERY,
    HEIGHT,
    PlacedButton,
    placed_buttons,
)

SCRIPT_TYPE = "xlevaluate"
"""The kind of event that our listener takes; no language of LibreOffice's."""

_PIXEL = 2540 / 96
"""Hundredths of a millimetre."""


def add_buttons(document: Any, run: Callable[[Any, str], None]) -> None:
    """Put the buttons on our sheets, in place of any control that is in the document.

    The first sheet is the cover; the others are those that a name leads to: a sheet of the user's
    own, which may hold anything anywhere, has no names. ``run`` is given the document and a
    button's command.
    """
    for number in range(document.Sheets.Count):
        page = document.Sheets.getByIndex(number).DrawPage
        for shape in [page.getByIndex(index) for index in range(page.Count)]:
            if shape.supportsService("com.sun.star.drawing.ControlShape"):
                page.remove(shape)
        for index in reversed(range(page.Forms.Count)):
            page.Forms.removeByIndex(index)
    named, projects = _named_sheets(document), _named_sheets(document, PROJECTS_NAME)
    listener = _listener(document, run)
    for number in range(document.Sheets.Count):
        sheet = document.Sheets.getByIndex(number)
        is_cover = number == 0
        if not (is_cover or (sheet.IsVisible and sheet.Name in named)):
            continue
        for placed in placed_buttons(is_cover=is_cover, has_projects=sheet.Name in projects):
            _add(document, sheet, placed)
        forms = sheet.DrawPage.Forms
        for index in range(forms.Count):
            forms.getByIndex(index).addScriptListener(listener)


def _named_sheets(document: Any, *wanted: str) -> set[str]:
    """Return the names of the sheets that a defined name leads to, or one of these does.

    The form of a project has names of its own.
    """
    names = document.NamedRanges
    every = [name for name in names.ElementNames if not wanted or name in wanted]
    found = (names.getByName(name).getReferredCells() for name in every)
    sheets = {str(area.Spreadsheet.Name) for area in found if area is not None}
    each = (document.Sheets.getByIndex(number) for number in range(document.Sheets.Count))
    return sheets | {str(of.Name) for of in each if not wanted and _has_names(of)}


def _has_names(sheet: Any) -> bool:
    """Tell whether a sheet has names of its own, other than those of what is printed of it."""
    return any(not name.startswith("_xlnm.") for name in sheet.NamedRanges.ElementNames)


def _listener(document: Any, run: Callable[[Any, str], None]) -> Any:
    commands = {button.command for button in EVERY}

    def firing(_: Any, event: Any) -> None:
        if event.ScriptType == SCRIPT_TYPE and event.ScriptCode in commands:
            run(document, event.ScriptCode)

    return implementing(
        "com.sun.star.script.XScriptListener",
        firing=firing,
        approveFiring=lambda *_: None,
        disposing=lambda *_: None,
    )


def _add(document: Any, sheet: Any, placed: PlacedButton) -> None:
    button = placed.button
    model = document.createInstance("com.sun.star.form.component.CommandButton")
    model.Name, model.Label, model.Printable = button.command, button.caption, False
    model.FocusOnClick = False  # what is typed next goes into the cell that was gone to
    shape = document.createInstance("com.sun.star.drawing.ControlShape")
    cell = sheet.getCellByPosition(placed.column, placed.row)
    place = uno.createUnoStruct("com.sun.star.awt.Point")
    place.X = cell.Position.X + round(placed.x * _PIXEL)
    place.Y = cell.Position.Y + round(placed.y * _PIXEL)
    size = uno.createUnoStruct("com.sun.star.awt.Size")
    size.Width, size.Height = round(placed.width * _PIXEL), round(HEIGHT * _PIXEL)
    shape.Position, shape.Size = place, size
    shape.Control = model
    sheet.DrawPage.add(shape)
    form = model.Parent
    event = uno.createUnoStruct("com.sun.star.script.ScriptEventDescriptor")
    event.ListenerType, event.EventMethod = "XActionListener", "actionPerformed"
    event.ScriptType, event.ScriptCode = SCRIPT_TYPE, button.command
    form.registerScriptEvent(form.Count - 1, event)
