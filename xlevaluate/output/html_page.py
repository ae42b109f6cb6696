"""An evaluation told on one self-contained page: filtered by level, printed, mailed.

Each finding has a picture of the rows around its cell, drawn from what was read. There is no
script on the page, and every text of the user's is escaped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from importlib import resources
from typing import Any, NamedTuple

import jinja2

from xlevaluate.checks.findings import LEVELS
from xlevaluate.checks.rule import Subject
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding, score_words
from xlevaluate.form.form import PROJECTS
from xlevaluate.form.printing import printed
from xlevaluate.form.problems import Place
from xlevaluate.form.snapshot import BLANK, CellValue, Snapshot, a1, column_letters, column_number
from xlevaluate.output.finding_lines import (
    EXPLAINED,
    UNCHECKED,
    counts_of,
    unchecked_lines,
    year_words,
)
from xlevaluate.output.understood_page import understood_part
from xlevaluate.submission.amounts import is_within_limit, plain

_AROUND = 2
"""Rows shown above and below the cell."""

_MOST_ROWS = 8
_LONGEST = 60
"""Characters shown of a text in a picture."""


class PictureCell(NamedTuple):
    """A cell of a picture."""

    text: str
    classes: str


class CellPicture(NamedTuple):
    """Rows of a sheet around a cell, with the letters and numbers at their sides."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[PictureCell, ...]], ...]


def as_page(evaluation: Evaluation, snapshot: Snapshot, file: str) -> str:
    """Return the page's HTML; ``snapshot`` is what the evaluation was read from."""
    figures = evaluation.subject.figures
    camera = _Camera(evaluation, snapshot)
    counts = [(level, name, evaluation.count(level)) for level, name in LEVELS.items()]
    score = score_words(evaluation.score, evaluation.grade)
    return findings_page(
        title=f"{figures.text('unit_name') or ''}{year_words(figures.year)}校验结果",
        summary=f"{file}　{counts_of(evaluation)}{score and f'；{score}'}",
        levels=[
            ("all", "全部", len(evaluation.findings) + len(evaluation.not_checked)),
            *counts,
            ("explained", EXPLAINED, len(evaluation.explained)),
            ("unchecked", UNCHECKED, len(evaluation.not_checked)),
        ],
        findings=[_finding(told, camera) for told in evaluation.findings],
        unchecked=unchecked_lines(evaluation),
        understood=understood_part(evaluation),
        has_rows=True,
    )


def findings_page(
    *,
    title: str,
    summary: str,
    levels: Sequence[tuple[str, str, int]],
    findings: Sequence[Mapping[str, Any]],
    unchecked: Sequence[tuple[str, str, str]] = (),
    understood: str = "",
    has_rows: bool = False,
) -> str:
    """Return a page of findings, each with what ``page.html.j2`` asks of it.

    ``levels`` are what it can be filtered by: class, words, number. ``understood`` is HTML that
    follows, and ``has_rows`` says that there are pictures to print.
    """
    return _page().render(
        title=title,
        summary=summary,
        levels=levels,
        findings=findings,
        unchecked=unchecked,
        understood=understood,
        has_rows=has_rows,
    )


@cache
def _page() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    source = resources.files("xlevaluate.output").joinpath("page.html.j2")
    return environment.from_string(source.read_text(encoding="utf-8"))


def _finding(told: ReportedFinding, camera: "_Camera") -> dict[str, Any]:
    finding, place = told.finding, told.place
    figures = (finding.actual, finding.expected, finding.difference)
    # The last heads of the table in the workbook.
    named = zip(camera.template.form.findings.heads[-len(figures) :], figures, strict=True)
    sheet = f"《{place.sheet}》" if place.sheet else ""
    return {
        "kind": "explained" if told.is_explained else finding.level,
        "level": EXPLAINED if told.is_explained else LEVELS[finding.level],
        "place": f"{sheet}{place.cell} {place.label}".strip(),
        "rule": finding.rule,
        "message": told.message,
        "figures": [
            (name, plain(figure) if isinstance(figure, Decimal) else figure)
            for name, figure in named
            if figure not in {None, ""}
        ],
        "explanation": told.explanation,
        "picture": camera.picture(place),
    }


class _Camera:
    """Draws the cells around a place as they are printed."""

    def __init__(self, evaluation: Evaluation, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.template = evaluation.subject.template
        self.subjects = (evaluation.subject, *evaluation.subject.projects.values())

    @cached_property
    def _styles(self) -> dict[tuple[str, str], str]:
        """How values are printed, by sheet and cell."""
        return {place: style for subject in self.subjects for place, style in _styles_of(subject)}

    def picture(self, place: Place) -> CellPicture | None:
        """Return the rows around a cell or a range; ``None`` where there is nothing to see."""
        found = re.fullmatch(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?", place.cell)
        grid = self.snapshot.sheets.get(place.sheet)
        if found is None or not grid:
            return None
        first, last = int(found[2]) - 1, int(found[4] or found[2]) - 1
        top = max(0, first - _AROUND)
        rows = range(top, min(last + _AROUND, top + _MOST_ROWS - 1) + 1)
        here = {column_number(found[1]), column_number(found[3] or found[1])}
        hidden = self._hidden.get(place.sheet)
        filled = {
            col
            for (row, col), cell in grid.items()
            if row in rows and cell.value not in {None, ""} and col != hidden
        }
        cols = sorted(filled | here)
        return CellPicture(
            tuple(column_letters(col) for col in cols),
            tuple(
                (
                    row + 1,
                    tuple(
                        self._cell(
                            place.sheet,
                            row,
                            col,
                            grid.get((row, col), BLANK),
                            is_here=first <= row <= last and col in here,
                        )
                        for col in cols
                    ),
                )
                for row in rows
            ),
        )

    @cached_property
    def _hidden(self) -> dict[str, int]:
        """The hidden column of a sheet, where it has one."""
        columns = [listing.group_column for listing in self.template.form.listings.values()]
        addresses = [self.snapshot.names.get(name) for name in columns if name]
        return {address.sheet: address.col for address in addresses if address}

    def _cell(
        self, sheet: str, row: int, col: int, cell: CellValue, *, is_here: bool
    ) -> PictureCell:
        value, number = cell.value, False
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = True
            known = self._styles.get((sheet, a1(row, col)), "")
            style = known or ("percent" if cell.is_percent else "")
            figure = Decimal(repr(value))
            text = printed(figure, style) if is_within_limit(figure) else f"{value:G}"
        else:
            text = printed(value, "")
        text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        classes = [*(["number"] if number else []), *(["here"] if is_here else [])]
        return PictureCell(text, " ".join(classes))


def _styles_of(subject: Subject) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield how the values of a form are printed, by sheet and cell."""
    form = subject.template.form
    groups = {path for listing in form.listings.values() for path in listing.groups.values()}
    for path, place in subject.reading.places.items():
        if path.startswith(COMPUTED):
            yield (
                (place.sheet, place.cell),
                subject.template.computations[path.removeprefix(COMPUTED)].style,
            )
        elif path not in groups and not path.startswith(PROJECTS):
            yield (place.sheet, place.cell), form.field_at(path).kind
