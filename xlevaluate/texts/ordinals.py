"""Numbers of items in a text: 一是, 第一, 其一, （一）, 1., （1）, ①; and runs of them."""

import re
from collections.abc import Iterator

from msgspec import Struct

from xlevaluate.texts.numerals import number_of

_CHINESE = "一二三四五六七八九十"
_ORDINAL = re.compile(
    r"(?:^|(?<=[：:；;。，,、\n（(“]))[ \t\u3000]*(?:"
    rf"(?P<firstly>[{_CHINESE}]{{1,2}})是|(?P<should>[{_CHINESE}]{{1,2}})要|"
    rf"第(?P<th>[{_CHINESE}]{{1,2}})[，、,是]|其(?P<its>[{_CHINESE}])[，、,是]|"
    rf"（(?P<heading>[{_CHINESE}]{{1,2}})）|（(?P<bracket>\d{{1,2}})）|"
    rf"(?:^|(?<=[：:；;。\n]))(?P<plain>[{_CHINESE}]{{1,2}})、|"
    r"(?P<digit>\d{1,2})[.．、](?!\d)|(?P<ring>[①-⑳]))"
)
NUMBERED = frozenset({"heading", "plain", "bracket", "digit", "ring"})
"""Styles that are numbers of items, not words of a sentence."""
_ZERO_RING = ord("①") - 1


class Ordinal(Struct, frozen=True):
    """The number of an item; places are those of the text."""

    style: str
    number: int
    start: int
    end: int
    begins_line: bool


def ordinals_of(text: str) -> Iterator[Ordinal]:
    """Yield the numbers of items in the order of the text."""
    for match in _ORDINAL.finditer(text):
        style = match.lastgroup or ""
        written = match[style]
        number = ord(written) - _ZERO_RING if style == "ring" else _number(written)
        begins_line = not match.start() or text[match.start() - 1] == "\n"
        yield Ordinal(style, number, match.start(), match.end(), begins_line)


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else int(number_of(written) or 0)


def runs_of(text: str) -> Iterator[tuple[Ordinal, ...]]:
    """Yield items of one style from each first one on, to the next first one."""
    runs: dict[str, list[Ordinal]] = {}
    for ordinal in ordinals_of(text):
        run = runs.setdefault(ordinal.style, [])
        if ordinal.number == 1:
            if run:
                yield tuple(run)
            runs[ordinal.style] = [ordinal]
        elif run:
            run.append(ordinal)
    for run in runs.values():
        if run:
            yield tuple(run)
