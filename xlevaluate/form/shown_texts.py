"""What a number or a day looks like under its cell's number format, where that adds words to it.

People see a number 12 under ``0"次"`` as “12次”, and a day under ``yyyy年m月`` as “2023年5月”: so
it is read where a text is wanted. Formats that only say how many digits are shown add nothing.
"""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from xlevaluate.submission.amounts import round_half_up

_PIECE = re.compile(r'"([^"]*)"?|[\\!](.)|[_*].?|\[([^\]]*)\]?|([^"\\!_*\[]+)', re.DOTALL)
_CURRENCY = re.compile(r"\$([^-]*)")
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.[0#?]+)?|general|g/通用格式", re.IGNORECASE)
_OF_DAYS = re.compile(r"y+|m+|d+|a{3,4}|[hse]+", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])|0(?:\\|!|\")\.")
_LITERAL = re.compile(r'"[^"]*"?|[\\!].')
_WEEKDAYS = "一二三四五六日"


def shown_text(value: object, code: str) -> str | None:
    """Return what a cell shows; ``None`` where the format adds no words, or is not understood."""
    if isinstance(value, datetime.date):
        return _day(value, _section(code, 0))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(Decimal(str(value)), code)
    return None


def is_scaled(code: str) -> bool:
    """Tell whether a format shows thousands or ten thousands: ``0.00,`` or ``0!.0,``."""
    return _SCALED.search(re.sub(r"\[[^\]]*\]", "", code)) is not None


def _section(code: str, index: int) -> str:
    """Return a section of a format; semicolons in quotation marks part nothing."""
    sections = re.findall(r'(?:"[^"]*"?|[\\!].|[^;"\\!])+', code)
    return sections[index] if index < len(sections) else ""


def _number(value: Decimal, code: str) -> str | None:
    bare = _LITERAL.sub("", code)
    if re.search(r"\[[<>=]|dbnum|%", bare, re.IGNORECASE) or is_scaled(code):
        return None
    section = _section(code, 0)
    own = _section(code, 1) if value < 0 else _section(code, 2) if value == 0 else ""
    sign = "-" if value < 0 and not own else ""
    words, shown = "", 0
    for text, is_literal in _pieces(own or section):
        if is_literal:
            words += text
            continue
        for piece in re.split(f"({_DIGITS.pattern})", text, flags=re.IGNORECASE):
            if _DIGITS.fullmatch(piece):
                words += sign + _digits(abs(value), piece)
                shown += 1
            else:
                words += piece
    # One number among words, and words there are.
    is_plain = re.fullmatch(r"[-+\d.,\s]*", words)
    return words.strip() if shown == 1 and not is_plain else None


def _pieces(section: str) -> Iterator[tuple[str, bool]]:
    """Yield the texts of a section, and whether each is printed as it is."""
    for quoted, escaped, bracket, text in _PIECE.findall(section):
        if bracket:
            found = _CURRENCY.match(bracket)
            yield (found[1] if found else ""), True
        elif text:
            yield text, False
        else:
            yield quoted or escaped, True


def _digits(value: Decimal, pattern: str) -> str:
    if pattern[0] not in "0#?":  # General
        return format(value.normalize(), "f")
    whole, _, decimals = pattern.partition(".")
    try:
        rounded = round_half_up(value, len(decimals))
    except InvalidOperation:
        return str(value)
    grouping = "," if "," in whole else ""
    text = format(rounded, f"{grouping}f")
    least = decimals.count("0")
    if len(decimals) > least:
        kept, _, digits = text.partition(".")
        digits = digits[:least] + digits[least:].rstrip("0")
        text = f"{kept}.{digits}" if digits else kept
    return text.zfill(whole.count("0"))


def _day(value: datetime.date, section: str) -> str | None:
    if re.search("dbnum", section, re.IGNORECASE):
        return None
    words = ""
    for text, is_literal in _pieces(section):
        if is_literal:
            words += text
            continue
        for piece in re.split(f"({_OF_DAYS.pattern})", text, flags=re.IGNORECASE):
            if not _OF_DAYS.fullmatch(piece):
                words += piece
                continue
            shown = _part_of_day(value, piece.lower())
            if shown is None:
                return None
            words += shown
    return words.strip() or None


def _part_of_day(value: datetime.date, piece: str) -> str | None:
    """Return what a piece of a format shows of a day; ``None`` for a time or a month's name."""
    parts = {
        "yyyy": f"{value.year:04}",
        "yy": f"{value.year % 100:02}",
        "m": str(value.month),
        "mm": f"{value.month:02}",
        "d": str(value.day),
        "dd": f"{value.day:02}",
        "aaaa": f"星期{_WEEKDAYS[value.weekday()]}",
        "aaa": _WEEKDAYS[value.weekday()],
        "e": str(value.year),
    }
    return parts.get(piece)
