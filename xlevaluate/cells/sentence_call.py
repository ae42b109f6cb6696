"""A sentence filled in from cells: names and values as a spreadsheet hands them over.

Values of the form's fields are read as the reader reads them in their own sheets, so that a
sentence tried in a cell prints what the report prints; other names are taken as they are.
"""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.numbers import read_number
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import DAY_0, Address, CellValue, Snapshot
from xlevaluate.form.snapshot import Value as Stored
from xlevaluate.sentences.context import context_of
from xlevaluate.sentences.rendering import Renderer
from xlevaluate.sentences.values import Blank, SentenceValue, Unreadable
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.texts import CELL_LIMIT, clean_text

_SHEET = "区域"

_DAYS = 200_000
"""More days, counted from ``DAY_0``, than a form can mean."""


def sentence_of_cells(
    form: Form,
    text: str,
    pairs: Iterable[tuple[str, object]],
    lists: Mapping[str, list[object]],
) -> str:
    """Return what a sentence prints with these values, or why it prints nothing.

    ``pairs`` are names and what their cells show; ``lists`` hold the cells of lists of one
    column. A list that is only named among the ``pairs`` cannot be used.
    """
    context = _context(form, dict(pairs), lists)
    return Renderer(context, form).preview(text)[:CELL_LIMIT]


def _context(
    form: Form, values: Mapping[str, object], lists: Mapping[str, list[object]]
) -> dict[str, SentenceValue]:
    grade = form.grade[0] if form.grade else ""
    context: dict[str, SentenceValue] = {
        name: _as_it_is(name, value) for name, value in values.items() if name
    }
    given = context.get(grade)
    context |= _fields(form, values, lists, given if isinstance(given, str) else None)
    if form.project_list is not None:  # of which workbooks without projects have nothing
        totals = form.project_list.totals.values()
        context = {name: Blank(name) for name in totals} | context
    for name in form.plain_lists:
        if name in values and name not in lists:
            context[name] = Unreadable(name, "是逐条填写的，公式里要给出它的区域")
    return context


def _fields(
    form: Form,
    values: Mapping[str, object],
    lists: Mapping[str, list[object]],
    grade: str | None,
) -> dict[str, SentenceValue]:
    """Read what belongs to the form; only names that were given come back."""
    cells: dict[tuple[int, int], CellValue] = {}
    names: dict[str, Address | None] = {}
    known = [name for name in values if name in form.fields]
    for row, name in enumerate(known):
        names[name] = Address(_SHEET, row, 0)
        cells[row, 0] = CellValue(_of_kind(form.fields[name].kind, _stored(values[name])))
    for col, (name, items) in enumerate(lists.items(), 1):
        listing = form.plain_lists.get(name)
        if listing is not None:
            known.append(name)
            names[listing.fields[0].name] = Address(_SHEET, 0, col)
            names[listing.end] = Address(_SHEET, len(items) + 1, col)
            cells |= {(row, col): CellValue(_stored(item)) for row, item in enumerate(items, 1)}
    if not any(name in form.fields for name in known):
        # Of fields that stand once none was given; there is nothing to read them beside.
        names[next(iter(form.fields))] = None
    reading = read_snapshot(form, Snapshot({_SHEET: cells}, names), laid_out=False)
    figures = Figures(form, reading.submission)
    context = context_of(figures, lambda _: grade, reading.unread)
    wanted = {*known, *(form.grade or ())[:1]} & {*known, *values}
    return {name: context[name] for name in wanted}


def _stored(value: object) -> Stored:
    """Take a cell's value; what is no value of a cell counts by its text.

    A text such as “#REF!” is a text: an error comes as a blank.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str | int | float | datetime.date):
        return value
    return str(value)


def _of_kind(kind: str, value: Stored) -> Stored:
    """Take a day by its number, as a program hands it over that does not look at formats."""
    if kind == "date" and isinstance(value, int | float) and 1 < value < _DAYS:
        return DAY_0 + datetime.timedelta(days=value)
    return value


def _as_it_is(name: str, value: object) -> SentenceValue:
    """Return the value of a name that the form does not have."""
    stored = _stored(value)
    if isinstance(stored, int | float) and not isinstance(stored, bool):
        read = read_number(stored)
        return read.amount if read and isinstance(read.amount, Decimal) else Unreadable(name)
    if isinstance(stored, str):
        text = clean_text(stored)
        if text == NOT_APPLICABLE.value:
            return NOT_APPLICABLE
        return text or Blank(name)
    return Blank(name) if stored is None else stored
