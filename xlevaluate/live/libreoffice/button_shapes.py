"""The buttons of 封面 in LibreOffice: made when a workbook is opened, and bound to this program.

A click reaches a listener of ours. It is no script, which LibreOffice would look for in the
document; so it works with every macro switched off, and nothing of it goes into the file.
"""

from collections.abc import Callable
from typing import Any

from xlevaluate.live.libreoffice.uno_bridge import implementing, uno
from xlevaluate.vba.button_layout import (
    BUTTONS,
    COLUMN,
    FIRST_ROW,
    HEIGHT,
    INSET,
    PITCH,
    WIDTH,
    Button,
)

SCRIPT_TYPE = "xlevaluate"
"""The kind of event that our listener takes; no language of LibreOffice's."""

_PIXEL = 2540 / 96
"""Hundredths of a millimetre."""


def add_buttons(document: Any, run: Callable[[Any, str], None]) -> None:
    """Put the buttons on the first sheet, in place of any control that is in the document.

    ``run`` is given the document and a button's command.
    """
    for number in range(document.Sheets.Count):
        page = document.Sheets.getByIndex(number).DrawPage
        for shape in [page.getByIndex(index) for index in range(page.Count)]:
            if shape.supportsService("com.sun.star.drawing.ControlShape"):
                page.remove(shape)
        for index in reversed(range(page.Forms.Count)):
            page.Forms.removeByIndex(index)
    sheet = document.Sheets.getByIndex(0)
    for number, button in enumerate(BUTTONS):
        _add(document, sheet, number, button)
    forms = sheet.DrawPage.Forms
    for index in range(forms.Count):
        forms.getByIndex(index).addScriptListener(_listener(document, run))


def _listener(document: Any, run: Callable[[Any, str], None]) -> Any:
    commands = {button.command for button in BUTTONS}

    def firing(_: Any, event: Any) -> None:
        if event.ScriptType == SCRIPT_TYPE and event.ScriptCode in commands:
            run(document, event.ScriptCode)

    return implementing(
        "com.sun.star.script.XScriptListener",
        firing=firing,
        approveFiring=lambda *_: None,
        disposing=lambda *_: None,
    )


def _add(document: Any, sheet: Any, number: int, button: Button) -> None:
    model = document.createInstance("com.sun.star.form.component.CommandButton")
    model.Name, model.Label = button.command, button.caption
    shape = document.createInstance("com.sun.star.drawing.ControlShape")
    cell = sheet.getCellByPosition(COLUMN, FIRST_ROW)
    place = uno.createUnoStruct("com.sun.star.awt.Point")
    place.X = cell.Position.X + round(INSET * _PIXEL)
    place.Y = cell.Position.Y + round(number * PITCH * _PIXEL)
    size = uno.createUnoStruct("com.sun.star.awt.Size")
    size.Width, size.Height = round(WIDTH * _PIXEL), round(HEIGHT * _PIXEL)
    shape.Position, shape.Size = place, size
    shape.Control = model
    sheet.DrawPage.add(shape)
    form = model.Parent
    event = uno.createUnoStruct("com.sun.star.script.ScriptEventDescriptor")
    event.ListenerType, event.EventMethod = "XActionListener", "actionPerformed"
    event.ScriptType, event.ScriptCode = SCRIPT_TYPE, button.command
    form.registerScriptEvent(form.Count - 1, event)
