"""Files made elsewhere, as readers give them: grids from lists of texts, and printed forms."""

from collections.abc import Sequence
from decimal import Decimal

from xlevaluate.form.figures import Figures
from xlevaluate.form.layout import lay_out
from xlevaluate.report.annex import FormTable, make_annex
from xlevaluate.sources.grid import CellKind, Grid, Line, Source, SourceCell
from xlevaluate.submission import Submission
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.template import Template

JOINED_LEFT, JOINED_ABOVE = "<", "^"

Cell = str | int | float | Decimal | SourceCell


def grid(rows: Sequence[Sequence[Cell]], place: str = "第1张表") -> Grid:
    """Make a grid; ``<`` is joined to the left, ``^`` to the cell above, rows are filled up."""
    width = max(len(row) for row in rows)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    cells: list[list[SourceCell]] = []
    for r, row in enumerate(full):
        made: list[SourceCell] = []
        for c, given in enumerate(row):
            if given in {JOINED_LEFT, JOINED_ABOVE}:
                at = (r, c - 1) if given == JOINED_LEFT else (r - 1, c)
                first = anchors.get(at, at)
                anchors[r, c] = first
                over = cells[first[0]][first[1]] if first[0] < r else made[first[1]]
                made.append(SourceCell(over.text, over.kind, over.number, over.percent, first))
            else:
                made.append(cell(given))
        cells.append(made)
    return Grid(place, tuple(map(tuple, cells)))


def cell(given: Cell) -> SourceCell:
    """Make a cell of a text or a number."""
    if isinstance(given, SourceCell):
        return given
    if isinstance(given, str):
        return SourceCell(given, "text" if given else "blank")
    return SourceCell(str(given), "number", Decimal(str(given)))


def source(*blocks: Grid | str | Line, name: str = "外来.docx") -> Source:
    """Make a file of grids and lines."""
    return Source(name, tuple(Line(b) if isinstance(b, str) else b for b in blocks))


def printed(template: Template, submission: Submission) -> Source:
    """Return the official forms of a submission as a Word document holds them."""
    whole = template.completed(submission)
    figures = Figures(template.form, whole)
    blocks: list[Grid | Line] = []
    for page in lay_out(template.form, whole, template.printed, on_paper=True):
        if not page.sheet.annex:
            continue
        annex = make_annex(page, figures, template)
        blocks += [Line(annex.title, 1), *map(Line, annex.above)]
        for table in annex.tables:
            number = sum(isinstance(block, Grid) for block in blocks) + 1
            blocks.append(drawn(table, f"第{number}张表"))
        blocks += map(Line, annex.below)
    return Source("自评.docx", tuple(blocks))


def drawn(table: FormTable, place: str) -> Grid:
    """Return a table of the report as a grid."""
    width = len(table.widths)
    rows = [[SourceCell() for _ in range(width)] for _ in range(table.height)]
    for box in table.boxes:
        text = "\n".join(box.lines)
        for r in range(box.row, box.row + box.rows):
            for c in range(box.col, box.col + box.cols):
                first = None if (r, c) == (box.row, box.col) else (box.row, box.col)
                kind: CellKind = "text" if text else "blank"
                rows[r][c] = SourceCell(text, kind, spread_from=first)
    return Grid(place, tuple(map(tuple, rows)))


def sample(template: Template, name: str) -> Submission:
    """Return one of a template's samples."""
    path = template.folder / "samples" / name
    return load_submission(path.read_text(encoding="utf-8"), path.name, template.form.model)
