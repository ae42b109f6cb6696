"""What is marked of one object of evaluation: marks to be given, problems, whose sheet it is.

Plain records, between what was handed in and the workbook in which somebody marks.
"""

from decimal import Decimal

from msgspec import Struct

from xlevaluate.rollup.collection import OBJECT_KINDS, CollectedLine, RosterEntry
from xlevaluate.rollup.form_record import FindingRecord, FormRecord


class Mark(Struct, frozen=True, kw_only=True):
    """A mark to be given: up to ``points``; ``proposed`` is what was counted, ``None`` by hand.

    ``key`` is what it is called in the names of cells. ``reason`` says what was taken off.
    """

    key: str
    group: str
    name: str
    points: Decimal
    standard: str
    proposed: Decimal | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()
    """What was found of it, a line each."""

    @property
    def label(self) -> str:
        """What the mark is called where it stands alone."""
        return "·".join(filter(None, (self.group, self.name)))


class IndicatorMark(Mark, frozen=True, kw_only=True):
    """The mark of an indicator of the form; of budget execution, where ``category`` is blank."""

    dimension: str
    category: str
    indicator: str
    sign: str
    target: str
    unit: str
    actual: str
    own_score: Decimal | None


class SheetMarks(Struct, frozen=True):
    """A sheet to be marked, by its key: all its marks, in their order."""

    key: str
    marks: tuple[Mark, ...]


class ProblemLine(Struct, frozen=True):
    """A problem that the checks found: what, and where."""

    words: str
    place: str
    rule: str
    level: str


class ReviewedObject(Struct, frozen=True, kw_only=True):
    """An object of evaluation with what of it is marked.

    ``unmatched`` are findings that no item speaks of; they take nothing off, and are shown.
    """

    entry: RosterEntry
    code: str
    form: FormRecord
    sheets: tuple[SheetMarks, ...]
    problems: tuple[ProblemLine, ...]
    unmatched: tuple[str, ...] = ()

    @property
    def kind_words(self) -> str:
        """What users call its kind."""
        return OBJECT_KINDS[self.entry.kind]

    @property
    def called(self) -> str:
        """Its title and kind; of a unit of no known department it is not known that it is none."""
        entry = self.entry
        if entry.kind == "unit" and not entry.department:
            return entry.title
        return f"{entry.title}（{self.kind_words}）"


def code_of(line: CollectedLine) -> str:
    """Return the code by which the budget system knows an object: the project's, or the unit's."""
    entry = line.entry
    filled_in = "" if line.handed_in is None else line.handed_in.form.unit_code
    return (entry.project_code if entry.kind == "project" else "") or entry.code or filled_in


def finding_words(finding: FindingRecord) -> str:
    """Return a finding as a line: level and sentence, and what the unit says to it."""
    said = f"（已说明：{finding.explanation}）" if finding.is_explained else ""
    return f"{finding.message}{said}"
