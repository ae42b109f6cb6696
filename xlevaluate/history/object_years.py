"""One object of evaluation over the years: what it handed in, what was found, what became of it."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection

from xlevaluate.history.last_year_agreement import LastYearHeld, held_against_stored
from xlevaluate.history.object_search import find_object
from xlevaluate.history.status_book import statuses_of
from xlevaluate.history.store import Store
from xlevaluate.history.store_tables import objects, submissions
from xlevaluate.history.stored_forms import (
    StoredForm,
    figures_of,
    findings_of,
    indicators_of,
    stored_forms,
    stored_objects,
)
from xlevaluate.rollup.collection import RosterEntry
from xlevaluate.rollup.form_record import FindingRecord, IndicatorRecord
from xlevaluate.rollup.statuses import ProblemStatus, StatusEntry


class ObjectYear(Struct, frozen=True, kw_only=True):
    """A year of an object: the form that is current, and what belongs to it.

    ``statuses`` are by the key of their finding. ``former`` are forms of the same year that others
    took the place of, in the order in which they came. ``last_year`` is ``None`` where the form
    repeats no figures of last year.
    """

    year: int
    form: StoredForm
    findings: tuple[FindingRecord, ...]
    statuses: dict[str, StatusEntry]
    figures: dict[str, str]
    indicators: tuple[IndicatorRecord, ...]
    last_year: LastYearHeld | None
    former: tuple[StoredForm, ...]

    def status_of(self, finding: FindingRecord) -> ProblemStatus:
        """Return what became of a finding; what nobody said anything of is pending."""
        entry = self.statuses.get(finding.key)
        return "pending" if entry is None else entry.status

    @property
    def status_counts(self) -> Counter[ProblemStatus]:
        """How many findings are in which state."""
        return Counter(map(self.status_of, self.findings))


class ObjectYears(Struct, frozen=True):
    """An object, as it was called last, and its years in their order."""

    entry: RosterEntry
    years: tuple[ObjectYear, ...]


def object_years(store: Store, asked: str, template: str | None = None) -> ObjectYears:
    """Return the years of the object that a person asks for by code, name or part of it.

    ``template`` is what ``--template`` says. Raises ``CannotDoError`` where there is none, or
    several may be meant.
    """
    with store.read() as connection:
        ids = find_object(connection, asked)
        (_, entry), *_ = stored_objects(connection, objects.c.id == ids[0])
        forms = stored_forms(connection, submissions.c.object_id.in_(ids))
        current = [form for form in forms if form.is_current]
        years = tuple(_year(connection, form, forms, template) for form in current)
    return ObjectYears(entry, years)


def _year(
    connection: Connection, form: StoredForm, forms: Sequence[StoredForm], template: str | None
) -> ObjectYear:
    same_year = [other for other in forms if other.year == form.year and other is not form]
    return ObjectYear(
        year=form.year or 0,
        form=form,
        findings=findings_of(connection, form),
        statuses={entry.finding: entry for entry in statuses_of(connection, [form.object_id])},
        figures=figures_of(connection, form),
        indicators=indicators_of(connection, form),
        last_year=held_against_stored(connection, form, template),
        former=tuple(same_year),
    )
