"""Targets and actual values in people's words: “≥95%”, “不低于95%”, “150余场次”, “10–12次”.

Only a text that is one number with words of comparison, a unit and a word such as 以上 is read,
with what it is the number of before it (“业务收入达到55万元”), a change (“同比增长5%”), how often
(“每月1次”), and a text that is a date (“2023年12月底前”). What holds no number, or several, or
half a date (“12月底前”), is 定性 (``None``): nothing is guessed.
"""

import calendar
import datetime
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.submission.texts import HAN

Relation = Literal["at_least", "equal", "at_most", "range"]

Bound = Literal["none", "low", "high"]

_Way = Literal["", "up", "down"]

_BELOW = ("<", "小于", "低于", "少于")
_ABOVE = (">", "大于", "高于", "多于", "超过")
_AT_MOST = (
    *("<=", "≤", "不超过", "不高于", "不大于", "不多于", "不超出", "小于等于", "小于或等于"),
    *("控制在", "最多", "至多"),
)
_AT_LEAST = (*(">=", "≥", "不低于", "不少于", "不小于", "大于等于", "大于或等于", "至少"),)
_EQUAL = ("=", "等于")
_NEUTRAL = (
    *("实际完成", "已完成", "完成", "实际", "累计", "共计", "合计", "达到", "约", "共", "达", "为"),
    *_EQUAL,
)
_MOST_AFTER = ("以内", "以下", "之内", "及以下", "内")
_LEAST_AFTER = ("及以上", "以上")
_MORE = ("余", "多", "来")
"""“150余” is somewhat more than 150."""

_UP = ("提高", "提升", "增长", "增加", "上升", "增幅")
_DOWN = ("下降", "减少", "降低", "压减", "缩减", "降幅", "降")
_PERIODS = {"月": 12, "季度": 4, "季": 4, "半年": 2, "年": 1, "周": 52}
"""How often a period comes in a year."""

_ONE_OF_MANY = re.compile(r"[每各第不未无没前近]|其中")
"""Words before a number that make it that of one of many, a rank, or of what did not happen."""

_COUNTED = "次|个|项|件|篇|期|场|场次|名|人|户|处|条|份|起|家|套|台|天"
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"两": 2, "零": 0, "〇": 0}
_NONE_OF = re.compile(rf"(?:实现|确保|保持)?零{HAN}{{2,6}}")
_NONE_DONE = re.compile(rf"(?:全年)?(?:无|没有|未发生|没有发生){HAN}{{0,8}}")
_ALL = re.compile(r"(?:实现|达到)?(?:全覆盖|全部(?:完成|覆盖|合格|达标|到位|办结))")

_PLAIN_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
_UNIT = r"(?:个百分点|[^\d\s,.;:，。；：、（）()<>=≤≥~—-]){0,8}?"


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_SINGLE = re.compile(
    rf"(?P<before>{_any(_BELOW + _ABOVE + _AT_MOST + _AT_LEAST + _NEUTRAL)})?在?"
    rf"(?P<number>-?(?:{_PLAIN_NUMBER}))(?P<more>{_any(_MORE)})?(?P<unit>{_UNIT})"
    rf"(?P<after>{_any(_MOST_AFTER + _LEAST_AFTER)}|左右)?"
)
_SAID_OF = re.compile(
    rf"(?P<subject>[^\d,.;:，。；：、()<>=≤≥~A-Za-z-]{{0,20}}?)"
    rf"(?:(?P<way>{_any(_UP + _DOWN)})(?:率|幅度)?(?P<level>到|至)?)?"
    rf"(?P<number>(?:{_any(_BELOW + _ABOVE + _AT_MOST + _AT_LEAST + _NEUTRAL)})?在?"
    rf"(?:{_PLAIN_NUMBER}).*)"
)
_OFTEN = re.compile(
    rf"(?:{HAN}{{0,8}}?)每(?:个)?(?P<period>{_any(tuple(_PERIODS))})"
    rf"{HAN}{{0,6}}?(?P<number>(?:{_any(_AT_MOST + _AT_LEAST)})?\d.*)"
)
_RANGE = re.compile(
    rf"(?P<low>{_PLAIN_NUMBER})(?P<first>%?)[~—–\-至到]+(?P<high>{_PLAIN_NUMBER})"
    rf"(?P<unit>{_UNIT})(?:之间)?"
)
_DATE = re.compile(
    r"(?:于|在)?(?P<year>(?:19|20)\d\d)(?:年(?:度)?|[-./](?=\d{1,2}(?:[-./]|$)))"
    r"(?:(?P<month>\d{1,2})(?:月(?:份)?|[-./]|$)?(?:(?P<day>\d{1,2})[日号]?)?)?"
    r"(?:底|末)?(?:之前|以前|前|内)?(?:完成)?"
)
_MONTH_FIRST = re.compile(r"\d{1,2}月")
_POINT_DATE = re.compile(r"\d{4}\.\d{1,2}")
"""“2010.5” is a number as well as it may be a month."""

