"""Quantities: what a number with its unit stands for, and how exactly.

Money is told in 万元 whatever unit it is written in; the digits written say how exactly, in the
unit written. 余, 多, 近, 约, 左右, 以上 make a range of it. Numbers that stand for something else
(dates, document numbers, telephones, numbers of chapters) are no quantities.
"""

import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from xlevaluate.texts.numerals import NUMERALS, number_of

QuantityKind = Literal["money", "percent", "points", "count"]

_DIGITS = r"\d{1,3}(?:[,， ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_WITHOUT_SEPARATORS = str.maketrans("", "", ",， ")
_SCALES = {"": 1, "十": 10, "百": 100, "千": 10**3, "万": 10**4, "亿": 10**8}
_SCALES |= {"百万": 10**6, "千万": 10**7}
_MONEY = "元|块钱"
_COUNTERS = (
    "人次|人|名|个百分点|个|次|条|篇|份|场次|场|期|件|项|户|处|家|辆|台|套|起|批次|批|座|公里|亩|"
    "平方米|㎡|所|间|分钟|分|天|类|部|本|册|支|只|吨|株"
)
_MASTER = re.compile(
    rf"(?P<about>近|接近|约|超过|超|突破|逾|不足|不到|不低于|不少于|不超过|至少|最多|大约|将近|≥|≤|＞|＜|>|<)?"
    rf"(?:(?P<hundred>百分之)(?P<percent>[{NUMERALS}点]{{1,24}})|"
    rf"(?P<sign>-)?(?P<digits>{_DIGITS})|(?P<numeral>[{NUMERALS}]{{1,20}}(?:点[{NUMERALS}]{{1,6}})?))"
    rf"(?P<more>余|多|来)?(?P<scale>百万|千万|万|亿|千|百|十)?(?P<more2>余|多)?"
    rf"(?P<unit>{_MONEY}|个百分点|百分点|%|{_COUNTERS})?"
    rf"(?P<after>左右|以上|以下|以内|上下|之内)?"
)
QUANTITY_STARTS = frozenset("0123456789-百近接突约超逾不至最大将≥≤＞＜><" + NUMERALS)
_LONGEST = 15
_LESS = {"近", "接近", "将近"}
_BELOW = {"不足", "不到"}
_MORE = {"超过", "超", "突破", "逾", "不低于", "不少于", "至少", "≥", "＞", ">"}
_LOOSE = Decimal("0.1")
"""How far from a round number 约, 近 and 左右 may be."""


class Quantity(Struct, frozen=True):
    """A quantity: money in 万元, a percentage as written, a count.

    ``least`` and ``most`` bound the figures that it may stand for; ``exact`` is false where the
    text says so itself (余, 近, 约 …).
    """

    kind: QuantityKind
    number: Decimal
    unit: str
    least: Decimal
    most: Decimal
    exact: bool
    start: int
    end: int

    def agrees(self, figure: Decimal) -> bool:
        """Tell whether a figure may be what is meant, at the precision written."""
        return self.least <= figure <= self.most


def quantity_at(text: str, at: int) -> Quantity | None:
    """Return the quantity that begins at a place; ``None`` where there is none.

    A number without a unit is one of no kind that can be held against anything: not a quantity.
    """
    if text[at] not in QUANTITY_STARTS:
        return None
    match = _MASTER.match(text, at)
    if match is None:
        return None
    digits = match["digits"]
    written = digits or match["percent"] or match["numeral"]
    unit = match["unit"] or ""
    if len(written) > _LONGEST or (not digits and not _numeral_counts(match, unit)):
        return None
    if digits and at and text[at - 1] in ".,，" and text[at - 2 : at - 1].isdigit():
        return None
    plain = digits.translate(_WITHOUT_SEPARATORS) if digits else ""
    number = Decimal(plain) if digits else number_of(written)
    if number is None:
        return None
    if _is_of_range(text, at, match.end()):
        return None
    if match["sign"]:
        number = -number
    kind = _kind(match, unit)
    if kind is None:
        return None
    scale = Decimal(_SCALES[match["scale"] or ""])
    if kind == "money":
        scale /= _SCALES["万"]
    decimals = len((plain or written.replace("点", ".")).partition(".")[2])
    step = Decimal(1).scaleb(-decimals)
    low, high, exact = _range(match, number, step)
    return Quantity(
        kind=kind,
        number=number * scale,
        unit=unit,
        least=low * scale,
        most=high * scale,
        exact=exact,
        start=match.start(),
        end=match.end(),
    )


def _is_of_range(text: str, start: int, end: int) -> bool:
    """Tell whether a number is one end of a range: 10-15万元, 3至5次, 2021-2025."""
    before, at = text[start - 2 : start - 1] if start > 1 else "", text[start - 1 : start]
    if at in {"-", "~", "至", "到"} and (before.isdigit() or before == "%"):
        return True
    if text[start] == "-" and at.isascii() and at.isalnum():
        return True
    return text[end : end + 1] in {"-", "~", "至"} and text[end + 1 : end + 2].isdigit()


def _numeral_counts(match: re.Match[str], unit: str) -> bool:
    """Tell whether Chinese numerals are a number here: 三次, 百分之五; not 一是, 一个, 万一."""
    if match["hundred"]:
        return True
    return bool(unit) and match["numeral"] not in {"一", "零"} and unit not in {"分", "部", "本"}


def _kind(match: re.Match[str], unit: str) -> QuantityKind | None:
    if match["hundred"] or unit == "%":
        return None if match["scale"] else "percent"
    if unit.endswith("百分点"):
        return "points"
    if unit in {"元", "块钱"}:
        return "money"
    return "count" if unit else None


def _range(match: re.Match[str], number: Decimal, step: Decimal) -> tuple[Decimal, Decimal, bool]:
    """Return the least and the most of what is meant, and whether that is said exactly."""
    half = step / 2
    about, after = match["about"] or "", match["after"] or ""
    more = match["more"] or match["more2"]
    if about in _MORE or after == "以上":
        return number - half, Decimal("1e20"), False
    if after in {"以下", "以内", "之内"} or about in {"不超过", "最多", "≤", "＜", "<"}:
        return Decimal("-1e20"), number + half, False
    if about in _BELOW:
        return number - _round_step(number), number, False
    if more:
        return number, number + _round_step(number), False
    if about in _LESS:
        return number - max(abs(number) * _LOOSE, half), number + half, False
    if about or after:
        loose = max(abs(number) * _LOOSE, half)
        return number - loose, number + loose, False
    return number - half, number + half, True


def _round_step(number: Decimal) -> Decimal:
    """Return the place of the last digit that is not 0: 930余 lies below 940, 900余 below 1000."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


_NO_QUANTITY = re.compile(
    r"[\[（【〔]?(?:19|20)\d\d[〕\]）】]\s*第?\s*\d+\s*号|第\s*\d+\s*[号条款项章节次届期页]|\d+\s*号(?!楼)|"
    r"[×*xX]\s*100%|\d{1,2}[:：]\d{2}|\d{3,4}-\d{7,8}|1\d{10}(?!\d)"
)


def other_number_at(text: str, at: int) -> int:
    """Return the end of a number that stands for something else: 〔2023〕5号, 第3条, 9:30; or 0."""
    match = _NO_QUANTITY.match(text, at)
    return match.end() if match else 0
