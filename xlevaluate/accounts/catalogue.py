"""The catalogue of the tables of accounts, ``catalogue.toml``: how each is recognised and read.

The comment at the head of that file explains its keys.
"""

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct
from pydantic import Field, field_validator

from xlevaluate.accounts.account_terms import AccountTerm, read_equation
from xlevaluate.files.toml import load_toml
from xlevaluate.files.toml_part import TomlPart

BUDGET_AT_FIRST = "年初预算"
FINAL_ACCOUNTS = "决算"
SOME_BUDGET = "预算"
"""What a column is that says 预算数 and not which."""

_FILE = Path(__file__).with_name("catalogue.toml")


class ItemPattern(Struct, frozen=True):
    """Labels under which a figure stands: paths of the row, of the column, or of either.

    ``either`` is a path in one direction, whichever; ``unless`` are labels that the table may not
    have; ``above`` is the label of a row that stands further down in the same half.
    """

    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    unless: frozenset[str] = frozenset()
    above: str = ""

    @classmethod
    def read(cls, text: str) -> "ItemPattern":
        """Read a pattern as the catalogue writes it.

        >>> ItemPattern.read("基本支出 / 人员经费").either
        ('基本支出', '人员经费')
        >>> ItemPattern.read("合计 × 小计").row, ItemPattern.read("合计 ! 会议费").unless
        (('合计',), frozenset({'会议费'}))
        >>> ItemPattern.read("一般公共预算财政拨款 < 本年收入合计").above
        '本年收入合计'
        """
        labels, _, unless = text.partition(" ! ")
        labels, _, above = labels.partition(" < ")
        row, both, column = labels.partition(" × ")
        without = frozenset(unless.split())
        if both:
            return cls(_path(row), _path(column), unless=without, above=above.strip())
        return cls(either=_path(labels), unless=without, above=above.strip())

    @property
    def labels(self) -> frozenset[str]:
        """All its labels."""
        return frozenset((*self.row, *self.column, *self.either))


def _path(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(" / "))


class AccountTableDef(TomlPart):
    """A table of accounts, as the catalogue describes it."""

    key: str = Field(pattern=r"^[A-Z]\w*$")
    name: str
    of: Literal["final", "budget"]
    title: str
    labels: tuple[str, ...] = Field(min_length=1)
    least: int = Field(ge=1)
    alone: bool = False
    rows: tuple[str, ...] = ()
    counts: bool = False
    halves: bool = False
    items: dict[str, tuple[str, ...]]
    nothing: tuple[str, ...] = ()
    about: str = ""

    @field_validator("title")
    @classmethod
    def _compiles(cls, title: str) -> str:
        re.compile(title)
        return title

    @cached_property
    def patterns(self) -> dict[str, tuple[ItemPattern, ...]]:
        """The patterns of each item, in the order in which they are tried."""
        return {name: tuple(map(ItemPattern.read, texts)) for name, texts in self.items.items()}

    @cached_property
    def alternatives(self) -> tuple[frozenset[str], ...]:
        """The labels by which it is recognised, each in all its words."""
        return tuple(frozenset(label.split("|")) for label in self.labels)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every label that it may have above or beside a figure."""
        of_items = (p.labels for patterns in self.patterns.values() for p in patterns)
        return frozenset(self.rows).union(*self.alternatives, *of_items)

    @property
    def stage(self) -> str:
        """What its figures are where no column says."""
        return FINAL_ACCOUNTS if self.of == "final" else BUDGET_AT_FIRST


class AccountSumDef(TomlPart):
    """Sums that must agree, in the columns named."""

    words: str
    sums: str
    stages: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def sides(self) -> tuple[tuple[AccountTerm, ...], tuple[AccountTerm, ...]]:
        """Both sides."""
        return read_equation(self.sums)


class Catalogue(TomlPart):
    """The whole of ``catalogue.toml``."""

    source: str
    plain: tuple[str, ...]
    none: str
    stages: dict[str, tuple[str, ...]]
    table: tuple[AccountTableDef, ...]
    identity: tuple[AccountSumDef, ...]

    @cached_property
    def tables(self) -> dict[str, AccountTableDef]:
        """The tables by key."""
        return {table.key: table for table in self.table}

    @cached_property
    def stage_of(self) -> dict[str, str]:
        """The stage that each label of a column names."""
        return {label: stage for stage, labels in self.stages.items() for label in labels}

    def has(self, term: AccountTerm) -> bool:
        """Tell whether there is such a figure."""
        table = self.tables.get(term.table)
        stages = {*self.stages, ""}
        return table is not None and term.item in table.items and term.stage in stages


@lru_cache(maxsize=1)
def the_catalogue() -> Catalogue:
    """Return the catalogue that comes with the program."""
    return load_toml(_FILE, Catalogue.model_validate)
