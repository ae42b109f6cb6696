"""Numbers that Word counts by itself and does not keep, counted again (ECMA-376, part 1, 17.9).

Each list counts on its nine levels; a paragraph on one level starts the deeper ones anew. Lists of
the same definition go on from one another, unless one of them says with which number it starts.
"""

import re

from lxml import etree
from msgspec import Struct, field

from xlevaluate.sentences.numbering import chinese_numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_LEVELS = 9
_LARGEST = 32_767
"""A number that a list may start with."""

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_FORMAL = dict(zip("零一二三四五六七八九十", "零壹贰叁肆伍陆柒捌玖拾", strict=True))
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_COUNTED = {
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
    *("taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand"),
}


def written(number: int, number_format: str) -> str:
    """Write a number as a format of Word does; as 1, 2, 3 where the format has no sign for it.

    >>> [written(12, name) for name in ("chineseCounting", "upperRoman", "decimalEnclosedCircle")]
    ['十二', 'XII', '⑫']
    """
    series = _SERIES.get(number_format)
    if series and 1 <= number <= len(series):
        return series[number - 1]
    if number_format in _COUNTED and 1 <= number <= 99:
        return chinese_numeral(number)
    if number_format == "chineseLegalSimplified" and 1 <= number <= 99:
        counted = "".join(_FORMAL[digit] for digit in chinese_numeral(number))
        return f"壹{counted}" if counted.startswith("拾") else counted
    if number_format in {"upperLetter", "lowerLetter"} and number >= 1:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter.upper() if number_format == "upperLetter" else letter
    if number_format in {"upperRoman", "lowerRoman"} and 1 <= number < 4000:
        roman = _roman(number)
        return roman.upper() if number_format == "upperRoman" else roman
    if number_format in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate({ord("0") + n: "０１２３４５６７８９"[n] for n in range(10)})
    return f"{number:02d}" if number_format == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


class ListLevel(Struct, frozen=True):
    """One level of a list: where it starts, how its number is written and what follows it."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    is_legal: bool = False
    restarts_after: int | None = None
    """The level, counted from 1, whose paragraphs start it anew; 0: none. ``None``: any above."""


class _List(Struct):
    """One definition, and where its counting is: ``None`` on levels that nobody has used yet."""

    levels: dict[int, ListLevel]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbers(Struct):
    """The lists of a document, which count as its paragraphs come."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _uses: dict[str, tuple[str, dict[int, ListLevel], dict[int, int]]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, list_id: str, level: int) -> str:
        """Return what stands before the next paragraph of a list, on a level counted from 0."""
        if list_id not in self._uses or not 0 <= level < _LEVELS:
            return ""
        definition, changed, starts = self._uses[list_id]
        lists = self._lists[definition]
        levels = lists.levels | changed
        if level in starts and (list_id, level) not in self._begun:
            lists.counts[level] = None
            levels[level] = _started(levels.get(level, ListLevel()), starts[level])
        self._begun.add((list_id, level))
        counts = lists.counts
        here = levels.get(level, ListLevel())
        counts[level] = here.start if counts[level] is None else (counts[level] or 0) + 1
        for deeper in range(level + 1, _LEVELS):
            after = levels.get(deeper, ListLevel()).restarts_after
            if after is None or level < after:
                counts[deeper] = None
        return _before(here, levels, counts)


def _started(level: ListLevel, start: int) -> ListLevel:
    return ListLevel(
        start, level.number_format, level.text, level.suffix, level.is_legal, level.restarts_after
    )


def _before(here: ListLevel, levels: dict[int, ListLevel], counts: list[int | None]) -> str:
    if here.number_format == "bullet":
        return ""

    def number(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        level = levels.get(index, ListLevel())
        count = counts[index]
        count = level.start if count is None else count
        return written(count, "decimal" if here.is_legal else level.number_format)

    text = "" if here.number_format == "none" else re.sub("%([1-9])", number, here.text)
    if here.suffix == "nothing" or not (text[-1:].isdecimal() or text[-1:].isalpha()):
        return text  # it ends by itself: 一、 1. ①
    return f"{text} "


def read_numbers(root: etree._Element | None) -> Numbers:
    """Return the lists that a document defines (``word/numbering.xml``)."""
    if root is None:
        return Numbers()
    lists = {
        str(item.get(f"{W}abstractNumId")): _List(_levels(item))
        for item in root.iterchildren(f"{W}abstractNum")
    }
    uses = {}
    for item in root.iterchildren(f"{W}num"):
        definition = _value(item, "abstractNumId")
        if definition not in lists:
            continue
        changed: dict[int, ListLevel] = {}
        starts: dict[int, int] = {}
        for override in item.iterchildren(f"{W}lvlOverride"):
            index = _number(override.get(f"{W}ilvl"), 0)
            changed |= _levels(override)
            start = override.find(f"{W}startOverride")
            if start is not None:
                starts[index] = _number(start.get(f"{W}val"), 1)
        uses[str(item.get(f"{W}numId"))] = (definition, changed, starts)
    return Numbers(lists, uses)


def _levels(parent: etree._Element) -> dict[int, ListLevel]:
    return {
        _number(item.get(f"{W}ilvl"), 0): ListLevel(
            _number(_value(item, "start"), 1),
            _value(item, "numFmt") or "decimal",
            _value(item, "lvlText"),
            _value(item, "suff") or "tab",
            item.find(f"{W}isLgl") is not None,
            None if item.find(f"{W}lvlRestart") is None else _number(_value(item, "lvlRestart"), 0),
        )
        for item in parent.iterchildren(f"{W}lvl")
    }


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return "" if child is None else str(child.get(f"{W}val", ""))


def _number(text: str | None, otherwise: int) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 5:
        return otherwise
    return min(int(text), _LARGEST)
