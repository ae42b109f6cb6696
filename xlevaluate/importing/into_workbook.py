"""What was found elsewhere, written into a copy of a workbook.

Where the rows of its lists suffice, only cells are filled in and everything else stays byte for
byte. Where they do not, a new workbook of the same template is made of all that is filled in, if
nothing but that stands in the old one; else the rows that have no place are told of.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.cells.blank_count import BlankCount
from xlevaluate.cells.calls import Host
from xlevaluate.cells.names import LIVE_NAME
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Reading
from xlevaluate.form.snapshot import Address, Snapshot, Value, place_of
from xlevaluate.importing.cell_targets import Targets, targets_of
from xlevaluate.importing.formula_results import formula_results
from xlevaluate.importing.import_record import ImportRecord, note_of
from xlevaluate.importing.merged import Merged
from xlevaluate.importing.merging import merge
from xlevaluate.importing.remaking import (
    Own,
    not_taken_along,
    notes_taken_along,
    own_contents,
)
from xlevaluate.submission import NotApplicable
from xlevaluate.tables.found import Harvest
from xlevaluate.template.made_parameters import following
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.vba.project import PROJECT_PART
from xlevaluate.workbook.cell_notes import add_notes
from xlevaluate.workbook.generate import make_workbook, snapshot_of_submission
from xlevaluate.workbook.package_changes import PackageChanges
from xlevaluate.workbook.read import book_of, snapshot_of_book
from xlevaluate.workbook.record_sheet import RECORD_SHEET, add_record, is_record
from xlevaluate.xlsx.saved_book import SavedBook
from xlevaluate.xlsx.serial_days import number_of

_NEW_NAME = "新工作簿"


class Imported(Struct, frozen=True):
    """A workbook with what was imported; ``is_new`` where it had to be made anew."""

    content: bytes
    merged: Merged
    reading: Reading
    """Of the workbook as it is now."""
    is_new: bool
    earlier: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    """Records of earlier imports that a new workbook does not have yet: their sheets and lines."""
    notes: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)
    """Notes on cells that a new workbook does not have yet either."""
    own: tuple[Own, ...] = ()
    """What is the user's own: a new workbook lacks it, or for its sake none was made."""


def import_into(
    template: Template,
    book: SavedBook,
    snapshot: Snapshot,
    harvests: Sequence[Harvest],
    *,
    created: datetime.datetime,
    accepted: Collection[int] | None = (),
) -> Imported:
    """Return a copy of a workbook with what was found in its blanks."""
    reading = read_forms(template, snapshot)
    merged = merge(template, reading, harvests, accepted)
    targets = _targets(template, book, reading, merged)
    host = _host_of(book)
    lacks_rows = bool(targets.no_room.keys() - targets.cells.keys())
    own = own_contents(template, snapshot, reading) if lacks_rows else ()
    if lacks_rows and not own:
        given = following(template, snapshot, merged.given)
        content, _ = make_workbook(template, given, created=created, macros=host)
        made = _imported(template, content, merged, book.package.name, is_new=True)
        filled = {value.path for value in merged.placed}
        new = book_of(content, _NEW_NAME)
        return replace(
            made,
            earlier=tuple(_records(snapshot)),
            own=tuple(not_taken_along(book, reading, new, made.reading, filled)),
            notes=notes_taken_along(book, reading, made.reading),
        )
    if targets.no_room:
        merged = merge(template, reading, harvests, accepted, targets.no_room)
        targets = _targets(template, book, reading, merged)
    changes = PackageChanges(book)
    for value in merged.placed:
        if value.path in targets.cells:
            at = targets.cells[value.path]
            changes.sheet(at.sheet).put_value(at.row, at.col, stored(value.value))
    before = read_forms(template, snapshot_of_submission(template, reading.submission, host))
    changed = book_of(changes.to_bytes(), book.package.name)
    content = _calculated(template, changed, before, merged, host)
    made = _imported(template, content, merged, book.package.name, is_new=False)
    return replace(made, own=own)


def new_workbook(
    template: Template,
    harvests: Sequence[Harvest],
    *,
    created: datetime.datetime,
    accepted: Collection[int] | None = (),
    macros: Host | None = None,
) -> Imported:
    """Return a new workbook with what was found."""
    blank = template.blank()
    reading = read_forms(template, snapshot_of_submission(template, blank))
    merged = merge(template, reading, harvests, accepted)
    content, _ = make_workbook(template, merged.given, created=created, macros=macros)
    return _imported(template, content, merged, _NEW_NAME, is_new=True)


