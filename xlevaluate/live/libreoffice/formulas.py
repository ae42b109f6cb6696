"""References and formulas as LibreOffice writes them (``$封面.$B$2``) and as Excel does."""

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


_QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')""")


def libreoffice_formula(formula: str) -> str:
    """Return a formula as LibreOffice takes it from a program; constant arrays are not for it.

    >>> libreoffice_formula('=IF(项目1!总分="","!,",项目1!总分)')
    '=IF(项目1.总分="";"!,";项目1.总分)'
    """
    pieces = _QUOTED.split(formula)
    bare = (piece.replace(",", ";").replace("!", ".") for piece in pieces[::2])
    quoted = (*pieces[1::2], "")
    return "".join(f"{plain}{text}" for plain, text in zip(bare, quoted, strict=True))
