"""The report on one self-contained page, to read and to mail before it is a Word document.

It says what the document says, paragraph by paragraph and table by table. There is no script on
the page, nothing is loaded from elsewhere, and every text of the user's is escaped.
"""

from importlib import resources
from typing import NamedTuple

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from xlevaluate.report.annex import Box, FormTable
from xlevaluate.report.content import DRAFT, ReportContent
from xlevaluate.sentences.title import title_lines


class PageTable(NamedTuple):
    """A table as a page wants it: widths in percent, rows of boxes that begin in them."""

    widths: tuple[float, ...]
    heads: tuple[tuple[Box, ...], ...]
    rows: tuple[tuple[Box, ...], ...]


def as_preview(content: ReportContent) -> str:
    """Return the page's HTML."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    source = resources.files("xlevaluate.report").joinpath("preview.html.j2")
    return environment.from_string(source.read_text(encoding="utf-8")).render(
        title=content.title.text,
        title_lines=title_lines(content.title),
        draft=DRAFT if content.draft else "",
        paragraphs=content.paragraphs,
        annex_list=content.annex_list,
        unit=content.unit,
        date=content.date,
        charts=content.charts.title if content.charts else "",
        last_label=content.annex_labels[-1] if content.annex_labels else "",
        annexes=[
            (label, annex, [_table(table) for table in annex.tables])
            for label, annex in zip(content.annex_labels, content.annexes, strict=False)
        ],
    )


def _table(table: FormTable) -> PageTable:
    total = sum(table.widths)
    rows = tuple(tuple(box for box in table.boxes if box.row == row) for row in range(table.height))
    return PageTable(
        tuple(round(100 * width / total, 2) for width in table.widths),
        rows[: table.heads],
        rows[table.heads :],
    )
