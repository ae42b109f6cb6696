"""The data of one self-evaluation: what stands in the workbook, and nothing derived."""

from xlevaluate.submission.amounts import NOT_APPLICABLE, Amount, NotApplicable
from xlevaluate.submission.model import OutlineRow, Submission
from xlevaluate.submission.paths import Entry, entries

__all__ = [
    "NOT_APPLICABLE",
    "Amount",
    "Entry",
    "NotApplicable",
    "OutlineRow",
    "Submission",
    "entries",
]