_HALF_A_DATE = re.compile(r"(?:年|月|号|季度|日[之以]?前).*")


class TargetQuantity(Struct, frozen=True):
    """A number with its unit, and how an actual value is held against it.

    A range has a ``high`` end; otherwise ``low`` is the number. ``strict``: equal is not enough.
    ``bound`` tells whether words or signs make of the number a limit from below or above.
    """

    relation: Relation
    low: Decimal
    unit: str
    high: Decimal | None = None
    strict: bool = False
    bound: Bound = "none"
    way: _Way = ""
    """A change upwards or downwards; ``""`` where it is none, or not said."""
    often: int = 1
    """How many times a year it is to be done."""


def read_quantity(text: str | None, unit: str = "") -> TargetQuantity | None:
    """Read a target or an actual value; ``None`` where it is qualitative, or blank.

    ``unit`` is that of the target, where it is known: then “6年” is six years and no date.

    >>> read_quantity("≤10万元").relation, read_quantity("≤10万元").low
    ('at_most', Decimal('10'))
    >>> read_quantity("达到优良") is None
    True
    """
    words = _spelled_out(_plain(text))
    if _NONE_OF.fullmatch(words):
        return TargetQuantity("at_most", Decimal(0), "")
    if _NONE_DONE.fullmatch(words) and unit == NOTHING:
        return TargetQuantity("at_least", Decimal(0), "")
    if often := _OFTEN.fullmatch(words):
        once = _read(often["number"], unit)
        times = _PERIODS[often["period"]]
        is_count = once is not None and once.high is None and once.unit not in {"%", ""}
        return replace(once, low=once.low * times, often=times) if once and is_count else None
    if found := _read(words, unit):
        return found
    said = _SAID_OF.fullmatch(words)
    if said is None or _ONE_OF_MANY.search(said["subject"]):
        return None
    found = _read(said["number"], unit)
    if found is None or found.high is not None or said["way"] is None:
        return found
    way: _Way = "up" if said["way"] in _UP else "down"
    if said["level"] is None:
        return replace(found, way=way)
    # “降到5%” is a level and no change.
    down = way == "down" and found.bound == "none"
    return replace(found, relation="at_most") if down else found


NOTHING = "0"
"""Stands for the unit of a target of 0, of which “未发生” is an answer."""


_PERCENT = re.compile(
    r"(.*?)百分之([零〇一二两三四五六七八九十]+)(?:点([零〇一二三四五六七八九]+))?"
)
_THINGS = re.compile(
    rf"((?:{_any(_AT_MOST + _AT_LEAST + _NEUTRAL)}|"
    rf".*每(?:个)?(?:{_any(tuple(_PERIODS))})(?:{_any(_AT_MOST + _AT_LEAST)})?)?)"
    rf"([一二两三四五六七八九十]+)({_COUNTED})((?:及?以[上内下])?)"
)


def _spelled_out(words: str) -> str:
    """Write Chinese numerals in figures where they are a whole number of things or percent."""
    if words == "百分之百" or _ALL.fullmatch(words):
        return "100%"
    percent = _PERCENT.fullmatch(words)
    if percent and (whole := _from_numerals(percent[2])) is not None:
        digits = "".join(str(_NUMERALS[c]) for c in percent[3] or "")
        return f"{percent[1]}{whole}{'.' + digits if digits else ''}%"
    counted = _THINGS.fullmatch(words)
    if counted and (whole := _from_numerals(counted[2])) is not None:
        return f"{counted[1]}{whole}{counted[3]}{counted[4]}"
    return words


def _from_numerals(text: str) -> int | None:
    """Read a numeral below 100; ``None`` for what is none."""
    tens, ten, ones = text.rpartition("十")
    if any(part and (len(part) > 1 or part not in _NUMERALS) for part in (tens, ones)):
        return None
    if not ten:
        return _NUMERALS[ones]
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def _read(words: str, unit: str) -> TargetQuantity | None:
    """Read a number with words of comparison and nothing before them."""
    between = _RANGE.fullmatch(words)
    if between:
        low, high = (_decimal(between[end]) for end in ("low", "high"))
        unit = between["unit"] or between["first"]
        return TargetQuantity("range", low, unit, high) if low <= high else None
    single = _SINGLE.fullmatch(words)
    if single is None or _is_date(words):
        return None
    before, after = single["before"] or "", single["after"] or ""
    if _is_half_a_date(single["unit"], signed=bool(before or after or unit)):
        return None
    most = before in {*_BELOW, *_AT_MOST} or after in _MOST_AFTER
    least = before in {*_ABOVE, *_AT_LEAST} or after in _LEAST_AFTER
    if most and least:
        return None  # “不少于10次以内” says two things
    return TargetQuantity(
        "at_most" if most else "equal" if before in _EQUAL and not least else "at_least",
        _decimal(single["number"]),
        single["unit"],
        strict=before in {*_BELOW, *_ABOVE},
        bound="high" if most else "low" if least or single["more"] else "none",
    )


