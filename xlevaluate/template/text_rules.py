"""What the texts of a template are held against: the grammar of ``texts.toml``."""

import re
from typing import Literal

from pydantic import Field, field_validator

from xlevaluate.files.toml_part import TomlPart
from xlevaluate.form.form import Form
from xlevaluate.form.table_rows import Row
from xlevaluate.template.patterns import unreadable


def _expressions(words: tuple[str, ...]) -> tuple[str, ...]:
    for word in words:
        try:
            re.compile(word)
        except re.error as error:
            raise ValueError(unreadable(word, error)) from error
    return words


class Worded(TomlPart):
    """Something that texts call by any of some words (regular expressions)."""

    words: tuple[str, ...]

    @field_validator("words")
    @classmethod
    def _compile(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        return _expressions(words)


class Rate(Worded):
    """A ratio of which texts say a percentage."""

    ratio: str


class Mention(Worded):
    """A field on whose money the texts should say a word."""

    field: str


class Near(TomlPart):
    """What else a thing's words may mean in a sentence that has one of some words."""

    words: tuple[str, ...]
    thing: str


Aspect = Literal["spent", "prior", "budget", "initial", "final", "supplement"]
"""What a figure of a thing is: this year's accounts, last year's, a budget or part of it."""


class ThingDef(TomlPart):
    """Something that texts say figures of, and the words for it.

    ``row`` is the name of the rows of the form that hold its figures; ``cells`` are fields by
    aspect (sums of fields are joined by `` + ``), for what is no row. ``wholes`` are names of
    things that it is part of. ``budget_words`` name it and say that its budget is meant;
    ``figure_words`` name it right before a figure, and mean other things elsewhere.
    ``is_funding`` is what another thing may be paid from: 三公经费财政拨款支出 is 三公经费.
    """

    name: str
    words: tuple[str, ...]
    budget_words: tuple[str, ...] = ()
    figure_words: tuple[str, ...] = ()
    row: str = ""
    cells: dict[Aspect, tuple[str, ...]] = Field(default_factory=dict)
    kind: Literal["money", "count"] = "money"
    flow: Literal["", "income", "expenditure"] = ""
    wholes: tuple[str, ...] = ()
    is_whole: bool = False
    is_funding: bool = False
    near: Near | None = None


class Words(TomlPart):
    """The words of the language of reports, by what they mean; see ``texts.lexicon``.

    Braces hold choices, here and in the words for things: 公车{运行,维护}费.
    """

    spent: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    paid: tuple[str, ...] = ()
    budget: tuple[str, ...] = ()
    initial: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    supplement: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    overspent: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    flat: tuple[str, ...] = ()
    than: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    yearly: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    completion: tuple[str, ...] = ()
    controlled: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    cause: tuple[str, ...] = ()
    spent_on: tuple[str, ...] = ()
    """Words behind which stands what an amount was spent on."""
    among: tuple[str, ...] = ()
    consists: tuple[str, ...] = ()
    conjunction: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    opaque: tuple[str, ...] = ()
    """Common words that hold signs of others: 较大, 及时."""
    limit: tuple[str, ...] = ()
    """Links behind which a bound stands: 控制在."""
    noun: tuple[str, ...] = ()
    """Links that name something of which a form may hold nothing: 工作经费, 管理费用."""
    this: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    """Words for the beginning of the year, at which budgets are approved."""
    midyear: tuple[str, ...] = ()
    """Words for some day of the year, on which budgets are changed."""
    organs: tuple[str, ...] = ()
    """Last words of names of projects and units, which are parts of the whole."""


class Project(Worded):
    """How texts speak of project expenditure, and how they say that there is none."""

    denials: tuple[str, ...]

    @field_validator("denials")
    @classmethod
    def _compile_denials(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        return _expressions(words)


class Overrun(TomlPart):
    """Rows with a budget and final accounts that should not exceed it, the whole first."""

    title: str
    rows: tuple[str, ...]

    def of(self, form: Form) -> tuple[Row, ...]:
        """Return the rows."""
        found = (form.row_with(name, "budget", "final") for name in self.rows)
        return tuple(row for row in found if row is not None)


class TextRules(TomlPart):
    """The whole of ``texts.toml``."""

    source: str
    narrative: tuple[str, ...]
    results: tuple[str, ...]
    prompts: tuple[str, ...]
    rate: tuple[Rate, ...]
    overrun: tuple[Overrun, ...]
    mention: tuple[Mention, ...]
    project: Project | None = None
    thing: tuple[ThingDef, ...] = ()
    words: Words = Words()
    about: dict[str, str] = Field(default_factory=dict)
    """Texts that speak of one thing, which is meant where nothing else is named."""

    def unknown(self, form: Form, ratios: dict[str, object]) -> list[str]:
        """Return the names that neither the form nor the ratios have."""
        named = [
            *self.narrative,
            *self.results,
            *(mention.field for mention in self.mention),
        ]
        named += [
            name
            for thing in self.thing
            for sums in thing.cells.values()
            for one in sums
            for name in one.split(" + ")
        ]
        rows = {row.name for row in form.rows}
        missing = [name for name in named if name not in form.all_fields]
        things = {thing.name for thing in self.thing}
        missing += [t.near.thing for t in self.thing if t.near and t.near.thing not in things]
        missing += [thing.row for thing in self.thing if thing.row and thing.row not in rows]
        missing += [
            row
            for overrun in self.overrun
            for row in overrun.rows
            if form.row_with(row, "budget", "final") is None
        ]
        return missing + [rate.ratio for rate in self.rate if rate.ratio not in ratios]
