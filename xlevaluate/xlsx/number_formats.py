"""Number formats: whether a number is shown as a day, a time, a percentage or as a number.

A format has up to four sections, by sign or by a condition; letters count only where they are
neither quoted nor escaped nor in brackets (``[Red]``, ``[$-804]``), except for ``[h]``, which
shows how much time has passed. Some numbers of built-in formats mean days in East Asian
programs only (ECMA-376, part 1, 18.8.30: 27–36 and 50–58); what they show is that of zh-CN.
"""

import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple

FormatKind = Literal["number", "percent", "date", "time", "elapsed", "boolean", "text"]

_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HALF_DAY = '上午/下午h"时"mm"分"'
BUILT_IN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy/m/d h:mm",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    **dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), _HALF_DAY),
    **dict.fromkeys((35, 56), f'{_HALF_DAY}ss"秒"'),
    37: "#,##0;\\-#,##0",
    38: "#,##0;[Red]\\-#,##0",
    39: "#,##0.00;\\-#,##0.00",
    40: "#,##0.00;[Red]\\-#,##0.00",
    41: '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* \\-#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""Formats that a file names by their number alone, as Excel shows them in Chinese."""

_PIECE = re.compile(r'"[^"]*"?|[\\_*].?|\[[^\]]*\]?|;|[^"\\_*\[;]+', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NO_LETTERS = re.compile(r"general|g/通用格式|standard|e[+-]", re.IGNORECASE)
_TIME = re.compile(r"[hs]|am/pm|a/p|上午/下午", re.IGNORECASE)
_DATE = re.compile(r"[ydegb]|aaa|m", re.IGNORECASE)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
}


class _Section(NamedTuple):
    kind: FormatKind
    condition: tuple[str, float] | None


class NumberFormat:
    """One number format; ``code`` is what it looks like."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._sections = _sections(code)[:3]  # the fourth is that of texts
        kinds = {section.kind for section in self._sections}
        self.always: FormatKind | None = kinds.pop() if len(kinds) == 1 else None
        """The kind, where it does not depend on the number."""

    def kind(self, number: float) -> FormatKind:
        """Tell how a number is shown."""
        return self.always or self._section(number).kind

    def _section(self, number: float) -> _Section:
        sections = self._sections
        if not any(section.condition for section in sections):
            if number < 0 and len(sections) > 1:
                return sections[1]
            return sections[2] if number == 0 and len(sections) > 2 else sections[0]
        for section in sections:
            if section.condition is None:
                return section
            sign, bound = section.condition
            if _COMPARE[sign](number, bound):
                return section
        return sections[-1]


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """Return the format that a code describes; ``""`` is General."""
    return NumberFormat(code)


def _sections(code: str) -> list[_Section]:
    sections: list[list[str]] = [[]]
    for piece in _PIECE.findall(code):
        if piece == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
    return [_section(pieces) for pieces in sections]


def _section(pieces: list[str]) -> _Section:
    condition = None
    for piece in pieces:
        if found := _CONDITION.fullmatch(piece):
            condition = (found[1], float(found[2]))
    return _Section(_kind(pieces), condition)


def _kind(pieces: list[str]) -> FormatKind:
    if any(_ELAPSED.fullmatch(piece) for piece in pieces):
        return "elapsed"
    letters = _NO_LETTERS.sub("", "".join(p for p in pieces if p[0] not in '"\\_*['))
    if letters.strip().upper() == "BOOLEAN":  # LibreOffice's
        return "boolean"
    time = _TIME.search(letters) is not None
    # Beside hours or seconds, “m” is minutes, and the letters of AM/PM say nothing.
    rest = _TIME.sub("", letters)
    if _DATE.search(rest.lower().replace("m", "") if time else rest):
        return "date"
    if time:
        return "time"
    if "%" in letters:
        return "percent"
    return "text" if letters.strip() == "@" else "number"
