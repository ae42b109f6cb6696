"""What cells and buttons reach in LibreOffice's own Python: functions, and commands by their name.

Both are named by a document that may be anybody's: a name is looked up and nothing else is done
with it. Nothing here raises into a cell: a failure is ``None``, and kept for the diagnosis.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

from xlevaluate.cells.cell_functions import FAILURE, FUNCTIONS
from xlevaluate.errors import CannotDoError
from xlevaluate.live import buttons
from xlevaluate.live.full_rows import complete_rows
from xlevaluate.live.libreoffice.button_shapes import add_buttons
from xlevaluate.live.libreoffice.engine import open_book
from xlevaluate.live.libreoffice.failures import remember
from xlevaluate.vba.button_layout import ADD_PROJECT, EVERY

_BUSY = Lock()
"""Held by the command that is under way: a message leaves LibreOffice free to take a click."""


def call(name: str, arguments: tuple[Any, ...]) -> float | str | None:
    """Call a function for cells by its name there; ``None`` where it fails."""
    function = FUNCTIONS.get(name)
    if function is None:
        remember(name, "没有这个函数")
        return None
    given = list(arguments)
    if function.has_rest:
        given[-1:] = given[-1] or ()
    answer = function.call(*map(_from_cell, given))
    if isinstance(answer, str) and answer.startswith(FAILURE):
        remember(name, answer)
        return None
    return answer


def _from_cell(given: Any) -> Any:
    """Return what an argument holds; empty cells are ``None``, a range of one cell is that cell."""
    if not isinstance(given, tuple):
        return None if given == "" else given
    rows = [[None if cell == "" else cell for cell in line] for line in given]
    return rows[0][0] if [len(row) for row in rows] == [1] else rows


def run(document: Any, command: str) -> None:
    """Run the command of a button on a document."""
    if command not in buttons.COMMANDS:
        raise CannotDoError(f"不认识的命令：{command}")
    if not _BUSY.acquire(blocking=False):
        return  # pressed again before the first was done
    try:
        open_book(document).set_mock_caller()
        buttons.run(command, _one_undo_step(document, command))
        if command == ADD_PROJECT.command:
            add_buttons(document, run)  # those of the copy would run nothing
    finally:
        _BUSY.release()


def fill_up(document: Any) -> None:
    """Fill up inserted rows, as a part of the step in which they were inserted."""
    undo = document.UndoManager
    if not undo.isUndoPossible() or not _BUSY.acquire(blocking=False):
        return
    undo.enterHiddenUndoContext()
    try:
        with suppress(CannotDoError):  # the next command tells
            complete_rows(open_book(document))
    finally:
        undo.leaveUndoContext()
        _BUSY.release()


@contextmanager
def _one_undo_step(document: Any, command: str) -> Iterator[None]:
    """Let all that a command changes be undone at once, under the name of its button."""
    captions = {button.command: button.caption for button in EVERY}
    document.UndoManager.enterUndoContext(captions[command])
    try:
        yield
    finally:
        document.UndoManager.leaveUndoContext()
