"""What goes into each cell of a layout: a value, or a formula with its value."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from msgspec import Struct

from xlevaluate.form.fields import Field, Listing
from xlevaluate.form.figures import Figures
from xlevaluate.form.labels import has_places
from xlevaluate.form.page import Cell, CellCheck, FillCell, Page, ShownCell
from xlevaluate.form.printing import PERCENTAGES
from xlevaluate.form.snapshot import Address, CellValue, Snapshot, Value
from xlevaluate.submission import NotApplicable

Stored = Decimal | str | int | datetime.date | None


class Content(Struct, frozen=True):
    """What a cell holds: a value (``None`` is a blank), and what writes the formula that gives it.

    Formulas are written when they are asked for: whoever wants the values has no use for them.
    """

    value: Stored
    write: Callable[[], str] | None = None

    @property
    def is_formula(self) -> bool:
        """Whether a formula gives the value."""
        return self.write is not None

    @property
    def formula(self) -> str | None:
        """The formula, if any."""
        return None if self.write is None else self.write()


def cell_contents(
    page: Page,
    figures: Figures,
    computations: Mapping[str, ShownCell],
    fills: Mapping[str, FillCell],
) -> Iterator[tuple[Cell, Content]]:
    """Yield every cell of a page with its content.

    A total holds its sum formula where the submission's figure is that sum, so that it goes on
    adding up; a figure that differs stands as it was given.
    """
    for cell in page.cells:
        if cell.field is not None:
            value = (cell.text or None) if cell.literal else figures.by_path.get(cell.path)
            yield cell, _input(cell, value, figures, fills)
        elif cell.computed:
            computation = computations[cell.computed]
            formula = computation.formula
            if cell.computed not in cell.names:
                formula = partial("={}".format, cell.computed)
            yield cell, Content(computation.shown(figures), formula)
        elif cell.shows is not None:
            yield cell, _shown(cell.shows, figures)
        elif cell.works_out is not None:
            yield cell, Content(cell.works_out.shown(figures), cell.works_out.formula)
        elif cell.checks:
            said = "".join(check.shown(figures) for check in cell.checks)
            yield cell, Content(said, partial(_joined, cell.checks))
        elif has_places(cell.text) and not cell.literal:
            labels = figures.form.labels
            text = labels.fill(cell.text, figures.value)
            yield cell, Content(text, partial(labels.as_formula, cell.text))
        else:
            yield cell, Content(cell.text)


def _joined(checks: Iterable[CellCheck]) -> str:
    return "=" + "&".join(check.formula() for check in checks)


def _shown(of: Field | Listing, figures: Figures) -> Content:
    """Return what stands elsewhere: a field's value, or how many rows of a list are filled in.

    A bare reference to a blank cell would show 0.
    """
    if isinstance(of, Listing):
        (column,) = of.fields
        formula = partial('=COUNTA({})&"条"'.format, of.cells(column))
        return Content(f"{len(figures[column.name])}条", formula)
    value: Any = figures.value(of.name)
    if isinstance(value, NotApplicable):
        value = value.value
    elif isinstance(value, datetime.date):
        value = datetime.datetime.combine(value, datetime.time())  # as a spreadsheet has it
    return Content(value, partial('=IF({0}="","",{0})'.format, of.name))


def _input(cell: Cell, value: Any, figures: Figures, fills: Mapping[str, FillCell]) -> Content:
    total = cell.fill or (fills.get(cell.field.name) if cell.field else None)
    if total is not None and total.goes_with(value, figures):
        return Content(total.shown(figures), total.formula)
    return Content(value.value if isinstance(value, NotApplicable) else value)


def snapshot_of(
    pages: Iterable[Page],
    figures: Figures,
    computations: Mapping[str, ShownCell],
    fills: Mapping[str, FillCell],
) -> Snapshot:
    """Return what a workbook of this layout would be read as, without making the file."""
    sheets: dict[str, dict[tuple[int, int], CellValue]] = {}
    known: dict[str, Address | None] = {}
    local_names: dict[str, dict[str, Address | None]] = {}
    for page in pages:
        names = local_names.setdefault(page.sheet.name, {}) if page.is_local else known
        grid = sheets.setdefault(page.sheet.name, {})
        for cell, content in cell_contents(page, figures, computations, fills):
            value = _as_stored(content)
            if value is not None:
                percent = isinstance(value, float) and style_of(cell, computations) in PERCENTAGES
                grid[cell.row, cell.col] = CellValue(value, content.is_formula, percent)
            for name in cell.names:
                names[name] = Address(page.sheet.name, cell.row, cell.col)
        if page.is_local:
            names.update({name: Address(*place) for name, place in page.aliases.items()})
    return Snapshot(sheets, known, local_names=local_names)


def style_of(cell: Cell, computations: Mapping[str, ShownCell]) -> str:
    """Return how a cell's value is printed; ``""`` where it is as it stands."""
    if cell.field is not None:
        return cell.field.kind
    if isinstance(cell.shows, Field):
        return cell.shows.kind
    if cell.works_out is not None:
        return cell.works_out.style
    return computations[cell.computed].style if cell.computed else ""


def _as_stored(content: Content) -> Value:
    if content.value is None:
        return "" if content.is_formula else None
    return float(content.value) if isinstance(content.value, Decimal) else content.value
