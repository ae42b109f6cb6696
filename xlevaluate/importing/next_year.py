"""Next year's workbook from last year's: what goes along, and a record of all of it.

Taken over is what the form says (``carried``, ``[carried]``), the projects that go on, and what
was changed of the scoring's numbers and the report's outline. Results stay behind: what was spent,
done and scored, reasons, remarks, who filled the form in and when.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.errors import CannotDoError
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import PROJECTS
from xlevaluate.form.problems import Place, Reading
from xlevaluate.form.submission_model import FIRST_YEAR, LAST_YEAR
from xlevaluate.importing.left_behind import left_behind, left_row
from xlevaluate.importing.year_moves import Move, moves_of
from xlevaluate.submission import NotApplicable, Submission
from xlevaluate.submission.amounts import in_words
from xlevaluate.submission.model import CarriedRow
from xlevaluate.submission.paths import nest
from xlevaluate.submission.texts import shortened
from xlevaluate.template.made_parameters import following
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import read_submission

_MOST_SHOWN = 60
"""Characters of a text that is shown in the record; it stands whole where it was taken to."""


class LastYear(Struct, frozen=True):
    """Last year's workbook, read; ``name`` is what it is called."""

    name: str
    template: Template
    reading: Reading


class NextYearRequest(Struct, frozen=True):
    """What the user said of the new workbook; ``None`` is what follows from last year's.

    ``projects`` are sheets or names of those that go on; left out, all do.
    """

    unit: str | None = None
    year: int | None = None
    projects: tuple[str, ...] | None = None


class NextYear(Struct, frozen=True):
    """What goes into the new workbook, with the record of it.

    ``figures`` counts the numbers that stand once and are filled in, of ``all_figures``.
    """

    submission: Submission
    record: tuple[CarriedRow, ...]
    """What was taken over and what was not; it stands in the workbook if the form has a table."""
    last: int
    figures: int
    all_figures: int

    def count(self, state: str) -> int:
        """Return how many lines of the record are of a state."""
        return sum(row.state == state for row in self.record)


class _Line(Struct, frozen=True):
    """A line of the record, and the path of what it tells of in the new workbook."""

    row: CarriedRow
    target: str = ""


def next_year(last: LastYear, template: Template, wanted: NextYearRequest) -> NextYear:
    """Take over what goes along into a submission of a template.

    Raises ``CannotDoError`` where last year's workbook does not say its year, the year wanted is
    not the next, or a project is not there.
    """
    submission = last.template.completed(last.reading.submission)
    figures = Figures(last.template.form, submission)
    year = _year(last, figures, wanted.year)
    chosen = _chosen(last, wanted.projects)
    every = list(moves_of(figures, template.form))
    if template.project is not None:
        every += _of_projects(last, template, chosen)
    own = template.form.with_role("unit_name")
    stated = None if wanted.unit is None or own is None else own.path
    moves = [move for move in every if move.target != stated]
    values = {move.target: move.value for move in moves if move.value is not None}
    if (item := template.form.with_role("year")) is not None:
        values[item.path] = year + 1
    if own is not None and wanted.unit is not None:
        values[own.path] = wanted.unit
    data, beside = _beside_the_form(last, template)
    made: Submission = template.form.model.model_validate(nest(values) | data)
    left = left_behind(last.template, last.reading, template, every, chosen)
    lines = [
        *_year_line(last, template, year),
        *_renamed_unit(last, figures, wanted.unit),
        *(_line(last, move) for move in moves if move.value is not None),
        *beside,
        *map(_Line, left),
    ]
    figures = Figures(template.form, made)
    numbers = [
        figures.value(item.name)
        for item in template.form.fields.values()
        if item.is_number and not item.has_default and not item.path.startswith("ratio_scores.")
    ]
    filled = sum(value is not None for value in numbers)
    record = _recorded(template, made, lines)
    if template.form.carried_list is not None:
        made = made.model_copy(update={"carried": record})
    return NextYear(made, record, year, filled, len(numbers))


def _year(last: LastYear, figures: Figures, wanted: int | None) -> int:
    """Return last year."""
    year = figures.year if figures.year is not None or wanted is None else wanted - 1
    if year is None:
        raise CannotDoError(
            f"“{last.name}”没有填年度，不知道新的工作簿是哪一年的。请用 --year 指出新的年度。"
        )
    if wanted is not None and wanted != year + 1:
        raise CannotDoError(
            f"“{last.name}”是{year}年度的，由它只能生成{year + 1}年度的工作簿，"
            f"而 --year 是 {wanted}。请核对年度，或换一个文件。"
        )
    if not FIRST_YEAR <= year + 1 <= LAST_YEAR:
        raise CannotDoError(f"“{last.name}”是{year}年度的，不能再生成下一年度的工作簿。")
    return year


