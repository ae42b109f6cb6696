"""The words of a formula, and whether it does nothing but calculate."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from openpyxl.utils import FORMULAE

LONGEST = 8192
"""Characters that Excel allows a formula."""

_REACHING_OUT = {"CALL", "CELL", "GETPIVOTDATA", "HYPERLINK", "INDIRECT", "INFO", "RTD"}
"""Functions that load a file, run something on a click, or tell of the machine."""

_NEWER = {"CONCAT", "IFNA", "IFS", "MAXIFS", "MINIFS", "SWITCH", "TEXTJOIN", "XOR"}
"""Functions of Excel that have come since the list of openpyxl was made."""

CALCULATING = frozenset(
    {name for name in FORMULAE if not name.startswith("CUBE")} - _REACHING_OUT | _NEWER
)
"""Functions of Excel that give a value of their arguments and touch nothing else."""

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<quoted>'(?:[^']|'')*')
  | (?P<error>\#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!))
  | (?P<word>[\w.$]+)
  | (?P<space>[ \t\r\n]+)
  | (?P<mark>[-+*/^&=<>%(),;:!{}])
    """,
    re.VERBOSE,
)


class FormulaToken(NamedTuple):
    """A piece of a formula; ``kind`` is the group of the pattern above that it is of."""

    kind: str
    text: str


@lru_cache(maxsize=8)  # whoever asks what a formula does rewrites it next
def tokens_of(formula: str) -> tuple[FormulaToken, ...] | None:
    """Take a formula apart; ``None`` where something in it is no plain formula.

    What DDE (``|``), other files and tables (``[``) and spilled areas (``#``, ``@``) are written
    with is not known here.

    >>> [token.text for token in tokens_of("SUM(A1,'甲 乙'!B2)")]
    ['SUM', '(', 'A1', ',', "'甲 乙'", '!', 'B2', ')']
    >>> tokens_of("cmd|'/c calc'!A0") is None
    True
    """
    found, place = [], 0
    while place < len(formula):
        match = _TOKEN.match(formula, place)
        if match is None:
            return None
        found.append(FormulaToken(str(match.lastgroup), match[0]))
        place = match.end()
    return tuple(found)


def _function_name(word: str) -> str:
    """Return a function's name without the mark that Excel's newer functions carry in a file."""
    return word.upper().removeprefix("_XLFN.")


def calculates_only(formula: str, sheets: Collection[str], functions: Collection[str]) -> bool:
    """Tell whether a formula only calculates, from cells of these sheets.

    ``functions`` are ours, in capitals; every other function that is not one of ``CALCULATING``
    is refused, whatever it would do.
    """
    if len(formula) > LONGEST:
        return False
    tokens = tokens_of(formula)
    if tokens is None:
        return False
    known = {name.casefold() for name in sheets}
    for token, following in _followed(tokens):
        name = token.text
        if following == "(" and token.kind == "word":
            if _function_name(name) not in CALCULATING and name.upper() not in functions:
                return False
        elif following == "!" and token.kind in {"word", "quoted"}:
            if token.kind == "quoted":
                name = name[1:-1].replace("''", "'")
            if name.removeprefix("$").casefold() not in known:
                return False
        elif token.kind == "quoted":
            return False
    return True


def _followed(tokens: tuple[FormulaToken, ...]) -> Iterator[tuple[FormulaToken, str]]:
    """Yield each token that is no space, with the text of the next."""
    said = [token for token in tokens if token.kind != "space"]
    for token, following in zip(said, [*said[1:], FormulaToken("end", "")], strict=True):
        yield token, following.text
