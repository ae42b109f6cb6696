"""What was deleted from a workbook: rows, columns, sheets or cells, each said once.

Whoever deletes a row takes the names of all its cells away, and with them the results of every
formula that reads one. What is missing is held against how the form is laid out: names of one row
are one row.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from xlevaluate.form.fields import Field
from xlevaluate.form.form import Form
from xlevaluate.form.page import Cell, Page
from xlevaluate.form.problems import Place, Reading
from xlevaluate.form.snapshot import Address, ErrorValue, Snapshot, a1, column_letters
from xlevaluate.submission.texts import listed
from xlevaluate.template.renamed_sheets import renamed_sheets
from xlevaluate.template.template import Template

DeletionKind = Literal[
    "sheet_deleted", "sheet_renamed", "row_deleted", "column_deleted", "cells_deleted"
]

_MOST_LABELS = 3


class Deletion(Struct, frozen=True):
    """Something that is no longer there: where it was, its number (``8``, ``F``), what it held.

    A sheet that was renamed has what it is called now for a number. ``is_needed`` tells whether
    anything filled in or computed stood there.
    """

    kind: DeletionKind
    place: Place
    number: str = ""
    is_needed: bool = True


class _Named(Struct, frozen=True):
    """A name of the layout, and the cell that has it."""

    name: str
    row: int
    col: int
    label: str
    column: str
    rank: int
    """Whose label says best what stood there: 0 a field, 1 a list's column, 2 anything else."""
    is_needed: bool


def deletions_of(template: Template, reading: Reading) -> tuple[Deletion, ...]:
    """Return what was deleted from a workbook; nothing where all names lead somewhere."""
    names, sheets = reading.snapshot.names, reading.snapshot.sheets
    missing = {problem.typed for problem in reading.problems if problem.trouble == "missing_name"}
    gone = {name for name, address in names.items() if address is None} | missing
    ours = template.form.sheets_at_least
    if not sheets or (not gone and all(sheet in sheets for sheet in ours)):
        return ()
    renamed = renamed_sheets(template, reading.snapshot)
    return tuple(
        deletion
        for sheet, every in _laid_out(template)
        for deletion in (
            [Deletion("sheet_renamed", Place(sheet, "", ""), renamed[sheet])]
            if sheet in renamed
            else _of_sheet(sheet, every, reading.snapshot, gone)
        )
    )


def failed_formulas(snapshot: Snapshot) -> int:
    """Count the formulas that show an error."""
    return sum(
        cell.is_formula and isinstance(cell.value, ErrorValue)
        for cells in snapshot.sheets.values()
        for cell in cells.values()
    )


@lru_cache(maxsize=4)
def _laid_out(template: Template) -> tuple[tuple[str, tuple[_Named, ...]], ...]:
    """Return the names in each sheet of an empty workbook."""
    return tuple((page.sheet.name, tuple(_named(template, page))) for page in template.blank_pages)


def _of_sheet(
    sheet: str, every: tuple[_Named, ...], snapshot: Snapshot, gone: set[str]
) -> Iterator[Deletion]:
    there = [item for item in every if snapshot.names.get(item.name) is not None]
    if sheet not in snapshot.sheets and not there:
        needed = any(item.is_needed for item in every)
        yield Deletion("sheet_deleted", Place(sheet, "", ""), is_needed=needed)
        return
    lost = {item for item in every if item.name in gone}
    if not lost:
        return
    addresses = {item.name: at for item in there if (at := snapshot.names[item.name])}
    called = next(iter(addresses.values())).sheet if addresses else sheet
    while lost and (line := _line(every, lost, snapshot)):
        lost.difference_update(line.items)
        yield line.deletion(called, every, addresses)
    if lost:
        place = Place(called, "", _labels(item.label for item in _ordered(lost)))
        yield Deletion("cells_deleted", place, is_needed=any(item.is_needed for item in lost))


class _Line(Struct, frozen=True):
    """A whole row or column of the layout whose names are all gone."""

    kind: Literal["row_deleted", "column_deleted"]
    index: int
    items: frozenset[_Named]

    def deletion(
        self, sheet: str, every: tuple[_Named, ...], addresses: dict[str, Address]
    ) -> Deletion:
        """Say where it was: as many rows under the last one that is there as the layout has."""
        is_row = self.kind == "row_deleted"
        now = self.index
        before = [
            item
            for item in every
            if item.name in addresses and (item.row if is_row else item.col) < self.index
        ]
        if before:
            last = max(before, key=lambda item: item.row if is_row else item.col)
            address = addresses[last.name]
            now += address.row - last.row if is_row else address.col - last.col
        best = min(item.rank for item in self.items)
        items = _ordered(item for item in self.items if item.rank == best)
        if is_row:
            cell, number = a1(now, 0), str(now + 1)
            label = _labels(_row_name(item) for item in items)
        else:
            cell, number = a1(0, now), column_letters(now)
            heads = [item.column for item in self.items if item.column]
            label = _labels(sorted(set(heads), key=heads.index) or [item.label for item in items])
        needed = any(item.is_needed for item in self.items)
        return Deletion(self.kind, Place(sheet, cell, label), number, needed)


def _line(every: tuple[_Named, ...], lost: set[_Named], snapshot: Snapshot) -> _Line | None:
    """Return the row or column of which all names are gone that accounts for most of them."""
    found: list[_Line] = []
    for index in {item.row for item in lost}:
        items = frozenset(item for item in every if item.row == index)
        found.append(_Line("row_deleted", index, items))
    for index in {item.col for item in lost}:
        items = frozenset(item for item in every if item.col == index)
        found.append(_Line("column_deleted", index, items))
    # A single name that is in no list of names was deleted by itself.
    whole = [
        line
        for line in found
        if line.items <= lost and (len(line.items) > 1 or _is_cell_gone(line.items, snapshot))
    ]
    return max(whole, key=lambda line: (len(line.items), line.kind == "row_deleted"), default=None)


def _is_cell_gone(items: Iterable[_Named], snapshot: Snapshot) -> bool:
    return all(item.name in snapshot.names for item in items)


def _ordered(items: Iterable[_Named]) -> list[_Named]:
    return sorted(items, key=lambda item: (item.row, item.col))


def _row_name(item: _Named) -> str:
    """Return what all cells of a row are called: the label without the column's name."""
    return item.label.removesuffix(f"（{item.column}）")


def _labels(labels: Iterable[str]) -> str:
    every = list(dict.fromkeys(labels))
    more = f"等{len(every)}项" if len(every) > _MOST_LABELS else ""
    return listed(every[:_MOST_LABELS]) + more


def _named(template: Template, page: Page) -> Iterator[_Named]:
    fields = template.form.all_fields
    structure = _structure(template.form)
    for cell in page.cells:
        for name in cell.names:
            field = fields.get(name)
            is_needed = field is not None or name in structure or name in template.computations
            label, column = _called(cell, name, field)
            rank = 2 if field is None else 0 if name in template.form.fields else 1
            yield _Named(name, cell.row, cell.col, label, column, rank, is_needed)


def _structure(form: Form) -> set[str]:
    """Return the names that say where lists end and which group a row belongs to."""
    return {
        name
        for listing in form.listings.values()
        for name in (listing.end, listing.group_column)
        if name is not None
    }


def _called(cell: Cell, name: str, field: Field | None) -> tuple[str, str]:
    """Return what a cell is called, and what the column is in which it stands."""
    if field is not None:
        return field.label, field.column
    text = re.split("[\n（]", cell.text)[0]
    return name.partition("_")[0] if cell.computed else text or name, ""
