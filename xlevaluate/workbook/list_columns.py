"""Long lists as they stand in a workbook: columns, tables of them, sheets of tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

ListValue = str | int | Decimal | None
ListRow = Sequence[ListValue]

ColumnKind = Literal["text", "word", "money", "score", "share", "count", "figure", "hidden"]
"""``word`` is a short text, ``share`` is shown as a percentage, ``figure`` is a number or words,
``hidden`` a text for programs. In a column of money a whole number (``int``) is a count."""

WIDTHS: dict[ColumnKind, float] = {
    "text": 24,
    "word": 8,
    "money": 14,
    "score": 9,
    "share": 10,
    "count": 8,
    "figure": 12,
    "hidden": 10,
}
"""In half characters, as spreadsheets count them."""


class Column(Struct, frozen=True, kw_only=True):
    """A column of a list; ``choices`` are what may be typed into it.

    ``colours`` are those of texts that begin with certain words.
    """

    head: str
    kind: ColumnKind = "text"
    wide: float = 0
    choices: tuple[str, ...] = ()
    is_typed: bool = False
    """Whether the bureau fills it in."""
    has_words: bool = False
    """Whether words may stand among its numbers, such as 不适用."""
    colours: Mapping[str, str] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """How wide it is, in half characters."""
        return self.wide or WIDTHS[self.kind]


class ChartPlan(Struct, frozen=True):
    """A chart of a table: which column names its bars, and which have their lengths."""

    title: str
    kind: Literal["column", "bar"]
    category: str
    series: tuple[str, ...]
    unit: str


class ListTable(Struct, frozen=True, kw_only=True):
    """A table of a sheet; ``is_sum`` tells of rows that sum up those below them.

    ``nothing`` stands there where there are no rows.
    """

    columns: tuple[Column, ...]
    rows: Iterable[ListRow]
    title: str = ""
    chart: ChartPlan | None = None
    is_sum: Callable[[ListRow], bool] | None = None
    is_outline: bool = False
    nothing: str = "没有。"


class ListSheet(Struct, frozen=True, kw_only=True):
    """A sheet. That of one table has its head frozen, and a filter; ``fixed`` columns stay, too."""

    name: str
    title: str
    tables: tuple[ListTable, ...]
    notes: tuple[str, ...] = ()
    fixed: int = 0
