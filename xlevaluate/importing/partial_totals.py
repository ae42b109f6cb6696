"""Totals that formulas add up of what there is, while some of their parts are still blank.

Such a total shows 0, or too little, and looks like a figure: it is told with what it lacks.
"""

from collections.abc import Collection, Iterator
from decimal import Decimal

from msgspec import Struct

from xlevaluate.computed.sums import NoneFill, SumFill
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Reading
from xlevaluate.form.snapshot import Address, place_of
from xlevaluate.template.template import Template


class PartialTotal(Struct, frozen=True):
    """A total by its path, what it shows, and the paths of its parts that are blank."""

    path: str
    shown: Decimal
    lacking: tuple[str, ...]


def partial_totals(
    template: Template, reading: Reading, found: Collection[str]
) -> Iterator[PartialTotal]:
    """Yield the totals of a workbook that lack parts, where an import ``found`` some of them.

    A total that a source says too is not among them, and neither is one that somebody typed.
    """
    figures = Figures(template.form, reading.submission)
    for name, fill in template.fills.items():
        sum_ = fill if isinstance(fill, SumFill) else _unless_none(fill, figures)
        item = template.form.fields.get(name)
        if sum_ is None or item is None or item.path in found:
            continue
        shown = figures.value(name)
        if not isinstance(shown, Decimal) or not _is_formula(reading, item.path):
            continue
        parts = [
            entry
            for part in sum_.identity.parts
            if part.computation is None and part.listing is None and not part.may_be_blank
            for entry in part.entries(figures)
        ]
        lacking = tuple(entry.path for entry in parts if entry.value is None)
        if lacking and any(entry.path in found for entry in parts):
            yield PartialTotal(item.path, shown, lacking)


def _unless_none(fill: NoneFill, figures: Figures) -> SumFill | None:
    return None if fill.is_said(figures) else fill.otherwise


def _is_formula(reading: Reading, path: str) -> bool:
    place = reading.places.get(path)
    if place is None or not place.cell:
        return False
    return reading.snapshot.at(Address(place.sheet, *place_of(place.cell))).is_formula
