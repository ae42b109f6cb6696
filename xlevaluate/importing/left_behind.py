"""What of last year's workbook does not go into next year's, and why; nothing is lost unsaid."""

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal

from xlevaluate.form.fields import Field
from xlevaluate.form.form import PROJECTS, Figures
from xlevaluate.form.problems import Place, Reading
from xlevaluate.importing.year_moves import Move, moves_of
from xlevaluate.submission import NotApplicable
from xlevaluate.submission.amounts import in_words
from xlevaluate.submission.model import CarriedRow
from xlevaluate.template.template import Template

_MOST_LABELS = 12
"""Labels that one line names; the rest are counted."""

_UNKNOWN = "今年的表式没有对应的项目，请看是否要填在别处"
_BLANK = "上年工作簿中没有填"
_UNREAD = "上年工作簿中读不出来，请照原件填"
_PERSONAL = "随填报人变动，由今年填报的人填写"
_OF_LAST_YEAR = "只属于上年（预算、完成情况、得分、说明等），本年另填"


def left_row(place: Place, content: str, note: str) -> CarriedRow:
    """Return a line of the record that says what was not taken over, and why."""
    return CarriedRow(
        state="left",
        from_sheet=place.sheet,
        from_cell=place.cell,
        from_label=place.label,
        content=content,
        note=note,
    )


def left_behind(
    old: Template,
    reading: Reading,
    new: Template,
    moves: Sequence[Move],
    chosen: Mapping[int, str],
) -> Iterator[CarriedRow]:
    """Yield a line for what was not taken over: by itself if the form had no place, else summed.

    ``chosen`` are the projects that go on, by number.
    """
    taken = {move.source for move in moves}
    figures = Figures(old.form, old.completed(reading.submission))
    yield from _of_form(figures, reading, taken)
    blank = [move for move in moves if move.value is None]
    yield from _blank(figures, reading, blank)
    said = reading.submission
    beside = len(said.explanations) + len(said.ratio_scores)
    if beside:
        place = Place(old.form.sheet_with("findings"), "", old.form.findings.name)
        yield left_row(place, f"{beside}项", _OF_LAST_YEAR)
    for number, sheet in enumerate(reading.projects):
        if old.project is None:
            return
        own = Figures(old.project.form, said.projects[number])
        name = own.text("project_name") or sheet
        if new.project is None:
            yield left_row(Place(sheet, "", name), "整张项目表", "今年的表式没有项目表")
        elif number not in chosen:
            yield left_row(Place(sheet, "", name), "整张项目表", "没有选它延续")
        else:
            unread = reading.projects[sheet].unread
            yield from _of_form(own, reading, taken, f"{PROJECTS}{number}.", unread)


def _of_form(
    figures: Figures,
    reading: Reading,
    taken: Set[str],
    before: str = "",
    unread: Set[str] | None = None,
) -> Iterator[CarriedRow]:
    """Yield what of a form's figures was not taken over; ``before`` begins their paths."""
    form = figures.form
    unread = reading.unread if unread is None else unread
    meant = {move.source: move for move in moves_of(figures, form) if move.value is not None}
    groups: dict[tuple[str, str], dict[str, None]] = {}
    year = form.with_role("year")
    beside = {i.name for x in form.listings.values() if x.is_outline or x.needs for i in x.fields}
    counts: dict[tuple[str, str], int] = {}
    for item, entry in figures.all_entries():
        path = before + entry.path
        place = reading.places.get(path) or Place(item.sheet, "", item.label)
        if item.name in beside or item.has_default or item is year or path in taken:
            continue
        if entry.path.startswith("ratio_scores."):
            continue
        if item.name in unread and entry.value is None:
            yield left_row(place, "", _UNREAD)
        elif entry.path in meant and entry.value is not None:
            yield left_row(place, _words(entry.value), _UNKNOWN)
        elif entry.value is not None:
            key = place.sheet, _PERSONAL if item.personal else _OF_LAST_YEAR
            groups.setdefault(key, {})[item.label] = None
            counts[key] = counts.get(key, 0) + 1
    for (sheet, note), labels in groups.items():
        yield left_row(Place(sheet, "", _listed(labels)), f"{counts[sheet, note]}项", note)


def _blank(figures: Figures, reading: Reading, moves: Sequence[Move]) -> Iterator[CarriedRow]:
    """Yield what should have been taken over and is blank, sheet by sheet."""
    groups: dict[str, dict[str, None]] = {}
    for move in moves:
        if move.source.startswith(PROJECTS):
            continue
        item: Field = figures.form.field_at(move.source)
        place = reading.places.get(move.source) or Place(item.sheet, "", item.label)
        if item.name not in reading.unread:
            groups.setdefault(place.sheet, {})[item.label] = None
    for sheet, labels in groups.items():
        yield left_row(Place(sheet, "", _listed(labels)), f"{len(labels)}项", _BLANK)


def _listed(labels: Mapping[str, None]) -> str:
    names = list(labels)
    more = f"等{len(names)}项" if len(names) > _MOST_LABELS else ""
    return "、".join(names[:_MOST_LABELS]) + more


def _words(value: object) -> str:
    return in_words(value) if isinstance(value, Decimal | NotApplicable) else str(value)
