"""Times: which year, or part of a year, a figure is said of."""

import re
from typing import Literal

Period = Literal["this", "last", "other", "within", "day"]

_YEAR = re.compile(
    r"(?P<year>20\d\d)(?:(?:年度?(?P<to>[-~至到])|(?P<dash>[-~至到]))20\d\d)?年度?"
    r"(?:(?P<month>\d{1,2})月(?:份|底|末)?(?:(?P<day>\d{1,2})日)?|(?P<end>底|末|全年|上半年|下半年|前三季度))?"
)
_MONTH = re.compile(
    r"(?P<first>\d{1,2})(?P<to>月?[-~至到]\d{1,2})?月(?:份|底|末|初)?(?:\d{1,2}日)?|"
    r"(?:第|前)?[一二三四两]个?季度(?:末|底)?"
)
_LAST_MONTH = 12


def period_at(text: str, at: int, year: int | None) -> tuple[int, Period] | None:
    """Return the end of a time that begins at a place, and which it is, seen from ``year``."""
    match = _YEAR.match(text, at)
    if match is not None:
        if match["to"] or match["dash"]:
            return match.end(), "other"
        return match.end(), _of_year(match, year)
    match = _MONTH.match(text, at)
    if match is None:
        return None
    if not match["first"] or match["to"]:
        return match.end(), "within"
    return match.end(), "this" if match["first"] == str(_LAST_MONTH) else "day"


def _of_year(match: re.Match[str], year: int | None) -> Period:
    part = match["month"] not in {None, str(_LAST_MONTH)} or match["end"] in {
        "上半年",
        "下半年",
        "前三季度",
    }
    said = int(match["year"])
    if year is None or said == year:
        if not part:
            return "this"
        return "day" if match["month"] else "within"
    return "last" if said == year - 1 and not part else "other"
