"""The figures of a recognised table that have a name in the catalogue, each where it stood.

A figure counts only where every label beside and above it is understood: an item, a column such as
决算数, or a word that says nothing. What stands under any other label is left alone.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.accounts.catalogue import (
    BUDGET_AT_FIRST,
    SOME_BUDGET,
    AccountTableDef,
    Catalogue,
    ItemPattern,
)
from xlevaluate.accounts.recognition import Recognised, labels_of, without_year, year_in
from xlevaluate.submission.amounts import is_within_limit
from xlevaluate.tables.found import Origin, Unplaced
from xlevaluate.tables.money_units import UNITS, in_wan
from xlevaluate.tables.table import TableEntry

_Labels = tuple[str, ...]

_CODE = "#"
"""Begins the code of a row in a pattern."""
_TOTALS = frozenset({"合计", "小计", "总计"})


class AccountFigure(Struct, frozen=True):
    """A figure of accounts: of which table, item, column and year, and where it stood.

    ``amount`` is exact, money in 万元, a number of people as it is.
    """

    table: AccountTableDef
    item: str
    stage: str
    year: int
    amount: Decimal
    written: Decimal
    origin: Origin

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What it is found by."""
        return self.table.key, self.item, self.stage, self.year

    @property
    def half_unit(self) -> Decimal:
        """Half a unit of the last place in which it is written, in 万元 where it is money."""
        places = max(-int(self.written.as_tuple().exponent), 0)
        places = max(places, 2) if not self.table.counts else places
        step = Decimal(5).scaleb(-places - 1)
        return in_wan(step, self.origin.unit) if self.origin.unit in UNITS else step


class _Place(Struct, frozen=True):
    """The column and the year that labels name besides the item."""

    stage: str
    year: int | None


