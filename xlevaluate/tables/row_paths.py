"""Rows by their labels: what a label belongs under, by 其中, numbering, indentation, or code."""

import re

from msgspec import Struct

from xlevaluate.tables.label_text import LabelText, compared

_STYLES = (
    re.compile(r"[一二三四五六七八九十百]+[、.]"),
    re.compile(r"（[一二三四五六七八九十百]+）"),
    re.compile(r"\d{1,2}[、.]"),
    re.compile(r"（\d{1,2}）|\d{1,2}）"),
)
"""Numbering as official documents nest it, outermost first."""

_TOTAL = re.compile(r".*(?:合计|总计)|合计|总计|小计")
AMONG = 3
"""Full-width characters of “其中：”, as far as what is listed below it is indented."""


class _Level(Struct, frozen=True):
    label: str
    style: int
    indent: int
    among: bool


class RowPaths:
    """Says of each row of a table, from top to bottom, what it stands under."""

    def __init__(self) -> None:
        self._stack: list[_Level] = []

    def path(self, label: LabelText, *, among: bool = False) -> tuple[str, ...]:
        """Return the labels that a row stands under, outermost first, and its own last."""
        level = _Level(label.plain, _style(label), label.indent, label.among or among)
        stack = self._stack
        while stack and not self._is_under(level, stack):
            stack.pop()
        path = (*(item.label for item in stack), level.label)
        stack.append(level)
        return path

    @staticmethod
    def _is_under(level: _Level, stack: list[_Level]) -> bool:
        """Tell whether a label stands under the last of a stack."""
        last = stack[-1]
        if level.among:
            # A second “其中” beside the first belongs to the same.
            return not (last.among and last.indent == level.indent and last.style == level.style)
        if _TOTAL.fullmatch(level.label) and level.style < 0 and not level.indent:
            return False
        if level.style >= 0 and last.style >= 0:
            return level.style > last.style
        if last.among:
            outer = stack[-2] if len(stack) > 1 else None
            deeper = level.indent > last.indent + 2 * AMONG
            return deeper if outer is None or level.style < 0 else False
        if level.style >= 0:  # a number below what has none
            return level.indent > last.indent
        return level.indent > last.indent


def _style(label: LabelText) -> int:
    number = compared(label.number)
    return next((n for n, style in enumerate(_STYLES) if style.fullmatch(number)), -1)


class Codes:
    """Puts the codes of items of the budget together: 类, 款, 项 in columns, or all in one cell."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def code(self, cells: list[str]) -> str:
        """Return the whole code of a row, given what stands in its columns of codes.

        >>> codes = Codes()
        >>> codes.code(["201", "", ""]), codes.code(["", "03", ""]), codes.code(["", "", "01"])
        ('201', '20103', '2010301')
        >>> codes.code(["2080505"]), codes.code(["301", "30101"])
        ('2080505', '30101')
        """
        own = [compared(cell) for cell in cells]
        if not any(own):
            return ""
        last = max(index for index, part in enumerate(own) if part)
        if len(own[last]) >= 5 or last == 0:
            self._parts = [own[last]]
            return own[last]
        before = [
            own[index] or (self._parts[index] if index < len(self._parts) else "")
            for index in range(last)
        ]
        self._parts = [*before, own[last]]
        return "".join(self._parts)
