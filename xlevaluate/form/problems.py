"""What reading a workbook gives: the submission, where it stood, and what was in the way."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from xlevaluate.form.snapshot import Snapshot, Value
from xlevaluate.submission import Submission


class Place(Struct, frozen=True):
    """Where something stands: a sheet, a cell or a range of cells, and what it is called."""

    sheet: str
    cell: str
    label: str


Trouble = Literal[
    "missing_sheet",
    "missing_name",
    "not_calculated",
    "error_value",
    "not_a_number",
    "not_a_date",
    "not_a_year",
    "not_a_choice",
    "no_group",
    "incomplete_row",
    "text_too_long",
    "read_as",
    "only_blanks",
    "open_elsewhere",
    "missing_group",
    "picture",
    "manual",
    "stray_value",
    "value_beside",
    "shared_cell",
    "moved_cell",
    "other_label",
    "copied_sheet",
]


class Problem(Struct, frozen=True):
    """Something that reading met: ``typed`` stood there, ``read_as`` was made of it."""

    trouble: Trouble
    place: Place
    typed: str = ""
    read_as: str = ""
    unit: str = ""
    number_format: str = ""
    """The format under which a number shows as something else, where that is in the way."""


NOTHING_READ = Snapshot({})


class Reading(Struct, frozen=True):
    """A workbook, read.

    ``places`` are by path for what is filled in, by ``=名称`` for what is computed, and by
    ``path of a group`` for the rows of a group of a list (their points). ``unread`` are the
    names of fields of which at least one cell could not be read: rules that need them are not
    checked. ``shown`` is what the computed cells show, ``None`` where not calculated.
    ``snapshot`` is what was read.
    """

    submission: Submission
    places: Mapping[str, Place]
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()
    shown: Mapping[str, Value] = field(default_factory=dict)
    snapshot: Snapshot = NOTHING_READ
    projects: Mapping[str, "Reading"] = field(default_factory=dict)
    """The forms of projects that stand in the same workbook, by sheet, in the order of sheets."""
