"""What of a workbook is not of the form, and so is not in one that is made anew of its figures."""

from collections.abc import Iterator, Set

from msgspec import Struct

from xlevaluate.form.form import PROJECTS, Form
from xlevaluate.form.problems import Place, Reading
from xlevaluate.form.snapshot import Address, Snapshot, a1, place_of
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.cell_notes import notes_on
from xlevaluate.workbook.generate import snapshot_of_submission
from xlevaluate.workbook.mending import mend
from xlevaluate.workbook.package_changes import PackageChanges
from xlevaluate.xlsx.saved_book import SavedBook

_LONGEST = 40

_KEPT = "重做工作簿会丢掉它，所以没有重做，行不够的没有填"
_LOST = "没有带到新工作簿，原文件里还有"


class Own(Struct, frozen=True):
    """Something of the user's own: where it stands, what it is, what becomes of it."""

    place: Place
    text: str
    note: str


def own_contents(template: Template, snapshot: Snapshot, reading: Reading) -> tuple[Own, ...]:
    """Return what somebody wrote beside the form, for which a workbook is not made anew.

    Formulas of the form whose results were not saved are worked out anew, and so are not lost.
    """
    made = read_forms(template, snapshot_of_submission(template, reading.submission))
    ours = {(at.sheet, a1(at.row, at.col)) for at in _formulas_of_the_form(template, reading, made)}
    fields = {(place.sheet, place.cell) for place in reading.places.values()}
    left = [
        Own(item.place, item.typed, f"{item.reason}；{_KEPT}")
        for item in mend(template, snapshot).left
        if not _is_formula(snapshot, item.place)
        or (item.place.sheet, item.place.cell) in fields - ours
    ]
    return (*left, *_beside_projects(reading, made))


def _is_formula(snapshot: Snapshot, place: Place) -> bool:
    if not place.cell or ":" in place.cell or place.sheet not in snapshot.sheets:
        return False
    return snapshot.at(Address(place.sheet, *place_of(place.cell))).is_formula


def _formulas_of_the_form(template: Template, reading: Reading, made: Reading) -> Iterator[Address]:
    """Yield the cells that hold a formula as the form has one there."""
    for _, was, now in _moved(reading, made):
        if reading.snapshot.at(was).is_formula and made.snapshot.at(now).is_formula:
            yield was
    for form, one, other in _forms(template, reading, made):
        for name, at in one.snapshot.names.items():
            now_at = other.snapshot.names.get(name)
            if at is not None and now_at is not None and other.snapshot.at(now_at).is_formula:
                yield at
        filled = set(_filled_columns(form, other.snapshot))
        for path, place in one.places.items():
            if _is_formula(one.snapshot, place) and _name(form, path) in filled:
                yield Address(place.sheet, *place_of(place.cell))


def _name(form: Form, path: str) -> str:
    """Return the name of the field at a path; blank where there is none, or another form's."""
    if path.startswith(("=", PROJECTS)):
        return ""
    try:
        return form.field_at(path).name
    except (KeyError, IndexError):
        return ""


def _forms(
    template: Template, reading: Reading, made: Reading
) -> Iterator[tuple[Form, Reading, Reading]]:
    """Yield the unit's form, and that of each project, as it is and as it is laid out."""
    yield template.form, reading, made
    of = template.project if reading.projects else None
    if of is not None:
        pairs = zip(reading.projects.values(), made.projects.values(), strict=True)
        yield from ((of.form, one, other) for one, other in pairs)


def _filled_columns(form: Form, snapshot: Snapshot) -> Iterator[str]:
    """Yield the columns of lists that formulas fill in, in rows that are blank too."""
    for listing in form.listings.values():
        end = snapshot.names.get(listing.end)
        for item in listing.fields:
            head = snapshot.names.get(item.name)
            if end is None or head is None:
                continue
            cells = (
                snapshot.at(Address(head.sheet, row, head.col))
                for row in range(head.row + 1, end.row)
            )
            if any(cell.is_formula for cell in cells):
                yield item.name


