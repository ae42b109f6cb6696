"""上年核对: what a unit's form says of last year, held against last year's own form in the store.

Which figures are held and when two of them agree is said by rule Y01 alone. What could not be held
is no agreement: it is told, with the reason.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct
from sqlalchemy import Connection

from xlevaluate.checks.findings import Finding
from xlevaluate.checks.last_year import carried_over, held_against_last
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.messages import message_of
from xlevaluate.evaluation.places import LabelNames
from xlevaluate.form.fields import Field
from xlevaluate.form.problems import Reading
from xlevaluate.history.same_objects import ids_of_same
from xlevaluate.history.store import Store
from xlevaluate.history.store_tables import submissions
from xlevaluate.history.stored_forms import (
    StoredForm,
    current_form,
    current_templates,
    figures_of,
    stored_forms,
)
from xlevaluate.importing.year_moves import counterpart
from xlevaluate.rollup.collection import RosterEntry
from xlevaluate.template.lookup import asked_folder, named_folder
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

_NO_FORM = "库中没有上年的表"
_SEVERAL = "库中上年有几个同名的，分不清是哪一个"
_NO_YEAR = "没有评价年度"


class LastYearDifference(Struct, frozen=True):
    """A figure of last year as it stands in this year's form, and as it stood in last year's.

    ``label`` is what this year's form calls it, ``unit`` what it is counted in; ``message`` the
    sentence that the check has for it.
    """

    path: str
    label: str
    unit: str
    actual: Decimal
    expected: Decimal
    difference: Decimal
    message: str


class LastYearHeld(Struct, frozen=True):
    """A form held against last year's.

    ``compared`` figures stood in both, ``blank`` are the labels of those that last year's form does
    not have or left blank. ``reason`` says why nothing was compared, where that is so.
    """

    compared: int = 0
    differences: tuple[LastYearDifference, ...] = ()
    blank: tuple[str, ...] = ()
    reason: str = ""


def held_last_year(
    store: Store, year: int, asked: str | None = None
) -> Iterator[tuple[RosterEntry, LastYearHeld]]:
    """Yield every object of a year whose form repeats figures of last year, by id.

    ``asked`` is what ``--template`` says.
    """
    with store.read() as connection:
        for of, template in current_templates(connection, year):
            if _repeats_nothing(template, asked):
                continue  # most are projects, and none of them need be read
            found = current_form(connection, of, year)
            held = None if found is None else held_against_stored(connection, found[1], asked)
            if found is not None and held is not None:
                yield found[0], held


def _repeats_nothing(name: str, asked: str | None) -> bool:
    try:
        return not _template(name, asked).form.carried_pairs
    except CannotDoError:
        return False  # is told of each


def held_against_stored(
    connection: Connection, form: StoredForm, asked: str | None = None
) -> LastYearHeld | None:
    """Hold a form against last year's; ``None`` where it repeats no figures of last year."""
    try:
        template = _template(form.template, asked)
    except CannotDoError as error:
        return LastYearHeld(reason=str(error).rstrip("。"))
    pairs = template.form.carried_pairs
    if not pairs:
        return None
    former = _former(connection, form)
    if isinstance(former, str):
        return LastYearHeld(reason=former)
    try:
        theirs = _template(former.template, asked)
    except CannotDoError as error:
        return LastYearHeld(reason=str(error).rstrip("。"))
    here, then = figures_of(connection, form), figures_of(connection, former)

    def now(ours: Field) -> object:
        return _amount(here.get(ours.path))

    def last(_: Field, repeated: Field) -> object:
        stood = counterpart(repeated, template.form, theirs.form)
        return None if stood is None else _amount(then.get(stood.path))

    result = held_against_last(template.form, now, last)
    names = LabelNames(template, Reading(template.form.model(), {}))
    return LastYearHeld(
        compared=sum(
            isinstance(now(ours), Decimal) and isinstance(last(ours, repeated), Decimal)
            for ours, repeated in pairs
        ),
        differences=tuple(
            _difference(Finding.of(found, carried_over.id, carried_over.level), names)
            for found in result.found
        ),
        blank=tuple(label for reason in result.not_checked for label in reason.labels),
    )


def _difference(finding: Finding, names: LabelNames) -> LastYearDifference:
    figures = finding.actual, finding.expected, finding.difference
    actual, expected, apart = (
        item if isinstance(item, Decimal) else Decimal(0) for item in figures
    )
    return LastYearDifference(
        path=finding.path,
        label=names.place(finding.path).label,
        unit=names.unit(finding.path),
        actual=actual,
        expected=expected,
        difference=apart,
        message=message_of(finding, names),
    )


def _former(connection: Connection, form: StoredForm) -> StoredForm | str:
    """Return last year's form of the same object, or why there is none."""
    if form.year is None:
        return _NO_YEAR
    c = submissions.c
    ids = ids_of_same(connection, form.object_id)
    found = stored_forms(connection, c.object_id.in_(ids), c.year == form.year - 1, c.is_current)
    own = [item for item in found if item.object_id == form.object_id] or found
    if len(own) > 1:
        return _SEVERAL
    return own[0] if own else _NO_FORM


@lru_cache(maxsize=32)
def _template(name: str, asked: str | None) -> Template:
    folder = None if asked is None else asked_folder(asked)
    if (
        folder is None or folder.name != name
    ):  # a project's form is of another family than its unit's
        folder = named_folder(name)
    return load_template("", folder=folder)


def _amount(text: str | None) -> object:
    """Return the number that a text of the store means; it is no number where it says 不适用."""
    if text is None:
        return None
    try:
        return Decimal(text)
    except ArithmeticError:
        return text
