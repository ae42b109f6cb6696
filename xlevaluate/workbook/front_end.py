"""What an .xlsm has besides the sheets: buttons, macros, the ribbon, the help of the functions."""

import io
from typing import Any

from xlevaluate.excel.functions import FUNCTIONS
from xlevaluate.excel.names import PROFILE_NAME, TEMPLATE_NAME
from xlevaluate.packages import rewritten, with_part
from xlevaluate.template import Template
from xlevaluate.workbook.macros import macro_project, modules, ribbon

HELP_SHEET = "xle_help"
"""A sheet nobody sees; the macro that gives Excel the help of the functions reads it."""

BUTTONS = (
    ("XleRecalculate", "重新计算"),
    ("XleCheck", "校验"),
    ("XleNextFinding", "下一处问题"),
    ("XleReport", "生成报告"),
    ("XleExport", "导出上报件"),
    ("XleDiagnose", "诊断"),
)
"""Macros and captions, from top to bottom."""

_COLUMN, _WIDTH, _HEIGHT = 3, 16, 28
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def add_front_end(book: Any, template: Template) -> None:
    """Add buttons on the first sheet, the hidden help, and the macros."""
    cover, *_ = book.worksheets()
    cover.set_column(_COLUMN, _COLUMN, _WIDTH + 2)
    for number, (macro, caption) in enumerate(BUTTONS):
        place = {"macro": macro, "caption": caption, "width": _WIDTH * 7, "height": _HEIGHT}
        cover.insert_button(1 + number, _COLUMN, {**place, "x_offset": 8, "y_offset": 2})
    help_sheet = book.add_worksheet(HELP_SHEET)
    help_sheet.very_hidden()
    for row, function in enumerate(FUNCTIONS.values()):
        for col, text in enumerate([function.name, function.help, *function.arguments.values()]):
            help_sheet.write_string(row, col, text)
    for name, text in (
        (TEMPLATE_NAME, template.form.definition.family),
        (PROFILE_NAME, template.profile_name),
    ):
        book.define_name(name, f'="{text}"')
    sheets = book.worksheets()
    project = macro_project(len(sheets), modules())
    book.add_vba_project(io.BytesIO(project), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    for number, sheet in enumerate(sheets, 1):
        sheet.set_vba_name(f"Sheet{number}")


def with_ribbon(package: bytes) -> bytes:
    """Return the package with the ribbon tab."""
    relation = f'<Relationship Id="rIdRibbon" Type="{_RIBBON_RELATION}" Target="{_RIBBON_PART}"/>'

    def relate(name: str, part: bytes) -> bytes:
        if name != "_rels/.rels":
            return part
        return part.replace(b"</Relationships>", relation.encode() + b"</Relationships>")

    return with_part(rewritten(package, relate), _RIBBON_PART, ribbon())
