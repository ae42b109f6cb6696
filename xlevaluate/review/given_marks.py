"""What a person has marked: plain records of a mark sheet that was read back."""

from decimal import Decimal

from msgspec import Struct

from xlevaluate.review.mark_totals import MarkTotal
from xlevaluate.review.sheet_definition import MarkSheetDef


class GivenMark(Struct, frozen=True, kw_only=True):
    """A mark as it stands in the workbook: ``None`` where it is blank or may not be given.

    ``refused`` says why what stands there is no mark; ``cell`` is where.
    """

    sheet: str
    key: str
    label: str
    points: Decimal
    cell: str
    mark: Decimal | None
    refused: str = ""
    reason: str = ""
    done: str = ""


class MarkedSheet(Struct, frozen=True):
    """A sheet of marks with its definition; the sum is ``None`` while one is missing."""

    definition: MarkSheetDef
    marks: tuple[GivenMark, ...]

    @property
    def total(self) -> Decimal | None:
        """The sum of the marks."""
        points = MarkTotal(tuple(mark.points for mark in self.marks))
        return points.total([mark.mark for mark in self.marks])


class FoundProblem(Struct, frozen=True):
    """A problem that was written down, and what is to be done."""

    words: str
    advice: str


class MarkedObject(Struct, frozen=True, kw_only=True):
    """What a person has marked of one object, on which sheet; ``name`` is the name of the file."""

    name: str
    form: str
    """The title of the mark sheet."""
    object: str
    kind: str
    code: str
    unit: str
    project: str
    department: str
    office: str
    year: str
    score: Decimal | None
    grade: str
    sheets: tuple[MarkedSheet, ...]
    problems: tuple[FoundProblem, ...]

    @property
    def title(self) -> str:
        """What the object is called."""
        return self.project or self.unit

    @property
    def marks(self) -> tuple[GivenMark, ...]:
        """All marks, in their order."""
        return tuple(mark for sheet in self.sheets for mark in sheet.marks)

    @property
    def missing(self) -> tuple[GivenMark, ...]:
        """The marks that were not given."""
        return tuple(mark for mark in self.marks if mark.mark is None and not mark.refused)

    @property
    def refused(self) -> tuple[GivenMark, ...]:
        """What stands in the place of a mark and is none."""
        return tuple(mark for mark in self.marks if mark.refused)
