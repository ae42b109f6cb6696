"""The buttons of 封面: LibreOffice drops them when it saves an .xlsm, so they are put back."""

from typing import Any

from xlevaluate.excel.libreoffice.uno_bridge import uno
from xlevaluate.workbook.buttons import BUTTONS, COLUMN, FIRST_ROW

_SIZE = (3400, 740)
_INSET = 120
"""Hundredths of a millimetre."""


def macro_url(macro: str) -> str:
    """Return how LibreOffice names a macro of the document."""
    return f"vnd.sun.star.script:VBAProject.XleMain.{macro}?language=Basic&location=document"


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
    cell = sheet.getCellByPosition(COLUMN, FIRST_ROW + number)
    shape.Position = _struct(
        "com.sun.star.awt.Point", cell.Position.X + _INSET, cell.Position.Y + _INSET // 2
    )
    shape.Size = _struct("com.sun.star.awt.Size", *_SIZE)
    shape.Control = model
    sheet.DrawPage.add(shape)
    form = model.Parent
    event = uno.createUnoStruct("com.sun.star.script.ScriptEventDescriptor")
    event.ListenerType, event.EventMethod = "XActionListener", "actionPerformed"
    event.ScriptType, event.ScriptCode = "Script", macro_url(macro)
    form.registerScriptEvent(form.Count - 1, event)


def _struct(name: str, *values: int) -> Any:
    struct = uno.createUnoStruct(name)
    for field, value in zip(
        ("X", "Y") if name.endswith("Point") else ("Width", "Height"), values, strict=True
    ):
        setattr(struct, field, value)
    return struct
