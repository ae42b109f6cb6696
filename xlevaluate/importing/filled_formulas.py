"""Formulas in cells that may be typed over: where they stand, and what they work out."""

from collections.abc import Iterator
from typing import Any

from xlevaluate.form.form import PROJECTS
from xlevaluate.form.problems import Place, Reading
from xlevaluate.form.snapshot import Address, Snapshot, place_of
from xlevaluate.submission import Submission
from xlevaluate.template.laid_out import lay_out_all
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import snapshot_of_submission


def formulas_of(template: Template, submission: Submission) -> Iterator[tuple[str, Any]]:
    """Yield what each formula in a cell that may be typed over gives, by the path of the cell."""
    whole = template.completed(submission)
    for item in lay_out_all(template.adapted(whole), whole):
        before = "" if item.project is None else f"{PROJECTS}{item.project}."
        for cell in item.page.cells:
            fill = cell.fill or (item.fills.get(cell.field.name) if cell.field else None)
            if cell.field is not None and cell.path and fill is not None:
                yield f"{before}{cell.path}", fill.shown(item.figures)


def paths_with_formulas(
    template: Template, submission: Submission, reading: Reading
) -> frozenset[str]:
    """Return the paths whose cells hold a formula of ours, in the workbook and as it was made."""
    made = read_forms(template, snapshot_of_submission(template, submission))
    return frozenset(
        path
        for path, place in reading.places.items()
        if not path.startswith("=")
        and path in made.places
        and _is_formula(reading.snapshot, place)
        and _is_formula(made.snapshot, made.places[path])
    )


def _is_formula(snapshot: Snapshot, place: Place) -> bool:
    if not place.cell or ":" in place.cell or place.sheet not in snapshot.sheets:
        return False
    return snapshot.at(Address(place.sheet, *place_of(place.cell))).is_formula
