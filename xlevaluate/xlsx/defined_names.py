"""Defined names of a workbook, and the cells that they stand for."""

import re
from collections.abc import Collection, Iterator

from lxml import etree

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


def address_of(reference: str, sheets: Collection[str]) -> Address | None:
    """Return the cell that a reference means, of a range or of several areas the first.

    ``None`` where it means none in ``sheets``: the cell or the sheet is gone (``#REF!``), it is
    a constant, a formula, a whole column, or in another workbook.
    """
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        return None
    sheet = found["plain"] or found["quoted"].replace("''", "'")
    row, column = int(found["row"]), column_number(found["column"].upper())
    if sheet not in sheets or row > LAST_ROW or column >= LAST_COLUMN:
        return None
    return Address(sheet, row - 1, column)


_TEXT = re.compile(r'="((?:[^"]|"")*)"|"((?:[^"]|"")*)"', re.DOTALL)


def text_of(reference: str) -> str | None:
    """Return the text for which a name stands; ``None`` where it stands for anything else."""
    found = _TEXT.fullmatch(reference.strip())
    return None if found is None else (found[1] or found[2] or "").replace('""', '"')


def constants_in(book: etree._Element) -> dict[str, str]:
    """Return the names of a whole workbook that stand for texts, in small letters."""
    texts = {
        str(item.get("name")).lower(): text_of("".join(map(str, item.itertext())))
        for item in book.iterfind("{*}definedNames/{*}definedName")
        if item.get("localSheetId") is None
    }
    return {name: text for name, text in texts.items() if text is not None}


def local_names_in(
    book: etree._Element, sheets: Collection[str]
) -> dict[str, dict[str, Address | None]]:
    """Return the names of single sheets, by sheet; those of sheets without cells are left out.

    ``localSheetId`` counts all sheets of the book, from 0.
    """
    order = [item.get("name") for item in book.iterfind("{*}sheets/{*}sheet")]
    found: dict[str, dict[str, Address | None]] = {}
    for item in book.iterfind("{*}definedNames/{*}definedName"):
        name, number = item.get("name"), item.get("localSheetId") or ""
        sheet = order[int(number)] if number.isdecimal() and int(number) < len(order) else None
        if name is not None and sheet is not None and sheet in sheets:
            own = found.setdefault(sheet, {})
            own[name] = address_of("".join(map(str, item.itertext())), sheets)
    return found


def names_in(book: etree._Element, sheets: Collection[str]) -> Iterator[tuple[str, Address | None]]:
    """Yield the names of a whole workbook; those of single sheets are left out."""
    for item in book.iterfind("{*}definedNames/{*}definedName"):
        name = item.get("name")
        if name is not None and item.get("localSheetId") is None:
            yield name, address_of("".join(map(str, item.itertext())), sheets)
