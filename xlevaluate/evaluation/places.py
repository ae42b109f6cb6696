"""Knows where everything stands and what it is called, for whoever tells of a finding."""

from decimal import Decimal

from msgspec import Struct

from xlevaluate.checks.findings import Finding
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.form.cells_definition import UNITS
from xlevaluate.form.form import PROJECTS
from xlevaluate.form.problems import Place, Reading
from xlevaluate.submission import entries
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.texts import listed
from xlevaluate.template.template import Template

MANY = 8
"""Cells listed one by one in a sentence; the rest are counted."""


class PlaceNames(Struct, frozen=True):
    """Knows where everything stands and what it is called."""

    template: Template
    reading: Reading

    def place(self, path: str) -> Place:
        """Return the place of a path; without a cell where it stands nowhere."""
        if path in self.reading.places:
            return self.reading.places[path]
        if path.startswith(COMPUTED):
            return Place("", "", path.removeprefix(COMPUTED))
        for listing in self.template.form.listings.values():
            for group, base in listing.groups.items():
                if base == path:  # of its rows none is left
                    return Place(listing.sheet, "", group)
        field = self.template.form.field_at(path)
        return Place(field.sheet, "", field.label)

    def value(self, path: str) -> object:
        """Return what the submission holds at a path, or the computed value."""
        if path.startswith(COMPUTED):
            return self.reading.shown.get(path.removeprefix(COMPUTED))
        (entry,) = entries(self.reading.submission, path)
        return entry.value

    def unit(self, path: str) -> str:
        """Return the unit of a path's figures; a group of rows has points."""
        form = self.template.form
        groups = (path in listing.groups.values() for listing in form.listings.values())
        if path.startswith(COMPUTED) or any(groups):
            return UNITS["points"]
        return form.field_at(path).unit

    def where(self, path: str) -> str:
        """Say where, and what it is: 《基础数据表》B9 三公经费（上年决算）."""
        return self.spell(self.place(path))

    def spell(self, place: Place) -> str:
        """Say where a place is and what stands there."""
        return spell(place)

    def cell(self, path: str, sheet: str) -> str:
        """Return a cell, with its sheet where that is another one."""
        place = self.place(path)
        return place.cell if place.sheet == sheet else f"《{place.sheet}》{place.cell}"

    def cells(self, paths: tuple[str, ...], sheet: str) -> str:
        """List cells for “请核对”."""
        listed = [self.cell(path, sheet) for path in paths]
        more = f"等{len(listed)}处" if len(listed) > MANY else ""
        return "、".join(listed[:MANY]) + more

    def span(self, *paths: str) -> Place:
        """Return the range that groups of rows fill together, as a place called as the first."""
        first, *others = map(self.place, paths)
        cells = [place.cell for place in (first, *others) if place.cell]
        if not cells:
            return first
        top, bottom = cells[0].split(":")[0], cells[-1].split(":")[-1]
        return Place(first.sheet, top if top == bottom else f"{top}:{bottom}", first.label)

    def rows(self, *paths: str) -> str:
        """Say in brackets which range groups of rows fill together."""
        return f"（{self.span(*paths).cell}）"

    def sum(self, finding: Finding) -> str:
        """Spell out a sum: B10 5.41 + B13 0 + B14 5.41."""
        sheet = self.place(finding.path).sheet
        text = ""
        for path, sign in zip(finding.others, finding.signs, strict=True):
            value = self.value(path)
            amount = Decimal(f"{value:.15g}") if isinstance(value, float) else value
            shown = plain(amount) if isinstance(amount, Decimal) else str(amount)
            text += f" {'+' if sign > 0 else '-'} {self.cell(path, sheet)} {shown}"
        return text.strip().removeprefix("+ ")


class LabelNames(PlaceNames, frozen=True):
    """Says what things are called and not where they stand, for whoever has no workbook."""

    def where(self, path: str) -> str:
        """Say what a place is called, and of which project it is."""
        return self._of_project(path) + super().where(path)

    def spell(self, place: Place) -> str:
        """Say what a place is called; where it has no label, on which sheet it is."""
        return place.label or f"《{place.sheet}》"

    def cell(self, path: str, sheet: str) -> str:
        """Say what a cell is called; where it has no label, on which sheet it is."""
        del sheet  # where it stands is not said
        return self.where(path)

    def cells(self, paths: tuple[str, ...], sheet: str) -> str:
        """List what cells are called, each name once."""
        labels = list(dict.fromkeys(self.cell(path, sheet) for path in paths))
        more = f"等{len(labels)}项" if len(labels) > MANY else ""
        return listed(labels[:MANY]) + more

    def rows(self, *paths: str) -> str:
        """Name no range of cells."""
        del paths
        return ""

    def _of_project(self, path: str) -> str:
        """Say of which project a figure of a department's workbook is, by its name or its sheet."""
        project = self.template.form.project
        if project is None or not path.startswith(PROJECTS):
            return ""
        number = path.removeprefix(PROJECTS).partition(".")[0]
        called = project.with_role("project_name")
        name = None if called is None else self.value(f"{PROJECTS}{number}.{called.path}")
        return f"项目“{name}”的" if name else f"《{self.place(path).sheet}》的"


def spell(place: Place) -> str:
    """Say where a place is and what stands there."""
    sheet = f"《{place.sheet}》" if place.sheet else ""
    blank = " " if place.label and (place.sheet or place.cell) else ""
    return f"{sheet}{place.cell}{blank}{place.label}"


def place_of(finding: Finding, place_names: PlaceNames) -> Place:
    """Return where a finding is: for rows of several groups, all of them as one range."""
    if finding.problem is not None:
        return finding.problem.place
    if finding.case in _OVER_GROUPS:
        span = place_names.span(finding.path, *finding.others)
        return Place(span.sheet, span.cell, _label(finding)) if span.cell else span
    return place_names.place(finding.path)


_OVER_GROUPS = {
    "dimension_weight",
    "dimension_weight_alone",
    "dimension_empty",
    "dimension_waived",
    "total_weight",
}


def _label(finding: Finding) -> str:
    return "分值合计" if finding.case == "total_weight" else finding.note
