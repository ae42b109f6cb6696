"""Totals whose formulas passed over a part, for it is a text, and were not told so.

A formula takes a number that stands as a text for nothing: what it shows is not the sum of what
is read. Such a total is read as it will be once the text is a number, so that one slip is told
once, at its own cell; where a part cannot be read at all, its total is as little known.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.checks.computed_reads import sources_of
from xlevaluate.computed.sums import NoneFill, SumFill
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Place, Reading
from xlevaluate.form.snapshot import Address, place_of
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template import Template


class PassedOver(Struct, frozen=True):
    """A reading with the totals that it ought to have.

    ``totals`` are, by the place of a number that stands as a text, the paths of what formulas make
    of it; a text of which no total is made is not among them.
    """

    reading: Reading
    totals: Mapping[Place, tuple[str, ...]]


def passed_over(template: Template, reading: Reading) -> PassedOver:
    """Work out anew what formulas made without the parts that are texts, as far as is known."""
    texts = _texts(template, reading)
    if not texts and not reading.unread:
        return PassedOver(reading, {})
    figures = Figures(template.form, reading.submission)
    causes = {name: frozenset(places) for name, places in texts.items()}
    unknown = set(reading.unread)
    values: dict[str, Any] = {}
    for name, fill in _in_order(template):
        path = template.form.fields[name].path
        parts = _parts(template, fill, figures)
        made_of = frozenset(place for part in parts for place in causes.get(part, ()))
        is_unknown = not unknown.isdisjoint(parts)
        if not (made_of or is_unknown) or name in unknown or not _is_formula(reading, path):
            continue
        causes[name] = causes.get(name, frozenset()) | made_of
        if is_unknown:
            unknown.add(name)  # what is shown stays what was read
            continue
        values[path] = fill.shown(figures)
        figures = Figures(template.form, with_values(reading.submission, values))
    totals: dict[Place, tuple[str, ...]] = {}
    shown = Figures(template.form, reading.submission)
    for path, value in values.items():
        if value is None or value == shown.at(path)[0].value:
            continue
        for place in causes[template.form.field_at(path).name]:
            totals[place] = (*totals.get(place, ()), path)
    read = replace(reading, submission=figures.submission, unread=frozenset(unknown))
    return PassedOver(read, totals)


def _texts(template: Template, reading: Reading) -> dict[str, list[Place]]:
    """Return the places of numbers that stand as texts, by the names of their fields."""
    places = {
        problem.place
        for problem in reading.problems
        if problem.trouble == "read_as" and problem.read_as != NOT_APPLICABLE.value
    }
    found: dict[str, list[Place]] = {}
    if places:
        for path, place in reading.places.items():
            if place in places and not path.startswith("="):
                found.setdefault(template.form.field_at(path).name, []).append(place)
    return found


def _in_order(template: Template) -> Iterator[tuple[str, SumFill | NoneFill]]:
    """Yield the formulas, each after those that it reads."""
    waiting = dict(template.fills)
    read = {name: _names(template, fill) for name, fill in waiting.items()}
    while waiting:
        ready = [name for name in waiting if waiting.keys().isdisjoint(read[name])]
        # Formulas in a circle would be a slip of the template; they are taken as they come.
        for name in ready or list(waiting):
            yield name, waiting.pop(name)


def _parts(template: Template, fill: SumFill | NoneFill, figures: Figures) -> tuple[str, ...]:
    """Return the fields that a formula makes its figure of; none where it is 0 as the unit says."""
    if isinstance(fill, NoneFill) and fill.is_said(figures):
        return ()
    return _names(template, fill)


def _names(template: Template, fill: SumFill | NoneFill) -> tuple[str, ...]:
    sum_ = fill.otherwise if isinstance(fill, NoneFill) else fill
    if sum_ is None:
        return ()
    identity = sum_.identity
    names = tuple(
        name
        for part in identity.parts
        for name in ((part.name,) if part.computation is None else sources_of(template, part.name))
    )
    # What keeps a formula from giving anything is read by it as well.
    return tuple(name for name in (*names, *identity.unless) if name != identity.total)


def _is_formula(reading: Reading, path: str) -> bool:
    place = reading.places.get(path)
    if place is None or not place.cell or place.sheet not in reading.snapshot.sheets:
        return False
    return reading.snapshot.at(Address(place.sheet, *place_of(place.cell))).is_formula
