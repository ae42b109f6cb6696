"""References as LibreOffice writes them and as Excel does: ``$封面.$B$2``, ``=封面!$B$2``."""

import re

_SHEET = r"\$?(?P<sheet>'(?:[^']|'')+'|[^.'!]+)"
_CELL = r"\$[A-Z]{1,3}\$\d+"
_REFERENCE = re.compile(rf"{_SHEET}\.(?P<first>{_CELL})(?::(?:\$?[^:]*\.)?(?P<last>{_CELL}))?")


def excel_reference(content: str) -> str:
    """Return what a name stands for, as Excel writes it; what is no reference stays as it is."""
    found = _REFERENCE.fullmatch(content.removeprefix("="))
    if found is None:
        return f"={content.removeprefix('=')}"
    last = f":{found['last']}" if found["last"] else ""
    return f"={found['sheet']}!{found['first']}{last}"
