"""The buttons of 封面: which macro each runs, what it says, where it stands."""

BUTTONS = (
    ("XleRecalculate", "重新计算"),
    ("XleCheck", "校验"),
    ("XleNextFinding", "下一处问题"),
    ("XleReport", "生成报告"),
    ("XleExport", "导出上报件"),
    ("XleDiagnose", "诊断"),
)
"""Macros and captions, from top to bottom."""

COLUMN, FIRST_ROW = 3, 1
"""The cell at whose corner the first one stands, counted from 0."""

WIDTH, HEIGHT, PITCH, INSET = 112, 28, 34, 8
"""Pixels: of a button, from one to the next, and from the left edge of the column."""
