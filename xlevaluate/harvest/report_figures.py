"""Figures that a report says in sentences which are ours to make: income, expenditure, changes.

They are proposed and not certain: last year's is worked out from the change that is said.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from xlevaluate.form.figures import Figures
from xlevaluate.form.table_rows import Row
from xlevaluate.harvest.form_slots import FormWords
from xlevaluate.harvest.report_headings import Chapter
from xlevaluate.submission.paths import with_values
from xlevaluate.submission.texts import clean_text
from xlevaluate.tables.found import Found, Origin
from xlevaluate.texts.clauses import TextAt
from xlevaluate.texts.lexicon import Thing
from xlevaluate.texts.report_reading import TextRead, read_text
from xlevaluate.texts.stated import Statement
from xlevaluate.texts.vocabulary import lexicon_of, organs_of

_CAUSE = re.compile(r"原因(?:是)?[：:]?(.+?)(?=[。；]|$)")


def figures_said(
    form: FormWords, chapter: Chapter, text: str, year: int | None, called: str, origin: Origin
) -> Iterator[Found]:
    """Yield what a chapter's sentences say of the rows of the sheets that it is made from.

    ``called`` is what the unit calls itself there.
    """
    template = form.template
    read = _read(form, text, year, called, chapter.rows[:1])
    rows = {
        row.cells["current"].path: row
        for row in template.form.rows
        if "current" in row.cells and row.name in chapter.rows
    }
    current: dict[str, Decimal] = {}
    quoted: dict[str, str] = {}
    changed: set[str] = set()
    for number, statement in enumerate(read.statements):
        row = _row_of(statement, rows)
        if row is None or statement.quantity is None or statement.doubt:
            continue
        said = statement.quantity.number
        path = row.cells["current"].path
        where = replace(origin, row=row.name, text=read.quote(statement))
        if statement.kind == "figure" and not statement.last_year:
            current[path], quoted[path] = said, where.text
            yield Found(path, said, where, note="取自报告文字", certain=False)
        elif "prior" in row.cells:
            before = _before(statement, current.get(path), said)
            if before is not None:
                changed.add(path)
                note = "由报告中的增减额推算" if statement.kind == "change" else "取自报告文字"
                yield Found(row.cells["prior"].path, before, where, note=note, certain=False)
        if statement.kind in {"change", "figure"} and "reason" in row.cells:
            cause = _cause(read, number)
            if cause:
                cell = replace(where, text=cause)
                yield Found(row.cells["reason"].path, cause, cell, certain=False)
    for path, said in current.items():
        row = rows[path]
        if not said and path not in changed and "prior" in row.cells:
            where = replace(origin, row=row.name, text=quoted[path])
            note = "本年为0，报告没有说增减，按上年也是0"
            yield Found(row.cells["prior"].path, Decimal(0), where, note=note, certain=False)


def _read(
    form: FormWords, text: str, year: int | None, called: str, about: tuple[str, ...]
) -> TextRead:
    template = form.template
    item = template.form.with_role("self_name")
    own = template.completed(template.blank())
    if item is not None and called:
        own = with_values(own, {item.path: called})
    figures = Figures(template.form, own)
    lexicon, organs = lexicon_of(template, figures), organs_of(template.texts.words)
    thing = next((lexicon.things.get(name) for name in about), None)
    return read_text(TextAt("", "", text), lexicon, organs, year, thing)


def _row_of(statement: Statement, rows: dict[str, Row]) -> Row | None:
    found = {
        path: rows[path] for thing in statement.things for path in _paths(thing) if path in rows
    }
    exact = statement.quantity is not None and statement.quantity.exact
    is_money = exact and statement.quantity is not None and statement.quantity.kind == "money"
    if len(found) != 1 or not is_money or statement.aspect != "spent" or statement.may_be_of:
        return None
    return next(iter(found.values())) if statement.kind in {"figure", "change"} else None


def _paths(thing: Thing) -> Iterator[str]:
    for place in thing.places.get("spent", ()):
        if len(place) == 1:
            yield place[0]


def _before(statement: Statement, current: Decimal | None, said: Decimal) -> Decimal | None:
    if statement.kind == "figure":
        return said
    if current is None or statement.base != "last":
        return None
    return current - statement.sign * said


def _cause(read: TextRead, number: int) -> str | None:
    """Return the reason behind a statement, before another figure is said."""
    statement = read.statements[number]
    figures = [s.start for s in read.statements[number + 1 :] if s.kind in {"figure", "change"}]
    end = min(figures, default=len(read.plain.text))
    found = _CAUSE.search(read.plain.text, statement.end, end)
    if found is None:
        return None
    return clean_text(read.plain.quote(found.start(1), found.end(1)))
