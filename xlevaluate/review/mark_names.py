"""What the cells of a mark sheet are called, by which they are found again wherever they stand."""

from typing import Literal

FOUND_SHEET = "检查发现"
"""Lists all that was found, by item."""

OBJECT_SHEET = "对象"
"""A hidden sheet that says whose marks these are, and which marks there are."""

MARKS_NAME = "xlem__marks"
"""The first cell of the list of marks on it: sheet, key, label, points, name of the sheet."""

InfoKey = Literal[
    "form",  # the name of the mark sheet
    "digest",  # of its file
    "object",  # RosterEntry.id
    "kind",
    "code",
    "unit",
    "project",
    "department",
    "office",
    "year",
    "score",  # the unit's own, as digits
    "grade",
    "problems",  # how many rows there are for problems
]
INFO_KEYS: tuple[InfoKey, ...] = (
    *("form", "digest", "object", "kind", "code", "unit", "project", "department", "office"),
    *("year", "score", "grade", "problems"),
)


def info_name(key: InfoKey) -> str:
    """Return the name of a cell that says something of the object."""
    return f"xlem__info__{key}"


def mark_name(sheet: str, mark: str) -> str:
    """Return the name of the cell of a mark."""
    return f"xlem__mark__{sheet}__{mark}"


def reason_name(sheet: str, mark: str) -> str:
    """Return the name of the cell that says why points were taken off."""
    return f"xlem__reason__{sheet}__{mark}"


def done_name(sheet: str, mark: str) -> str:
    """Return the name of the cell for what was found to have been done."""
    return f"xlem__done__{sheet}__{mark}"


def problem_name(number: int) -> str:
    """Return the name of the cell of a problem; rows count from 1."""
    return f"xlem__problem__{number}"


def advice_name(number: int) -> str:
    """Return the name of the cell for what is to be done about a problem."""
    return f"xlem__advice__{number}"
