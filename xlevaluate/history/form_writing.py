"""Forms written into the store, some files in one transaction.

Of several forms of one object and year the one with the later 填报日期 is current, of those of the
same day the one that the last roll-up counts; the others stay as its history. A form of a file is
the object's to which the last roll-up put it, and no other's.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import Connection, Row, Table, and_, delete, insert, or_, select, update

from xlevaluate.history.moved_forms import FormPlace, move_forms
from xlevaluate.history.store import one_at_a_time
from xlevaluate.history.store_tables import figures, findings, indicators, submissions
from xlevaluate.rollup.form_record import FileRecord, FormRecord

WriteOutcome = Literal["new", "replacing", "moved", "behind", "history", "again"]
"""``new``: current where nothing was before; ``replacing``: in place of another; ``moved``: stood
under another object; ``behind``: the roll-up counts it, and the store holds one of a later day;
``history``: new, and does not count; ``again``: stood there, and was read otherwise now, by another
version of the program or with other options."""

_PARTS = (figures, indicators, findings)
_Row = Row[*tuple[Any, ...]]
_COLUMNS = {column.name for column in submissions.columns}


class FormItem(Struct, frozen=True):
    """A form that goes into the store; ``counts`` says that the roll-up counts it."""

    object_id: str
    year: int
    file_key: str
    number: int
    counts: bool

    @property
    def place(self) -> FormPlace:
        """What tells its row from all others."""
        return self.year, self.file_key, self.number


class FormWriting:
    """The work of one transaction, and what became of each form. What is there is not written.

    ``whose`` are all forms of the roll-up, with their objects; those that ``moved`` there just now
    are told of already.
    """

    def __init__(
        self,
        todo: Sequence[tuple[FormItem, FileRecord]],
        read_with: str,
        whose: Mapping[FormPlace, str],
        moved: Set[FormPlace] = frozenset(),
    ) -> None:
        self.todo = sorted(todo, key=lambda each: (each[0].object_id, not each[0].counts))
        self.read_with = read_with
        self.whose, self.moved = whose, moved

    def __call__(self, connection: Connection) -> Counter[WriteOutcome]:
        """Write; forms that stood there already are not counted."""
        one_at_a_time(connection)
        parts: dict[Table, list[dict[str, Any]]] = {table: [] for table in _PARTS}
        done: Counter[WriteOutcome] = Counter()
        for item, file in self.todo:
            outcome = self._put(connection, item, file, parts)
            done.update([outcome] if outcome and item.place not in self.moved else [])
        for table, rows in parts.items():
            if rows:
                connection.execute(insert(table), rows)
        return done

    def _put(
        self,
        connection: Connection,
        item: FormItem,
        file: FileRecord,
        parts: dict[Table, list[dict[str, Any]]],
    ) -> WriteOutcome | None:
        c, form = submissions.c, file.forms[item.number]
        mine, current = _there(connection, item)
        is_new = mine is None or mine.is_withdrawn
        is_current = mine is not None and mine.is_current
        if mine is not None and mine.object_id != item.object_id:
            # Another process has put it there after this one looked.
            move_forms(connection, self.whose)
            mine, current = _there(connection, item)
            is_current = mine is not None and mine.is_current
        wins = is_current or (
            item.counts and (current is None or file.filed(form) >= current.filing_date)
        )
        is_known = mine is not None and mine.read_with == self.read_with
        if current is not None and wins and not is_current:
            former = update(submissions).where(c.id == current.id)
            connection.execute(former.values(is_current=False))
        values = self._values(item, file, form, is_current=wins)
        if mine is None:
            of: int = connection.execute(insert(submissions).returning(c.id), values).scalar_one()
        else:
            of = mine.id
            connection.execute(update(submissions).where(c.id == of), values)
        if mine is not None and not is_known:
            for table in parts:
                connection.execute(delete(table).where(table.c.submission_id == of))
        if not is_known:
            _put_parts(of, form, file, parts)
        if item.counts and not wins:
            return "behind"
        if wins and not is_current:
            return "new" if current is None else "replacing"
        return "history" if is_new else None if is_known else "again"

    def _values(
        self, item: FormItem, file: FileRecord, form: FormRecord, *, is_current: bool
    ) -> dict[str, Any]:
        """Return the row of a form; what stands in tables of its own is not in it."""
        named = {name: value for name, value in asdict(form).items() if name in _COLUMNS}
        return named | {
            **asdict(form.counts),
            "filing_date": file.filed(form),
            "object_id": item.object_id,
            "year": item.year,
            "file_key": item.file_key,
            "form_number": item.number,
            "read_with": self.read_with,
            "is_current": is_current,
            "is_withdrawn": False,
            "origin": file.origin,
            "is_draft": file.is_draft,
        }


def _put_parts(
    of: int, form: FormRecord, file: FileRecord, parts: dict[Table, list[dict[str, Any]]]
) -> None:
    """Put the rows that belong to a form to those that are written at the end."""
    parts[figures] += (
        {"submission_id": of, "path": path, "value": text} for path, text in form.figures.items()
    )
    for table, records in ((indicators, form.indicators), (findings, file.findings_of(form))):
        parts[table] += (
            {"submission_id": of, "number": number} | asdict(record)
            for number, record in enumerate(records)
        )


def _there(connection: Connection, item: FormItem) -> tuple[_Row | None, _Row | None]:
    """Return the row of a form, whose ever it is, and the current one of its object and year."""
    c = submissions.c
    year, file_key, number = item.place
    is_it = and_(c.file_key == file_key, c.form_number == number)
    is_there = and_(c.object_id == item.object_id, c.is_current)
    asked = select(
        *(c.id, c.object_id, c.year, c.file_key, c.form_number),
        *(c.filing_date, c.is_current, c.is_withdrawn, c.read_with),
    ).where(c.year == year, or_(is_it, is_there))
    rows = connection.execute(asked).all()
    mine = next((row for row in rows if (year, row.file_key, row.form_number) == item.place), None)
    theirs = (row for row in rows if row.object_id == item.object_id and row.is_current)
    return mine, next(theirs, None)
