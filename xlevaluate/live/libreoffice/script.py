"""What LibreOffice's macros reach: functions for cells, and commands for buttons.

Runs inside LibreOffice's own Python. Nothing here raises into a cell: a failure comes back as
text behind ``FAILURE``, as in Excel, and the wrapper turns it into an error value.
"""

import math
import re
from threading import Lock
from typing import Any

from xlevaluate.cells.cell_functions import FAILURE, FUNCTIONS
from xlevaluate.errors import CannotDoError
from xlevaluate.live import buttons
from xlevaluate.live.libreoffice.engine import open_book

_BUSY = Lock()
"""Held by the command that is under way: a message leaves LibreOffice free to take a click."""

_COMMAND = re.compile(r"buttons\.run\('(\w+)'\)")


def call(name: str, arguments: tuple[Any, ...]) -> float | str:
    """Call a function for cells by its Python name."""
    function = FUNCTIONS.get(name.upper())
    if function is None:
        return f"{FAILURE}{name}"
    given = list(arguments)
    if function.has_rest:
        given[-1:] = given[-1] or ()
    return function.call(*map(_from_cell, given))


def no_number() -> float:
    """Return what a cell shows as an error; Basic cannot make one itself."""
    return math.nan


def _from_cell(given: Any) -> Any:
    """Return what an argument holds; empty cells are ``None``.

    A range comes as an object whose value is one cell's, or the cells of all in a wrapper.
    """
    value = given.Value if hasattr(given, "Value") else given
    value = getattr(value, "Array", value)
    if isinstance(value, tuple):
        return [[None if cell == "" else cell for cell in line] for line in value]
    return value


def run(document: Any, code: str) -> None:
    """Run a command on a document; ``code`` is what Excel's ``RunPython`` would be given."""
    found = _COMMAND.search(code)
    if found is None:
        raise CannotDoError(f"不认识的命令：{code}")
    if not _BUSY.acquire(blocking=False):
        return  # pressed again before the first was done
    try:
        open_book(document).set_mock_caller()
        buttons.run(found[1])
    finally:
        _BUSY.release()
