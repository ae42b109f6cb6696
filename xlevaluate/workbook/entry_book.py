"""Workbooks that a person fills in: pages of texts and figures, and cells that are open.

Texts stay texts: what begins with ``=`` or looks like a link is written as a string.
"""

import datetime
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from xlevaluate.form.measure import HIGHEST, PADDING, lines_of, pages_of
from xlevaluate.form.snapshot import absolute, quoted_sheet
from xlevaluate.submission.texts import CELL_LIMIT, clean_text
from xlevaluate.workbook.styles import COMPUTED_COLOUR, FILLED_COLOUR, HEAD_COLOUR, INPUT_COLOUR

_LINE = 13.5
"""Points of one line of 10-point text."""

_FITTED = 1.4
"""Pages that are printed on one."""

EntryValue = str | Decimal | int | float | None

_BASE: dict[str, Any] = {
    "font_name": "宋体",
    "font_size": 10,
    "valign": "vcenter",
    "text_wrap": True,
}
_BOX: dict[str, Any] = {**_BASE, "border": 1}
_TEXT = {"num_format": "@", "align": "left", "indent": 1}
_MARK = {"num_format": "0.00#", "align": "center"}
_OPEN = {"locked": False}

LOOKS: dict[str, dict[str, Any]] = {
    "title": {**_BASE, "font_name": "黑体", "font_size": 16, "align": "center"},
    "note": {**_BASE, "text_wrap": True},
    "head": {**_BOX, "bold": True, "align": "center", "bg_color": HEAD_COLOUR},
    "text": {**_BOX, **_TEXT},
    "centred": {**_BOX, "num_format": "@", "align": "center"},
    "count": {**_BOX, "num_format": "0", "align": "center"},
    "mark": {**_BOX, **_MARK},
    "computed": {**_BOX, **_MARK, "bg_color": COMPUTED_COLOUR, "bold": True},
    "computed_text": {**_BOX, "bg_color": COMPUTED_COLOUR, "align": "center", "bold": True},
    "to_judge": {**_BOX, **_MARK, **_OPEN, "bg_color": FILLED_COLOUR},
    "counted": {**_BOX, **_MARK, **_OPEN, "bg_color": INPUT_COLOUR},
    "to_write": {**_BOX, **_TEXT, **_OPEN, "bg_color": FILLED_COLOUR},
    "written": {**_BOX, **_TEXT, **_OPEN, "bg_color": INPUT_COLOUR},
    "warning": {**_BASE, "font_color": "#C00000"},
    "warning_line": {**_BASE, "font_color": "#C00000", "text_wrap": False},
}

_PROTECTION = {"format_columns": True, "format_rows": True, "select_locked_cells": True}


