"""Waiting for what happens in another process: for the thing itself, never for a time."""

import time
from collections.abc import Callable

LONGEST = 90.0
"""Seconds after which a thing is not going to happen any more, on the slowest machine."""

_BETWEEN = 0.02


def happens(done: Callable[[], bool], longest: float = LONGEST) -> bool:
    """Wait until something has happened; tell whether it has, after ``longest`` seconds at most."""
    latest = time.monotonic() + longest
    while not done():
        if time.monotonic() > latest:
            return False
        time.sleep(_BETWEEN)
    return True


def wait_for(done: Callable[[], bool], what: str, longest: float = LONGEST) -> None:
    """Wait until something has happened; fail, and say what has not."""
    assert happens(done, longest), what
