"""What words mean in a report: things that figures are said of, aspects, relations, times.

The words stand in the template's ``texts.toml``. Names of rows that the unit itself gives, of
special funds and indicators, are added for each submission. A word is found by its first
character and the longest that fits, which takes time linear in the text.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.texts.quantities import Quantity

WordRole = Literal[
    "thing",  # what figures are said of
    "ratio",  # a ratio of ratios.toml by its name
    "aspect",  # which figure of it: spent, budget, initial, final, supplement
    "saving",  # less (+1) or more (-1) than budgeted
    "direction",  # more (+1) or less (-1) than before
    "change",  # a noun for it: 变动率, 增幅
    "flat",  # the same as before
    "than",  # 比, 较: what follows is what is compared with
    "yearly",  # 同比: compared with last year
    "from",  # 由, 从: what follows is what it was (由…构成: what it is made of)
    "to",  # 降至, 增至: what follows is what it is
    "share",  # 占
    "done",  # 完成: of the budget, where a percentage follows
    "completion",  # 执行率, 完成率, and, where a value says so, 控制率 of what is spoken of
    "joint",  # 合计, 共计: of all that are named
    "each",  # 分别
    "every",  # 均为: the same of each that is named
    "per",  # 人均: of one, not of the whole
    "part",  # 所属, 该项目: of a part, not of the unit
    "besides",  # 另有: beside what was said, no part of it
    "unit",  # 我局, 全县: the unit as a whole
    "plan",  # 力争, 计划: not said of what was
    "outcome",  # 实际完成: said of what was, after what was planned
    "cause",  # 主要用于, 由于: what follows gives reasons
    "among",  # 其中, 包括: what follows is part of what was said; all of it, where a value says so
    "and",  # 和, 、
    "opaque",  # holds signs of other words, and means nothing known: 较大, 及时
    "link",  # says nothing for the reader
    "this",  # this year
    "last",  # last year
    "other",  # another year
    "within",  # a part of the year
    "day",  # a day or month of this year
    "opening",  # 年初
]

Flow = Literal["", "income", "expenditure"]


class Thing(Struct, frozen=True, eq=False):
    """Something of which texts say figures.

    ``places`` are the places of its figures by aspect: ``spent``, ``prior``, ``budget``,
    ``initial``, ``final``; where there are several, each may be meant. One without places is
    known not to be in the form. ``wholes`` are names of things that it is a share of.
    """

    name: str
    kind: str = "money"
    flow: Flow = ""
    places: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    wholes: tuple[str, ...] = ()
    is_whole: bool = False
    """Whether it is the unit as a whole, of which is spoken where nothing else is named."""
    is_funding: bool = False
    """Whether another thing may be paid from it, and be meant where both are named."""
    is_given: bool = False
    """Whether the unit itself gave it its name, which is then that of nothing else."""
    near: tuple[str, ...] = ()
    """Words of a sentence in which ``near_thing`` may be meant instead."""
    near_thing: str = ""
    values: tuple[Quantity, ...] = ()
    """What stands in its cells, for what is written there as a text: 3260亩."""


class Word(Struct, frozen=True):
    """A word: its role, and what it says in it."""

    role: WordRole
    value: str = ""
    sign: int = 0
    thing: Thing | None = None
    aspect: str = ""
    """Which figure of the thing it says too: 项目预算."""
    before_figure: bool = False
    """Whether it is this word only right before its figure: 行政19人, not 行政执法."""
    is_of_this_year: bool = False
    """Whether it says the time too: 全年执行."""
    is_of_what_was: bool = False
    """Whether it says that it came about, after what was planned: 实际支出."""


class Lexicon(Struct, frozen=True, eq=False, dict=True):
    """Words by their first two characters, or their only one, longest first."""

    known: Mapping[str, Word]
    by_start: Mapping[str, list[tuple[str, Word]]]
    times: tuple[str, ...]
    outcomes: tuple[str, ...]
    things: Mapping[str, Thing]

    @classmethod
    def of(cls, words: Iterable[tuple[str, Word]]) -> "Lexicon":
        """Take words; of one that is said twice the first counts."""
        known: dict[str, Word] = {}
        for text, word in words:
            known.setdefault(text, word)
        times, outcomes = (
            tuple(text for text, word in known.items() if word.role == role)
            for role in ("this", "outcome")
        )
        return cls({}, {}, times, outcomes, {}).extended(known)

    def with_names(self, names: Iterable[tuple[str, Word]]) -> "Lexicon":
        """Add names that a unit gives.

        They count before common words, and after those for what the form holds.
        """
        given: dict[str, Word] = {}
        for text, word in names:
            known = self.known.get(text)
            # A name may consist of quotes alone, of which nothing is left to read.
            if text and (known is None or known.role not in {"thing", "ratio"}):
                given.setdefault(text, word)
        return self.extended(given)

    def extended(self, words: Mapping[str, Word]) -> "Lexicon":
        """Add words, in the place of those that are so written."""
        new = {text: self._with_time(text, word) for text, word in words.items()}
        starts: dict[str, list[tuple[str, Word]]] = {}
        for text, word in new.items():
            starts.setdefault(text[:2], []).append((text, word))
        for start, several in starts.items():
            others = (pair for pair in self.by_start.get(start, ()) if pair[0] not in new)
            starts[start] = sorted([*others, *several], key=lambda pair: -len(pair[0]))
        things = {word.thing.name: word.thing for word in new.values() if word.thing is not None}
        return replace(
            self,
            known={**self.known, **new},
            by_start={**self.by_start, **starts},
            things={**self.things, **things},
        )

    def _with_time(self, text: str, word: Word) -> Word:
        is_of_this_year = word.role != "this" and text.startswith(self.times)
        is_of_what_was = text.startswith(self.outcomes)
        if not is_of_this_year and not is_of_what_was:
            return word
        return replace(word, is_of_this_year=is_of_this_year, is_of_what_was=is_of_what_was)

    @cached_property
    def wholes(self) -> tuple[Thing, ...]:
        """The things that are the unit as a whole."""
        return tuple(thing for thing in self.things.values() if thing.is_whole)

    @cached_property
    def posts(self) -> frozenset[str]:
        """The names of things that have kinds of which no form holds a number: posts."""
        kinds = (thing for thing in self.things.values() if thing.kind == "count")
        return frozenset(whole for kind in kinds if not kind.places for whole in kind.wholes)

    def at(self, text: str, place: int) -> tuple[int, Word] | None:
        """Return the end of the longest word that begins at a place, and the word.

        A direction of one sign (增, 降) is one only where its figure follows.
        """
        start = text[place : place + 2]
        for word, meaning in self.by_start.get(start, ()) if len(start) > 1 else ():
            end = place + len(word)
            if text.startswith(word, place) and (
                not meaning.before_figure or text[end : end + 1].isdigit()
            ):
                return end, meaning
        for _, meaning in self.by_start.get(start[0], ()):
            if meaning.role != "direction" or text[place + 1 : place + 2].isdigit():
                return place + 1, meaning
        return None
