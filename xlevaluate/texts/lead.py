"""What stands before a quantity: the words since the last one, as far as they are known."""

import re

from msgspec import Struct, field

from xlevaluate.texts.lexicon import Thing, Word

_BUDGETS = {"budget", "initial", "final"}
_DECIDED = {*_BUDGETS, "supplement"}
"""Figures that are decided on, some day of the year."""
_EMPTY = re.compile(
    r"(?:[A-Za-z][.)]?|其?[一二三四五六七八九十]{1,2})?"
    r"[的了为是在于等对中以其之地得并也则而且就因此 ·.:=/÷×+*%\d①-⑳⑴-⒇⒈-⒛㈠-㈩Ⅰ-Ⅻ]*"
)
"""What says nothing between words: particles, signs, numbering (A. ① 一是)."""

_EMPTY_ROLES = {"link", "noun", "limit", "and", "joint", "outcome"}
_TIMES = {"this", "last", "other", "within", "day", "opening"}


class Lead(Struct):
    """The words before a quantity, in its clause."""

    start: int
    things: list[Thing] = field(default_factory=list)
    joined: bool = False
    """Whether the last sign or word joins what comes to what was named."""
    aspects: list[tuple[str, int]] = field(default_factory=list)
    """Aspects, with the flow of money of their words: 1 income, -1 expenditure."""
    times: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    last: str = ""
    """The role of the last word; for a link that says something, what."""
    ratio: str = ""
    ratios: list[str] = field(default_factory=list)
    """All ratios that are named, the last of which is ``ratio``."""
    is_generic: bool = False
    """Whether the ratio's name is used of any row too: 预算执行率."""
    direction: int = 0
    saving: int = 0
    base: str = ""
    whole: Thing | None = None
    """What it is a share of."""
    end: int = -1
    """Where the characters taken in last end, if they mean nothing known."""
    strange_start: int = -1
    """Where the first characters stand that mean nothing known; -1 where all is understood."""
    strange_end: int = -1
    is_short: bool = False
    """Whether the thing was named by a word that means it only before its figure: 行政19人."""
    is_opening: bool = False
    """Whether the beginning of the year is named: 年初项目预算."""
    is_qualified: bool = False
    """Whether a thing follows at once on what is not understood: 某林场公用经费."""

    @property
    def says_nothing(self) -> bool:
        """Tell whether there is nothing but linking words."""
        return not (
            self.things
            or self.aspects
            or self.times
            or self.ratio
            or self.is_strange
            or self.roles - _EMPTY_ROLES
        )

    def says_only(self, role: str) -> bool:
        """Tell whether there is nothing but words of a role, and linking words."""
        others = self.things or set(self.times) - {"opening"} or self.is_strange
        return not others and self.roles - _EMPTY_ROLES == {role}

    @property
    def names_ratio(self) -> bool:
        """Tell whether a ratio is named that is one of the whole unit: 在职人员控制率."""
        return bool(self.ratio) and not self.is_generic and not self.things

    @property
    def is_of_part(self) -> bool:
        """Tell whether a percentage is what was done of something: 执行率, 完成."""
        return bool(self.ratio) or not self.roles.isdisjoint({"completion", "done"})

    @property
    def is_strange(self) -> bool:
        """Tell whether there is anything that is not understood."""
        return self.strange_start >= 0

    def end_at_quantity(self) -> None:
        """Settle what depends on all the words: 同比节约 is less than last year, no saving."""
        if self.saving and self.base == "last":
            self.direction, self.saving = -self.saving, 0
        if self.is_opening and self.says_only("opening"):
            self.aspects.append(("initial", 0))  # （年初3980万元、追加220万元）
        if self.aspects and {aspect for aspect, _ in self.aspects} <= _DECIDED and not self.base:
            # 年初批复预算, 3月批复预算: when it was decided on, not of what time it is
            if self.is_opening:
                self.aspects.append(("initial", 0))
            self.times = [time for time in self.times if time not in {"opening", "day"}]

    def add_unknown(self, text: str, start: int, end: int) -> None:
        """Take in characters that mean nothing known."""
        if not _EMPTY.fullmatch(text, start, end):
            self.strange_start = start if self.strange_start < 0 else self.strange_start
            self.strange_end = self.end = end
            self.joined = False

    def add(self, word: Word) -> None:
        """Take in a word."""
        role = word.role
        if role == "and":
            self.joined = bool(self.things)
            self.roles.add(role)
            return
        if word.is_of_this_year and not self.roles & {"than", "share", "done"}:
            self.times.append("this")
        if role == "thing" and word.thing is not None:
            self.is_short = word.before_figure
            self._name(word.thing)
            if word.aspect:
                self.aspects.append((word.aspect, 0))
        elif role == "ratio":
            self.ratio, self.is_generic = word.value, word.sign > 0
            self.ratios.append(word.value)
        elif role in {"aspect", "done"}:
            self._look_at(word)
        elif role in _TIMES:
            self._date(role)
        else:
            self._compare(word)
        self.end = -1
        self.roles.add(role)
        self.last = word.value if role == "link" and word.value else role
        says_more = role in {"link", "completion"}
        self.roles |= {word.value} if says_more and word.value else set()
        if role != "link":
            self.joined = False

    def _compare(self, word: Word) -> None:
        """Take in a word on which way, and from what, a figure moved."""
        if word.role == "direction":
            self.direction = word.sign
        elif word.role == "saving":
            self.saving = word.sign
        elif word.role == "yearly":
            self.base = "last"
        elif word.role == "than" and word.value == "after":
            self._compare_with_what_was_said()

    def _name(self, thing: Thing) -> None:
        is_behind_strange = self.is_strange and not self.things and self.strange_end == self.end
        if is_behind_strange or (thing.is_whole and self.last == "noun"):
            self.is_qualified = True  # 某林场公用经费, 财政总收入
        if (self.saving or self.direction) and not (self.base or self.things):
            self.roles.add("object")  # 节约办公费0.8万元: of which figure, who knows
        follows = self.things and not self.joined and "share" not in self.roles
        if thing.is_funding and follows and not self.things[-1].is_funding:
            self.aspects.append(("spent", 0))
            return
        if thing.is_whole and follows and "than" not in self.roles:
            # 三公经费支出合计: the words for the whole say which figure of it
            self.aspects.append(("spent", 1 if thing.flow == "income" else -1))
            return
        if self.joined:
            self.things.append(thing)
        elif "than" in self.roles and not self.base and self.things:
            self.base = "thing"  # 人员经费比公用经费多
        elif "share" in self.roles:
            self.whole = thing
        else:
            self.things = [thing]
            # 年初预算安排三公经费12万元: the word on it goes before
            self.aspects = [(name, 0) for name, _ in self.aspects if name in _BUDGETS]
            if self.aspects:
                self.roles.add("before")

    def _look_at(self, word: Word) -> None:
        if "than" in self.roles and not self.direction and word.value != "spent":
            # 比上年预算: neither last year's figure nor this year's budget
            self.base = word.value if self.base in {"", "thing", "this"} else "other"
        self.aspects.append((word.value, word.sign))

    def _date(self, role: str) -> None:
        self.is_opening = self.is_opening or role == "opening"
        if "than" in self.roles and self.base in {"", "thing"}:
            self.base = role if role in {"last", "this"} else "other"
        elif "from" in self.roles and "last" not in self.times:
            self.times.append(role)
        else:
            self.times.append(role)

    def _compare_with_what_was_said(self) -> None:
        """与上年相比, 与年初预算相比: what stands before is what is compared with."""
        if self.times:
            self.base = "last" if self.times.pop() == "last" else "other"
        elif self.aspects:
            self.base = self.aspects.pop()[0]
