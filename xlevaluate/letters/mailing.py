"""A run of letters to units: chosen, numbered in the order of the list, written as they come."""

from pathlib import Path

from msgspec import Struct

from xlevaluate.files.new_files import write_new
from xlevaluate.letters.addressees import (
    Addressee,
    ObjectFindings,
    UnitFindings,
    addressees_of,
    findings_by_unit,
    only_named,
    without_settled,
)
from xlevaluate.letters.findings_page import unit_page
from xlevaluate.letters.letter_files import free_names, new_folder
from xlevaluate.letters.letter_outline import KINDS
from xlevaluate.letters.sending_list import SENDING_LIST, SentLetter, sending_list
from xlevaluate.letters.unit_letter import Correspondence, file_name, problems_in, unit_letter
from xlevaluate.rollup.rolling_up import RolledUp


class Sent(Struct, frozen=True):
    """What came of a run: where the letters lie, how many, and why other units got none."""

    folder: Path
    letters: int
    without: int
    missing: int
    settled: int = 0
    """Problems left out of the letters, because the bureau has settled them."""


def write_letters(
    result: RolledUp, of: Correspondence, folder: Path, only: Path | None = None
) -> Sent:
    """Write to each unit that has handed in, or to those of a list alone; list what was sent.

    A notice goes only to units with problems, a reminder only to those of which something is due.
    Raises ``CannotDoError`` where nothing can be written, or the list names none of the units.
    """
    units = addressees_of(result.collection.lines)
    if only is not None:
        units = only_named(units, only)
    is_reminder = of.outline.kind == "reminder"
    there = [unit for unit in units if (unit.lacking if is_reminder else unit.has_handed_in)]
    due = _with_problems(result, of, there) if of.outline.only_with_problems else there
    places = {id(unit): place for place, unit in enumerate(due)}
    names = free_names(file_name(unit, of) for unit in due)
    target = new_folder(folder)
    settled = 0
    letters: dict[int, SentLetter] = {}
    for found in map(_unread, due) if is_reminder else findings_by_unit(result, due):
        place = places[id(found.addressee)]
        unit, left_out = without_settled(found, of.settled)
        settled += len(left_out)
        letter = target / f"{names[place]}.docx"
        write_new(letter, unit_letter(unit, of, place))
        if not is_reminder:
            write_new(letter.with_suffix(".html"), unit_page(unit, of.year).encode())
        letters[place] = _listed(unit, of, place, letter.name)
    if letters:
        write_new(target / SENDING_LIST, sending_list(letters[place] for place in sorted(letters)))
    if is_reminder:
        return Sent(target, len(due), 0, 0)
    return Sent(target, len(due), len(there) - len(due), len(units) - len(there), settled)


def _unread(unit: Addressee) -> UnitFindings:
    """Return a unit without its findings, for a letter that tells of none."""
    return UnitFindings(unit, tuple(ObjectFindings(line) for line in unit.lines))


def _listed(unit: UnitFindings, of: Correspondence, place: int, file: str) -> SentLetter:
    to, head = unit.addressee, of.letterhead
    return SentLetter(
        code=to.code,
        unit=to.name,
        kind=KINDS[of.outline.kind],
        number="" if head.number is None else head.number_of(place),
        file=file,
        problems=len(problems_in(unit, of)),
        lacking=len(to.lacking),
    )


def _with_problems(result: RolledUp, of: Correspondence, units: list[Addressee]) -> list[Addressee]:
    found = {
        id(unit.addressee)
        for unit in findings_by_unit(result, units)
        if problems_in(without_settled(unit, of.settled)[0], of)
    }
    return [unit for unit in units if id(unit) in found]
