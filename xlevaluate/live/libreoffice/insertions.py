"""A row that the user inserts is filled up at once, and undone together with its insertion."""

from collections.abc import Callable
from typing import Any

from xlevaluate.live.libreoffice.uno_bridge import implementing, uno

_INSERTED = "insert-rows"
"""What LibreOffice calls the change."""


def follow_insertions(document: Any, fill_up: Callable[[Any], None]) -> None:
    """Call ``fill_up`` with the document after rows were inserted, as long as it is open."""
    context = uno.getComponentContext()
    later = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.awt.AsyncCallback", context
    )
    # The change is still under way when it is told.
    once_done = implementing("com.sun.star.awt.XCallback", notify=lambda *_: fill_up(document))

    def occurred(_: Any, event: Any) -> None:
        if any(change.Accessor == _INSERTED for change in event.Changes):
            later.addCallback(once_done, None)

    listener = implementing(
        "com.sun.star.util.XChangesListener", changesOccurred=occurred, disposing=lambda *_: None
    )
    document.addChangesListener(listener)
