"""Long lists written as a workbook, row by row: memory does not grow with them.

Texts are texts, whatever they begin with; numbers are numbers.
"""

import datetime
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import xlsxwriter

from xlevaluate import __version__
from xlevaluate.form.measure import HIGHEST, LINE, PADDING, lines_of, text_width
from xlevaluate.form.page import Cell
from xlevaluate.submission.texts import CELL_LIMIT
from xlevaluate.workbook.chart_drawing import finish_chart, is_chart
from xlevaluate.workbook.list_charts import CHART_ROWS, insert_chart
from xlevaluate.workbook.list_columns import (
    Column,
    ColumnKind,
    ListRow,
    ListSheet,
    ListTable,
    ListValue,
)
from xlevaluate.workbook.properties import OUTPUT_PROPERTY
from xlevaluate.workbook.styles import COMPUTED_COLOUR, INPUT_COLOUR, format_of

MOST_ROWS = 1_048_000
"""Rows of a sheet that are filled: Excel has 1,048,576."""

_CUT = "……（太长，未完）"
_AMOUNT, _WHOLE = "#,##0.00####_0", "#,##0_0"
_FORMATS: dict[ColumnKind, dict[str, Any]] = {
    "text": {"align": "left", "num_format": "@"},
    "word": {"align": "center", "num_format": "@"},
    "hidden": {"align": "left", "num_format": "@"},
    "money": {"align": "right", "num_format": _AMOUNT},
    "figure": {"align": "right", "num_format": "General"},
    "score": {"align": "right", "num_format": "0.00_0"},
    "share": {"align": "right", "num_format": "0.00%_0"},
    "count": {"align": "right", "num_format": _WHOLE},
}
_BORDER = "#A6A6A6"
_PAGE, _LARGE_PAGE = 170.0, 240.0
"""Half characters that fit a page of A4 on its side, and one of A3."""

_SHRUNK = 1.2
"""How much wider than a page of A4 a sheet may be and still be read there; beyond that it is A3."""

_SMALL = 1.05
"""How much more of the lists' small print than of usual print a column holds."""

_WIDE = 60
"""Percent below which no sheet is made smaller to fit a page: it goes on beside it."""

_TITLE = 110.0
"""Half characters over which a title and notes reach."""


class ListBook:
    """A workbook of lists, written to a file sheet by sheet."""

    def __init__(self, path: Path, title: str, created: datetime.datetime) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._path, self._raw = path, path.with_name(f"{path.name}.raw")
        self._book: Any = xlsxwriter.Workbook(str(self._raw), options)
        self._book.set_properties(
            {"title": title, "created": created, "comments": f"xlevaluate {__version__}"}
        )
        self._book.set_custom_property(OUTPUT_PROPERTY, title)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def close(self) -> None:
        """Finish the file: its charts are put right as they are copied, piece by piece."""
        self._book.close()
        with (
            zipfile.ZipFile(self._raw) as source,
            zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for item in source.infolist():
                with source.open(item) as part, target.open(item.filename, "w") as copy:
                    if is_chart(item.filename):
                        copy.write(finish_chart(item.filename, part.read()))
                    else:
                        shutil.copyfileobj(part, copy)
        self._raw.unlink()

    def add(self, given: ListSheet) -> None:
        """Write a sheet."""
        sheet = self._book.add_worksheet(given.name)
        widths = _widths(given)
        hidden = [
            all(
                col >= len(table.columns) or table.columns[col].kind == "hidden"
                for table in given.tables
            )
            for col in range(len(widths))
        ]
        for col, width in enumerate(widths):
            sheet.set_column(col, col, width, None, {"hidden": hidden[col]})
        row = self._top(sheet, given, widths)
        first_head = row
        for table in given.tables:
            row = self._table(sheet, table, row, widths, given)
        is_single = len(given.tables) == 1
        if is_single:
            sheet.freeze_panes(first_head + 1, given.fixed)
            sheet.repeat_rows(first_head)
        else:
            sheet.freeze_panes(1, 0)
        shown = [width for width, is_hidden in zip(widths, hidden, strict=True) if not is_hidden]
        _set_up(sheet, sum(shown), given.fixed)

    def _top(self, sheet: Any, given: ListSheet, widths: Sequence[float]) -> int:
        """Write the title and the notes; return the row below them."""
        title = {**format_of(Cell(0, 0, "title"), ""), "align": "left", "font_size": 16}
        note = format_of(Cell(0, 0, "note"), "")
        last = next((n for n, sum_ in enumerate(accumulate(widths)) if sum_ >= _TITLE), -1)
        last = len(widths) - 1 if last < 0 else last
        across = sum(widths[: last + 1])
        for row, text in enumerate((given.title, *given.notes)):
            look = note if row else title
            size = 1.0 if row else 1.6
            height = lines_of(text, across / size) * LINE * size + (4 if row else PADDING)
            sheet.set_row(row, min(height, HIGHEST))
            if last > 0:
                sheet.merge_range(row, 0, row, last, "", self._format(look))
            sheet.write_string(row, 0, _fitting(text), self._format(look))
        return 1 + len(given.notes)

    def _table(
        self, sheet: Any, table: ListTable, row: int, widths: Sequence[float], given: ListSheet
    ) -> int:
        """Write a table from a row on; return the row at which the next begins."""
        top = row
        if table.title:
            section = format_of(Cell(0, 0, "section"), "")
            sheet.set_row(row, 26)
            sheet.write_string(row, 0, table.title, self._format({**section, "text_wrap": False}))
            row += 1
        head = row
        looked = {**format_of(Cell(0, 0, "head"), ""), "font_size": 10, "border_color": _BORDER}
        heads = [column.head for column in table.columns]
        shown = [_head(text, width) for text, width in zip(heads, widths, strict=False)]
        high = max(
            lines_of(text, width * _SMALL) for text, width in zip(shown, widths, strict=False)
        )
        # The filter's arrow lies over the last line.
        sheet.set_row(row, max(28.0, high * LINE + PADDING))
        for col, text in enumerate(shown):
            sheet.write_string(row, col, text, self._format(looked))
        formats = self._formats_of(table.columns)
        rows = iter(table.rows)
        for values in islice(rows, MOST_ROWS - row):
            row += 1
            is_sum = table.is_sum is not None and table.is_sum(values)
            height = _height(values, table.columns, widths)
            if height or table.is_outline:
                level = int(table.is_outline and not is_sum)
                sheet.set_row(row, height, None, {"level": level})
            for col, value in enumerate(values):
                is_whole = isinstance(value, int)
                _write(sheet, row, col, value, formats[is_sum, is_whole][col])
        last = len(table.columns) - 1
        if left := sum(1 for _ in rows):
            row += 1
            said = f"工作表放不下，还有 {left} 行没有列出。"
            sheet.write_string(row, 0, said, self._format({**_plain(), "text_wrap": False}))
        if row == head:
            row += 1
            sheet.write_string(row, 0, table.nothing, self._format(_plain()))
        else:
            self._mark(sheet, table.columns, head + 1, row)
            if table.chart is not None:
                heads_ = (given.name, heads, head, row)
                insert_chart(self._book, sheet, table.chart, heads_, (top, last + 2))
                row = max(row, top + CHART_ROWS)
        if len(given.tables) == 1:
            sheet.autofilter(head, 0, max(row, head + 1), last)
        return row + 2

    def _formats_of(self, columns: Sequence[Column]) -> dict[tuple[bool, bool], list[Any]]:
        """Return the formats of a row's cells: of a row that sums up or not, of whole numbers."""
        looks = [{**_plain(), **_FORMATS[column.kind]} for column in columns]
        for look, column in zip(looks, columns, strict=True):
            if column.is_typed:
                look["bg_color"] = INPUT_COLOUR
        whole = [
            {**look, "num_format": _WHOLE} if column.kind == "money" else look
            for look, column in zip(looks, columns, strict=True)
        ]
        bold = {"bold": True, "bg_color": COMPUTED_COLOUR}
        return {
            (is_sum, is_whole): [
                self._format({**look, **bold} if is_sum else look)
                for look in (whole if is_whole else looks)
            ]
            for is_sum in (False, True)
            for is_whole in (False, True)
        }

    def _mark(self, sheet: Any, columns: Sequence[Column], top: int, bottom: int) -> None:
        """Colour words, and say what may be typed."""
        for col, column in enumerate(columns):
            for words, colour in column.colours.items():
                look = self._format({"font_color": colour})
                rule = {"type": "text", "criteria": "begins with", "value": words, "format": look}
                sheet.conditional_format(top, col, bottom, col, rule)
            if column.choices:
                allowed = {"validate": "list", "source": list(column.choices)}
                sheet.data_validation(top, col, bottom, col, allowed)

    def _format(self, properties: Mapping[str, Any]) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(properties))
        return self._formats[key]


