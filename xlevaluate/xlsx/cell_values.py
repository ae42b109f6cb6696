"""The cells of one sheet's part, read in one pass: values, formulas, formats, and merged areas.

Only cells in which something stands are kept. Rows and cells without an address follow the one
before them. Each type of cell says in its own way that nothing is there: a formula without a
stored result has the value ``None``, an empty text as its result is ``""``.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec import Struct

from xlevaluate.form.snapshot import (
    DAY_0,
    Area,
    CellValue,
    ErrorValue,
    Value,
    column_number,
    place_of,
)
from xlevaluate.xlsx.defined_names import LAST_COLUMN, LAST_ROW
from xlevaluate.xlsx.number_formats import NumberFormat, number_format
from xlevaluate.xlsx.serial_days import shown_as
from xlevaluate.xlsx.shared_strings import TextEvents, decoded
from xlevaluate.xlsx.usual_xml import cells_in
from xlevaluate.xlsx.xml_events import Attributes
from xlevaluate.xlsx.zip_parts import Package

MOST_CELLS = 500_000
"""Cells of a sheet with something in them."""

MOST_MERGES = 100_000
MOST_IN_ARRAYS = 10_000_000
"""How often a cell is held against a formula that fills more than one."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_COLUMNS: dict[str, int] = {}
_GENERAL = number_format("General")


class Shared(Struct, frozen=True):
    """What the sheets of a workbook have in common; texts are had when the first is needed."""

    strings: Callable[[], Sequence[str]]
    formats: Sequence[NumberFormat]
    day_0: datetime.datetime = DAY_0


class SheetContents(NamedTuple):
    """What stands in a sheet."""

    cells: dict[tuple[int, int], CellValue]
    merges: tuple[Area, ...]


def read_cells(package: Package, part: str, shared: Shared) -> SheetContents:
    """Read a sheet's part; raises ``CannotDoError`` where it is damaged or holds too much."""
    reader = SheetReader(package, shared)
    reader.read(part)
    return SheetContents(reader.cells, tuple(reader.merges))


