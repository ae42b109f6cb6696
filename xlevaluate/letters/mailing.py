"""A run of letters to units: chosen, numbered in the order of the list, written as they come."""

from pathlib import Path

from msgspec import Struct

from xlevaluate.files.new_files import write_new
from xlevaluate.letters.addressees import (
    Addressee,
    addressees_of,
    findings_by_unit,
    only_named,
)
from xlevaluate.letters.findings_page import unit_page
from xlevaluate.letters.letter_files import free_names, new_folder
from xlevaluate.letters.settled_problems import without_settled
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
    """Write to each unit that has handed in, or to those of a list alone.

    A notice goes only to units with problems. Raises ``CannotDoError`` where nothing can be
    written, or the list names none of the units.
    """
    units = addressees_of(result.collection.lines)
    if only is not None:
        units = only_named(units, only)
    there = [unit for unit in units if unit.has_handed_in]
    due = _with_problems(result, of, there) if of.outline.only_with_problems else there
    places = {id(unit): place for place, unit in enumerate(due)}
    names = free_names(file_name(unit, of) for unit in due)
    target = new_folder(folder)
    settled = 0
    for found in findings_by_unit(result, due):
        place = places[id(found.addressee)]
        unit, left_out = without_settled(found, of.settled)
        settled += len(left_out)
        letter = target / f"{names[place]}.docx"
        write_new(letter, unit_letter(unit, of, place))
        write_new(letter.with_suffix(".html"), unit_page(unit, of.year).encode())
    return Sent(target, len(due), len(there) - len(due), len(units) - len(there), settled)


def _with_problems(result: RolledUp, of: Correspondence, units: list[Addressee]) -> list[Addressee]:
    found = {
        id(unit.addressee)
        for unit in findings_by_unit(result, units)
        if problems_in(without_settled(unit, of.settled)[0], of)
    }
    return [unit for unit in units if id(unit) in found]
