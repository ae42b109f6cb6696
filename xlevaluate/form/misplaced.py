"""What stands where it is not read, or is read where it is not seen.

Cells are found by their names, so a block pasted beside its place, a cell that was cut, rows that
were sorted go unnoticed by reading alone. Here the sheets that are filled in are looked at as their
user sees them: a value in a cell of no field, two names on one cell, a name away from its row or
column, a label that is another row's.

A workbook of the layout that the form has now carries a mark (``LAYOUT_NAME``). Where that is
missing, cells of pictures may stand as they did before, and texts may read as they did before:
only figures are told then, and only tables are held to their rows and columns.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import takewhile
from operator import itemgetter

from msgspec import Struct

from xlevaluate.form.cell_groups import Spot, most_of, names_away, range_of, touching
from xlevaluate.form.cells_definition import RowDef, TableDef
from xlevaluate.form.fields import Listing, table_columns
from xlevaluate.form.form import Form
from xlevaluate.form.numbers import read_number
from xlevaluate.form.printed_texts import row_text
from xlevaluate.form.problems import Place, Problem, Trouble
from xlevaluate.form.sheet_plan import SheetPlan, sheet_plans, without_blanks
from xlevaluate.form.snapshot import BLANK, Address, CellValue, ErrorValue, Snapshot

LAYOUT_NAME = "xle_layout"
"""A defined name of workbooks in which every field has a cell to itself."""

LAYOUT = '="2"'


class Misplaced(Struct, frozen=True):
    """What was found; ``unread`` are the names of fields whose figures cannot be trusted."""

    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()


def find_misplaced(form: Form, snapshot: Snapshot, shown: Mapping[str, object]) -> Misplaced:
    """Look at every sheet that is filled in; ``shown`` is what computed cells show, by name."""
    problems: list[Problem] = []
    unread: set[str] = set()
    for plan in sheet_plans(form):
        if not plan.is_filled_in:
            continue
        look = _Sheet(plan, snapshot, shown)
        if not look.is_there:
            continue
        for name, problem in look.misnamed():
            unread.add(name)
            problems.append(problem)
        problems += look.labels()
        if not look.is_torn:
            problems += look.strays()
    problems += _copies(form, snapshot)
    return Misplaced(tuple(problems), frozenset(unread))


def _copies(form: Form, snapshot: Snapshot) -> Iterator[Problem]:
    """Yield sheets that are copies of ours, under the names that spreadsheets give to copies."""
    ours = {sheet.name for sheet in form.definition.sheet}
    ours |= {address.sheet for address in snapshot.names.values() if address is not None}
    for name in snapshot.sheets:
        for plan in sheet_plans(form):
            # Where the sheet itself is gone, this may be the only one: no copy to be deleted.
            is_there = plan.sheet.name in snapshot.sheets or any(
                snapshot.names.get(called) for called in plan.called
            )
            if is_there and name not in ours and name.startswith(plan.sheet.name):
                title = without_blanks(snapshot.sheets[name].get((0, 0), BLANK).value)
                if title and title in plan.texts:
                    yield Problem("copied_sheet", Place(name, "", plan.sheet.name))


class _Sheet:
    """One of our sheets, as far as its names are there."""

    def __init__(self, plan: SheetPlan, snapshot: Snapshot, shown: Mapping[str, object]) -> None:
        self.plan = plan
        self.form = plan.form
        self.snapshot = snapshot
        self.shown = shown
        self.is_new = LAYOUT_NAME in snapshot.names
        self.names = {
            name: address
            for name, address in snapshot.names.items()
            if address is not None and name in self.plan.called
        }
        sheets = Counter(address.sheet for address in self.names.values())
        self.name = sheets.most_common(1)[0][0] if sheets else plan.sheet.name
        self.is_there = bool(sheets) and self.name in snapshot.sheets

    @property
    def is_torn(self) -> bool:
        """Tell whether cells with names were deleted, which is told; what is left stands bare."""
        names = self.snapshot.names
        return any(name in names and names[name] is None for name in self.plan.called)

    def _place(self, name: str) -> Place:
        address = self.names[name]
        return Place(address.sheet, str(address), self.plan.called[name])

    # ------------------------------------------------------------------ names

    def misnamed(self) -> Iterator[tuple[str, Problem]]:
        """Yield names that share a cell, and names that lie away from their row or column."""
        by_cell: dict[Address, list[str]] = {}
        for name, address in self.names.items():
            if name in self.form.fields or name in self.shown:
                by_cell.setdefault(address, []).append(name)
        told: set[str] = set()
        for names in by_cell.values():
            if len(names) > 1:
                labels = "”和“".join(self.plan.called[name] for name in names)
                yield names[0], Problem("shared_cell", self._place(names[0]), typed=labels)
                for name in names[1:]:
                    yield name, Problem("shared_cell", self._place(name), typed=labels)
                told.update(names)
        for name in self._moved():
            if name not in told:
                yield name, Problem("moved_cell", self._place(name))

    def _moved(self) -> Iterator[str]:
        for group in self._squares():
            yield from names_away(
                {name: place for name, place in group.items() if name in self.names},
                {name: self.names[name] for name in group if name in self.names},
                self.name,
                self._labelled,
            )

    def _labelled(self) -> frozenset[int]:
        """Return the rows that have a label of ours."""
        cells = self.snapshot.sheets[self.name].items()
        return frozenset(
            row
            for (row, _), cell in cells
            if isinstance(cell.value, str) and without_blanks(cell.value) in self.plan.texts
        )

    def _where_missing(self) -> Iterator[Spot]:
        """Yield where fields would stand whose names are gone, which is told by itself."""
        for group in self._squares():
            if all(map(self.names.__contains__, group)):
                continue
            there = {n: self.names[n] for n in group if n in self.names}
            there = {name: at for name, at in there.items() if at.sheet == self.name}
            rows = most_of({n: group[n][0] for n in there}, {n: a.row for n, a in there.items()})
            cols = most_of({n: group[n][1] for n in there}, {n: a.col for n, a in there.items()})
            for name, (row, col) in group.items():
                beside = [n for n in there if group[n][0] == row]
                if name not in self.names and beside:
                    across = there[beside[0]].col + col - group[beside[0]][1]
                    yield rows[row], cols.get(col, across)

    def _squares(self) -> Iterator[Mapping[str, Spot]]:
        """Yield names that stand in rows and columns together, each with its place there."""
        yield from self.plan.rows_and_columns
        yield from self.plan.pictures if self.is_new else ()

    # ------------------------------------------------------------------ labels

    def labels(self) -> Iterator[Problem]:
        """Yield rows whose label is that of another row, or has been written over."""
        for table in self.plan.tables:
            columns = [column.name for column in table_columns(self.form.definition, table)]
            for row in table.rows:
                cells = [
                    self.names[name]
                    for column in columns
                    if (name := f"{row.name}_{column}") in self.names and not row.items
                ]
                if cells:
                    first = min(cells, key=lambda cell: cell.col)
                    beside = len(list(takewhile(row.not_asked.__contains__, columns)))
                    at = first._replace(col=first.col - beside)
                    yield from self._label(table, row, at)
        for listing in self.plan.listings:
            if listing.group_column:
                yield from self._groups(listing)

    def _label(self, table: TableDef, row: RowDef, first: Address) -> Iterator[Problem]:
        if first.sheet != self.name or first.col < 1:
            return
        place = first._replace(col=first.col - 1)
        value = self.snapshot.at(place).value
        text, own = without_blanks(value), row_text(row)
        if text == without_blanks(own):
            return
        others = (row_text(of) for of in table.rows if not of.items and of.name != row.name)
        if self.is_new or text in map(without_blanks, others):
            where = Place(place.sheet, str(place), own)
            yield Problem("other_label", where, typed="" if value is None else str(value))

    def _groups(self, listing: Listing) -> Iterator[Problem]:
        """Yield rows that show another category than the one that is read."""
        head = self.names.get(listing.group_column or "")
        first = self.names.get(listing.fields[0].name)
        end = self.names.get(listing.end)
        if head is None or first is None or end is None or first.col == 0:
            return
        top = max(at.row for i in listing.fields if (at := self.names.get(i.name)) is not None)
        places = [Address(self.name, row, first.col - 1) for row in range(top + 1, end.row)]
        written = [self.snapshot.at(place._replace(col=head.col)).value for place in places]
        known = [value for value in written if value in listing.groups]
        read = known[0] if known else next(iter(listing.groups))
        for place, own in zip(places, written, strict=True):
            seen = self.snapshot.at(place).value
            read = own if own in listing.groups else read
            if seen in listing.groups and seen != read:
                yield Problem("other_label", Place(self.name, str(place), str(read)), str(seen))

    # ------------------------------------------------------------------ values

    def strays(self) -> Iterator[Problem]:
        """Yield values in cells of no field: inside the form, and beside or below it.

        None in a workbook that was saved as values, in which what was computed stands like typed.
        """
        if self._is_of_values:
            return
        cells = self.snapshot.sheets[self.name]
        taken, bottom, right = self._taken()
        found = [
            (place, cell)
            for place, cell in cells.items()
            if place not in taken and self._is_stray(place, cell)
        ]
        found.sort(key=itemgetter(0))
        for is_inside in (True, False):
            places = [p for p, _ in found if (p[0] <= bottom and p[1] <= right) == is_inside]
            for block in touching(places):
                first = cells[block[0]]
                more = f"等 {len(block)} 个值" if len(block) > 1 else ""
                place = Place(self.name, range_of(block), "")
                trouble: Trouble = "stray_value" if is_inside else "value_beside"
                yield Problem(trouble, place, typed=f"{_shown(first)}{more}")

    @cached_property
    def _is_of_values(self) -> bool:
        """Tell whether no computed cell of the whole workbook has a formula any more."""
        names = self.snapshot.names
        computed = [at for n in self.shown if (at := names.get(n)) and n not in self.form.fields]
        return bool(computed) and not any(self.snapshot.at(at).is_formula for at in computed)

    def _taken(self) -> tuple[set[tuple[int, int]], int, int]:
        """Return the cells that are read, and the last row and column of the form."""
        here = [address for address in self.snapshot.names.values() if address is not None]
        taken = {(a.row, a.col) for a in here if a.sheet == self.name}
        taken -= set(self._written_over())
        taken -= set(self._heads_written_over())
        own = [address for address in self.names.values() if address.sheet == self.name]
        bottom, right = max(a.row for a in own), max(a.col for a in own) + 1
        taken.update(self._where_missing())
        for listing in self.plan.listings:
            taken |= self._list_cells(listing)
        return taken, bottom, right

    def _heads_written_over(self) -> Iterator[Spot]:
        """Yield heads of columns that hold a figure; above a list in a table stand fields."""
        fields = {at for name, at in self.names.items() if name in self.form.fields}
        for listing in self.plan.listings if self.is_new else ():
            for at in (self.names.get(item.name) for item in listing.fields):
                if at and at not in fields and isinstance(self.snapshot.at(at).value, int | float):
                    yield at.row, at.col

    def _written_over(self) -> Iterator[Spot]:
        """Yield computed cells of a picture or a table that hold a figure and no formula."""
        for name, address in self.names.items() if self.is_new else ():
            cell = self.snapshot.at(address)
            is_computed = name in self.shown and name not in self.form.fields
            if is_computed and not cell.is_formula and isinstance(cell.value, int | float):
                yield address.row, address.col

    def _list_cells(self, listing: Listing) -> set[tuple[int, int]]:
        heads = [self.names.get(item.name) for item in listing.fields]
        end, group = self.names.get(listing.end), self.names.get(listing.group_column or "")
        columns = sorted(head.col for head in heads if head is not None)
        if end is None or not columns:
            return set()
        top = max(head.row for head in heads if head is not None)
        rows = range(top + 1, end.row)
        cells = self.snapshot.sheets[self.name]
        numbers = {(row, columns[0] - 1) for row in rows}  # of the rows, by formulas
        numbers = {at for at in numbers if at in cells and cells[at].is_formula}
        if not self.is_new:  # a field of an inserted row may stand in any cell that is joined above
            columns = list(range(columns[0], columns[-1] + 1))
            columns += range(columns[0])  # ordinals
        every = (*columns, *([group.col] if group else ()))
        return numbers | {(row, col) for row in rows for col in every}

    def _is_stray(self, place: tuple[int, int], cell: CellValue) -> bool:
        value = cell.value
        if value is None or isinstance(value, ErrorValue):
            return False
        if isinstance(value, str):
            if value in self.plan.printed:
                return False
            text = without_blanks(value)
            if not text or cell.is_formula or text in self.plan.texts:
                return False
            return self.is_new or _is_figure(value)
        return not (cell.is_formula and self._is_shown(place[0], value))

    def _is_shown(self, row: int, value: object) -> bool:
        """Tell whether a number may be that of a computed cell that a picture shows again."""
        beside = {a.row for n, a in self.names.items() if n in self.form.fields}
        if row not in beside or not isinstance(value, int | float):
            return False
        return any(
            isinstance(shown, int | float) and abs(shown - value) < _NEAR
            for shown in self.shown.values()
        )


_NEAR = 1e-9


def _is_figure(text: str) -> bool:
    read = read_number(text)
    return read is not None and read.amount is not None and any(map(str.isdigit, text))


def _shown(cell: CellValue) -> str:
    value = cell.value
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


_LONGEST = 20
