"""What the texts of a template are held against: the grammar of ``texts.toml``."""

import re

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

    def unknown(self, form: Form, ratios: dict[str, object]) -> list[str]:
        """Return the names that neither the form nor the ratios have."""
        named = [
            *self.narrative,
            *self.results,
            *(claim.field for claim in self.claim),
            *(mention.field for mention in self.mention),
            *(f"{row}_本年决算" for overrun in self.overrun for row in overrun.rows),
        ]
        missing = [name for name in named if name not in form.all_fields]
        return missing + [rate.ratio for rate in self.rate if rate.ratio not in ratios]
