"""What an import comes to: what was placed, what differs, what is proposed, what is left."""

from typing import Any

from msgspec import Struct

from xlevaluate.submission import Submission
from xlevaluate.tables.found import Contradiction, Found, Question, Unplaced


class SourcedValue(Struct, frozen=True):
    """A value for one field, and all that say so; ``number`` is a proposal's."""

    path: str
    value: Any
    found: tuple[Found, ...]
    number: int = 0


class Difference(Struct, frozen=True):
    """A field of which the workbook and its sources, or two sources, say different things.

    ``there`` is what stands in the workbook, ``None`` where that is nothing.
    """

    path: str
    there: Any
    values: tuple[SourcedValue, ...]


class Merged(Struct, frozen=True):
    """What an import comes to."""

    submission: Submission
    """As it will be read from the workbook."""
    given: Submission
    """The same without what formulas of the workbook work out."""
    placed: tuple[SourcedValue, ...]
    same: tuple[SourcedValue, ...]
    """What was there already, or what a formula works out of it."""
    differing: tuple[Difference, ...]
    proposed: tuple[SourcedValue, ...]
    unplaced: tuple[Unplaced, ...]
    blank: tuple[str, ...]
    """Paths of fields that stand once, are blank, and of which no source said anything."""
    questions: tuple[Question, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    agreed: tuple[Unplaced, ...] = ()
    """What the workbook prints itself and sources say alike."""
