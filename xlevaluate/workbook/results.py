"""Results of formulas as they are stored in a sheet's XML.

A spreadsheet stores an empty text as a result of type ``str``; XlsxWriter leaves the type out,
which means "never calculated". The type is put in after it has written the file. Texts there
write ``_x0041_`` for a character by its code, so a text that looks so is escaped; XlsxWriter
writes such results as they are.
"""

import datetime
import re
from collections.abc import Collection
from decimal import Decimal

from xlevaluate.form.contents import Stored
from xlevaluate.form.snapshot import DAY_0
from xlevaluate.xlsx.shared_strings import CODE

_UNTYPED = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f>[^<]*</f><v></v></c>)')


def stored_result(value: Stored) -> float | str:
    """Return a formula's result as it is stored; XlsxWriter does not escape texts there."""
    if value is None:
        return ""
    if isinstance(value, Decimal | int):
        return float(value)
    if isinstance(value, datetime.date):
        day = datetime.date(value.year, value.month, value.day)
        return float((day - DAY_0.date()).days)
    return escape_result(value)


def type_empty_results(name: str, part: bytes) -> bytes:
    """Type every empty cached result in a sheet's XML as a text; leave other parts alone."""
    if not name.startswith("xl/worksheets/sheet"):
        return part
    return _UNTYPED.sub(rb'\1 t="str"\2', part)


def escape_result(text: str) -> str:
    """Escape what would be taken for the code of a character."""
    return CODE.sub(r"_x005F\g<0>", text)


def let_rows_grow(part: bytes, rows: Collection[int]) -> bytes:
    """Let a spreadsheet fit the heights of rows (from 0), which XlsxWriter fixes all."""

    def free(match: re.Match[bytes]) -> bytes:
        return match[0].replace(_FIXED, b"") if int(match[1]) - 1 in rows else match[0]

    return _ROW.sub(free, part)


_ROW = re.compile(rb'<row r="(\d+)"[^>]*>')
_FIXED = b' customHeight="1"'
