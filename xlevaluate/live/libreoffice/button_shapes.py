"""The buttons of 封面: LibreOffice drops them when it saves an .xlsm, so they are put back."""

from typing import Any

from xlevaluate.live.libreoffice.uno_bridge import macro_url, uno
from xlevaluate.vba.button_layout import BUTTONS, COLUMN, FIRST_ROW, HEIGHT, INSET, PITCH, WIDTH

_PIXEL = 2540 / 96
"""Hundredths of a millimetre."""


def restore_buttons(document: Any) -> None:
    """Add every button that the first sheet lacks."""
    sheet = document.Sheets.getByIndex(0)
    there = {
        event.ScriptCode
        for form, index in _controls(sheet)
        for event in form.getScriptEvents(index)
    }
    for number, (macro, caption) in enumerate(BUTTONS):
        if macro_url(macro) not in there:
            _add(document, sheet, number, macro, caption)


def _controls(sheet: Any) -> list[tuple[Any, int]]:
    forms = sheet.DrawPage.Forms
    every = (forms.getByIndex(number) for number in range(forms.Count))
    return [(form, index) for form in every for index in range(form.Count)]


def _add(document: Any, sheet: Any, number: int, macro: str, caption: str) -> None:
    model = document.createInstance("com.sun.star.form.component.CommandButton")
    model.Name, model.Label = macro, caption
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
    event.ScriptType, event.ScriptCode = "Script", macro_url(macro)
    form.registerScriptEvent(form.Count - 1, event)
