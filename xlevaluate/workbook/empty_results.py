"""Formulas whose result is an empty text, told apart from formulas not yet calculated.

A spreadsheet stores an empty text as a result of type ``str``; XlsxWriter leaves the type out,
which means "never calculated". The type is put in after it has written the file.
"""

import re

_UNTYPED = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f>[^<]*</f><v></v></c>)')


def type_empty_results(name: str, part: bytes) -> bytes:
    """Type every empty cached result in a sheet's XML as a text; leave other parts alone."""
    if not name.startswith("xl/worksheets/sheet"):
        return part
    return _UNTYPED.sub(rb'\1 t="str"\2', part)
