"""What of last year's workbook does not go into next year's, and why; nothing is lost unsaid."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal

from xlevaluate.form.figures import Figures
from xlevaluate.form.form import PROJECTS
from xlevaluate.form.problems import Place, Reading
from xlevaluate.importing.year_moves import Move, lacking_in, moves_of
from xlevaluate.submission import NotApplicable
from xlevaluate.submission.amounts import in_words
from xlevaluate.submission.model import CarriedRow
from xlevaluate.template.template import Template

_MOST_LABELS = 12
"""Labels that one line names; the rest are counted."""

_UNKNOWN = "今年的表式没有对应的项目，请看是否要填在别处"
_UNKNOWN_THEN = "上年的工作簿没有这一项，请照上年决算填"
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
    taken = {move.source for move in moves if move.value is not None}
    figures = Figures(old.form, old.completed(reading.submission))
    yield from _of_form(figures, reading, reading, taken)
    yield from _blank(figures, reading, [move for move in moves if move.value is None])
    lacking = _Groups()
    for item in lacking_in(old.form, new.form):
        lacking.add(item.sheet, _UNKNOWN_THEN, item.label)
    for row in lacking.rows():
        update = {"from_sheet": None, "from_label": None, "content": None}
        to = {"to_sheet": row.from_sheet, "to_label": row.from_label}
        yield row.model_copy(update=update | to)
    said = reading.submission
    beside = len(said.explanations) + len(said.ratio_scores)
    if beside:
        place = Place(old.form.sheet_with("findings"), "", old.form.findings.name)
        yield left_row(place, f"{beside}项", _OF_LAST_YEAR)
    for number, (sheet, own) in enumerate(reading.projects.items()):
        if old.project is None:
            return
        project = Figures(old.project.form, said.projects[number])
        name = project.text("project_name") or sheet
        if new.project is None:
            yield left_row(Place(sheet, "", name), "整张项目表", "今年的表式没有项目表")
        elif number not in chosen:
            yield left_row(Place(sheet, "", name), "整张项目表", "没有选它延续")
        else:
            yield from _of_form(project, reading, own, taken, f"{PROJECTS}{number}.")


class _Groups:
    """What was left behind for one reason on one sheet, told in one line."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, str], Counter[str]] = {}

    def add(self, sheet: str, note: str, label: str) -> None:
        """Add a cell."""
        self._labels.setdefault((sheet, note), Counter())[label] += 1

    def rows(self) -> Iterator[CarriedRow]:
        """Yield the lines."""
        for (sheet, note), labels in self._labels.items():
            names = list(labels)
            more = f"等{len(names)}项" if len(names) > _MOST_LABELS else ""
            place = Place(sheet, "", "、".join(names[:_MOST_LABELS]) + more)
            yield left_row(place, f"{labels.total()}项", note)


def _of_form(
    figures: Figures, reading: Reading, own: Reading, taken: Set[str], before: str = ""
) -> Iterator[CarriedRow]:
    """Yield what of a form's figures was not taken over.

    ``own`` is what was read of the form itself, ``before`` begins its paths in the whole workbook.
    """
    form, groups = figures.form, _Groups()
    meant = {move.source for move in moves_of(figures, form) if move.value is not None}
    year, typed = form.with_role("year"), _typed(own)
    beside = {i.name for x in form.listings.values() if x.is_outline or x.needs for i in x.fields}
    for item, entry in figures.all_entries():
        path = before + entry.path
        place = reading.places.get(path) or Place(item.sheet, "", item.label)
        is_beside = item.name in beside or item.has_default or path.startswith("ratio_scores.")
        if is_beside or item is year or path in taken:
            continue
        if entry.value is None:
            if place in typed:
                yield left_row(place, typed[place], _UNREAD)
        elif entry.path in meant:
            yield left_row(place, _words(entry.value), _UNKNOWN)
        else:
            note = _PERSONAL if item.personal else _OF_LAST_YEAR
            groups.add(place.sheet, note, item.label)
    yield from groups.rows()


def _typed(reading: Reading) -> dict[Place, str]:
    """Return what stood in cells that could not be read."""
    return {problem.place: problem.typed for problem in reading.problems if problem.place.cell}


def _blank(figures: Figures, reading: Reading, moves: Sequence[Move]) -> Iterator[CarriedRow]:
    """Yield what should have been taken over and is blank, sheet by sheet."""
    groups, typed = _Groups(), _typed(reading)
    for move in moves:
        if move.source.startswith(PROJECTS):
            continue
        item = figures.form.field_at(move.source)
        place = reading.places.get(move.source)
        if place is None:  # the workbook was made with an older version of the form
            groups.add(item.sheet, _UNKNOWN_THEN, item.label)
        elif place not in typed:
            groups.add(place.sheet, _BLANK, item.label)
    yield from groups.rows()


def _words(value: object) -> str:
    return in_words(value) if isinstance(value, Decimal | NotApplicable) else str(value)
