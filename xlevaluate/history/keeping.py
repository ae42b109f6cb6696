"""A roll-up goes into the store: every form that was handed in for the year, whole.

The same roll-up twice changes nothing. A few files are one transaction: what was being written when
a process ended is not there, and the next run writes it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import select

from xlevaluate.history.absent_forms import absent_forms, withdraw_dropped
from xlevaluate.history.form_writing import FormItem, FormWriting, WriteOutcome
from xlevaluate.history.moved_forms import FormPlace, move_forms
from xlevaluate.history.store import Store
from xlevaluate.history.store_tables import objects, submissions
from xlevaluate.history.upserts import upsert
from xlevaluate.rollup.collection import Collection, RosterEntry
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.same_names import same_code, same_name

_T = TypeVar("_T")

_FILES = 20
"""Files that are written in one go."""

_OBJECTS = 500


class Kept(Struct, frozen=True):
    """How many forms of a roll-up became what (``WriteOutcome``), were there, and had no year.

    Of those that it has not, ``followed`` went over to their unit's new id, and ``dropped`` are
    projects that a mended workbook has no longer.
    """

    outcomes: Counter[WriteOutcome]
    unchanged: int = 0
    undated: int = 0
    followed: int = 0
    dropped: int = 0


def keep(store: Store, rolled: RolledUp) -> Kept:
    """Write what a roll-up has; raises ``CannotDoError`` where the store cannot be written to.

    Other processes may write at the same time, the same forms too. A form without a year is left
    out, where the roll-up has none either.
    """
    read_with = rolled.kept.read_with
    items, undated = _items(rolled.collection)
    own = {item.place: item.object_id for item in items}
    absent = absent_forms(store, rolled.collection, {item.year for item in items}, own.keys())
    _keep_objects(store, rolled.collection, {*own.values(), *absent.values()})
    whose = own | absent
    everything_moved = store.write(partial(move_forms, whose=whose))
    moved = everything_moved & own.keys()
    stored = _stored(store, {item.year for item in items}, read_with)
    waiting: defaultdict[str, list[FormItem]] = defaultdict(list)
    for item in items:
        is_current = stored.get(item.place)
        if is_current is None or (item.counts and not is_current):
            waiting[item.file_key].append(item)
    done: Counter[WriteOutcome] = Counter({"moved": len(moved)})
    for files in _batches(rolled.kept.records(waiting), _FILES):
        todo = [(item, file) for file in files for item in waiting[file.key]]
        done += store.write(FormWriting(todo, read_with, whose, moved))
    counting = {item.object_id for item in items if item.counts}
    withdraw = partial(withdraw_dropped, present=own.keys(), counting=counting)
    return Kept(
        done,
        unchanged=len(items) - done.total(),
        undated=undated,
        followed=len(everything_moved - moved),
        dropped=store.write(withdraw),
    )


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch


def _items(collection: Collection) -> tuple[list[FormItem], int]:
    """Return the forms of the year, and how many lines were left out for want of one."""
    items: list[FormItem] = []
    undated = 0
    counted: set[tuple[str, int]] = set()
    for line in collection.counting():
        chosen = line.handed_in
        year = (chosen and chosen.form.year) or collection.year
        if year is None:
            undated += 1
            continue
        # Two lines of a roster may have the same code: the first of them counts.
        place = line.entry.id, year
        counts = place not in counted
        counted.add(place)
        items += (
            FormItem(*place, form.key, form.number, counts=counts and form is chosen)
            for form in line.forms
            if (form.form.year or collection.year) == year
        )
    return items, undated


def _keep_objects(store: Store, collection: Collection, wanted: Set[str]) -> None:
    """Write what objects are called; what they were called in a later year stays."""
    lines = (line for line in reversed(collection.lines) if line.entry.id in wanted)
    entries = {line.entry.id: line.entry for line in lines}
    if collection.year is None:
        return
    rows = [_object(entry, collection.year) for _, entry in sorted(entries.items())]
    for part in _batches(rows, _OBJECTS):
        store.write(partial(upsert, table=objects, rows=part, unless_later=objects.c.year))


def _object(entry: RosterEntry, year: int) -> dict[str, Any]:
    named = asdict(entry)
    named.pop("row")
    return named | {
        "id": entry.id,
        "year": year,
        "code_key": same_code(entry.code),
        "name_key": same_name(entry.name),
        "short_name_key": same_name(entry.short_name),
        "project_name_key": same_name(entry.project_name),
        "project_code_key": same_code(entry.project_code),
    }


def _stored(store: Store, years: Iterable[int], read_with: str) -> dict[FormPlace, bool]:
    """Return the forms of some years that were read in the same way, and which are current.

    Those that were withdrawn are not among them.
    """
    c = submissions.c
    asked = select(c.year, c.file_key, c.form_number, c.is_current).where(
        c.year.in_(years), c.read_with == read_with, ~c.is_withdrawn
    )
    with store.read() as connection:
        return {
            (row.year, row.file_key, row.form_number): row.is_current
            for row in connection.execute(asked)
        }
