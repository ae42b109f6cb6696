"""Things that are counted and named: 内设4个股室：甲、乙、丙、丁; 甲、乙、丙3个站; 三项工作：一是….

A number that stands beside names must be the number of the names. A name with 和 in it may be one
or two; where 等 follows the names may be fewer than the number.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from xlevaluate.submission.texts import HAN
from xlevaluate.texts.numerals import NUMERALS, number_of
from xlevaluate.texts.ordinals import Ordinal, ordinals_of, runs_of

_COUNTED = rf"(?P<number>(?<!\d)\d{{1,2}}|[{NUMERALS}]{{1,3}})(?:个|项|家|大|方面|类|点|件|条)"
_AHEAD = re.compile(
    rf"{_COUNTED}{HAN}{{0,14}}?"
    r"(?:[，,]?(?:分别是|分别为|即|具体是|具体为)[：:]?|[：:])"
)
"""4个股室：…; 内设机构4个，分别是…."""
_BEHIND = re.compile(rf"(?:等)?(?:共|共计|合计|一共|这)?{_COUNTED}(?!人|月)")
_TRIGGER = re.compile("内设|下设|下辖|设有|设立|辖有|现有|设置|设")
_ANNOUNCED = re.compile(rf"{_COUNTED}[^，；。：:\n]{{0,14}}(?P<end>[：:，。\n]*)$")
_FOLLOWING = re.compile("以下|如下|下列")
_BRACKETS = re.compile(r"（[^（）]{0,60}）")
_JOINS = re.compile("和|及|与|以及|并|兼")
_NO_NAME = re.compile(r"\d|[：:]")
_OPEN = re.compile("等|其他|以及其")
_STOP = re.compile("[，；。：,;\n]")
_LONGEST = 24
"""Characters beyond which something listed is a clause, not a name."""
_WINDOW = 240
"""Characters beyond which nobody looks for the names."""
_LOOKED_AT = 240
"""Numbers in a text beyond which none is looked at."""
_MOST = 40
"""Counted lists in a text beyond which nobody writes."""
_ANY = 99


class CountedList(Struct, frozen=True):
    """A number, and how many are named beside it; places are those of the text as read."""

    number: int
    least: int
    most: int
    start: int
    end: int

    @property
    def contradicts(self) -> bool:
        """Tell whether the number is none that the names may come to."""
        return not self.least <= self.number <= self.most


def counted_lists(text: str) -> Iterator[CountedList]:
    """Yield what is counted and named in a text."""
    for find in (_named_ahead, _named_behind, _numbered):
        for index, found in enumerate(find(text)):
            if index >= _MOST:
                break
            yield found


def _value(written: str) -> int:
    """Return a number of things, 0 where it counts none or one: 一个 is an article."""
    number = int(written) if written.isdecimal() else int(number_of(written) or 0)
    return number if number > 1 else 0


def _names(listed: str) -> tuple[int, int] | None:
    """Return the least and the most that names may come to; ``None`` where they are no names."""
    names = [name for name in listed.split("、") if name.strip()]
    if len(names) < 2 or any(len(name) > _LONGEST or _NO_NAME.search(name) for name in names):
        return None
    return len(names), len(names) + sum(len(_JOINS.findall(name)) for name in names)


def _named_ahead(text: str) -> Iterator[CountedList]:
    for count, match in enumerate(_AHEAD.finditer(text)):
        if count >= _LOOKED_AT:
            return
        number = _value(match["number"])
        window = text[match.end() : match.end() + _WINDOW]
        if not number or "、" not in window or next(ordinals_of(window[:4]), None):
            continue
        listed = re.split("[。\n]", _BRACKETS.sub("", window), maxsplit=1)[0]
        first = _STOP.split(listed, maxsplit=1)[0]
        counts = _names(first)
        if counts is None:
            continue
        # 、 and commas mixed: what follows the first comma may belong to the list, or not
        whole = _names(re.sub("[，；,;]", "、", listed))
        most = max(counts[1], whole[1]) if whole else counts[1]
        if _OPEN.search(first):
            most = _ANY
        yield CountedList(number, counts[0], most, match.start(), match.end() + len(first))


def _named_behind(text: str) -> Iterator[CountedList]:
    for count, match in enumerate(_BEHIND.finditer(text)):
        if count >= _LOOKED_AT:
            return
        number, start = _value(match["number"]), match.start()
        before = text[max(0, start - _WINDOW) : start]
        if not number or "、" not in before[-_LONGEST - 10 :]:
            continue
        clause = _STOP.split(_BRACKETS.sub("", before))[-1]
        trigger = _TRIGGER.search(clause)
        counts = _names(clause[trigger.end() :]) if trigger else None
        if counts is not None and trigger is not None:
            most = _ANY if match[0].startswith("等") else counts[1]
            first = start - len(clause) + trigger.start()
            yield CountedList(number, counts[0], most, max(first, 0), match.end())


def _numbered(text: str) -> Iterator[CountedList]:
    """Yield what is announced by its number and told item by item: 三项工作：一是…二是….."""
    for run in runs_of(text):
        first, last = run[0], run[-1]
        before = text[max(0, first.start - 40) : first.start]
        match = _ANNOUNCED.search(before)
        if match is None or len(run) < 2 or not _follow_one_another(run):
            continue
        number = _value(match["number"])
        announces = match["end"][:1] in {"：", ":", "，"} or _FOLLOWING.search(before)
        if number and announces:
            start = first.start - len(before) + match.start()
            yield CountedList(number, len(run), len(run), start, last.end)


def _follow_one_another(run: tuple[Ordinal, ...]) -> bool:
    return [ordinal.number for ordinal in run] == list(range(1, len(run) + 1))
