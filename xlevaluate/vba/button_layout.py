"""The buttons: which macro each runs in Excel, what it says, where it stands."""

from collections.abc import Iterator
from typing import NamedTuple


class Button(NamedTuple):
    """A button; ``command`` is what the macro runs."""

    macro: str
    caption: str
    command: str


BUTTONS = (
    Button("XleRecalculate", "重新计算", "recalculate"),
    Button("XleCheck", "校验", "check"),
    Button("XlePreviousFinding", "上一处问题", "previous_finding"),
    Button("XleNextFinding", "下一处问题", "next_finding"),
    Button("XleReport", "生成报告", "report"),
    Button("XleExport", "导出上报件", "export"),
    Button("XlePrint", "打印", "print_package"),
    Button("XleFromLastYear", "从上年生成", "from_last_year"),
    Button("XleImport", "导入", "import_files"),
    Button("XleRepair", "修复", "repair"),
    Button("XleDiagnose", "诊断", "diagnose"),
)
"""Those of the cover, from top to bottom."""

SHEET_BUTTONS = (
    Button("XlePreviousFinding", "上一处", "previous_finding"),
    Button("XleNextFinding", "下一处", "next_finding"),
    Button("XleApplySuggestion", "照建议改", "apply_suggestion"),
    Button("XleCheck", "校验", "check"),
)
"""Those of every other sheet, from left to right, in the row of its title."""

ADD_PROJECT = Button("XleAddProject", "新增项目", "add_project")
"""That of the sheet with the table of projects, after the others."""

EVERY = (*BUTTONS, *SHEET_BUTTONS, ADD_PROJECT)

COLUMN, FIRST_ROW = 3, 1
"""The cell of the cover at whose corner the first one stands, counted from 0."""

WIDTH, HEIGHT, PITCH, INSET = 112, 28, 34, 8
"""Pixels: of a button, from one to the next, and from the left edge of the column."""

SHEET_WIDTH, SHEET_PITCH, SHEET_TOP = 60, 66, 12
"""Pixels: of a button of a sheet, from one to the next, and from the upper edge of the title, which
stands in the middle of the sheet."""


class PlacedButton(NamedTuple):
    """A button with the cell, counted from 0, whose corner it is measured from, in pixels."""

    button: Button
    row: int
    column: int
    x: int
    y: int
    width: int


def placed_buttons(*, is_cover: bool, has_projects: bool = False) -> Iterator[PlacedButton]:
    """Yield the buttons of the cover, or of any other sheet; ``has_projects``: with their table."""
    if is_cover:
        for number, button in enumerate(BUTTONS):
            yield PlacedButton(button, FIRST_ROW, COLUMN, INSET, number * PITCH, WIDTH)
        return
    for number, button in enumerate((*SHEET_BUTTONS, *((ADD_PROJECT,) if has_projects else ()))):
        x = INSET + number * SHEET_PITCH
        yield PlacedButton(button, 0, 0, x, SHEET_TOP, SHEET_WIDTH)
