"""Printed texts with ``{名称}`` in them: as words, and as a spreadsheet formula.

``{上年度}`` is the year before ``{年度}``. While the year is blank, “{年度}年” reads 本年 and
“{上年度}年” reads 上年; any other blank field prints nothing.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from xlevaluate.submission.amounts import plain

YEAR, PRIOR_YEAR = "年度", "上年度"
_PLACE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
"""A name in single braces; double ones are those of sentences, and are printed."""
_YEARLESS = (("{年度}年", "本年"), ("{上年度}年", "上年"))


def has_places(text: str) -> bool:
    """Tell whether anything is to be put into the text."""
    return _PLACE.search(text) is not None


def _yearless(text: str) -> str:
    for year, words in _YEARLESS:
        text = text.replace(year, words)
    return text


def fill(text: str, value_of: Callable[[str], object]) -> str:
    """Put values into a text; ``value_of`` returns ``None`` for a blank field."""
    year = value_of(YEAR)
    if year is None:
        text = _yearless(text)

    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name == PRIOR_YEAR:
            return str(int(str(year)) - 1)
        value = value_of(name)
        return "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)

    return _PLACE.sub(put, text)


def quoted(text: str) -> str:
    """Write a text as a string constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def as_formula(text: str) -> str:
    """Return the formula that prints the same text from the cells named in it."""
    if PRIOR_YEAR in text or f"{{{YEAR}}}" in text:
        return f"=IF(ISNUMBER({YEAR}),{_joined(text)},{_joined(_yearless(text))})"
    return "=" + _joined(text)


def _joined(text: str) -> str:
    parts = []
    for index, piece in enumerate(_PLACE.split(text)):
        if index % 2:
            parts.append(f"({YEAR}-1)" if piece == PRIOR_YEAR else piece)
        elif piece:
            parts.append(quoted(piece))
    # A lone reference to a blank cell would print 0; joined to a text it prints nothing.
    return "&".join(parts if len(parts) > 1 else [*parts, '""'])
