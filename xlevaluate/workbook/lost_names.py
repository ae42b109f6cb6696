"""Names that are lost while what they stood for is still there, found again by their neighbours.

A cell whose name alone was deleted is where its row and its column cross; both are known by the
names that are left in them, or by how far those before and after have moved. Where the row of a
list's heads was deleted, or the row after the list, its rows are all there, and where they begin
or end is known by the names below; so are its other columns where one was deleted. Any other cell
that is gone (``#REF!``) is not looked for: what stands there now is something else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from xlevaluate.form.page import Page
from xlevaluate.form.snapshot import Address, Snapshot
from xlevaluate.template.template import Template


class _Known(NamedTuple):
    """A row or column of the layout, and where it is in the workbook."""

    laid_out: int
    now: int


def with_found_names(
    template: Template, snapshot: Snapshot, deleted: Mapping[str, int]
) -> Snapshot:
    """Return the snapshot with the lost names whose cells can be told.

    There is a blank column again where one was ``deleted``, by sheet.
    """
    snapshot = _with_blank_columns(snapshot, deleted)
    wanted = _wanted(template, snapshot)
    found = {
        name: address
        for page in template.blank_pages
        for name, address in _found(template, page, snapshot, wanted, deleted)
    }
    return _with_groups(template, replace(snapshot, names={**snapshot.names, **found}), found)


def _with_groups(template: Template, snapshot: Snapshot, found: Collection[str]) -> Snapshot:
    """Write again to which group rows belong, from the labels that are printed beside them."""
    sheets, names = dict(snapshot.sheets), dict(snapshot.names)
    for listing in template.form.listings.values():
        head, end = names.get(listing.group_column or ""), names.get(listing.end)
        if listing.group_column is None or listing.group_column not in found:
            continue
        if head is None or end is None:
            continue
        labels = {
            (row, head.col): cell
            for (row, _), cell in sheets[head.sheet].items()
            if head.row < row < end.row and cell.value in listing.groups
        }
        sheets[head.sheet] = {**sheets[head.sheet], **labels}
        if {cell.value for cell in labels.values()} != set(listing.groups):
            names[listing.group_column] = None  # a row might be put into the wrong one
    return replace(snapshot, sheets=sheets, names=names)


def _with_blank_columns(snapshot: Snapshot, deleted: Mapping[str, int]) -> Snapshot:
    if not deleted:
        return snapshot
    sheets = dict(snapshot.sheets)
    for sheet, col in deleted.items():
        cells = snapshot.sheets[sheet]
        sheets[sheet] = {(row, c + (c >= col)): cell for (row, c), cell in cells.items()}
    names = {
        name: at._replace(col=at.col + (at.sheet in deleted and at.col >= deleted[at.sheet]))
        if at
        else None
        for name, at in snapshot.names.items()
    }
    return replace(snapshot, sheets=sheets, names=names, merges={})


def _wanted(template: Template, snapshot: Snapshot) -> set[str]:
    """Return the lost names of fields and lists, but for what came after the workbook was made."""
    form = template.form
    known = [item for item in form.all_fields.values() if item.name in snapshot.names]
    version = max((item.since for item in known), default=1)
    names = {item.name for item in form.all_fields.values() if item.since <= version}
    for listing in form.listings.values():
        if listing.since <= version:
            names |= {name for name in (listing.end, listing.group_column) if name is not None}
    return {name for name in names if snapshot.names.get(name) is None}


def _found(
    template: Template,
    page: Page,
    snapshot: Snapshot,
    wanted: set[str],
    deleted: Mapping[str, int],
) -> Iterator[tuple[str, Address]]:
    cells = {name: (cell.row, cell.col) for cell in page.cells for name in cell.names}
    there = {name: at for name in cells if (at := snapshot.names.get(name)) is not None}
    sheets = {at.sheet for at in there.values()}
    if len(sheets) != 1:
        return
    (sheet,) = sheets
    rows = [_Known(cells[name][0], at.row) for name, at in there.items()]
    cols = [_Known(cells[name][1], at.col) for name, at in there.items()]
    listings = template.form.listings.values()
    ends = {listing.end for listing in listings}
    of_lists = ends | {listing.group_column for listing in listings}
    of_lists |= {item.name for listing in listings for item in listing.fields}
    for name in wanted & cells.keys():
        row, col = cells[name]
        down, across = _now(rows, row), _now(cols, col)
        if name in snapshot.names:  # the cell is gone
            # Between the heads and the end of a list stand as many rows as it has.
            moved = _nearest((of for of in rows if (of.laid_out > row) == (name in ends)), row)
            is_row_gone = all(known.laid_out != row for known in rows)
            if name not in of_lists:
                continue
            if is_row_gone and moved:
                down = row + moved.pop() + (1 if name in ends else -1)
            elif across != deleted.get(sheet):
                continue
        if down is not None and across is not None:
            yield name, Address(sheet, down, across)


def _now(known: list[_Known], wanted: int) -> int | None:
    """Return where a row or column is now; ``None`` where there is doubt."""
    moved = {item.now - wanted for item in known if item.laid_out == wanted}
    if not moved:
        before = [item for item in known if item.laid_out < wanted]
        after = [item for item in known if item.laid_out > wanted]
        moved = _nearest(before, wanted) | _nearest(after, wanted)
    return wanted + moved.pop() if len(moved) == 1 else None


def _nearest(known: Iterable[_Known], wanted: int) -> set[int]:
    """Return how far the nearest of them has moved; nothing where there is none."""
    nearest = min(known, key=lambda item: abs(item.laid_out - wanted), default=None)
    return set() if nearest is None else {nearest.now - nearest.laid_out}
