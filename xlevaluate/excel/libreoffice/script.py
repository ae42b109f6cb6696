"""What LibreOffice's macros reach: functions for cells, commands for buttons, and the opening.

Runs inside LibreOffice's own Python. Nothing here raises into a cell: a failure comes back as
text behind ``FAILURE``, as in Excel, and the wrapper turns it into an error value.
"""

import math
import re
from typing import Any

from xlevaluate.errors import CannotDoError
from xlevaluate.excel.functions import FAILURE, FUNCTIONS
from xlevaluate.excel.names import LIVE_NAME

_RUNNING: list[str] = []
"""The command that is under way: a message leaves LibreOffice free to take another click."""

_COMMAND = re.compile(r"commands\.run\('(\w+)'\)")


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
    from xlevaluate.excel import commands  # noqa: PLC0415 - slow, and cells are waiting
    from xlevaluate.excel.libreoffice.engine import open_book  # noqa: PLC0415 - likewise

    if _RUNNING:
        return  # pressed again before the first was done
    _RUNNING.append(found[1])
    try:
        open_book(document).set_mock_caller()
        commands.run(found[1])
    finally:
        _RUNNING.clear()


def open_requested(*_: Any) -> None:
    """Open the workbook that ``xlevaluate open`` asks for, its cells and buttons alive."""
    from xlevaluate.excel.libreoffice.opening import answer_request  # noqa: PLC0415 - wants uno

    document = answer_request()
    if document is not None:
        opened(document)


def opened(document: Any) -> None:
    """Let the cells of a document call Python from now on, and give it back its buttons."""
    from xlevaluate.excel.libreoffice.buttons import restore_buttons  # noqa: PLC0415 - wants uno

    restore_buttons(document)
    named = document.NamedRanges.getByName(LIVE_NAME)
    named.getReferredCells().getCellByPosition(0, 0).Value = 1
