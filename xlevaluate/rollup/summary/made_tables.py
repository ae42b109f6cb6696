"""Tables of the summary: pandas frames with what their columns are, and the sheets they stand in.

A frame holds texts, whole numbers and ``Decimal`` as objects; a blank is ``None`` in a column of
numbers, an empty text in one of texts. A long table comes in several frames, one after another.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd
from msgspec import Struct

from xlevaluate.workbook.list_columns import (
    ChartPlan,
    Column,
    ListRow,
    ListSheet,
    ListTable,
)


class MadeTable(Struct, frozen=True, kw_only=True):
    """A table; ``name`` is that of its files, ``title`` stands over it in a sheet of several."""

    name: str
    columns: tuple[Column, ...]
    frames: Callable[[], Iterator[pd.DataFrame]]
    title: str = ""
    chart: ChartPlan | None = None
    is_sum: Callable[[ListRow], bool] | None = None
    is_outline: bool = False
    nothing: str = "没有。"

    @property
    def heads(self) -> list[str]:
        """What stands over its columns."""
        return [column.head for column in self.columns]

    def frame(self) -> pd.DataFrame:
        """Return the whole table."""
        frames = list(self.frames())
        return pd.concat(frames, ignore_index=True) if frames else frame_of(self.columns, ())

    def rows(self) -> Iterator[ListRow]:
        """Yield its rows."""
        for frame in self.frames():
            yield from frame.itertuples(index=False, name=None)

    def listed(self) -> ListTable:
        """Return the table as it is written into a sheet."""
        return ListTable(
            columns=self.columns,
            rows=self.rows(),
            title=self.title,
            chart=self.chart,
            is_sum=self.is_sum,
            is_outline=self.is_outline,
            nothing=self.nothing,
        )


class MadeSheet(Struct, frozen=True, kw_only=True):
    """A sheet of the summary; ``fixed`` columns stay in sight."""

    name: str
    title: str
    tables: tuple[MadeTable, ...]
    notes: tuple[str, ...] = ()
    fixed: int = 0

    def listed(self) -> ListSheet:
        """Return the sheet as it is written."""
        return ListSheet(
            name=self.name,
            title=self.title,
            tables=tuple(table.listed() for table in self.tables),
            notes=self.notes,
            fixed=self.fixed,
        )


def frame_of(columns: Sequence[Column], rows: Iterable[ListRow]) -> pd.DataFrame:
    """Return rows as a frame: nothing is turned into anything else."""
    heads = [column.head for column in columns]
    return pd.DataFrame(list(map(tuple, rows)), columns=heads, dtype=object)


def table_of(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[ListRow],
    *,
    title: str = "",
    chart: ChartPlan | None = None,
    is_sum: Callable[[ListRow], bool] | None = None,
    nothing: str = "没有。",
) -> MadeTable:
    """Return a table that fits into one frame."""
    frame = frame_of(columns, rows)
    return MadeTable(
        name=name,
        columns=tuple(columns),
        frames=lambda: iter((frame,)),
        title=title,
        chart=chart,
        is_sum=is_sum,
        nothing=nothing,
    )
