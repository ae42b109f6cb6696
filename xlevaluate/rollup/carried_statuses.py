"""Statuses of earlier runs, put to the findings that are there now.

Whatever tells of findings and of what became of them asks for the same: the list of problems, the
page, letters, mark sheets.
"""

from collections.abc import Iterable
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.rollup.collection import CollectedLine, RosterEntry
from xlevaluate.rollup.known_objects import KnownObjects
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.same_findings import former_findings
from xlevaluate.rollup.statuses import EarlierStatus, StatusEntry, StatusKey, asked_anew


class CarriedStatuses(Struct, frozen=True):
    """The statuses of what is found now, by object and finding as they are called now.

    ``went_on`` are the keys that earlier ones had then whose finding is there; ``changed`` those
    whose finding is there with other figures, so that they are asked anew. ``gone`` are those that
    were typed and did not go on, of the objects that they are of now.
    """

    entries: dict[StatusKey, StatusEntry] = {}
    went_on: frozenset[StatusKey] = frozenset()
    changed: frozenset[StatusKey] = frozenset()
    gone: tuple[StatusEntry, ...] = ()
    now: dict[str, str] = {}
    """What objects are called now, by their ids then."""


NOTHING_CARRIED = CarriedStatuses()


def carried_statuses(result: RolledUp, earlier: Iterable[EarlierStatus]) -> CarriedStatuses:
    """Return what becomes of statuses of earlier runs.

    Of several of the same finding those that were typed go before others, and of these the first.
    Records are read a few at a time.
    """
    by_object = _by_object(result, earlier)
    lines: dict[str, list[CollectedLine]] = {}
    for line in result.collection.lines:
        if line.handed_in is not None and line.entry.id in by_object:
            lines.setdefault(line.handed_in.key, []).append(line)
    entries: dict[StatusKey, StatusEntry] = {}
    went_on: set[StatusKey] = set()
    changed: set[StatusKey] = set()
    for record in result.kept.records(lines):
        for line in lines[record.key]:
            if line.handed_in is None:
                continue
            of, findings = line.entry.id, record.findings_of(record.forms[line.handed_in.number])
            statuses = by_object[of]
            former = former_findings(list(statuses), [item.key for item in findings])
            for finding, was in former.items():
                status = statuses[was.key]
                if was.is_same:
                    entries[of, finding] = replace(status.entry, of=of, finding=finding)
                    went_on.add(status.key)
                elif status.may_change:
                    entries[of, finding] = replace(asked_anew(status.entry, finding), of=of)
                    changed.add(status.key)
    gone = [
        replace(status.entry, of=of)
        for of, statuses in by_object.items()
        for status in statuses.values()
        if status.is_typed and status.key not in went_on
    ]
    changed -= went_on
    now = {
        status.entry.of: of for of, statuses in by_object.items() for status in statuses.values()
    }
    return CarriedStatuses(entries, frozenset(went_on), frozenset(changed), tuple(gone), now)


def _by_object(
    result: RolledUp, earlier: Iterable[EarlierStatus]
) -> dict[str, dict[str, EarlierStatus]]:
    """Return statuses by the ids of their objects now, and by findings, the first that count first.

    What was said under the id of now goes before what comes from another. Of an object that nobody
    knows any more they stand under the id that it had.
    """
    objects = KnownObjects(result.collection)

    @cache
    def now(of: str, whose: RosterEntry | None) -> str:
        return (None if whose is None else objects.of_entry(whose)) or of

    placed = [(now(status.entry.of, status.whose), status) for status in earlier]
    placed.sort(key=lambda item: (not item[1].is_typed, item[0] != item[1].entry.of))
    found: dict[str, dict[str, EarlierStatus]] = {}
    for of, status in placed:
        found.setdefault(of, {}).setdefault(status.entry.finding, status)
    return found