def _beside_projects(reading: Reading, made: Reading) -> Iterator[Own]:
    """Yield texts on the sheets of projects that such a sheet does not print."""
    fields = {(place.sheet, place.cell) for place in reading.places.values()}
    for sheet, now in zip(reading.projects, made.projects, strict=True):
        printed = {cell.value for cell in made.snapshot.sheets[now].values()}
        for (row, col), cell in sorted(reading.snapshot.sheets[sheet].items()):
            is_own = cell.value not in printed and cell.value not in {None, ""}
            if is_own and not cell.is_formula and (sheet, a1(row, col)) not in fields:
                text = str(cell.value)[:_LONGEST]
                yield Own(Place(sheet, a1(row, col), ""), text, f"不在填写项里；{_KEPT}")


def not_taken_along(
    book: SavedBook, reading: Reading, new: SavedBook, made: Reading, filled: Set[str]
) -> Iterator[Own]:
    """Yield what a workbook that was made anew lacks, though all that is filled in is there.

    ``filled`` are the paths that an import filled in, perhaps over a formula of the form.
    """
    yield from _formulas(reading, made, filled)
    yield from _other_names(reading, made)
    fields = {(place.sheet, place.cell) for place in reading.places.values()}
    for sheet, notes in _notes(book, reading).items():
        for at, text in notes.items():
            if (sheet, a1(*at)) not in fields:
                place = Place(sheet, a1(*at), "")
                yield Own(place, text[:_LONGEST], f"这一格不是填写项，它的批注{_LOST}")
    for folder, what in (("xl/media/", "图片"), ("xl/charts/chart", "统计图")):
        more = _count(book, folder) - _count(new, folder)
        if more > 0:
            yield Own(Place("", "", ""), "", f"自己加的{what} {more} 个，{_LOST}")


def _formulas(reading: Reading, made: Reading, filled: Set[str]) -> Iterator[Own]:
    for path, was, now in _moved(reading, made):
        is_own = reading.snapshot.at(was).is_formula and not made.snapshot.at(now).is_formula
        if is_own and path not in filled:
            yield Own(reading.places[path], "", "原来是自己写的公式，新工作簿里只有它的结果")


def _other_names(reading: Reading, made: Reading) -> Iterator[Own]:
    called = {was.sheet: now.sheet for _, was, now in _moved(reading, made)}
    for before, sheet in called.items():
        if before != sheet:
            yield Own(Place(before, "", ""), "", f"在新工作簿里叫《{sheet}》")


def notes_taken_along(
    book: SavedBook, reading: Reading, made: Reading
) -> dict[str, dict[tuple[int, int], str]]:
    """Return the notes on cells of the form, by the sheets and cells that they have now."""
    notes = _notes(book, reading)
    found: dict[str, dict[tuple[int, int], str]] = {}
    for _, was, now in _moved(reading, made):
        text = notes.get(was.sheet, {}).get((was.row, was.col))
        if text:
            found.setdefault(now.sheet, {})[now.row, now.col] = text
    return found


def _notes(book: SavedBook, reading: Reading) -> dict[str, dict[tuple[int, int], str]]:
    changes = PackageChanges(book)
    return {sheet: notes_on(changes, sheet) for sheet in reading.snapshot.sheets}


def _moved(reading: Reading, made: Reading) -> Iterator[tuple[str, Address, Address]]:
    """Yield each path with its cell in the old workbook and in the new one."""
    for path, place in reading.places.items():
        there = made.places.get(path)
        if there is None or not place.cell or not there.cell or ":" in place.cell + there.cell:
            continue
        was, now = (Address(p.sheet, *place_of(p.cell)) for p in (place, there))
        yield path, was, now


def _count(book: SavedBook, begins: str) -> int:
    return sum(name.lower().startswith(begins) for name in book.package)
