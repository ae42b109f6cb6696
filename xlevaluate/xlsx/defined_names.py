"""Defined names of a workbook, and the cells that they stand for."""

import re
from collections.abc import Collection
from functools import lru_cache

from lxml import etree
from msgspec import Struct, field

from xlevaluate.form.snapshot import Address, column_number

MOST_NAMES = 50_000

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""How many rows and columns a sheet has."""

_REFERENCE = re.compile(
    r"=?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!,()\"]+))!"
    r"\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9][0-9]{0,6})"
    r"(?::\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})?(?:,.*)?",
    re.DOTALL,
)
_TEXT = re.compile(r'="((?:[^"]|"")*)"|"((?:[^"]|"")*)"', re.DOTALL)

_LONGEST_KEPT = 200
"""Characters of a reference whose meaning is remembered; hardly one is longer."""


def address_of(reference: str, sheets: Collection[str]) -> Address | None:
    """Return the cell that a reference means, of a range or of several areas the first.

    ``None`` where it means none in ``sheets``: the cell or the sheet is gone (``#REF!``), it is
    a constant, a formula, a whole column, or in another workbook.
    """
    return _in_sheets(_meaning(reference), sheets)


def text_of(reference: str) -> str | None:
    """Return the text for which a name stands; ``None`` where it stands for anything else."""
    meaning = _meaning(reference)
    return meaning if isinstance(meaning, str) else None


class DefinedNames(Struct, frozen=True):
    """The names of a workbook."""

    cells: dict[str, Address | None] = field(default_factory=dict)
    """Names of the whole workbook, and the cell that each means."""
    texts: dict[str, str] = field(default_factory=dict)
    """Those that stand for texts, in small letters."""
    local: dict[str, dict[str, Address | None]] = field(default_factory=dict)
    """Names of single sheets, by sheet; those of sheets without cells are left out."""


def defined_names(book: etree._Element, sheets: Collection[str]) -> DefinedNames:
    """Return the names of a workbook; ``sheets`` are those with cells."""
    order = [item.get("name") for item in book.iterfind("{*}sheets/{*}sheet")]
    names = DefinedNames()
    for item in book.iterfind("{*}definedNames/{*}definedName"):
        name, number = item.get("name"), item.get("localSheetId")
        if name is None:
            continue
        meaning = _meaning("".join(map(str, item.itertext())) if len(item) else item.text or "")
        if number is None:
            names.cells[name] = _in_sheets(meaning, sheets)
            if isinstance(meaning, str):
                names.texts[name.lower()] = meaning
        elif number.isdecimal() and int(number) < len(order):  # it counts all sheets, from 0
            sheet = order[int(number)]
            if sheet is not None and sheet in sheets:
                names.local.setdefault(sheet, {})[name] = _in_sheets(meaning, sheets)
    return names


def _in_sheets(meaning: Address | str | None, sheets: Collection[str]) -> Address | None:
    return meaning if isinstance(meaning, Address) and meaning.sheet in sheets else None


def _meaning(reference: str) -> Address | str | None:
    is_kept = len(reference) <= _LONGEST_KEPT
    return _remembered(reference) if is_kept else _meant_by(reference)


def _meant_by(reference: str) -> Address | str | None:
    """Return the cell or the text that a reference means, whether there is such a sheet or not."""
    written = reference.strip()
    if text := _TEXT.fullmatch(written):
        return (text[1] or text[2] or "").replace('""', '"')
    found = _REFERENCE.fullmatch(written)
    if found is None:
        return None
    sheet = found["plain"] or found["quoted"].replace("''", "'")
    row, column = int(found["row"]), column_number(found["column"].upper())
    return None if row > LAST_ROW or column >= LAST_COLUMN else Address(sheet, row - 1, column)


_remembered = lru_cache(maxsize=4096)(_meant_by)  # workbooks of one template have the same names
