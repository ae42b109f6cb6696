"""Forms as they stand in the store, read back into the records that they were written from."""

from typing import Any

from msgspec.structs import fields
from sqlalchemy import Connection, Row, select

from xlevaluate.history.store_tables import figures, findings, indicators, objects, submissions
from xlevaluate.rollup.collection import RosterEntry
from xlevaluate.rollup.form_record import (
    Counts,
    FindingRecord,
    FormKind,
    FormSummary,
    IndicatorRecord,
)


class StoredForm(FormSummary, frozen=True, kw_only=True):
    """A form, and where it stands. Of an object and a year one ``is_current``."""

    id: int
    object_id: str
    file_key: str
    form_number: int
    origin: str
    is_draft: bool
    is_current: bool


_OBJECT = tuple(item.name for item in fields(RosterEntry) if item.name in objects.columns)
_COUNTS = tuple(item.name for item in fields(Counts))
_FORM = tuple(item.name for item in fields(StoredForm) if item.name in submissions.columns)


def stored_objects(connection: Connection, *conditions: Any) -> list[tuple[str, RosterEntry]]:
    """Return objects of evaluation with their ids, by id, where conditions hold."""
    rows = connection.execute(select(objects).where(*conditions)).all()
    found = [
        (row.id, RosterEntry(**{name: getattr(row, name) for name in _OBJECT})) for row in rows
    ]
    return sorted(found, key=lambda item: item[0])


def stored_forms(connection: Connection, *conditions: Any) -> list[StoredForm]:
    """Return forms by year, object, and the order in which they came, where conditions hold.

    Those that were withdrawn are not among them.

    A form says what kind of object it is of; of a department and a unit it says ``unit``.
    """
    asked = select(submissions, objects.c.kind).join(objects).where(~submissions.c.is_withdrawn)
    forms = map(_form, connection.execute(asked.where(*conditions)).all())
    return sorted(forms, key=lambda form: (form.year or 0, form.object_id, form.id))


def _form(row: Row[*tuple[Any, ...]]) -> StoredForm:
    named: dict[str, Any] = {name: getattr(row, name) for name in _FORM}
    counts = Counts(**{name: getattr(row, name) for name in _COUNTS})
    kind: FormKind = "project" if row.kind == "project" else "unit"
    return StoredForm(kind=kind, counts=counts, **named)


def figures_of(connection: Connection, form: StoredForm) -> dict[str, str]:
    """Return the amounts of a form by path, as texts of digits or 不适用, in the order of paths."""
    asked = select(figures.c.path, figures.c.value).where(figures.c.submission_id == form.id)
    return dict(sorted((row.path, row.value) for row in connection.execute(asked)))


def findings_of(connection: Connection, form: StoredForm) -> tuple[FindingRecord, ...]:
    """Return the findings of a form in their order."""
    table = findings.c
    asked = select(findings).where(table.submission_id == form.id).order_by(table.number)
    names = tuple(item.name for item in fields(FindingRecord))
    rows = connection.execute(asked)
    return tuple(FindingRecord(**{name: getattr(row, name) for name in names}) for row in rows)


def indicators_of(connection: Connection, form: StoredForm) -> tuple[IndicatorRecord, ...]:
    """Return the indicators of a form in their order."""
    table = indicators.c
    asked = select(indicators).where(table.submission_id == form.id).order_by(table.number)
    names = tuple(item.name for item in fields(IndicatorRecord))
    rows = connection.execute(asked)
    return tuple(IndicatorRecord(**{name: getattr(row, name) for name in names}) for row in rows)


def current_form(
    connection: Connection, of: str, year: int
) -> tuple[RosterEntry, StoredForm] | None:
    """Return an object by its id with its current form of a year; ``None`` where it has none."""
    c = submissions.c
    forms = stored_forms(connection, c.object_id == of, c.year == year, c.is_current)
    objects_ = stored_objects(connection, objects.c.id == of)
    return (objects_[0][1], forms[0]) if forms else None


def current_templates(connection: Connection, year: int) -> list[tuple[str, str]]:
    """Return the ids of objects with a current form of a year, each with the form's template."""
    c = submissions.c
    asked = select(c.object_id, c.template).where(c.year == year, c.is_current)
    return sorted((row.object_id, row.template) for row in connection.execute(asked))
