"""Forms that turn out to be another object's than the store has them under.

A roster with another code, kind or name for the same unit gives it another id. What the store has
of its forms goes over to that: the rows themselves, what they had taken the place of, and what was
said of their findings. All of a roll-up moves at once, for two units may have changed places.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, tuple_, update

from xlevaluate.history.store import one_at_a_time
from xlevaluate.history.store_tables import findings, statuses, submissions

FormPlace = tuple[int, str, int]
"""Year, file and number: what tells a form from all others, whose ever it is."""

_Row = Row[*tuple[Any, ...]]
_Said = tuple[str, str]
"""Object and finding of a status."""

_PART = 300
"""Ids that one statement is given."""


def move_forms(connection: Connection, whose: Mapping[FormPlace, str]) -> set[FormPlace]:
    """Put forms that stand under another object to their own; return which.

    ``whose`` are all forms of which it is known. It is done for all before any of them is written:
    a form that stays is current only when what is not its object's has gone. What moved is current
    where it comes to if it was before and nothing else is; writing what counts says otherwise.
    What was withdrawn is moved and not returned.
    """
    one_at_a_time(connection)
    c = submissions.c
    columns = c.id, c.object_id, c.year, c.file_key, c.form_number, c.is_current, c.is_withdrawn
    asked = select(*columns, c.filing_date).where(c.year.in_({year for year, _, _ in whose}))
    rows = {row.id: row for row in connection.execute(asked)}
    moves = _moves(list(rows.values()), whose)
    if not moves:
        return set()
    said = _moved_statuses(connection, {id_: rows[id_].object_id for id_ in moves}, moves)
    moved = [rows[id_] for id_ in moves]
    for part in _parts(moves):
        connection.execute(update(submissions).where(c.id.in_(part)).values(is_current=False))
    by_object: defaultdict[str, list[int]] = defaultdict(list)
    for id_, to in moves.items():
        by_object[to].append(id_)
    for to, ids in by_object.items():
        for part in _parts(ids):
            connection.execute(update(submissions).where(c.id.in_(part)).values(object_id=to))
    _make_current(connection, rows, moved, moves)
    _put_statuses(connection, said)
    return {_place(row) for row in moved if not row.is_withdrawn}


def _place(row: _Row) -> FormPlace:
    return row.year, row.file_key, row.form_number


def _moves(rows: Sequence[_Row], whose: Mapping[FormPlace, str]) -> dict[int, str]:
    """Return to which object each row goes, of those that go.

    With a current form goes the history of its year, but for what is known of itself.
    """
    moves = {
        row.id: to for row in rows if (to := whose.get(_place(row), row.object_id)) != row.object_id
    }
    current = {(row.object_id, row.year): moves[row.id] for row in rows if _leaves(row, moves)}
    for row in rows:
        if _place(row) not in whose and (row.object_id, row.year) in current:
            moves.setdefault(row.id, current[row.object_id, row.year])
    return moves


def _leaves(row: _Row, moves: Mapping[int, str]) -> bool:
    return bool(row.is_current) and row.id in moves


def _make_current(
    connection: Connection,
    rows: Mapping[int, _Row],
    moved: Sequence[_Row],
    moves: Mapping[int, str],
) -> None:
    """Let the latest form that was current be so again, where its object has no other."""
    there = {
        (row.object_id, row.year) for row in rows.values() if row.is_current and row.id not in moves
    }
    were = sorted(
        (row for row in moved if row.is_current),
        key=lambda row: (row.filing_date, row.id),
        reverse=True,
    )
    for row in were:
        place = moves[row.id], row.year
        if place not in there:
            there.add(place)
            again = update(submissions).where(submissions.c.id == row.id)
            connection.execute(again.values(is_current=True))


def _moved_statuses(
    connection: Connection, former: Mapping[int, str], moves: Mapping[int, str]
) -> list[tuple[_Row, set[str]]]:
    """Return the statuses of objects that forms leave, with the objects to which each belongs.

    It belongs to those who have the finding; one that nobody has goes along where no form stays.
    """
    c, s, f = submissions.c, statuses.c, findings.c
    said: list[_Row] = []
    of_finding: defaultdict[_Said, set[str]] = defaultdict(set)
    staying: set[str] = set()
    going = {former[id_]: to for id_, to in moves.items()}
    for part in _parts(sorted(set(former.values()))):
        rows = connection.execute(select(statuses).where(s.object_id.in_(part))).all()
        said += rows
        ids = select(c.id, c.object_id).where(c.object_id.in_(part))
        staying |= {row.object_id for row in connection.execute(ids) if row.id not in moves}
        found = (
            select(c.id, s.object_id, s.finding_key)
            .join_from(statuses, submissions, s.object_id == c.object_id)
            .join(findings, (f.submission_id == c.id) & (f.key == s.finding_key))
            .where(s.object_id.in_(part))
        )
        for id_, of, finding in connection.execute(found):
            of_finding[of, finding].add(moves.get(id_, of))
    belonging = []
    for row in said:
        of = row.object_id
        owners = of_finding[of, row.finding_key] or {of if of in staying else going[of]}
        if owners != {of}:
            belonging.append((row, owners))
    return belonging


def _put_statuses(connection: Connection, said: Sequence[tuple[_Row, set[str]]]) -> None:
    """Put statuses to their objects; what an object has itself stays as it is."""
    s = statuses.c
    leaving = [(row.object_id, row.finding_key) for row, to in said if row.object_id not in to]
    for part in _parts(leaving):
        connection.execute(delete(statuses).where(tuple_(s.object_id, s.finding_key).in_(part)))
    coming = {
        (of, row.finding_key): {**row._asdict(), "object_id": of}
        for row, to in said
        for of in sorted(to)
        if of != row.object_id
    }
    for part in _parts(sorted(coming)):
        there = select(s.object_id, s.finding_key).where(
            tuple_(s.object_id, s.finding_key).in_(part)
        )
        known = set(map(tuple, connection.execute(there)))
        if new := [coming[key] for key in part if key not in known]:
            connection.execute(insert(statuses), new)


def _parts(items: Any) -> Iterator[list[Any]]:
    rest = iter(items)
    while part := list(islice(rest, _PART)):
        yield part