class EntryPage:
    """A sheet that is written from top to bottom; ``row`` is the next one."""

    def __init__(self, book: "EntryBook", name: str, widths: Sequence[int]) -> None:
        self.book, self.name, self.widths = book, name, tuple(widths)
        self.sheet: Any = book.book.add_worksheet(name)
        self.row = 0
        self._heights: dict[int, float] = {}
        for col, width in enumerate(widths):
            self.sheet.set_column(col, col, width)
        self.sheet.set_paper(9)  # A4
        self.sheet.set_landscape()
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&9第 &P 页，共 &N 页")
        self.sheet.hide_gridlines(2)
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def put(self, row: int, col: int, value: EntryValue, look: str) -> None:
        """Write a value; a blank has its look alone."""
        shape = self.book.look(look)
        if isinstance(value, str):
            text = (clean_text(value) or "")[:CELL_LIMIT]
            if text:
                self.sheet.write_string(row, col, text, shape)
                return
            value = None
        if value is None:
            self.sheet.write_blank(row, col, None, shape)
        else:
            self.sheet.write_number(row, col, float(value), shape)

    def formula(self, row: int, col: int, formula: str, value: EntryValue, look: str) -> None:
        """Write a formula with its result."""
        stored = float(value) if isinstance(value, Decimal) else "" if value is None else value
        self.sheet.write_formula(row, col, formula, self.book.look(look), stored)

    def across(self, text: str, look: str, *, large: float = 1.0) -> None:
        """Write a text across the whole width, as the next row."""
        last = len(self.widths) - 1
        shape = self.book.look(look)
        self.sheet.merge_range(self.row, 0, self.row, last, "", shape)
        self.put(self.row, 0, text, look)
        lines = lines_of(clean_text(text) or "", sum(self.widths) / large)
        self.set_height(self.row, lines * _LINE * large + PADDING)
        self.row += 1

    def line(self, values: Sequence[EntryValue], looks: Sequence[str] | str) -> int:
        """Write the next row, as high as its texts need; return its number."""
        every = [looks] * len(values) if isinstance(looks, str) else looks
        for col, (value, look) in enumerate(zip(values, every, strict=True)):
            self.put(self.row, col, value, look)
        self.set_height(self.row, self.height(values))
        self.row += 1
        return self.row - 1

    def height(self, values: Sequence[EntryValue]) -> float:
        """Return the points that a row of texts needs."""
        texts = zip(values, self.widths, strict=False)
        most = max((lines_of(str(text), width - 2) for text, width in texts if text), default=1)
        return most * _LINE + PADDING

    def set_height(self, row: int, height: float) -> None:
        """Make a row so many points high."""
        self._heights[row] = min(height, HIGHEST)
        self.sheet.set_row(row, self._heights[row])

    def fit(self) -> None:
        """Print on one page what takes little more: smaller is better than a few lines alone."""
        height = sum(self._heights.values())
        if pages_of(self.widths, height, is_landscape=True) <= _FITTED:
            self.sheet.fit_to_pages(1, 1)

    def name_cell(self, name: str, row: int, col: int) -> None:
        """Give a cell a defined name."""
        self.book.book.define_name(name, f"={quoted_sheet(self.name)}!{absolute(row, col)}")

    def freeze(self, row: int, *, filtered: bool = False, rows: int = 0) -> None:
        """Keep the rows above ``row`` in view and on every page; filter the table below."""
        self.sheet.freeze_panes(row, 0)
        self.sheet.repeat_rows(row - 1)
        if filtered and rows:
            self.sheet.autofilter(row - 1, 0, row - 1 + rows, len(self.widths) - 1)

    def protect(self) -> None:
        """Leave only cells open that are to be filled in."""
        self.sheet.protect("", _PROTECTION)


class EntryBook:
    """A workbook in memory. ``created`` goes into its properties: same content, same bytes."""

    def __init__(self, title: str, created: datetime.datetime) -> None:
        self._stream = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(self._stream, {"in_memory": True})
        self.book.set_properties({"title": title, "created": created})
        self._shapes: dict[str, Any] = {}

    def look(self, name: str) -> Any:
        """Return the format of a look."""
        if name not in self._shapes:
            self._shapes[name] = self.book.add_format(LOOKS[name])
        return self._shapes[name]

    def page(self, name: str, widths: Sequence[int]) -> EntryPage:
        """Add a sheet."""
        return EntryPage(self, name, widths)

    def table(
        self,
        name: str,
        columns: Mapping[str, tuple[int, str]],
        rows: Sequence[Sequence[EntryValue]],
        *,
        notes: Sequence[str] = (),
    ) -> EntryPage:
        """Add a sheet with a table; ``columns`` are heads with width and look, in order."""
        page = self.page(name, [width for width, _ in columns.values()])
        page.across(name, "title", large=1.6)
        for note in notes:
            page.across(note, "note")
        page.line(list(columns), "head")
        page.freeze(page.row, filtered=True, rows=len(rows))
        looks = [look for _, look in columns.values()]
        for row in rows:
            page.line(row, looks)
        return page

    def content(self) -> bytes:
        """Close the workbook; return its bytes."""
        self.book.close()
        return self._stream.getvalue()
