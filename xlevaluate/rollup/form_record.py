"""What a bureau keeps of a file that was handed in: plain records, the same wherever it was read.

A record says nothing of where the file lay or what it was called: the same bytes give the same
record. It is kept and sent as JSON, in which an amount is a text of digits. Money is 万元, a rate
is a plain number (1 is 100%); ``None`` is a blank, a 不适用, or what the form does not have.
"""

from decimal import Decimal
from typing import Literal

import msgspec
from msgspec import Struct, field

from xlevaluate.checks.findings import LEVELS, Level

RecordOrigin = Literal["workbook", "package"]
FormKind = Literal["unit", "project"]

RECORD_VERSION = 2
"""Rises when records read before can no longer be used."""


class Counts(Struct, frozen=True):
    """Findings by level without the explained ones, explained queries, rules that did not look."""

    error: int = 0
    query: int = 0
    hint: int = 0
    explained: int = 0
    not_checked: int = 0


class FormSummary(Struct, frozen=True, kw_only=True):
    """One form that was filled in, a unit's or a project's: what every list shows of it.

    ``sheet`` is the sheet of a project in its department's workbook, ``""`` for a form that is a
    file's own. ``filing_date`` is 填报日期 as ``2024-03-15``. ``execution_score`` of
    ``execution_weight`` points and ``indicator_score`` of ``indicator_weight`` make up the score.
    """

    kind: FormKind
    template: str
    profile: str = ""
    form_title: str = ""
    sheet: str = ""
    unit_code: str = ""
    unit_name: str = ""
    department: str = ""
    """主管部门, where the form has it."""
    project_name: str = ""
    year: int | None = None
    filing_date: str = ""
    initial_budget: Decimal | None = None
    final_budget: Decimal | None = None
    executed: Decimal | None = None
    execution_rate: Decimal | None = None
    execution_score: Decimal | None = None
    execution_weight: Decimal | None = None
    indicator_score: Decimal | None = None
    indicator_weight: Decimal | None = None
    score: Decimal | None = None
    grade: str = ""
    score_faults: tuple[str, ...] = ()
    """Why the score cannot be: an indicator beyond its points, a total that is not the sum."""
    is_blank: bool = False
    """Nothing of its own was filled in."""
    counts: Counts = field(default_factory=Counts)

    @property
    def name(self) -> str:
        """What the form is of: the project, or the unit."""
        return self.project_name if self.kind == "project" else self.unit_name

    @property
    def counted_score(self) -> Decimal | None:
        """The score that means, ranks and bands are made of: one that cannot be is in none."""
        return None if self.score_faults else self.score

    @property
    def counted_grade(self) -> str:
        """The grade that is counted, ``""`` where the score cannot be."""
        return "" if self.score_faults else self.grade


class IndicatorRecord(Struct, frozen=True):
    """A row of the indicator table; target and actual value in the unit's own words."""

    dimension: str
    category: str
    name: str = ""
    target: str = ""
    actual: str = ""
    weight: Decimal | None = None
    score: Decimal | None = None
    deviation: str = ""


class FormRecord(FormSummary, frozen=True, kw_only=True):
    """A form with its figures and its indicators.

    ``figures`` are the amounts of fields that stand once, by path, as texts of digits or 不适用;
    blanks are left out. What a path is called: ``form_labels.figure_labels``.
    """

    figures: dict[str, str] = field(default_factory=dict)
    indicators: tuple[IndicatorRecord, ...] = ()


class FindingRecord(Struct, frozen=True):
    """A finding as it was told: place, both figures, the sentence, and what the unit says to it.

    ``sheet`` tells whose it is: a project's, where that has a sheet of its own. ``key`` is what the
    finding is called when the same workbook is checked again, and so where a status belongs.
    """

    rule: str
    level: Level
    title: str
    sheet: str
    cell: str
    label: str
    message: str
    statement: str
    key: str
    actual: str | None = None
    expected: str | None = None
    difference: str | None = None
    explanation: str = ""
    is_explained: bool = False


class NotChecked(Struct, frozen=True):
    """A rule that could not look at something, and why."""

    rule: str
    title: str
    reasons: tuple[str, ...]


class FileSummary(Struct, frozen=True, kw_only=True):
    """A file without figures, indicators and findings.

    ``key`` is the SHA-256 of its bytes. ``problem`` says why it could not be read; else there is at
    least one form, the file's own first. ``notes`` are what the bureau should know of the file.
    """

    key: str
    origin: RecordOrigin = "workbook"
    problem: str = ""
    is_final: bool = True
    """Reading it again gives the same; not so where the machine, and not the file, was at fault."""
    program: str = ""
    """Version of the program that exported a package."""
    is_draft: bool = False
    is_public: bool = False
    notes: tuple[str, ...] = ()
    forms: tuple[FormSummary, ...] = ()

    def filed(self, form: FormSummary) -> str:
        """Return 填报日期 of one of its forms; a project's that has none is its workbook's."""
        return form.filing_date or (self.forms[0].filing_date if form.sheet and self.forms else "")


class FileRecord(FileSummary, frozen=True, kw_only=True):
    """All that is kept of a file."""

    forms: tuple[FormRecord, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()

    def findings_of(self, form: FormSummary) -> tuple[FindingRecord, ...]:
        """Return the findings of one form, gravest first: a project's are those of its sheet."""
        if form.sheet:
            return tuple(item for item in self.findings if item.sheet == form.sheet)
        others = {other.sheet for other in self.forms if other.sheet}
        return tuple(item for item in self.findings if item.sheet not in others)


_ENCODER = msgspec.json.Encoder()
_RECORDS = msgspec.json.Decoder(FileRecord)
_SUMMARIES = msgspec.json.Decoder(FileSummary)


def encoded(record: FileRecord) -> bytes:
    """Return a record as JSON."""
    return _ENCODER.encode(record)


def decoded(data: bytes) -> FileRecord:
    """Return the record that was encoded; raises ``ValueError`` where it was none."""
    return _RECORDS.decode(data)


def summary_in(data: bytes) -> FileSummary:
    """Return the summary of a record that was encoded, without making all of it."""
    return _SUMMARIES.decode(data)


def level_words(level: Level) -> str:
    """Return what users call a level."""
    return LEVELS[level]
