"""What the texts of a template are held against: the grammar of ``texts.toml``."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from xlevaluate.form.form import Form


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Worded(_Part):
    """Something that texts call by any of some words (regular expressions)."""

    words: tuple[str, ...]

    @field_validator("words")
    @classmethod
    def _compile(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            try:
                re.compile(word)
            except re.error as error:
                raise ValueError(f"“{word}”不是正确的正则表达式：{error}") from error
        return words


class Claim(Worded):
    """A field of which texts say an amount or a number of persons."""

    field: str


class Rate(Worded):
    """A ratio of which texts say a percentage."""

    ratio: str


class Mention(Worded):
    """A field on whose money the texts should say a word."""

    field: str


class ThingDef(_Part):
    """Something that texts say figures of, and the words for it.

    ``row`` is the name of the rows of the form that hold its figures; ``cells`` are fields by
    aspect (sums of fields are joined by `` + ``), for what is no row. ``wholes`` are names of
    things that it is part of.
    """

    name: str
    words: tuple[str, ...]
    row: str = ""
    cells: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    kind: Literal["money", "count"] = "money"
    flow: Literal["", "income", "expenditure"] = ""
    wholes: tuple[str, ...] = ()
    is_whole: bool = False


class Words(_Part):
    """The words of the language of reports, by what they mean; see ``texts.lexicon``."""

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
    since: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    completion: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    cause: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    conjunction: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    this: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    """Last words of names of projects and units, which are parts of the whole."""


class Overrun(_Part):
    """Rows of the basic data that should not exceed their budget."""

    title: str
    rows: tuple[str, ...]


class TextRules(_Part):
    """The whole of ``texts.toml``."""

    source: str
    narrative: tuple[str, ...]
    results: tuple[str, ...]
    prompts: tuple[str, ...]
    claim: tuple[Claim, ...]
    rate: tuple[Rate, ...]
    overrun: tuple[Overrun, ...]
    mention: tuple[Mention, ...]
    carried: dict[str, str] = Field(default_factory=dict)
    thing: tuple[ThingDef, ...] = ()
    words: Words = Words()
    about: dict[str, str] = Field(default_factory=dict)
    """Texts that speak of one thing, which is meant where nothing else is named."""

    def unknown(self, form: Form, ratios: dict[str, object]) -> list[str]:
        """Return the names that neither the form nor the ratios have."""
        named = [
            *self.narrative,
            *self.results,
            *(claim.field for claim in self.claim),
            *(mention.field for mention in self.mention),
            *(f"{row}_本年决算" for overrun in self.overrun for row in overrun.rows),
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
        missing += [thing.row for thing in self.thing if thing.row and thing.row not in rows]
        return missing + [rate.ratio for rate in self.rate if rate.ratio not in ratios]