def _plain() -> dict[str, Any]:
    look = {**format_of(Cell(0, 0, "words"), ""), "font_size": 10, "indent": 0}
    return {**look, "border_color": _BORDER}


def _head(text: str, width: float) -> str:
    """Return a head as it is printed: what stands in brackets at its end begins a line."""
    before, bracket, after = text.rpartition("（")
    return f"{before}\n{bracket}{after}" if before and text_width(text) > width - 1 else text


def _widths(given: ListSheet) -> list[float]:
    """Return the widths of the sheet's columns: the widest of each table's."""
    widths: list[float] = []
    for table in given.tables:
        for col, column in enumerate(table.columns):
            if col == len(widths):
                widths.append(column.width)
            widths[col] = max(widths[col], column.width)
    return widths


def _height(values: ListRow, columns: Sequence[Column], widths: Sequence[float]) -> float | None:
    """Return the height of a row whose texts take several lines; ``None`` where none does."""
    most = 1
    for value, column, width in zip(values, columns, widths, strict=False):
        if column.kind == "hidden" or not isinstance(value, str):
            continue
        if 2 * len(value) > width * _SMALL - 2 or "\n" in value:
            most = max(most, lines_of(value, width * _SMALL))
    return min(most * (LINE - 1.5) + 4, HIGHEST) if most > 1 else None


def _write(sheet: Any, row: int, col: int, value: ListValue, form: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, col, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, col, _fitting(value), form)
    else:
        sheet.write_number(row, col, float(value), form)


def number_in(text: str) -> Decimal | None:
    """Return the number that a text of digits is; ``None`` for words."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _fitting(text: str) -> str:
    """Return a text that fits a cell: Excel counts in UTF-16."""
    if len(text) * 2 <= CELL_LIMIT or len(text.encode("utf-16-le")) <= 2 * CELL_LIMIT:
        return text
    room = 2 * (CELL_LIMIT - len(_CUT))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT


def _set_up(sheet: Any, width: float, fixed: int) -> None:
    is_large = width > _SHRUNK * _PAGE
    page = _LARGE_PAGE if is_large else _PAGE
    sheet.set_paper(8 if is_large else 9)  # A3, A4
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&9&A　第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)
    if width * _WIDE <= page * 100:
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
    else:
        sheet.set_print_scale(_WIDE)
        sheet.repeat_columns(0, max(fixed - 1, 0))
    everything = "A1:XFD1048576"
    sheet.ignore_errors({"number_stored_as_text": everything})
