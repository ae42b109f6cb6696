"""Values that stand behind their labels in one text: “填表人：张三　填报日期：2024年3月15日”."""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from xlevaluate.tables.cell_value import money_units

T = TypeVar("T")

_COLON = re.compile(r"\s*[:：]")
_WORD = re.compile(r"[^\s:：；;，,。]+$")
_GAP = re.compile(r"\s+")
_LONGEST = 24
"""Characters of a label with blanks in it."""

_WINDOW = 2 * _LONGEST
"""Characters before a colon that are looked at."""


def labelled_values(text: str, find: Callable[[str], T | None]) -> Iterator[tuple[T, str, str]]:
    """Yield what ``find`` makes of each label, with the label and the value up to the next one.

    A label that means nothing ends the value before it all the same. A unit of money is no value:
    “单位：万元” names no unit of the budget.
    """
    labels = list(_labels_in(text))
    for number, (start, end) in enumerate(labels):
        stop = labels[number + 1][0] if number + 1 < len(labels) else len(text)
        value = text[_behind_colon(text, end) : stop].strip(" \u3000\n\t\xa0；;")
        if not value or money_units(value):
            continue
        for begin in _beginnings(text, start, end):
            label = text[begin:end]
            found = find(label)
            if found is not None:
                yield found, label.strip(), value
                break


def _labels_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the words before each colon begin and end, parted by blanks or signs."""
    for colon in _COLON.finditer(text):
        first = max(0, colon.start() - _WINDOW)
        words = _WORD.search(text[first : colon.start()])
        if words is not None:
            yield first + words.start(), colon.start()


def _behind_colon(text: str, end: int) -> int:
    found = _COLON.match(text, end)
    return end if found is None else found.end()


def _beginnings(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a label may begin that has blanks in it: “联 系 电 话”."""
    yield start
    first = max(0, end - _WINDOW)
    for found in reversed(list(_GAP.finditer(text, first, start))):
        word = _WORD.search(text[first : found.start()])
        if word is None or end - first - word.start() > _LONGEST:
            return
        yield first + word.start()
