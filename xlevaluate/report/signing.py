"""Where the signature stands (GB/T 9704-2012, 7.3.5.1, a document that will bear a seal)."""

from typing import NamedTuple

from xlevaluate.form.measure import text_width

_DATE_INDENT, _LEAST_INDENT = 4.0, 2.0
"""Characters from the right: of the date, and of whichever line is longer."""


class Indents(NamedTuple):
    """Characters between a line's end and the right margin."""

    unit: float
    date: float


def signature_indents(unit: str, date: str) -> Indents:
    """Return the indents: the date four characters in, the unit's name centred over it.

    A name too long for that stands two characters in, and the date is centred under it.

    >>> signature_indents("某局", "2024年7月23日")
    Indents(unit=6.25, date=4.0)
    """
    name, day = text_width(unit) / 2, text_width(date) / 2
    centred = _DATE_INDENT + (day - name) / 2
    if centred >= _LEAST_INDENT:
        return Indents(centred, _DATE_INDENT)
    return Indents(_LEAST_INDENT, _LEAST_INDENT + (name - day) / 2)
