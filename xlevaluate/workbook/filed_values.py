"""The official forms with values only: what an office hands in, and what anybody can open.

The same layout and the same writer as the workbook's, without formulas, names, validation,
spare rows and whatever stands beside the printed form.
"""

import datetime
import io
from typing import Any

import xlsxwriter
from msgspec.structs import replace

from xlevaluate import __version__
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.contents import Content
from xlevaluate.form.page import Cell, FillCell, Page
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.submission import Submission
from xlevaluate.template.laid_out import LaidOut, lay_out_all, snapshot_of_all
from xlevaluate.template.template import Template
from xlevaluate.workbook.writer import Writer


def _filed_pages(
    template: Template, submission: Submission, *, mark: str = ""
) -> tuple[LaidOut, ...]:
    """Lay out the official forms as they are filed: those that the report has as annexes.

    ``mark`` stands before their titles.
    """
    return tuple(
        replace(item, page=_printed_part(item.page, mark))
        for item in lay_out_all(template, submission, on_paper=True)
        if item.page.sheet.annex
    )


def _printed_part(page: Page, mark: str) -> Page:
    """Keep the cells within the printed form, and no names and generated blocks."""
    cells = [
        replace(cell, names=(), text=mark + cell.text if cell.role == "title" else cell.text)
        for cell in page.cells
        if cell.col < len(page.sheet.widths) and cell.row < page.height
    ]
    sheet = page.sheet.model_copy(update={"block": ()})
    return replace(page, sheet=sheet, cells=cells, aliases={})


def filed_snapshot(template: Template, submission: Submission, *, mark: str = "") -> Snapshot:
    """Return what the values workbook of a submission shows, without making the file."""
    template, submission = _ready(template, submission)
    return snapshot_of_all(_filed_pages(template, submission, mark=mark))


def make_values(
    template: Template, submission: Submission, *, created: datetime.datetime, mark: str = ""
) -> bytes:
    """Return the .xlsx; the same arguments give the same bytes."""
    template, submission = _ready(template, submission)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    writer = _ValuesWriter(book, template, submission, (), None)
    unit = writer.figures.text("unit_name") or ""
    title = f"{mark}{unit}{template.form.definition.title}"
    comments = f"xlevaluate {__version__}"
    book.set_properties({"title": title, "created": created, "comments": comments})
    for item in _filed_pages(template, submission, mark=mark):
        writer.page(item)
    book.close()
    return rewritten(stream.getvalue())


def _ready(template: Template, submission: Submission) -> tuple[Template, Submission]:
    submission = template.completed(submission)
    return template.adapted(submission), submission


class _ValuesWriter(Writer):
    def _look(self, cell: Cell, style: str) -> dict[str, Any]:
        """Show no cell as one to fill in."""
        look = super()._look(cell, style)
        if cell.role in {"input", "computed"}:
            look = {key: value for key, value in look.items() if key not in {"bg_color", "locked"}}
        return look

    def _fill_of(self, _: Cell) -> FillCell | None:
        """Nothing is written over here."""

    def _write(self, sheet: Any, row: int, col: int, content: Content, form: Any) -> None:
        super()._write(sheet, row, col, Content(content.value), form)

    def _validate(self, sheet: Any, cell: Cell, rows: int) -> None:
        """Nothing is typed here."""
