"""What an .xlsm has besides the sheets: buttons, macros, the ribbon, the help of the functions."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from xlevaluate.cells.calls import Host
from xlevaluate.cells.cell_functions import FUNCTIONS
from xlevaluate.cells.names import LIVE_NAME
from xlevaluate.files.zip_packages import rewritten, with_part
from xlevaluate.form.page import Page
from xlevaluate.form.project_layout import PROJECTS_NAME
from xlevaluate.form.snapshot import absolute
from xlevaluate.vba.button_layout import COLUMN, HEIGHT, INSET, WIDTH, placed_buttons
from xlevaluate.vba.project import macro_project, modules, ribbon

HELP_SHEET = "xle_help"
"""A sheet nobody sees; the macro that gives Excel the help of the functions reads it."""

_STATE_COLUMN = 25
_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def add_front_end(book: Any, host: Host, pages: Sequence[Page]) -> None:
    """Add the help of the functions, and what the program needs that the workbook is for.

    Excel runs the workbook's own macros, by its buttons. LibreOffice runs none: ``xlevaluate open``
    gives it the buttons. The title, beside which they stand, stays in sight.
    """
    cover, *_ = book.worksheets()
    with_buttons = list(_with_buttons(book, pages))
    for sheet, page in with_buttons:
        if sheet is not cover and not any(block.findings for block in page.sheet.block):
            sheet.freeze_panes(1, 0)
    cover.set_column_pixels(COLUMN, COLUMN, WIDTH + 2 * INSET)
    help_sheet = book.add_worksheet(HELP_SHEET)
    help_sheet.very_hidden()
    for row, function in enumerate(FUNCTIONS.values()):
        for col, text in enumerate([function.name, function.help, *function.arguments.values()]):
            help_sheet.write_string(row, col, text)
    if host == "excel":
        _add_macros(book, with_buttons)
    else:
        help_sheet.write_number(0, _STATE_COLUMN, 0)
        book.define_name(LIVE_NAME, f"={HELP_SHEET}!{absolute(0, _STATE_COLUMN)}")


def _with_buttons(book: Any, pages: Sequence[Page]) -> Iterator[tuple[Any, Page]]:
    """Yield the cover and the sheets of which the program reads or writes something by a name."""
    for number, (sheet, page) in enumerate(zip(book.worksheets(), pages, strict=True)):
        if number == 0 or any(cell.names for cell in page.cells):
            yield sheet, page


def _add_macros(book: Any, with_buttons: Sequence[tuple[Any, Page]]) -> None:
    """Add the VBA project, and buttons on sheets, the cover first, that run its macros."""
    for number, (sheet, page) in enumerate(with_buttons):
        has_projects = any(PROJECTS_NAME in cell.names for cell in page.cells)
        for placed in placed_buttons(is_cover=number == 0, has_projects=has_projects):
            button = placed.button
            look = {"caption": button.caption, "width": placed.width, "height": HEIGHT}
            place = {"x_offset": placed.x, "y_offset": placed.y}
            given = {"macro": button.macro, **look, **place}
            sheet.insert_button(placed.row, placed.column, given)
    sheets = book.worksheets()
    book.add_vba_project(io.BytesIO(macro_project(len(sheets), modules())), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    for number, sheet in enumerate(sheets, 1):
        sheet.set_vba_name(f"Sheet{number}")


def as_xlsm(package: bytes) -> bytes:
    """Return a package without macros under the type that its name, .xlsm, is taken for."""

    def retype(name: str, part: bytes) -> bytes:
        return part.replace(_PLAIN, _WITH_MACROS) if name == "[Content_Types].xml" else part

    return rewritten(package, retype)


def with_ribbon(package: bytes) -> bytes:
    """Return the package with the ribbon tab."""
    relation = f'<Relationship Id="rIdRibbon" Type="{_RIBBON_RELATION}" Target="{_RIBBON_PART}"/>'

    def relate(name: str, part: bytes) -> bytes:
        if name != "_rels/.rels":
            return part
        return part.replace(b"</Relationships>", relation.encode() + b"</Relationships>")

    return with_part(rewritten(package, relate), _RIBBON_PART, ribbon())
