"""What an .xlsm has besides the sheets: buttons, macros, the ribbon, the help of the functions."""

import io
from typing import Any

from xlevaluate.cells.calls import Host
from xlevaluate.cells.cell_functions import FUNCTIONS
from xlevaluate.cells.names import (
    DIGEST_NAME,
    LIVE_NAME,
    NO_PYTHON_NAME,
    PROFILE_NAME,
    TEMPLATE_NAME,
)
from xlevaluate.files.zip_packages import rewritten, with_part
from xlevaluate.form.labels import quoted
from xlevaluate.form.snapshot import absolute
from xlevaluate.template.template import Template
from xlevaluate.vba.button_layout import BUTTONS, COLUMN, FIRST_ROW, HEIGHT, INSET, PITCH, WIDTH
from xlevaluate.vba.project import macro_project, modules, ribbon

HELP_SHEET = "xle_help"
"""A sheet nobody sees; the macro that gives Excel the help of the functions reads it."""

_STATE_COLUMN = 25
_NO_PYTHON = (
    "没有接通 Python，按钮不能用。"
    "请运行 xlevaluate libreoffice install，再用 xlevaluate open 打开本工作簿。"
)
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def add_front_end(book: Any, template: Template, host: Host) -> None:
    """Add buttons on the first sheet, the hidden help, and the macros."""
    cover, *_ = book.worksheets()
    cover.set_column_pixels(COLUMN, COLUMN, WIDTH + 2 * INSET)
    for number, (macro, caption) in enumerate(BUTTONS):
        look = {"caption": caption, "width": WIDTH, "height": HEIGHT}
        place = {"x_offset": INSET, "y_offset": number * PITCH}
        cover.insert_button(FIRST_ROW, COLUMN, {"macro": macro, **look, **place})
    help_sheet = book.add_worksheet(HELP_SHEET)
    help_sheet.very_hidden()
    for row, function in enumerate(FUNCTIONS.values()):
        for col, text in enumerate([function.name, function.help, *function.arguments.values()]):
            help_sheet.write_string(row, col, text)
    if host == "libreoffice":
        _add_state(book, help_sheet)
    for name, text in (
        (TEMPLATE_NAME, template.name),
        (PROFILE_NAME, template.profile_name),
        (DIGEST_NAME, template.digest),
    ):
        book.define_name(name, f"={quoted(text)}")
    sheets = book.worksheets()
    project = macro_project(len(sheets), modules(host), host)
    book.add_vba_project(io.BytesIO(project), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    for number, sheet in enumerate(sheets, 1):
        sheet.set_vba_name(f"Sheet{number}")


def _add_state(book: Any, sheet: Any) -> None:
    """Add the cell that says whether Python answers, and what to say where it does not."""
    sheet.write_number(0, _STATE_COLUMN, 0)
    sheet.write_string(1, _STATE_COLUMN, _NO_PYTHON)
    for row, name in enumerate((LIVE_NAME, NO_PYTHON_NAME)):
        book.define_name(name, f"={HELP_SHEET}!{absolute(row, _STATE_COLUMN)}")


def with_ribbon(package: bytes) -> bytes:
    """Return the package with the ribbon tab."""
    relation = f'<Relationship Id="rIdRibbon" Type="{_RIBBON_RELATION}" Target="{_RIBBON_PART}"/>'

    def relate(name: str, part: bytes) -> bytes:
        if name != "_rels/.rels":
            return part
        return part.replace(b"</Relationships>", relation.encode() + b"</Relationships>")

    return with_part(rewritten(package, relate), _RIBBON_PART, ribbon())
