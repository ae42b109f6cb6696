"""The .xls that the budget system imports.

It takes the old format alone. ``xlwt`` writes it: nobody works on that library any more, but it is
finished, in Python alone, and the format does not change; LibreOffice, the other way to such a
file, is on no office's machine.
"""

import io
from collections.abc import Mapping
from decimal import Decimal

import xlwt

from xlevaluate.output.platform_rows import PlatformRow

_SHEET = "Sheet1"


def make_platform_file(rows: Mapping[int, PlatformRow]) -> bytes:
    """Return the file; rows are counted from 1. Texts and numbers have plain cells each."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(_SHEET)
    for number, row in rows.items():
        for col, value in enumerate(row):
            if value is not None:
                written = float(value) if isinstance(value, Decimal) else value
                sheet.write(number - 1, col, written)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
