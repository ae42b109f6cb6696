"""What went wrong last in a cell, kept for 诊断; the cell itself shows its native value."""

_last = [""]


def remember(name: str, description: str) -> None:
    """Keep what went wrong in a function."""
    _last[0] = f"{name}: {description}"


def last_failure() -> str:
    """Return what was kept last, a blank where nothing was."""
    return _last[0]
