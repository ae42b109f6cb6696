"""Figures that one sentence reckons out: 受理412件，办结396件，办结率96.12%.

They can be held against one another whatever they are said of; words that leave open which
figures are meant leave them alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from xlevaluate.submission.texts import HAN
from xlevaluate.texts.quantities import Quantity
from xlevaluate.texts.tokens import Token

# Patterns are compiled where they are first needed: few texts reckon in every way.
_HUNDRED = Decimal(100)
_MOST = 60
"""Quantities of a sentence beyond which nobody reckons."""
_FEWEST_SHARES = 3
"""Shares of which one can be told to be none of the whole that the others are of."""

Range = tuple[Decimal, Decimal]


class Reckoning(Struct, frozen=True):
    """A figure, what it may come to by the figures beside it, and where that is said."""

    said: Quantity
    unit: Literal["percent", "points", "money"]
    ranges: tuple[Range, ...]
    start: int
    end: int

    @property
    def contradicts(self) -> bool:
        """Tell whether it comes to nothing that was said, at the precision in which all is."""
        return not any(
            least <= self.said.most and self.said.least <= most for least, most in self.ranges
        )

    @property
    def nearest(self) -> Decimal:
        """What it comes to by those figures of which it comes nearest."""
        middles = [(least + most) / 2 for least, most in self.ranges]
        return min(middles, key=lambda middle: abs(middle - self.said.number))


class _Said(Struct, frozen=True):
    """The quantities of a sentence, and the words before each."""

    text: str
    quantities: tuple[Quantity, ...]
    words: tuple[str, ...]


def reckonings_of(text: str, tokens: Sequence[Token]) -> Iterator[Reckoning]:
    """Yield what a sentence reckons out."""
    quantities = tuple([token.quantity for token in tokens if token.quantity is not None])
    if not 1 < len(quantities) <= _MOST:
        return
    ends = (tokens[0].start, *(quantity.end for quantity in quantities[:-1]))
    words = tuple([text[end : of.start] for end, of in zip(ends, quantities, strict=True)])
    said = _Said(text, quantities, words)
    for index, quantity in enumerate(quantities):
        if not quantity.exact or quantity.least <= 0:
            continue
        for read in _READERS.get(quantity.kind, ()):
            found = read(said, index)
            if found is not None:
                yield found
                break
    yield from _shares(said)


def _found(
    said: _Said,
    index: int,
    first: int,
    unit: Literal["percent", "points", "money"],
    ranges: Sequence[Range],
) -> Reckoning | None:
    begin = max(said.text.rfind(sign, 0, said.quantities[first].start) for sign in "，；。\n（）")
    quantity = said.quantities[index]
    start = max(begin + 1, said.quantities[first - 1].end if first else 0)
    return Reckoning(quantity, unit, tuple(ranges), start, quantity.end) if ranges else None


def _are_said(quantities: Sequence[Quantity]) -> bool:
    """Tell whether quantities are exact, and of one unit."""
    return all(
        of.exact and of.least > 0 and (of.kind, of.unit) == (quantities[0].kind, quantities[0].unit)
        for of in quantities
    )


_SEEN_TO = (
    "回收|办结|合格|达标|整改|化解|结案|通过|录取|优[良秀]|立案|采纳|处置|检出|抽检|治愈|解决"
)
_RATE = rf"^[，、（]{HAN}{{0,4}}?(?P<stem>{_SEEN_TO})率(?:为|是|达|达到|：)?$"
"""Rates of what becomes of the very things that are counted before, not of other ones."""


def _rate(said: _Said, index: int) -> Reckoning | None:
    """发放问卷500份，收回486份，回收率97.2%."""
    words = said.words[index]
    match = re.match(_RATE, words) if "率" in words else None
    if match is None or not index:
        return None
    part = said.quantities[index - 1]
    clause = re.split("[，、；（]", said.words[index - 1])[-1]
    if part.kind != "count" or not set(match["stem"]) <= set(clause):
        return None
    wholes = [
        place
        for place, of in enumerate(said.quantities[: index - 1])
        if of.kind == "count" and _are_said((of, part)) and of.number >= part.number
    ]
    ranges = [_ratio(part, said.quantities[place]) for place in wholes]
    return _found(said, index, wholes[-1], "percent", ranges) if wholes else None


def _ratio(part: Quantity, whole: Quantity) -> Range:
    (fewest, most), (least_of, most_of) = _bounds(part), _bounds(whole)
    return fewest / most_of * _HUNDRED, most / least_of * _HUNDRED


def _bounds(quantity: Quantity) -> Range:
    """Return between what a quantity lies; a number of things written out is exact."""
    if quantity.kind == "count" and quantity.most - quantity.least == 1:
        return quantity.number, quantity.number
    return quantity.least, quantity.most


_UP_OR_DOWN = "提高|提升|增加|增长|上升|扩大|下降|降低|减少|压减|压缩"
_FROM = rf"(?:由|从){HAN}{{0,6}}$"
_TO = rf"^(?:{_UP_OR_DOWN}|下调|上调|调整|降|升)(?:到|至|为)$"
_BY = (
    rf"^[，、（](?:同比|比上年|较上年)?(?:{_UP_OR_DOWN}|增幅|降幅|提标|涨幅)"
    "(?:了|率|幅度)?(?:为|达)?$"
)


def _growth(said: _Said, index: int) -> Reckoning | None:
    """由600元提高到650元，增长8.33%."""
    if index < 2 or not re.match(_BY, said.words[index]):
        return None
    before, now = said.quantities[index - 2 : index]
    if not (re.search(_FROM, said.words[index - 2]) and re.match(_TO, said.words[index - 1])):
        return None
    if before.kind == "percent" or not _are_said((before, now)):
        return None
    low, high = _difference(before, now)
    ranges = [(low / before.most * _HUNDRED, high / before.least * _HUNDRED)]
    return _found(said, index, index - 2, "percent", ranges)


def _difference(one: Quantity, other: Quantity) -> Range:
    larger, smaller = (one, other) if one.number >= other.number else (other, one)
    return larger.least - smaller.most, larger.most - smaller.least


_TARGET = (
    r"^[，、（]?(?:但|仍|尚|还)?(?:距离?|与|较|比|离|低于|高于|超过|未达到?|没有达到)"
    r"(?:年初|年度|预期|预定|设定|绩效|的)*(?:目标值?|指标值|计划)?(?:为|的)?$"
)
_APART = (
    r"^(?:的)?(?:年初|年度|预期|预定|设定|绩效)*(?:目标值?|指标值|计划|标准|要求)?[，、（]?"
    r"(?:仍|尚|还)?(?:有)?(?:相差|差|低|低了|低于目标|高|高出|高了|超|超出|少)$"
)


def _points(said: _Said, index: int) -> Reckoning | None:
    """满意度87.3%，未达到90%的目标值，差2.7个百分点; 由68%提高到75%，提高7个百分点."""
    if index < 2:
        return None
    one, other = said.quantities[index - 2 : index]
    first, between, last = said.words[index - 2 : index + 1]
    is_change = re.search(_FROM, first) and re.match(_TO, between) and re.match(_BY, last)
    is_apart = re.match(_TARGET, between) and re.match(_APART, last)
    if not (is_change or is_apart) or one.kind != "percent" or not _are_said((one, other)):
        return None
    return _found(said, index, index - 2, "points", [_difference(one, other)])


_GIVEN = r"(?:预算|安排|下达|到位)(?:数|资金|金额|总额|经费)?(?:为|共|合计)?$"
_SPENT = r"^[，、](?:全年|累计|实际|已)*(?:支出|执行|使用|列支|支付)(?:数|金额|资金)?(?:为)?$"
_LEFT = r"^[，、](?:资金)?(?:剩余|结余|结转|结转结余|节约|未支出|未执行)(?:资金|数|金额)?(?:为)?$"
_ALSO_LEFT = re.compile("收回|上缴|核减|调减|调剂|结转|结余|退回|统筹|缴回")


def _left(said: _Said, index: int) -> Reckoning | None:
    """预算600万元，支出571.30万元，执行率95.22%，剩余28.70万元."""
    if not re.match(_LEFT, said.words[index]):
        return None
    spent = index - 1
    if spent > 0 and said.quantities[spent].kind == "percent" and "率" in said.words[spent]:
        spent -= 1
    if spent < 1 or not re.match(_SPENT, said.words[spent]):
        return None
    if not re.search(_GIVEN, said.words[spent - 1]) or not _are_money(said, spent - 1, spent):
        return None
    after = index + 1
    is_money_after = after < len(said.words) and said.quantities[after].kind == "money"
    if is_money_after and _ALSO_LEFT.search(said.words[after]):
        return None
    given, part = said.quantities[spent - 1 : spent + 1]
    if given.number < part.number:
        return None
    return _found(said, index, spent - 1, "money", [_difference(given, part)])


def _are_money(said: _Said, *places: int) -> bool:
    return all(
        of.kind == "money" and of.exact and of.least > 0
        for of in (said.quantities[place] for place in places)
    )


_PERSONS = frozenset({"人", "名", "人次"})
_AVERAGE = (
    rf"^{HAN}{{0,12}}(?:、{HAN}{{1,12}}){{0,6}}[，（](?:(?P<each>人|户|生|场)均|平均每(?:个)?(?P<of>[人名户场次座所个家处件辆]))"
    r"(?:社区|村|人次)?(?:补助|补贴|救助|支出|投入|投资|成本|公用)?(?:资金|金额|经费)?(?:为)?$"
)


def _average(said: _Said, index: int) -> Reckoning | None:
    """发放资助资金545万元，资助4216人次，人均1292.69元."""
    words = said.words[index]
    match = re.match(_AVERAGE, words) if "均" in words else None
    if match is None or index < 2:
        return None
    count = said.quantities[index - 1]
    each = match["each"] or match["of"]
    is_of = count.unit == each or (each in {"人", "名", "生"} and count.unit in _PERSONS)
    if count.kind != "count" or not count.exact or count.least <= 0 or not is_of:
        return None
    clause = said.words[index - 1]
    beside = index - 2
    if beside and said.quantities[beside].kind == "percent":
        beside -= 1
    if not _are_money(said, beside) or re.search("[；、。]|其中", clause):
        return None
    money = [place for place in range(index - 1) if _are_money(said, place)]
    fewest, most = _bounds(count)
    ranges = [
        (of.least / most, of.most / fewest) for of in (said.quantities[place] for place in money)
    ]
    return _found(said, index, beside, "money", ranges)


_SHARE = re.compile(r"^[（，、](?:仅|约)?(?P<of>占[^，。；、（）]{0,10}?)(?:的|为)?$")
_APIECE = re.compile(r"^[，、（]?(?:占比)?分别(?:占|为|是)[^，。；、（）]{0,10}$")
_NEXT = re.compile(r"^[、和与及，]$")
_ANOTHER_WHOLE = re.compile("其中|；|包括|含|合计|累计|共计")


def _shares(said: _Said) -> Iterator[Reckoning]:
    """Read A 148.60万元（占39.89%）、B 112.35万元（占30.16%）…: all are shares of one whole."""
    group: list[tuple[int, int]] = []
    of_what = ""
    for index in range(1, len(said.quantities)):
        match = _SHARE.match(said.words[index])
        if match is None or said.quantities[index].kind != "percent":
            continue
        amount = index - 1
        is_next = bool(group) and group[-1][1] == amount - 1 and match["of"] == of_what
        if not is_next or _ANOTHER_WHOLE.search(said.words[amount]):
            yield from _odd_share(said, group)
            group = []
        of_what = match["of"]
        group.append((amount, index))
    yield from _odd_share(said, group)
    yield from _shares_apiece(said)


def _shares_apiece(said: _Said) -> Iterator[Reckoning]:
    """Read A 3200万元，B 4480万元，C 840万元，分别占37.56%、52.58%、9.86%."""
    for index, words in enumerate(said.words):
        is_share = "占" in words and said.quantities[index].kind == "percent"
        if not is_share or not _APIECE.match(words):
            continue
        end = index + 1
        while (
            end < len(said.words)
            and _NEXT.match(said.words[end])
            and said.quantities[end].kind == "percent"
        ):
            end += 1
        count = end - index
        first = index - count
        if first < 0 or any(_ANOTHER_WHOLE.search(of) for of in said.words[first + 1 : index]):
            continue
        yield from _odd_share(said, [(first + of, index + of) for of in range(count)])


def _odd_share(said: _Said, group: Sequence[tuple[int, int]]) -> Iterator[Reckoning]:
    """Yield the one share that is none of the whole of which all the others are."""
    pairs = [(said.quantities[amount], said.quantities[share]) for amount, share in group]
    if len(pairs) < _FEWEST_SHARES or not _are_said([amount for amount, _ in pairs]):
        return
    if not _are_said([share for _, share in pairs]):
        return
    wholes = [
        (amount.least / share.most * _HUNDRED, amount.most / share.least * _HUNDRED)
        for amount, share in pairs
    ]
    if _common(wholes) is not None:
        return
    odd = [
        (place, whole)
        for place in range(len(pairs))
        if (whole := _common([*wholes[:place], *wholes[place + 1 :]])) is not None
    ]
    if len(odd) != 1:
        return
    ((place, (least, most)),) = odd
    amount, _ = pairs[place]
    ranges = [(amount.least / most * _HUNDRED, amount.most / least * _HUNDRED)]
    found = _found(said, group[place][1], group[place][0], "percent", ranges)
    if found is not None:
        yield found


def _common(ranges: Sequence[Range]) -> Range | None:
    least, most = max(low for low, _ in ranges), min(high for _, high in ranges)
    return (least, most) if least <= most else None


_Reader = Callable[[_Said, int], Reckoning | None]
_READERS: dict[str, tuple[_Reader, ...]] = {
    "percent": (_rate, _growth),
    "points": (_points,),
    "money": (_left, _average),
}
