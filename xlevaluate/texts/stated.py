"""Statements: what a text says of which thing, which figure of it, of what time, how surely."""

from typing import Literal

from msgspec import Struct

from xlevaluate.texts.lexicon import Thing
from xlevaluate.texts.quantities import Quantity

StatementKind = Literal[
    "figure",  # the figure itself
    "sum",  # the figure of several things together
    "change",  # by how much it is more or less than before
    "growth",  # by what percentage
    "growth_points",  # the same, said in 百分点
    "saving",  # how much less was spent than budgeted
    "saving_rate",  # by what percentage
    "share",  # which part it is of another
    "completion",  # how much of a budget was spent
    "ratio",  # a ratio by its name
    "flat",  # the same as before
]

Doubt = Literal[
    "",  # read in full
    "unknown_words",  # words stand before it that the reader does not know
    "unknown_thing",  # it is said of something that is not in the form
    "part",  # it is said of a part: a project, a subordinate unit
    "loose",  # nothing is named, and words before in the sentence may name another thing
    "posts",  # it says how many posts of one kind there are, and of no other kind
    "qualified",  # strange words stand right before the thing, which may make it another
    "beside",  # it is said behind such a thing
    "per",  # of one person, one household
    "time",  # of a part of the year, or of another year
    "plan",  # of what is to be
    "compared",  # it does not say with what it is compared
]
DOUBTS: dict[Doubt, str] = {
    "": "",
    "unknown_words": "前面有读不懂的词语",
    "unknown_thing": "说的不是表中的项目",
    "part": "只说一部分",
    "loose": "没有说是什么",
    "qualified": "只说一部分",
    "beside": "只说一部分",
    "posts": "只说一种编制",
    "per": "说的是人均",
    "time": "不是本年或上年全年",
    "plan": "说的是打算",
    "compared": "没有说和什么比",
}
"""What users call the reasons for which a statement is not held against a figure."""


class Statement(Struct, frozen=True):
    """A quantity said of things.

    ``things`` are all meant where ``kind`` is ``sum``; else each may be. ``sign`` is that of the
    words: 减少 -1. ``base`` is what it is compared with or a part of: ``last``, ``budget``,
    ``initial``, ``final``, or the name of a thing. ``start`` and ``end`` are places in the text
    as it is read, of the words and the quantity.
    """

    kind: StatementKind
    things: tuple[Thing, ...]
    quantity: Quantity | None
    start: int
    end: int
    aspect: str = "spent"
    last_year: bool = False
    may_be_of: str = ""
    """Another figure that may be meant: parts of a budget are budgets, if nothing else is said."""
    sign: int = 1
    base: str = ""
    ratio: str = ""
    doubt: Doubt = ""
    bare: bool = False
    """Whether nothing is named, so that the unit as a whole is meant."""
