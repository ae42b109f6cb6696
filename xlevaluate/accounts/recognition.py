"""Which table of the catalogue a table of a file is: by its labels, then by its title.

Its number and its place say nothing. What fits two tables equally is none.
"""

import re
from typing import NamedTuple

from msgspec import Struct

from xlevaluate.accounts.catalogue import AccountTableDef, Catalogue
from xlevaluate.tables.label_text import compared, plain_label
from xlevaluate.tables.table import Table

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)年?度?")
_BEHIND_YEAR = re.compile(r".*(?<!\d)(?:19|20)\d\d(?!\d)年?度?(?:部门|单位)?")
_YEAR_ASIDE = re.compile(r"（?(?<!\d)(?:19|20)\d\d(?!\d)年?度?）?")
_MONEY = re.compile(r"(?:人民币)?[百千万亿]?元(?![一-鿿])")
_OFFICE = re.compile(
    r"(?:编制|填报|预算|公开|报送)?(?:单位|部门)(?:名称)?(?:（[^）]*）)?：(?P<name>.*?)"
    r"(?=（?(?:金额)?单位：|金额：|$|(?:填报|编制)日期|(?:19|20)\d\d年度)"
)
_CODE = re.compile(r"^[（\[]?\d{3,9}(?:[）\]]|-)?")


class Recognised(Struct, frozen=True):
    """A table of a file, and what it is."""

    table: Table
    definition: AccountTableDef


class Unrecognised(NamedTuple):
    """A table that looks like accounts, and why it is not taken for one.

    ``is_alike`` where all its rows are those of accounts, so that it may be taken for a part of a
    form that has the same rows.
    """

    table: Table
    reason: str
    is_alike: bool = False


def recognise(table: Table, catalogue: Catalogue) -> Recognised | Unrecognised | None:
    """Return what a table is; ``None`` where nothing in it looks like accounts."""
    labels = labels_of(table)
    found = _recognise(table, labels, catalogue)
    if isinstance(found, Recognised) and _has_strangers(table, found.definition):
        return Unrecognised(table, f"像是{found.definition.name}，旁边还有别的栏目，没有导入")
    return found


def _has_strangers(table: Table, definition: AccountTableDef) -> bool:
    """Tell whether a list stands beside a table that is none of its own."""
    halves: dict[int, set[str]] = {entry.half: set() for entry in table.entries}
    if len(halves) < 2:
        return False
    for entry in table.entries:
        halves[entry.half].update(entry.row[-1:], map(without_year, entry.column))
    return not definition.halves or any(
        all(words.isdisjoint(labels) for words in definition.alternatives)
        for labels in halves.values()
    )


def _recognise(
    table: Table, labels: frozenset[str], catalogue: Catalogue
) -> Recognised | Unrecognised | None:
    fits = [d for d in catalogue.table if _count(d, labels) >= d.least]
    titled = [d for d in catalogue.table if is_titled(d, table)]
    both = [d for d in titled if d in fits]
    if len(both) == 1:
        return Recognised(table, both[0])
    if both:
        return _most(table, both, labels)
    if titled:
        if not table.entries and (empty := [d for d in titled if d.nothing]):
            return Recognised(table, empty[0]) if len(empty) == 1 else None
        names = "、".join(d.name for d in titled)
        return Unrecognised(table, f"标题是“{names}”，行和列的名称却对不上，没有导入")
    alone = [d for d in fits if d.alone and not _says_otherwise(table)]
    if len(alone) == 1:
        return Recognised(table, alone[0])
    if fits:
        names = "、".join(d.name for d in fits[:3])
        known = frozenset().union(*(d.known for d in fits))
        is_alike = all(row.path[-1] in known for row in table.rows if row.path)
        reason = f"像是{names}，从标题看不出是哪一张，没有导入"
        return Unrecognised(table, reason, is_alike)
    return None


def _most(
    table: Table, both: list[AccountTableDef], labels: frozenset[str]
) -> Recognised | Unrecognised:
    counts = {d.key: _count(d, labels) for d in both}
    best = max(counts.values())
    first = [d for d in both if counts[d.key] == best]
    if len(first) == 1:
        return Recognised(table, first[0])
    names = "、".join(d.name for d in first)
    return Unrecognised(table, f"可能是{names}，分不清是哪一张，没有导入")


def labels_of(table: Table) -> frozenset[str]:
    """Return all labels of a table's rows and columns, without their years."""
    rows = (row.path[-1:] for row in table.rows)
    return frozenset(without_year(label) for path in (*table.columns, *rows) for label in path)


def without_year(label: str) -> str:
    """Return a label without the year before it.

    >>> without_year("2023年度决算数"), without_year("年初预算数")
    ('决算数', '年初预算数')
    """
    return _YEAR.sub("", label, count=1) if _YEAR.match(label) else label


def year_in(text: str) -> int | None:
    """Return the year that a text names first; ``None`` without one."""
    found = _YEAR.search(compared(text))
    return int(found[1]) if found else None


def _count(definition: AccountTableDef, labels: frozenset[str]) -> int:
    return sum(not words.isdisjoint(labels) for words in definition.alternatives)


def is_titled(definition: AccountTableDef, table: Table) -> bool:
    """Tell whether a table has a title of that kind."""
    return any(re.search(definition.title, title) for title in _titles(table))


def _says_otherwise(table: Table) -> bool:
    """Tell whether a table has a title, though not one of the catalogue."""
    return bool(plain_label(table.title)) and compared(table.title).endswith("表")


def _titles(table: Table) -> list[str]:
    """Return what names a table, without the year, in the order of what is trusted."""
    for text in (table.title, table.grid.sheet):
        title = compared(text)
        if title:
            return [_without_any_year(title)]
    return []


def _without_any_year(title: str) -> str:
    """Return what stands behind the year; where the year stands last, what stands before it.

    >>> _without_any_year("某局2024年度收入决算表"), _without_any_year("收入决算表（2024年度）")
    ('收入决算表', '收入决算表')
    """
    behind = _BEHIND_YEAR.sub("", title, count=1)
    return behind if "表" in behind else _YEAR_ASIDE.sub("", title)


def office_of(table: Table) -> str:
    """Return the office that a table says it is of, without its code; blank for none."""
    for line in reversed(table.lines):
        for found in _OFFICE.finditer(compared(line)):
            name = _CODE.sub("", found["name"])
            if name and not _MONEY.match(name):
                return name
    return ""
