"""Sums that a table shows itself: codes (类 款 项) with those below them, heads with their parts.

Where all of them hold, what does not stand in the table was none.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from xlevaluate.accounts.recognition import Recognised
from xlevaluate.submission.amounts import fixed
from xlevaluate.submission.tolerance import agreement
from xlevaluate.tables.found import Contradiction
from xlevaluate.tables.table import TableEntry

_LENGTHS = (3, 5, 7)
"""Digits of the code of a 类, a 款, a 项."""
_WHOLE = frozenset({"小计", "合计"})


class InnerSum(NamedTuple):
    """A figure and those that it is the sum of."""

    whole: TableEntry
    parts: list[TableEntry]

    @property
    def summed(self) -> Decimal:
        """The sum of the parts."""
        return sum((_number(part) for part in self.parts), Decimal(0))

    @property
    def holds(self) -> bool:
        """Tell whether it is, but for rounding."""
        return agreement(_number(self.whole), map(_number, self.parts)) != "different"


def _number(entry: TableEntry) -> Decimal:
    return entry.amount.number or Decimal(0)


def shows_all(recognised: Recognised, item: str) -> bool:
    """Tell whether the sum that an item is a part of stands in a table, and holds.

    Then an item that does not stand there was none.
    """
    patterns = recognised.definition.patterns[item]
    codes = {path[0][1:-2] for p in patterns if (path := p.row or p.either)[0].startswith("#")}
    listed = {path[-2:] for path in recognised.table.columns if len(path) > 1}
    heads = {p.either[-2] for p in patterns if len(p.either) > 1 and p.either[-2:] in listed}

    def is_its_whole(whole: TableEntry) -> bool:
        return whole.code in codes if whole.code else not heads.isdisjoint(whole.column[:-1])

    mine = [found for found in inner_sums(recognised) if is_its_whole(found.whole)]
    return bool(mine) and all(found.holds for found in mine)


def broken_sums(recognised: Recognised) -> Iterator[Contradiction]:
    """Yield the sums of a table that do not hold."""
    for item in inner_sums(recognised):
        if not item.holds:
            total = _number(item.whole)
            origin = recognised.table.origin(item.whole)
            under = origin.row or origin.column
            yield Contradiction(
                origin,
                f"{recognised.definition.name}“{under}”{fixed(total)}，"
                f"下级科目合计 {fixed(item.summed)}，"
                f"相差 {fixed(abs(total - item.summed))}{origin.unit}。",
            )


def inner_sums(recognised: Recognised) -> Iterator[InnerSum]:
    """Yield the sums that a table shows."""
    columns: dict[tuple[int, tuple[str, ...]], list[TableEntry]] = {}
    rows: dict[tuple[int, tuple[str, ...], str], list[TableEntry]] = {}
    for entry in recognised.table.entries:
        if entry.amount.number is not None and not entry.is_merged:
            columns.setdefault((entry.half, entry.column), []).append(entry)
            rows.setdefault((entry.half, entry.row, entry.code), []).append(entry)
    for entries in columns.values():
        yield from _of_codes(entries)
    if not any(entry.code for entry in recognised.table.entries):
        for entries in rows.values():
            yield from _of_heads(entries)


def _of_codes(entries: list[TableEntry]) -> Iterator[InnerSum]:
    coded = {entry.code: entry for entry in entries if len(entry.code) in _LENGTHS}
    if len(coded) < sum(len(entry.code) in _LENGTHS for entry in entries):
        return  # a code that stands twice
    parts: dict[str, list[TableEntry]] = {}
    for code, entry in coded.items():
        above = code[: len(code) - 2] if len(code) > _LENGTHS[0] else ""
        parts.setdefault(above, []).append(entry)
    wholes = {code: coded[code] for code in parts if code in coded}
    totals = [e for e in entries if not e.code and e.row[-1:] == ("合计",)]
    if len(totals) == 1 and "" in parts:
        wholes[""] = totals[0]
    yield from (InnerSum(whole, parts[code]) for code, whole in wholes.items())


def _of_heads(entries: list[TableEntry]) -> Iterator[InnerSum]:
    """Yield the 小计 below a head with the other columns below it."""
    below: dict[tuple[str, ...], list[TableEntry]] = {}
    for entry in entries:
        if len(entry.column) > 1:
            below.setdefault(entry.column[:-1], []).append(entry)
    paths = {entry.column for entry in entries}
    for head, same in below.items():
        if any(path[: len(head)] == head and len(path) > len(head) + 1 for path in paths):
            continue  # parts of which some have parts of their own
        wholes = [entry for entry in same if entry.column[-1] in _WHOLE]
        parts = [entry for entry in same if entry.column[-1] not in _WHOLE]
        if len(wholes) == 1 and len(parts) > 1:
            yield InnerSum(wholes[0], parts)
