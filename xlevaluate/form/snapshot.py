"""What stood in a workbook at one moment: values of cells, and where names point.

Every door (a saved file, a live spreadsheet) makes one; nothing behind it knows of files.
Rows and columns count from 0.
"""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct, field


class ErrorValue(str):
    """An error that a cell shows, such as ``#REF!``."""

    __slots__ = ()


ERROR_CODES = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826242: "#CONNECT!",
    -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
    -2146826237: "#BUSY!",
    -2146826236: "#EXTERNAL!",
    -2146826066: "#PYTHON!",
    -2146826065: "#TIMEOUT!",
}
"""Errors by the numbers under which Excel hands them out, those of its newer versions too."""

ERRORS = frozenset(ERROR_CODES.values())

Value = str | int | float | bool | datetime.date | ErrorValue | None


class CellValue(Struct, frozen=True, gc=False):
    """What a cell shows, and whether a formula gives it.

    A formula whose result was never stored has the value ``None``; an empty text is ``""``.
    ``is_percent``: a number that the cell prints as a percentage. ``number_format`` is the code
    of the cell's number format as its program writes it, ``""`` for General.
    """

    value: Value
    is_formula: bool = False
    is_percent: bool = False
    number_format: str = ""


BLANK = CellValue(None)


DAY_0 = datetime.datetime(1899, 12, 30)
"""The day that a spreadsheet counts as 0."""


class Address(NamedTuple):
    """One cell of one sheet."""

    sheet: str
    row: int
    col: int

    def __str__(self) -> str:
        return a1(self.row, self.col)


class Area(NamedTuple):
    """A rectangle of cells, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, col: int) -> bool:
        """Tell whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= col <= self.right


class Snapshot(Struct, frozen=True):
    """Sheets by name, each a sparse grid, and the defined names.

    A name whose target is gone (``#REF!``) maps to ``None``. ``merges`` are the merged areas of
    each sheet, where the door knows of them. A door may read a sheet when it is first asked
    for, and then raise ``CannotDoError`` where it cannot be read.
    """

    sheets: Mapping[str, Mapping[tuple[int, int], CellValue]]
    names: Mapping[str, Address | None] = field(default_factory=dict)
    opened_elsewhere: bool = False
    is_manual: bool = False
    """Formulas are calculated only when the user asks for it."""
    merges: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    local_names: Mapping[str, Mapping[str, Address | None]] = field(default_factory=dict)
    """Names that mean something in one sheet alone, by the sheet. Its copy has the same."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Names that stand for a text, in small letters."""

    def at(self, address: Address) -> CellValue:
        """Return a cell; a blank one where nothing stands."""
        sheet, row, col = address
        return self.sheets[sheet].get((row, col), BLANK)


def column_letters(col: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the column of its letters: A is 0, AA is 26."""
    col = 0
    for letter in letters:
        col = 26 * col + ord(letter) - 64
    return col - 1


def a1(row: int, col: int) -> str:
    """Return an address as the spreadsheet shows it: (8, 1) is B9."""
    return f"{column_letters(col)}{row + 1}"


def place_of(reference: str) -> tuple[int, int]:
    """Return row and column of a reference, of a range those of its first cell.

    >>> place_of("$B$9:$C$10")
    (8, 1)
    """
    first = reference.partition(":")[0].replace("$", "")
    letters = first.rstrip("0123456789")
    return int(first.removeprefix(letters)) - 1, column_number(letters)


def quoted_sheet(name: str) -> str:
    """Write a sheet's name as formulas do."""
    return "'" + name.replace("'", "''") + "'"


def absolute(row: int, col: int) -> str:
    """Return ``$B$9``, rows and columns counted from 0."""
    letters = a1(row, col).rstrip("0123456789")
    return f"${letters}${row + 1}"
