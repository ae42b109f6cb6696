"""Sheets and ranges of an open document, as xlwings wants them of an engine.

The names of methods are xlwings' (``xlwings/base_classes.py``); only what the commands use is
here, and all else raises ``LackingError``. Rows and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlevaluate.form.snapshot import absolute, place_of
from xlevaluate.live.libreoffice.cell_blocks import (
    CellBlock,
    LackingError,
    epoch_of,
    read_block,
    write_block,
)
from xlevaluate.live.libreoffice.formulas import libreoffice_formula

if TYPE_CHECKING:
    from xlevaluate.live.libreoffice.engine import Book

_EVERYTHING = 1023
"""All ``CellFlags``."""

_LOGICAL = {"=TRUE()": "TRUE", "=FALSE()": "FALSE"}
"""How LibreOffice keeps the truth values that stand in cells of a workbook made elsewhere."""

Corner = tuple[int, int]


class HostPart:
    """Something of the host; what it lacks is named."""

    __slots__ = ("api",)

    def __getattr__(self, name: str) -> Any:
        raise LackingError(type(self).__name__, name)

    def __setattr__(self, name: str, value: Any) -> None:
        try:
            super().__setattr__(name, value)
        except LackingError:
            raise
        except AttributeError as error:
            raise LackingError(type(self).__name__, name) from error


class Sheets(HostPart):
    """The sheets of a document."""

    __slots__ = ("book",)

    def __init__(self, book: Book) -> None:
        self.book, self.api = book, book.api.Sheets

    @property
    def active(self) -> Sheet:
        """The sheet that is looked at."""
        return Sheet(self.book, self.book.controller.getActiveSheet())

    def __call__(self, key: int | str) -> Sheet:
        """Return a sheet by its number or name."""
        if isinstance(key, str):
            return Sheet(self.book, self.api.getByName(key))
        return Sheet(self.book, self.api.getByIndex(key - 1))

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        for number in range(1, len(self) + 1):
            yield self(number)


class Sheet(HostPart):
    """One sheet."""

    __slots__ = ("book",)

    def __init__(self, book: Book, api: Any) -> None:
        self.book, self.api = book, api

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.api.Name)

    @name.setter
    def name(self, name: str) -> None:
        self.api.Name = name

    @property
    def used_range(self) -> Range:
        """From the first to the last cell in use."""
        cursor = self.api.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        return Range(self, (1, 1), (last.EndRow + 1, last.EndColumn + 1))

    def range(self, first: str | Corner | Range, last: str | Corner | Range | None = None) -> Range:
        """Take two corners, or an address such as ``B2`` or ``B2:C3``."""
        if isinstance(first, str) and last is None and ":" in first:
            first, last = first.split(":")
        return Range(self, _corner(first, end=False), _corner(last or first, end=True))

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it, names and all, before or after another one, under a name of its own."""
        sheets = self.book.api.Sheets
        beside = before or after or self
        place = list(sheets.ElementNames).index(beside.name) + (before is None)
        number = 2
        while sheets.hasByName(f"{self.name} ({number})"):
            number += 1
        sheets.copyByName(self.name, f"{self.name} ({number})", place)

    def activate(self) -> None:
        """Look at it."""
        self.book.controller.setActiveSheet(self.api)


def _corner(given: str | Corner | Range, *, end: bool) -> Corner:
    if isinstance(given, Range):
        return given.last if end else given.first
    if isinstance(given, tuple):
        return given
    row, col = place_of(given)
    return row + 1, col + 1


class Range(HostPart):
    """A rectangle of cells."""

    __slots__ = ("first", "last", "options", "sheet")

    def __init__(self, sheet: Sheet, first: Corner, last: Corner) -> None:
        self.sheet, self.first, self.last = sheet, first, last
        self.options: dict[str, Any] = {}
        (top, left), (bottom, right) = first, last
        self.api = sheet.api.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def row(self) -> int:
        """The first row."""
        return self.first[0]

    @property
    def column(self) -> int:
        """The first column."""
        return self.first[1]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    def __call__(self, row: int, column: int | None = None) -> Range:
        """Return a cell by row and column, or by one number counted row by row."""
        if column is None:
            down, right = divmod(row - 1, self.shape[1])
            row, column = down + 1, right + 1
        corner = (self.row + row - 1, self.column + column - 1)
        return Range(self.sheet, corner, corner)

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    @property
    def address(self) -> str:
        """As Excel writes it: ``$B$2:$C$3``."""
        (top, left), (bottom, right) = self.first, self.last
        corners = dict.fromkeys([absolute(top - 1, left - 1), absolute(bottom - 1, right - 1)])
        return ":".join(corners)

    @property
    def max_cells_per_read(self) -> None:
        """No limit."""
        return

    max_cells_per_write = max_cells_per_read

    @property
    def raw_value(self) -> CellBlock:
        """What the cells show."""
        return read_block(self.api, epoch_of(self.sheet.book.api))

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        write_block(self.api, value, self.shape)

    @property
    def formula(self) -> tuple[tuple[str, ...], ...]:
        """What was typed: formulas (as LibreOffice writes them) begin with “=”."""
        return tuple(
            tuple(_LOGICAL.get(cell, cell) for cell in line) for line in self.api.getFormulaArray()
        )

    @formula.setter
    def formula(self, text: str) -> None:
        """Put a formula, as Excel writes it, into every cell."""
        rows, columns = self.shape
        for row in range(rows):
            for col in range(columns):
                self.api.getCellByPosition(col, row).Formula = libreoffice_formula(text)

    @property
    def number_format(self) -> str | None:
        """The format of numbers; ``None`` where the cells have several."""
        one = self.api.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE"
        return self.sheet.book.format_text(self.api.NumberFormat) if one else None

    @number_format.setter
    def number_format(self, text: str) -> None:
        self.api.NumberFormat = self.sheet.book.format_key(text)

    def clear(self) -> None:
        """Empty the cells, their look included."""
        self.api.clearContents(_EVERYTHING)

    def copy(self, destination: Range) -> None:
        """Copy onto each row of the destination, one row at a time."""
        target = destination.api
        for row in range(target.RangeAddress.StartRow, target.RangeAddress.EndRow + 1):
            cell = target.Spreadsheet.getCellByPosition(target.RangeAddress.StartColumn, row)
            self.sheet.api.copyRange(cell.CellAddress, self.api.RangeAddress)

    def add_hyperlink(self, address: str, text: str, _: str) -> None:
        """Show a text that leads to an address; a place in the workbook begins with “#”."""
        field = self.sheet.book.api.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = _internal(address), text
        cell = self.api.getCellByPosition(0, 0)
        cell.String = ""
        cell.insertTextContent(cell.createTextCursor(), field, False)

    def select(self) -> None:
        """Select the cells."""
        self.sheet.book.controller.select(self.api)

    def autofit(self, axis: str | None = None) -> None:
        """Let rows be as high as their texts want; columns stay."""
        if axis not in {"r", "rows"}:
            raise LackingError("Range", "autofit(columns)")
        self.api.Rows.OptimalHeight = True


def _internal(address: str) -> str:
    """Turn ``#'表一'!B9`` into ``#表一.B9``."""
    sheet, mark, place = address.rpartition("!")
    if not (mark and address.startswith("#")):
        return address
    name = sheet.removeprefix("#").strip("'").replace("''", "'")
    return f"#{name}.{place}"