def _targets(template: Template, book: SavedBook, reading: Reading, merged: Merged) -> Targets:
    """Return where values go; a formula that others share is no place for one."""
    found = targets_of(template, reading, [value.path for value in merged.placed])
    changes = PackageChanges(book)
    shared = {
        path: "这一格的公式与别的格共用，请手工填"
        for path, at in found.cells.items()
        if reading.snapshot.at(at).is_formula
        and changes.sheet(at.sheet).shares_formula(at.row, at.col)
    }
    return Targets(found.cells, {**found.no_room, **shared})


def _calculated(
    template: Template, book: SavedBook, before: Reading, merged: Merged, host: Host | None
) -> bytes:
    """Return the workbook with the results that its formulas have now."""
    real = _read(template, book)
    after = read_forms(template, snapshot_of_submission(template, merged.given, host))
    changes = PackageChanges(book)
    results = formula_results(before, after, real) | _blanks_left(template, merged, real)
    for at, value in results.items():
        changes.sheet(at.sheet).put_result(at.row, at.col, stored(value))
    return changes.to_bytes()


def _blanks_left(template: Template, merged: Merged, real: Reading) -> dict[Address, Value]:
    """Return how much is left to be filled in, which stands beside its label on the cover."""
    labels = {block.contents.blanks for block in template.form.definition.blocks if block.contents}
    figures = Figures(template.form, template.completed(merged.given))
    left = BlankCount(template).shown(figures) if labels else ""
    return {
        Address(sheet, row, beside): left
        for sheet in {place.sheet for place in real.places.values()}
        for (row, col), cell in real.snapshot.sheets.get(sheet, {}).items()
        if cell.value in labels
        for beside in (col + 1,)
        if real.snapshot.at(Address(sheet, row, beside)).is_formula
    }


def _read(template: Template, book: SavedBook) -> Reading:
    return read_forms(template, snapshot_of_book(book))


def _imported(
    template: Template, content: bytes, merged: Merged, name: str, *, is_new: bool
) -> Imported:
    return Imported(content, merged, _read(template, book_of(content, name)), is_new)


def _records(snapshot: Snapshot) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Yield the records of earlier imports."""
    for sheet in filter(is_record, snapshot.sheets):
        rows: dict[int, dict[int, str]] = defaultdict(dict)
        for (row, col), cell in snapshot.sheets[sheet].items():
            rows[row][col] = str(cell.value or "")
        width = 1 + max((col for row in rows.values() for col in row), default=0)
        lines = (tuple(rows[row].get(col, "") for col in range(width)) for row in sorted(rows))
        yield sheet, tuple(lines)


def with_record(imported: Imported, record: ImportRecord) -> bytes:
    """Return the workbook with notes on what was placed, and the record after its other sheets."""
    changes = PackageChanges(book_of(imported.content, _NEW_NAME))
    notes: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for value in imported.merged.placed:
        place = imported.reading.places.get(value.path)
        if place is not None and place.cell:
            notes[place.sheet][place_of(place.cell)] = note_of(value)
    for sheet, texts in imported.notes.items():
        notes[sheet] = {**texts, **notes[sheet]}
    for sheet, texts in notes.items():
        add_notes(changes, sheet, texts)
    for sheet, ((title, *_), heads, *lines) in imported.earlier:
        add_record(changes, sheet, title, heads, lines, record.widths)
    add_record(changes, RECORD_SHEET, record.title, record.heads, record.rows(), record.widths)
    return changes.to_bytes()


def _host_of(book: SavedBook) -> Host | None:
    """Return the program for which a workbook has macros or functions; ``None`` for an .xlsx."""
    if LIVE_NAME in book.names:
        return "libreoffice"
    return "excel" if PROJECT_PART in book.package else None


def stored(value: Any) -> float | str:
    """Return a value as a cell stores it: numbers, days counted, everything else in words."""
    if value is None:
        return ""
    if isinstance(value, NotApplicable):
        return value.value
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, float):
        return value
    if isinstance(value, datetime.date):
        day = datetime.datetime.combine(value, datetime.time())
        return number_of(value if isinstance(value, datetime.datetime) else day)
    return str(value)