class FigureReader:
    """Reads one recognised table; ``unit`` and ``year`` are what the table or the user says."""

    def __init__(self, of: Recognised, catalogue: Catalogue, year: int, unit: str) -> None:
        self._of = of
        self._catalogue = catalogue
        self._year = year
        self._unit = unit
        self._labels = labels_of(of.table)
        twins = Counter((e.half, e.column, e.row, e.code) for e in of.table.entries if e.has_twin)
        self._has_twins = any(number > 1 for number in twins.values())
        self._idle = frozenset(catalogue.plain)
        self._columns = {
            path: (
                tuple(part for label in path for part in self._parted(without_year(label))),
                frozenset(filter(None, map(year_in, path))),
            )
            for path in {entry.column for entry in of.table.entries}
        }
        self._higher: dict[str, frozenset[int]] = {}
        self.withheld: set[tuple[str, str]] = set()
        """Items with the column in which they stand and are not read; blank for all columns."""

    def figures(self) -> Iterator[AccountFigure | Unplaced]:
        """Yield every figure with a name, and what keeps one from being read.

        What stands in the table and could not be read is ``withheld`` afterwards: it is no blank.
        """
        for item, patterns in self._of.definition.patterns.items():
            read: list[tuple[TableEntry, _Place]] = []
            for pattern in patterns:
                read = self._matching(pattern)
                if read:
                    yield from self._read(item, read)
                    break
            used = {id(entry) for entry, _ in read}
            if any(self._names(pattern, used) for pattern in patterns):
                self.withheld.add((item, ""))

    def _names(self, pattern: ItemPattern, used: set[int]) -> bool:
        """Tell whether a figure stands under the last label of an item, though not as a whole."""
        row, column = pattern.row or pattern.either, pattern.column or pattern.either
        for entry in self._of.table.entries:
            if id(entry) in used or not entry.amount.number:
                continue
            in_row = _is_at(entry.code, entry.row, row[-1:])
            in_column = _is_at("", self._columns[entry.column][0], column[-1:])
            if (in_row and in_column) if pattern.column else (in_row or in_column):
                return True
        return False

    def _matching(self, pattern: ItemPattern) -> list[tuple[TableEntry, _Place]]:
        if not pattern.unless.isdisjoint(self._labels):
            return []
        found = []
        for entry in self._of.table.entries:
            if pattern.above and id(entry) not in self._above(pattern.above):
                continue
            place = self._place(pattern, entry)
            if place is not None:
                found.append((entry, place))
        return found

    def _above(self, label: str) -> frozenset[int]:
        """Return the figures that stand above the row of a label in the same half."""
        if label not in self._higher:
            entries = self._of.table.entries
            halves = {entry.half for entry in entries if entry.row[-1:] == (label,)}
            higher: set[int] = set()
            for entry in entries:
                if entry.row[-1:] == (label,):
                    halves.discard(entry.half)
                elif entry.half in halves:
                    higher.add(id(entry))
            self._higher[label] = frozenset(higher)
        return self._higher[label]

    def _read(
        self, item: str, found: list[tuple[TableEntry, _Place]]
    ) -> Iterator[AccountFigure | Unplaced]:
        groups: dict[tuple[str, int], list[TableEntry]] = {}
        for entry, place in found:
            groups.setdefault((place.stage, place.year or self._year), []).append(entry)
        for (stage, year), entries in groups.items():
            origin = self._origin(entries[0])
            why = self._trouble(item, entries)
            figure = None if why else self._figure(item, stage, year, entries[0], origin)
            if figure is not None:
                yield figure
            elif entries[0].amount.kind != "not_asked":
                self.withheld.add((item, stage))
            if why:
                yield Unplaced(origin, why)

    def _is_told(self, entries: list[TableEntry]) -> bool:
        """Tell whether labels say which budget, or that these are final accounts."""
        labels = {label for e in entries for label in (*e.row, *self._columns[e.column][0])}
        return not labels.isdisjoint(self._catalogue.stage_of)

    def _trouble(self, item: str, entries: list[TableEntry]) -> str:
        """Return why figures of one name cannot be read; blank where they can."""
        if any(entry.is_merged for entry in entries):
            return "这一格跨几行或几列合并，看不出是哪一项的数"
        if any(entry.has_twin for entry in entries) or (
            self._has_twins and not self._is_told(entries)
        ):
            return f"“{item}”有两列的表头相同或不全，看不出是哪一列的数"
        if any(entry.amount.kind == "unreadable" for entry in entries):
            return "有公式没有结果，或结果是错误值：请在表格程序里打开、保存后再导入"
        if any(entry.amount.kind == "text" for entry in entries):
            return f"“{item}”不是数，没有导入"
        if not all(is_within_limit(entry.amount.number or Decimal(0)) for entry in entries):
            return f"“{item}”的数太大，没有导入"
        if len({entry.amount for entry in entries}) > 1:
            texts = "、".join(f"{entry.address} {entry.text}" for entry in entries)
            return f"表里有几个“{item}”，数各不相同（{texts}），没有导入"
        return ""

    def _figure(
        self, item: str, stage: str, year: int, entry: TableEntry, origin: Origin
    ) -> AccountFigure | None:
        """Return a figure; ``None`` for what is no number or in no unit that it may be in."""
        definition, number = self._of.definition, entry.amount.number
        if number is None or not (definition.counts or origin.unit in UNITS):
            return None
        amount = number if definition.counts else in_wan(number, origin.unit)
        return AccountFigure(definition, item, stage, year, amount, number, origin)

    def _origin(self, entry: TableEntry) -> Origin:
        origin = self._of.table.origin(entry)
        counts = self._of.definition.counts
        return replace(origin, unit="" if counts else entry.unit or self._unit)

    # ------------------------------------------------------------------ labels

    def _parted(self, label: str) -> _Labels:
        """Part what a head says from the column that it names behind it: 三公经费预算数."""
        known = self._of.definition.known
        for stage in self._catalogue.stage_of:
            if label not in known and label.endswith(stage) and label[: -len(stage)] in known:
                return label[: -len(stage)], stage
        return (label,)

    def _place(self, pattern: ItemPattern, entry: TableEntry) -> _Place | None:
        """Return the column and year of a figure; ``None`` if its labels mean another."""
        row, (column, years) = entry.row, self._columns[entry.column]
        rest = self._rest(pattern, entry, row, column)
        if rest is None or len(years) > 1:
            return None
        stages = {stage for label in rest if (stage := self._catalogue.stage_of.get(label))}
        if len(stages) > 1:
            stages.discard(SOME_BUDGET)  # 预算数 above 年初预算数
        if len(stages) > 1:
            return None
        definition = self._of.definition
        stage = stages.pop() if stages else definition.stage
        if definition.of == "budget":
            if stage not in {SOME_BUDGET, BUDGET_AT_FIRST}:
                return None
            stage = BUDGET_AT_FIRST
        return _Place(stage, next(iter(years), None))

    def _rest(
        self, pattern: ItemPattern, entry: TableEntry, row: _Labels, column: _Labels
    ) -> _Labels | None:
        """Return the labels that a pattern does not name; ``None`` where it does not fit.

        Those above the item may be any that the table is known to have; those in the other
        direction must say nothing but which column, or that the row is that of the whole office.
        """
        of_row, of_column = pattern.row or pattern.either, pattern.column or pattern.either
        in_row = _is_at(entry.code, row, of_row)
        in_column = _is_at("", column, of_column)
        beside_row, beside_column = _others(row, of_row), _others(column, of_column)
        above: _Labels
        beside: _Labels = ()
        if pattern.column:
            fits = in_row and in_column and not (entry.code and of_row[0][0] != _CODE)
            above = (*beside_row, *beside_column)
        elif in_row:
            fits, above, beside = bool(column), beside_row, column
        else:
            is_whole = not entry.code and bool(entry.row or not entry.has_labels)
            fits, above, beside = in_column and is_whole, beside_column, row
        known = self._of.definition.known
        if not fits or not all(self._says_nothing(label) for label in beside):
            return None
        if of_row[0][0] == _CODE:
            above = ()  # the code says where it belongs
        name = pattern.column or pattern.either
        is_of_all = name[-1] in _TOTALS and not _names_its_sum(name, column if in_column else row)
        if not all(
            self._says_nothing(label) or (label in known and not is_of_all) for label in above
        ):
            return None
        return (*above, *beside)

    def _says_nothing(self, label: str) -> bool:
        definition = self._of.definition
        return label in self._idle or label in self._catalogue.stage_of or label in definition.rows


def _is_at(code: str, path: _Labels, pattern: _Labels) -> bool:
    """Tell whether a path, or the code of its row, is what a pattern names."""
    if pattern[0][0] == _CODE:
        return code == pattern[0][1:]
    return _ends_with(path, pattern)


def _others(path: _Labels, pattern: _Labels) -> _Labels:
    """Return the labels of a path that a pattern does not name."""
    return tuple(label for label in path if label not in pattern)


def _names_its_sum(pattern: _Labels, path: _Labels) -> bool:
    """Tell whether a total stands right below the label that the pattern says it is the total of.

    >>> _names_its_sum(("公务用车", "小计"), ("三公经费", "公务用车", "小计"))
    True
    >>> _names_its_sum(("本年支出", "小计"), ("本年支出", "基本支出", "小计"))
    False
    """
    return len(pattern) > 1 and path[-len(pattern) :] == pattern


def _ends_with(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Tell whether a path ends with the last label of a pattern, below its others in order."""
    if not path or path[-1] != pattern[-1]:
        return False
    above = iter(path[:-1])
    return all(label in above for label in pattern[:-1])
