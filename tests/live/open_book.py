"""A stand-in for an open workbook: so much of xlwings' ``Book`` as the commands use.

It takes values as Excel does: a text that begins with “=” becomes a formula unless the cell is a
text cell. That a real spreadsheet answers so is not shown by it.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import openpyxl

from xlevaluate.form.snapshot import ErrorValue, a1, column_number


class Area:
    """A range of cells; rows and columns count from 1."""

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet, self.top, self.left, self.bottom, self.right = sheet, top, left, bottom, right
        self.rows = SimpleNamespace(autofit=lambda: None)
        self.errors = True

    @property
    def places(self) -> list[list[tuple[int, int]]]:
        """The cells, row by row."""
        columns = range(self.left, self.right + 1)
        return [[(row, col) for col in columns] for row in range(self.top, self.bottom + 1)]

    @property
    def address(self) -> str:
        """As Excel writes it."""
        first, last = a1(self.top - 1, self.left - 1), a1(self.bottom - 1, self.right - 1)
        whole = first if first == last else f"{first}:{last}"
        return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", whole)

    def options(self, *, err_to_str: bool = False, **_: object) -> Area:
        """Values always come as rows here; errors where they are asked for."""
        self.errors = err_to_str
        return self

    @property
    def value(self) -> list[list[Any]]:
        """What the cells show."""
        found = [[self.sheet.values.get(place) for place in line] for line in self.places]
        if self.errors:
            return found
        return [[None if isinstance(v, ErrorValue) else v for v in line] for line in found]

    @value.setter
    def value(self, rows: list[list[Any]]) -> None:
        for line, given in zip(self.places, rows, strict=True):
            for place, value in zip(line, given, strict=True):
                self.sheet.formulas.pop(place, None)
                is_formula = isinstance(value, str) and value.startswith("=")
                if is_formula and self.sheet.formats.get(place) != "@":
                    self.sheet.formulas[place] = value
                self.sheet.values[place] = None if value == "" else value

    @property
    def formula(self) -> list[list[Any]]:
        """What was typed."""
        return [
            [self.sheet.formulas.get(p, self.sheet.values.get(p) or "") for p in line]
            for line in self.places
        ]

    @property
    def number_format(self) -> str | None:
        """The cells' format, nothing where they have several."""
        found = {self.sheet.formats.get(place, "General") for line in self.places for place in line}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, text: str) -> None:
        self.sheet.formats.update({place: text for line in self.places for place in line})

    def clear(self) -> None:
        """Empty the cells."""
        for place in (place for line in self.places for place in line):
            self.sheet.values.pop(place, None)
            self.sheet.links.pop(place, None)

    def copy(self, target: Area) -> None:
        """Copy the first row onto each of the target's."""
        for line in target.places:
            for source, place in zip(self.places[0], line, strict=True):
                self.sheet.values[place] = self.sheet.values.get(source)

    def add_hyperlink(self, address: str, text: str, _: str) -> None:
        """Link the cell."""
        self.sheet.links[self.top, self.left] = address
        self.sheet.values[self.top, self.left] = text

    def select(self) -> None:
        """Select it."""
        self.sheet.book.selection = self


class Sheet:
    """One sheet."""

    def __init__(self, book: OpenBook, name: str) -> None:
        self.book, self.name = book, name
        self.values: dict[tuple[int, int], Any] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self.links: dict[tuple[int, int], str] = {}

    @property
    def used_range(self) -> SimpleNamespace:
        """Up to the last cell with something in it."""
        places = [*self.values, (1, 1)]
        last = SimpleNamespace(row=max(r for r, _ in places), column=max(c for _, c in places))
        return SimpleNamespace(last_cell=last)

    def range(self, first: Any, last: Any = None) -> Area:
        """Take ``(1, 1)``, two corners, or ``B2:C3``."""
        if isinstance(first, str):
            ends = first.split(":")
            first, last = (_corner(ends[0]), _corner(ends[-1]))
        return Area(self, *first, *(last or first))

    def activate(self) -> None:
        """Go to it."""
        self.book.sheets.active = self


def _corner(text: str) -> tuple[int, int]:
    letters, digits = re.sub(r"\d", "", text), re.sub(r"\D", "", text)
    return int(digits), column_number(letters) + 1


class Sheets(list[Sheet]):
    """The sheets, by number or name."""

    active: Sheet

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return next(sheet for sheet in self if sheet.name == key)
        return super().__getitem__(key)


_Cells = dict[tuple[int, int], Any]


class _Saved(NamedTuple):
    """What a file holds: of each sheet values, formulas and formats; what names refer to."""

    sheets: dict[str, tuple[_Cells, _Cells, _Cells]]
    names: dict[str, str]


@cache
def _saved(content: bytes) -> _Saved:
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
    typed = openpyxl.load_workbook(io.BytesIO(content))
    sheets = {}
    for source in typed.worksheets:
        values: _Cells = {}
        formulas: _Cells = {}
        formats: _Cells = {}
        results = {
            (row, column): cell
            for row, line in enumerate(shown[source.title].iter_rows(), 1)
            for column, cell in enumerate(line, 1)
        }
        for row, line in enumerate(source.iter_rows(), 1):
            for column, written in enumerate(line, 1):
                place = (row, column)
                formats[place] = str(written.number_format)
                value = written.value
                if written.data_type == "f":
                    formulas[place], value = str(value), results[place].value
                    is_error = results[place].data_type == "e"
                    values[place] = ErrorValue(value) if is_error else value
                elif value is not None:
                    values[place] = value
        sheets[source.title] = values, formulas, formats
    names = {name: str(defined.attr_text) for name, defined in typed.defined_names.items()}
    return _Saved(sheets, names)


class OpenBook:
    """A workbook as it stands open, from a saved one."""

    def __init__(self, content: bytes, path: Path, answer: str = "") -> None:
        self.fullname = str(path)
        self.sheets = Sheets()
        saved = _saved(content)
        for title, (values, formulas, formats) in saved.sheets.items():
            sheet = Sheet(self, title)
            sheet.values |= values
            sheet.formulas |= formulas
            sheet.formats |= formats
            self.sheets.append(sheet)
        self.sheets.active = self.sheets[0]
        self.selection: Area | None = None
        self.names = [
            SimpleNamespace(name=name, refers_to=f"={text}") for name, text in saved.names.items()
        ]
        self.asked: list[str] = []
        self.visited = ""
        self.picked: str | None = None
        self.status: list[Any] = []
        book = self

        class App:
            version = "16.0"

            @property
            def status_bar(self) -> Any:
                return book.status[-1]

            @status_bar.setter
            def status_bar(self, text: Any) -> None:
                book.status.append(text)

            def alert(self, text: str, *_: str) -> str:
                book.asked.append(text)
                return answer

            def calculate(self) -> None:
                book.status.append("calculated")

        self.app = App()

    def macro(self, name: str) -> Any:
        """Return a macro's stand-in; what was visited is kept as the macros keep it."""
        if name == "XleVisit":
            return lambda finding: setattr(self, "visited", finding)
        if name in {"XleLock", "XleUnlock"}:
            return lambda _: True
        if name == "XlePickFile":
            return lambda *_: self.picked
        return lambda: self.visited if name == "XleVisited" else f"{name} said"
