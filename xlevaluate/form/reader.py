"""From a snapshot to a submission: cells are found by their names, never by address.

Fields that stand once have a name each. Rows of a list lie between the row of its heads and
the row after it, both named; each column is that of its head. So rows may be inserted and
deleted, and whole tables moved. An indicator belongs to the category written in its hidden
group column; an inserted row, where that is blank, belongs to the category of the row above, or
where heads stand above, to that of the row below.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from xlevaluate.errors import CannotDoError
from xlevaluate.form.carried_table import read_carried
from xlevaluate.form.cell_reading import read_cell
from xlevaluate.form.fields import OUTLINE, Field, Listing
from xlevaluate.form.form import Form
from xlevaluate.form.misplaced import Misplaced, find_misplaced
from xlevaluate.form.problems import Place, Problem, Reading, Trouble
from xlevaluate.form.snapshot import (
    BLANK,
    Address,
    CellValue,
    Snapshot,
    Value,
    a1,
)
from xlevaluate.submission.paths import nest
from xlevaluate.submission.texts import clean_text


def read_snapshot(
    form: Form, snapshot: Snapshot, computed: Iterable[str] = (), *, laid_out: bool = True
) -> Reading:
    """Read a submission out of a snapshot; ``computed`` are the names of computed cells.

    A snapshot that is not ``laid_out`` as a workbook has values under names, and nobody sees it.

    Whatever cannot be read is a problem with its place, and the rest is read all the same.
    A snapshot with none of the form's names in it raises ``CannotDoError``.
    """
    if not any(name in snapshot.names for name in form.fields):
        raise CannotDoError(
            "这不是 xlevaluate 的工作簿：没有找到任何填写项的名称。"
            "请用 xlevaluate new 生成工作簿，把数据填在里面。"
        )
    reader = _Reader(form, snapshot)
    reader.sheets()
    for item in form.fields.values():
        reader.single(item)
    for listing in form.listings.values():
        reader.listing(listing)
    shown = {name: value for name in computed for value in reader.computed(name)}
    if carried := read_carried(form, snapshot):
        reader.values["carried"] = carried
    misplaced = find_misplaced(form, snapshot, shown) if laid_out else Misplaced()
    return Reading(
        submission=form.own_model.model_validate(nest(reader.values)),
        places=reader.places,
        problems=(*reader.problems, *misplaced.problems),
        unread=frozenset(reader.unread) | misplaced.unread,
        shown=shown,
        snapshot=snapshot,
    )


class _Reader:
    def __init__(self, form: Form, snapshot: Snapshot) -> None:
        self.form = form
        self.snapshot = snapshot
        self.values: dict[str, Any] = {}
        self.places: dict[str, Place] = {}
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def sheets(self) -> None:
        """Say which sheets with fields are missing."""
        if self.snapshot.opened_elsewhere:
            self._report("open_elsewhere", Place("", "", ""))
        if self.snapshot.is_manual:
            self._report("manual", Place("", "", ""))
        filled = {item.sheet: None for item in self.form.all_fields.values()}
        for sheet in filled:
            if sheet not in self._present:
                self._report("missing_sheet", Place(sheet, "", ""))

    @cached_property
    def _present(self) -> set[str]:
        """Our sheets that are there, under their own name or a new one."""
        every = self.form.all_fields.values()
        renamed = {item.sheet for item in every if self.snapshot.names.get(item.name)}
        return renamed | set(self.snapshot.sheets)

    def single(self, item: Field) -> None:
        """Read a field that stands once."""
        if item.has_default and item.name not in self.snapshot.names:
            return
        address = self._find(item.name, item.sheet, item.label, item.since)
        if address is None:
            if item.since <= self._version:
                self.unread.add(item.name)
            return
        self.places[item.path] = Place(address.sheet, str(address), item.label)
        self._take(item, item.path, self.snapshot.at(address))

    def computed(self, name: str) -> Iterable[Value]:
        """Yield what a computed cell shows, if the cell is there."""
        address = self.snapshot.names.get(name)
        if address is None:
            return
        place = Place(address.sheet, str(address), name)
        self.places[f"={name}"] = place
        cell = self.snapshot.at(address)
        if cell.is_formula and cell.value is None:
            self._report("not_calculated", place)
            return
        yield cell.value

    @cached_property
    def _version(self) -> int:
        """The version of the form that the workbook was made with: its newest field says so."""
        known = self.snapshot.names
        fields = (item for item in self.form.all_fields.values() if item.name in known)
        return max((item.since for item in fields), default=1)

    def _find(self, name: str, sheet: str, label: str, since: int = 1) -> Address | None:
        address = self.snapshot.names.get(name)
        if address is None and sheet in self._present and since <= self._version:
            self._report("missing_name", Place(sheet, "", label), typed=name)
        return address

    def listing(self, listing: Listing) -> None:
        """Read the rows of a list."""
        named = [(item.name, item.label) for item in listing.fields]
        named.append((listing.end, listing.name))
        if listing.group_column:
            named.append((listing.group_column, listing.name))
        if listing.since > self._version:
            return
        found = {name: self._find(name, listing.sheet, label) for name, label in named}
        addresses = {name: address for name, address in found.items() if address is not None}
        if len(addresses) < len(found):
            self.unread.update(item.name for item in listing.fields)
            return
        end = addresses[listing.end].row
        columns = {item.name: addresses[item.name] for item in listing.fields}
        top = max(address.row for address in columns.values())
        sheet = addresses[listing.end].sheet
        groups = self._groups(listing, addresses, sheet, range(top + 1, end))
        self._place_groups(listing, columns, sheet, groups)
        widths = self._widths(columns)
        counts, written = dict.fromkeys(listing.groups, 0), self.snapshot.sheets[sheet]
        for row, group in groups.items():
            cells = {
                name: _leftmost(written, row, at.col, widths[name]) for name, at in columns.items()
            }
            counting = [cells[listing.needs]] if listing.needs else cells.values()
            if any(not _is_blank(cell) for _, cell in counting):
                base = f"{listing.groups[group]}.{counts[group]}"
                counts[group] += self._row(listing, base, Address(sheet, row, 0), cells)
        columns_read = self.unread.isdisjoint(item.name for item in listing.fields)
        if listing.is_outline and columns_read and not any(counts.values()):
            self.values[OUTLINE] = []  # cleared, which is not the template's own

    def _row(
        self,
        listing: Listing,
        base: str,
        row: Address,
        cells: dict[str, tuple[int, CellValue]],
    ) -> bool:
        """Read one row of a list; tell whether anything came of it."""
        read_before, troubles_before = len(self.values), len(self.problems)
        for item in listing.fields:
            path = base + item.path.rsplit("*", 1)[1]
            col, cell = cells[item.name]
            cell_address = str(row._replace(col=col))
            self.places[path] = Place(row.sheet, cell_address, self._label(listing, item, cells))
            self._take(item, path, cell)
        new = set(islice(self.values, read_before, None))
        needed = [f for f in listing.fields if f.required]
        lacking = [f for f in needed if base + f.path.rsplit("*", 1)[1] not in new]
        if not lacking:
            return bool(new)
        for path in new:
            del self.values[path]
        # A remark beside no finding is kept by whoever writes there; it is no mistake.
        if len(self.problems) == troubles_before and not listing.needs:
            path = base + lacking[0].path.rsplit("*", 1)[1]
            self.unread.add(lacking[0].name)
            self._report("incomplete_row", self.places[path], unit=lacking[0].unit)
        return False

    def _place_groups(
        self, listing: Listing, columns: dict[str, Address], sheet: str, groups: dict[int, str]
    ) -> None:
        """Say where the points of each group stand, rows without any included."""
        scored = [item for item in listing.fields if item.kind == "points"]
        scored.sort(key=lambda item: item.role != "weight")  # it is what a group is told of
        points = [columns[item.name].col for item in scored]
        for group, base in listing.groups.items():
            rows = [row for row, of in groups.items() if of == group]
            if listing.group_column and not rows:
                self.places[base] = Place(sheet, "", group)
                self._report("missing_group", self.places[base])
            elif points:
                first, last = a1(rows[0], points[0]), a1(rows[-1], points[0])
                cell = first if first == last else f"{first}:{last}"
                self.places[base] = Place(sheet, cell, group)

    def _label(self, listing: Listing, item: Field, cells: dict[str, tuple[int, CellValue]]) -> str:
        """Call a cell by its row's own name: 重要会议活动（分值）."""
        first = listing.fields[0]
        title = cells[first.name][1].value
        named = isinstance(title, str) and not first.choices and clean_text(title) is not None
        if item is first or not named:
            return item.label
        return f"{clean_text(str(title))}（{item.column}）"

    def _groups(
        self, listing: Listing, addresses: dict[str, Address], sheet: str, rows: range
    ) -> dict[int, str]:
        """Say which group each row belongs to."""
        if listing.group_column is None:
            return dict.fromkeys(rows, "")
        col = addresses[listing.group_column].col
        written = {row: self.snapshot.at(Address(sheet, row, col)).value for row in rows}
        known = [value for value in written.values() if value in listing.groups]
        current = known[0] if known else next(iter(listing.groups))
        groups = {}
        for row, value in written.items():
            if value == self.form.names.group:  # heads again, above the rows of another goal
                below = (value for at, value in written.items() if at > row)
                current = next((value for value in below if value in listing.groups), current)
                continue
            if value in listing.groups:
                current = value
            elif value is not None:
                place = Place(sheet, a1(row, col), listing.name)
                self._report("no_group", place, typed=str(value))
            groups[row] = str(current)
        return groups

    def _widths(self, columns: dict[str, Address]) -> dict[str, int]:
        """Return how many columns each field spans, up to the next one."""
        ordered = sorted((address.col, name) for name, address in columns.items())
        widths, width = {}, 1
        for index, (col, name) in enumerate(ordered):
            # The last is as wide as the one before it.
            if index + 1 < len(ordered):
                width = ordered[index + 1][0] - col
            widths[name] = width
        return widths

    def _take(self, item: Field, path: str, cell: CellValue) -> None:
        """Keep what one cell says, and what is to be told of it."""
        read = read_cell(item, self.places[path], cell)
        if read.value is not None:
            self.values[path] = read.value
        if read.problem is not None:
            self.problems.append(read.problem)
        if read.failed:
            self.unread.add(item.name)

    def _report(self, trouble: Trouble, place: Place, typed: str = "", unit: str = "") -> None:
        self.problems.append(Problem(trouble, place, typed, "", unit))


def _leftmost(
    cells: Mapping[tuple[int, int], CellValue], row: int, col: int, width: int
) -> tuple[int, CellValue]:
    """Return the first cell with something in it: an inserted row is not joined up."""
    for place in range(col, col + width):
        cell = cells.get((row, place))
        if cell is not None and not _is_blank(cell):
            return place, cell
    return col, cells.get((row, col), BLANK)


def _is_blank(cell: CellValue) -> bool:
    if cell.value is None:
        return not cell.is_formula
    return isinstance(cell.value, str) and clean_text(cell.value) is None