def _chosen(last: LastYear, wanted: tuple[str, ...] | None) -> Mapping[int, str]:
    """Return the projects that go on, by their numbers in last year's workbook: their sheets."""
    sheets = dict(enumerate(last.reading.projects))
    if wanted is None:
        return sheets
    of = last.template.project
    names = {
        number: Figures(of.form, last.reading.projects[sheet].submission).text("project_name")
        for number, sheet in sheets.items()
        if of is not None
    }
    found: dict[int, str] = {}
    for name in wanted:
        same = [n for n, sheet in sheets.items() if name in {sheet, names.get(n)}]
        if not same:
            there = "、".join(f"{sheet}（{names[n] or '没有名称'}）" for n, sheet in sheets.items())
            raise CannotDoError(
                f"“{last.name}”里没有项目“{name}”；有的项目：{there or '没有'}。"
                "请写项目表的名称或项目名称，用逗号隔开。"
            )
        found |= {n: sheets[n] for n in same}
    return {number: found[number] for number in sorted(found)}


def _of_projects(last: LastYear, template: Template, chosen: Mapping[int, str]) -> Iterator[Move]:
    """Yield what is taken over of projects that go on, in their order."""
    old, new = last.template.project, template.project
    if old is None or new is None:
        return
    for number, source in enumerate(chosen):
        figures = Figures(old.form, last.reading.submission.projects[source])
        for move in moves_of(figures, new.form, is_project=True):
            yield replace(
                move,
                source=f"{PROJECTS}{source}.{move.source}",
                target=f"{PROJECTS}{number}.{move.target}",
            )


def _year_line(last: LastYear, template: Template, year: int) -> Iterator[_Line]:
    old, new = (of.form.with_role("year") for of in (last.template, template))
    if old is not None and new is not None:
        place = last.reading.places.get(old.path)
        yield _Line(_row("carried", place, str(year), "新的年度加 1"), new.path)


def _renamed_unit(last: LastYear, figures: Figures, unit: str | None) -> Iterator[_Line]:
    item = last.template.form.with_role("unit_name")
    name = figures.text("unit_name")
    if item is not None and unit is not None and name is not None:
        place = last.reading.places.get(item.path) or Place(item.sheet, "", item.label)
        yield _Line(left_row(place, name, f"改用给出的名称“{unit}”"))


def _line(last: LastYear, move: Move) -> _Line:
    place = last.reading.places.get(move.source)
    if move.carried == "proposal":
        return _Line(_row("proposed", place, str(move.whole)), move.target)
    return _Line(_row("carried", place, shortened(_said(move.value), _MOST_SHOWN)), move.target)


def _said(value: Any) -> str:
    return in_words(value) if isinstance(value, Decimal | NotApplicable) else str(value)


def _row(state: Any, place: Place | None, content: str, note: str | None = None) -> CarriedRow:
    sheet, cell, label = (place.sheet, place.cell, place.label) if place else ("", "", "")
    return CarriedRow(
        state=state,
        from_sheet=sheet,
        from_cell=cell,
        from_label=label,
        content=content,
        note=note,
    )


def _beside_the_form(last: LastYear, template: Template) -> tuple[dict[str, Any], list[_Line]]:
    """Return what is taken over that no field of the form holds: numbers, outline."""
    reading = last.reading
    given = following(last.template, reading.snapshot, reading.submission)
    given = last.template.reduced(given)
    data: dict[str, Any] = {}
    lines: list[_Line] = []
    for key, of in (("parameters", template), ("project_parameters", template.project)):
        known = {parameter.name for parameter in of.parameters} if of is not None else set()
        changed = {n: v for n, v in getattr(given, key).items() if v is not None}
        data[key] = {name: value for name, value in changed.items() if name in known}
        for name, value in changed.items():
            place = last.reading.places.get(f"{key}.{name}") or Place("", "", name)
            row = _row("carried", place, in_words(value), "评分参数，改过的")
            if name not in known:
                row = left_row(place, in_words(value), "今年的评分办法没有这个参数")
            lines.append(_Line(row, f"{key}.{name}"))
    if given.outline is not None:
        sheet = last.template.form.sheet_with("outline")
        place, rows = Place(sheet, "", sheet), f"{len(given.outline)}行"
        if last.template.name == template.name:
            data["outline"] = [row.model_dump() for row in given.outline]
            row = _row("carried", place, rows, "单位改写过的提纲")
            lines.append(_Line(row.model_copy(update={"to_sheet": sheet, "to_label": sheet})))
        else:
            note = "单位改写过的提纲用的是另一种表式的名称，请重写"
            lines.append(_Line(left_row(place, rows, note)))
    return data, lines


def _recorded(
    template: Template, submission: Submission, lines: list[_Line]
) -> tuple[CarriedRow, ...]:
    """Return the record, which says where everything stands in the new workbook."""
    rows = tuple(line.row for line in lines)
    # The record itself is there, for what stands below it may be moved by it.
    places = read_submission(template, submission.model_copy(update={"carried": rows})).places
    placed = []
    for line in lines:
        place, update = places.get(line.target), {}
        if place is not None:
            update = {"to_sheet": place.sheet, "to_cell": place.cell, "to_label": place.label}
        placed.append(line.row.model_copy(update=update))
    sheets = [sheet.name for sheet in template.form.definition.sheet]

    def order(row: CarriedRow) -> tuple[bool, int]:
        here = row.to_sheet or ""
        return row.state == "left", sheets.index(here) if here in sheets else len(sheets)

    return tuple(sorted(placed, key=order))
