"""Targets and actual values in people's words: “≥95%”, “不低于95%”, “150余场次”, “10–12次”.

Only a text that is a number and nothing else but a word of comparison, a unit and a word such
as 以上 is read, and a text that is a date (“2023年12月底前”). What holds no number, or several, is
定性 (``None``): nothing is guessed.
"""

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Relation = Literal["at_least", "at_most", "range"]

_AT_MOST = (
    *("<=", "≤", "<", "不超过", "不高于", "不大于", "不多于", "不超出", "小于等于", "小于", "低于"),
    *("少于", "控制在", "最多", "至多"),
)
_AT_LEAST = (
    *(">=", "≥", ">", "不低于", "不少于", "不小于", "大于等于", "大于", "高于", "多于", "超过"),
    *("至少", "达到", "完成", "=", "等于", "达"),
)
_SAID_OF_ACTUALS = (
    "实际完成",
    "已完成",
    "完成",
    "实际",
    "累计",
    "共计",
    "合计",
    "达到",
    "约",
    "共",
    "达",
    "为",
)
_MOST_AFTER = ("以内", "以下", "之内", "及以下")
_LEAST_AFTER = ("及以上", "以上", "余", "多", "左右")

_NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_UNIT = r"((?:个百分点|[^\d\s,.;:，。；：、（）()<>=≤≥~—-]){0,8}?)"
_LATE = r"(余|多)?"


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_SINGLE = re.compile(
    rf"(?P<before>{_any(_AT_MOST + _AT_LEAST + _SAID_OF_ACTUALS)})?在?"
    rf"{_NUMBER.replace('(', '(?P<number>', 1)}{_LATE}{_UNIT.replace('(', '(?P<unit>', 1)}"
    rf"(?P<after>{_any(_MOST_AFTER + _LEAST_AFTER)})?"
)
_RANGE = re.compile(
    rf"{_NUMBER.replace('(', '(?P<low>', 1)}(?P<first>%?)[~—–\-至到]+"
    rf"{_NUMBER.replace('(', '(?P<high>', 1)}{_UNIT.replace('(', '(?P<unit>', 1)}(?:之间)?"
)

_DATE = re.compile(
    r"(?:于|在)?(?P<year>(?:19|20)\d\d)(?:年(?:度)?|[-./])"
    r"(?:(?P<month>\d{1,2})(?:月(?:份)?|[-./])?(?:(?P<day>\d{1,2})[日号]?)?)?"
    r"(?:底|末)?(?:之前|以前|前|内|完成|前完成)?"
)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, and how an actual value is held against it.

    A range has a ``high`` end; otherwise ``low`` is the number.
    """

    relation: Relation
    low: Decimal
    unit: str
    high: Decimal | None = None


def read_quantity(text: str | None) -> Quantity | None:
    """Read a target or an actual value; ``None`` where it is qualitative, or blank.

    >>> read_quantity("≤10万元")
    Quantity(relation='at_most', low=Decimal('10'), unit='万元', high=None)
    >>> read_quantity("达到优良") is None
    True
    """
    words = _plain(text)
    between = _RANGE.fullmatch(words)
    if between:
        low, high = (_decimal(between[end]) for end in ("low", "high"))
        unit = between["unit"] or between["first"]
        return Quantity("range", low, unit, high) if low <= high else None
    single = _SINGLE.fullmatch(words)
    if single is None or _DATE.fullmatch(words):
        return None
    before, after = single["before"] or "", single["after"] or ""
    most = before in _AT_MOST or after in _MOST_AFTER
    if most and (after in _LEAST_AFTER or (before in _AT_LEAST and after in _MOST_AFTER)):
        return None  # “不少于10次以内” says two things
    return Quantity("at_most" if most else "at_least", _decimal(single["number"]), single["unit"])


def read_deadline(text: str | None) -> datetime.date | None:
    """Read a date, the last day where only a month or a year is named; ``None`` if there is none.

    >>> read_deadline("2023年11月底前")
    datetime.date(2023, 11, 30)
    """
    found = _DATE.fullmatch(_plain(text))
    if found is None:
        return None
    year, month = int(found["year"]), int(found["month"] or 12)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found["day"] or last)
    return datetime.date(year, month, day) if 1 <= day <= last else None


def _plain(text: str | None) -> str:
    """Turn full-width digits and signs into plain ones, and drop blanks."""
    words = (text or "").replace("㎡", "平方米").replace("㎥", "立方米")  # NFKC makes m2 of it
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)).rstrip("。;")


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
