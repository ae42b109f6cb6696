"""Labels apart from the year they speak of: “2022年决算数” in a form of 2023 is 决算数 of 上年."""

import re
from typing import NamedTuple

from xlevaluate.tables.label_text import plain_label

LAST, THIS = "上年", "本年"

_PART_OF_A_YEAR = re.compile("[初末底中]")
_SIGNS = re.compile("[：；、，,;_-]")

_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年度?")
_PERIODS = (
    (LAST, re.compile(r"上一?年度?|去年")),
    (THIS, re.compile(r"本年度?|当年度?|今年")),
)


class Wording(NamedTuple):
    """A label: of which year (``上年``, ``本年``, ``2020年``, blank for none), of what."""

    period: str
    words: str

    def means(self, given: "Wording") -> bool:
        """Tell whether a label of a form is what is given; unsaid, the year is this one."""
        if not given.words and not given.period:
            return False
        return self.words == given.words and (self.period or THIS) == (given.period or THIS)


def wording(text: str, year: int | None) -> Wording:
    """Return a label apart from its year, seen from the year of the form.

    >>> wording("2022年决算数", 2023), wording("其中：当年财政拨款", 2023)
    (Wording(period='上年', words='决算数'), Wording(period='本年', words='财政拨款'))
    """
    return of_words(plain_label(text), year)


def of_words(plain: str, year: int | None) -> Wording:
    """Return a plain label apart from its year."""
    words = _SIGNS.sub("", plain)
    if found := _YEAR.search(words):
        begins = _PART_OF_A_YEAR.match(words, found.end())
        rest = words[: found.start()] + ("年" if begins else "") + words[found.end() :]
        return Wording(_relative(int(found["year"]), year), rest)
    for period, written in _PERIODS:
        if found := written.search(words):
            return Wording(period, words[: found.start()] + words[found.end() :])
    return Wording("", words)


def joined(parts: tuple[str, ...], year: int | None) -> Wording:
    """Return the label that a path of plain labels makes up: 2023年 over 决算数."""
    return of_words("".join(parts), year)


def _relative(said: int, year: int | None) -> str:
    if year is not None and said in {year, year - 1}:
        return THIS if said == year else LAST
    return f"{said}年"