class SheetReader(TextEvents):
    """Gathers the cells of a sheet as its part is read."""

    root, holder, beside = "worksheet", "sheetData", ("mergeCell",)
    nothing = re.compile(
        rb'<(?:row r="[0-9]+"[^<>]*/>(?=<row r="[0-9])'
        rb'|c r="[A-Z]+[0-9]+" s="[0-9]+"/>(?=<c r="|</row>))'
    )
    """Rows and cells that have a format only, up to one that says itself where it stands."""

    def __init__(self, package: Package, shared: Shared) -> None:
        super().__init__(package)
        self.cells: dict[tuple[int, int], CellValue] = {}
        self.merges: list[Area] = []
        self._shared = shared
        self._arrays: list[Area] = []
        self._strings: Sequence[str] | None = None
        self._formats: dict[str, tuple[NumberFormat, str]] = {}
        self._held = 0
        self._row, self._col = -1, -1
        self._row_number = ""
        self._type, self._style = "n", ""
        self._is_formula = False
        self._stored: str | None = None
        self._values: dict[str, Callable[[str], Value]] = {
            "n": self._number,
            "s": self._shared_text,
            "str": decoded,
            "inlineStr": str,
            "b": _boolean,
            "e": ErrorValue,
            "d": _day,
        }
        self.on("row", self._begin_row)
        self.on("c", self._begin_cell, self._end_cell)
        self.on("v", self._begin_value, self._end_value)
        self.on("f", self._formula)
        self.on("is", self._begin_inline)
        self.on("mergeCell", self._merge)

    def take(self, inner: str) -> None:
        """Take all cells."""
        cells: dict[tuple[int, int], CellValue] = {}
        for letters, row, style, kind, stored, is_formula in cells_in(inner):
            cell = self._cell(style or "", kind or "n", stored, is_formula)
            if cell is not None:
                place = (row, _column_of(letters))
                if place in cells:
                    raise ValueError("two cells in one place")
                cells[place] = cell
        self.cells = cells

    def _begin_row(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        self._row = self._row + 1 if given is None else int(given) - 1
        if not 0 <= self._row < LAST_ROW:
            raise ValueError(given)
        self._row_number = str(self._row + 1)
        self._col = -1

    def _begin_cell(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        self._col = self._col + 1 if given is None else self._column(given)
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._is_formula = False
        self._stored = None

    def _column(self, reference: str) -> int:
        """Return the column of a cell, whose address must be of its row."""
        letters = reference.removesuffix(self._row_number)
        if letters == reference:
            raise ValueError(reference)
        return _column_of(letters)

    def _begin_value(self, _: Attributes) -> None:
        self.text = []

    def _end_value(self) -> None:
        if self._stored is not None:
            raise ValueError("two values in a cell")
        self._stored = "".join(self.text or ())
        self.text = None

    def _begin_inline(self, _: Attributes) -> None:
        self._stored = ""
        self.runs = []

    def _formula(self, attributes: Attributes) -> None:
        self._is_formula = True
        if attributes.get("t") in {"array", "dataTable"} and ":" in attributes.get("ref", ""):
            self._arrays.append(_area(attributes["ref"]))

    def _merge(self, attributes: Attributes) -> None:
        self.merges.append(_area(attributes["ref"]))
        if len(self.merges) > MOST_MERGES:
            raise self._package.too_large("一张表里合并的单元格", MOST_MERGES, "处")

    def _end_cell(self) -> None:
        is_formula = self._is_formula
        if self._stored is None and not is_formula:
            return
        place = (self._row, self._col)
        if self._arrays:
            is_formula = is_formula or self._is_in_array(place)
        is_inline = self._type == "inlineStr" and self._stored is not None
        stored = "".join(self.runs) if is_inline else self._stored
        cell = self._cell(self._style, self._type, stored, is_formula)
        if cell is None:
            return
        if place in self.cells:
            raise ValueError("two cells in one place")
        if len(self.cells) >= MOST_CELLS:
            raise self._package.too_large("一张表里有内容的单元格", MOST_CELLS)
        self.cells[place] = cell

    def _cell(
        self, style: str, kind: str, stored: str | None, is_formula: bool, /
    ) -> CellValue | None:
        """Return a cell by what is written of it; ``None`` where nothing stands in it."""
        read = self._values[kind]
        if stored:
            value = read(stored)
        else:  # an empty text may be calculated, or stand within the cell
            is_text = stored is not None and kind == "inlineStr"
            value = "" if is_text or (is_formula and kind == "str") else None
        if value is None and not is_formula:
            return None
        written, code = self._formats.get(style) or self._format(style)
        if kind == "n" and isinstance(value, int | float):
            shown = written.always or written.kind(value)
            if shown != "number":
                value = shown_as(shown, value, self._shared.day_0)
                return CellValue(value, is_formula, shown == "percent", code)
        return CellValue(value, is_formula, False, code)

    def _format(self, style: str) -> tuple[NumberFormat, str]:
        formats = self._shared.formats
        written = formats[int(style or "0")] if formats else _GENERAL
        found = written, "" if written is _GENERAL else written.code
        self._formats[style] = found
        return found

    def _is_in_array(self, place: tuple[int, int]) -> bool:
        self._held += len(self._arrays)
        if self._held > MOST_IN_ARRAYS:
            raise self._package.too_large("数组公式乘以单元格", MOST_IN_ARRAYS)
        return any(area.holds(*place) for area in self._arrays)

    def _shared_text(self, stored: str) -> str:
        if self._strings is None:
            self._strings = self._shared.strings()
        index = int(stored)
        if index < 0:
            raise ValueError(stored)
        return self._strings[index]

    def _number(self, stored: str) -> Value:
        text = stored.strip()
        if _WHOLE.fullmatch(text):
            return int(text)
        if not _NUMBER.fullmatch(text):
            return text or None
        number = float(text)
        # What no spreadsheet can hold stays as it is written, and is told of.
        return number if abs(number) != float("inf") else text


def _column_of(letters: str) -> int:
    """Return a column, counted from 0; raises ``ValueError`` where no sheet has so many."""
    column = _COLUMNS.get(letters)
    if column is None:
        upper = letters.upper()
        if not (upper.isascii() and upper.isalpha()):
            raise ValueError(letters)
        column = column_number(upper) if len(upper) <= 3 else LAST_COLUMN
        if column >= LAST_COLUMN:
            raise ValueError(letters)
        _COLUMNS[letters] = column
    return column


def _boolean(stored: str) -> bool:
    return {"1": True, "true": True, "0": False, "false": False}[stored.strip().lower()]


def _day(stored: str) -> Value:
    """Return a day that is written as text (ISO 8601), as Strict workbooks have it."""
    text = stored.strip().removesuffix("Z")
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    return Area(top, left, bottom, right)