def _is_date(words: str) -> bool:
    return _DATE.fullmatch(words) is not None and _POINT_DATE.fullmatch(words) is None


def _is_half_a_date(unit: str, *, signed: bool) -> bool:
    """Tell “12月底前”, “10日前”, “5月” from “5年以上”, “3日内”."""
    if unit in {"年", "日"}:
        return not signed
    return _HALF_A_DATE.fullmatch(unit) is not None


def read_deadlines(
    target: str | None, actual: str | None
) -> tuple[datetime.date | None, datetime.date | None]:
    """Read the dates of a target and an actual value that may leave out the year.

    Without one in either both are of the year that is evaluated; without one in the actual value
    it is that of the target. An actual year alone says nothing of the target's.

    >>> read_deadlines("12月底前", "11月20日")
    (datetime.date(2000, 12, 31), datetime.date(2000, 11, 20))
    """
    due, done = read_deadline(target), read_deadline(actual)
    if due is None and done is None:
        return read_deadline(target, _ANY_YEAR), read_deadline(actual, _ANY_YEAR)
    if due is not None and done is None:
        return due, read_deadline(actual, due.year)
    return due, done


_ANY_YEAR = 2000
"""Stands for the year that is evaluated; it has a 29th of February."""


def read_deadline(text: str | None, year_left_out: int | None = None) -> datetime.date | None:
    """Read a date, the last day where only a month or a year is named; ``None`` if there is none.

    ``year_left_out`` is that of a date which begins with its month.

    >>> read_deadline("2023年11月底前")
    datetime.date(2023, 11, 30)
    """
    words = _plain(text)
    if year_left_out is not None and _MONTH_FIRST.match(words):
        words = f"{year_left_out}年{words}"
    found = _DATE.fullmatch(words)
    if found is None or not _is_date(words):
        return None
    year, month = int(found["year"]), int(found["month"] or 12)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found["day"] or last)
    return datetime.date(year, month, day) if 1 <= day <= last else None


_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def in_one_unit(
    one: TargetQuantity, other: TargetQuantity
) -> tuple[TargetQuantity, TargetQuantity] | None:
    """Return both in the same unit, ``None`` where they cannot be compared.

    A unit that is left out is that of the other, but a bare number is no percentage; 万元 and 元
    are the same thing in two sizes.
    """
    if one.unit == other.unit or ("" in {one.unit, other.unit} and 0 in {one.low, other.low}):
        return one, other
    if "%" not in {one.unit, other.unit} and not (one.unit and other.unit):
        return one, other
    small = tuple(_unscaled(quantity) for quantity in (one, other))
    return (small[0], small[1]) if small[0].unit == small[1].unit else None


def _unscaled(quantity: TargetQuantity) -> TargetQuantity:
    scale = _SCALES.get(quantity.unit[:1])
    if scale is None:
        return quantity
    high = None if quantity.high is None else quantity.high * scale
    unit, low = quantity.unit[1:].removeprefix("余").removeprefix("多"), quantity.low * scale
    return replace(quantity, low=low, unit=unit, high=high)


_SIGNS = {
    "㎡": "平方米",
    "m²": "平方米",
    "㎥": "立方米",
    "m³": "立方米",
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("〈﹤‹", "<"),
    **dict.fromkeys("〉﹥›", ">"),
    "−": "-",
}
"""What NFKC would spoil, or does not know."""


def _plain(text: str | None) -> str:
    """Turn full-width digits and signs into plain ones, and drop blanks."""
    words = text or ""
    return _remembered(words) if len(words) <= _SHORT else _made_plain(words)


_SHORT = 200
"""Characters of a text that is remembered: the same are read in many rows and workbooks."""


def _made_plain(words: str) -> str:
    for sign, plain in _SIGNS.items():
        words = words.replace(sign, plain)
    words = unicodedata.normalize("NFKC", words).replace("(含)", "").replace("(含本数)", "")
    return re.sub(r"\s+", "", words).rstrip("。;")


_remembered = lru_cache(maxsize=1024)(_made_plain)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
