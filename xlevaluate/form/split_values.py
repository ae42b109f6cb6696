"""Targets and actual values whose sign, number and unit stand in three columns of a form.

Rules and scoring see them as one text in people's words: “≥”, “95”, “%” are “≥95%”. The platform of
the budget system and Sichuan's form have them so.
"""

import re
import unicodedata

SIGNS = frozenset("≥≤=><")
"""What may stand before a number; whatever else is chosen (定性) is no sign."""

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")


def is_bare_number(text: str) -> bool:
    """Tell whether a text is a number with nothing around it.

    >>> is_bare_number("1,200.5"), is_bare_number("≥95"), is_bare_number("95%")
    (True, False, True)
    """
    return _NUMBER.fullmatch(_plain(text)) is not None


def joined(sign: str | None, value: str | None, unit: str | None) -> str | None:
    """Return a target or an actual value as one text; what is no bare number stays as it is.

    >>> joined("≥", "95", "%"), joined(None, "95%", "%"), joined("定性", "建立并落实", None)
    ('≥95%', '95%', '建立并落实')
    """
    if value is None or not is_bare_number(value):
        return value
    before = _plain(sign or "")
    after = "" if unit is None or value.endswith(unit) else unit
    return f"{before if before in SIGNS else ''}{value}{after}"


def joined_formula(sign: str, value: str, unit: str) -> str:
    """Return ``joined`` as a native expression of cells; ``""`` for a column that is not there."""
    whole = "&".join(cell for cell in (sign, value, unit) if cell)
    return f'IF(ISNUMBER(-{value}),{whole},{value}&"")'


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
