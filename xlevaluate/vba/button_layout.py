"""The buttons of 封面: which macro each runs in Excel, what it says, where it stands."""

from typing import NamedTuple


class Button(NamedTuple):
    """A button; ``command`` is what the macro runs."""

    macro: str
    caption: str
    command: str


BUTTONS = (
    Button("XleRecalculate", "重新计算", "recalculate"),
    Button("XleCheck", "校验", "check"),
    Button("XleNextFinding", "下一处问题", "next_finding"),
    Button("XleReport", "生成报告", "report"),
    Button("XleExport", "导出上报件", "export"),
    Button("XleRepair", "修复", "repair"),
    Button("XleDiagnose", "诊断", "diagnose"),
)
"""From top to bottom."""

COLUMN, FIRST_ROW = 3, 1
"""The cell at whose corner the first one stands, counted from 0."""

WIDTH, HEIGHT, PITCH, INSET = 112, 28, 34, 8
"""Pixels: of a button, from one to the next, and from the left edge of the column."""
