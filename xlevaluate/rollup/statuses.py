"""What a bureau says of a finding: whether it holds, and what became of it."""

import re
import unicodedata
from typing import Literal

from msgspec import Struct

from xlevaluate.rollup.collection import RosterEntry

ProblemStatus = Literal["pending", "true", "corrected", "not_applicable"]
STATUSES: dict[ProblemStatus, str] = {
    "pending": "待处理",
    "true": "属实",
    "corrected": "已更正",
    "not_applicable": "不适用",
}
"""The states of a finding, with what users call them; a new one is pending."""


StatusKey = tuple[str, str]
"""The id of an object, and the key of a finding."""


class StatusEntry(Struct, frozen=True):
    """A status that somebody gave, by what it belongs to.

    ``of`` is the ``id`` of the object of evaluation (``RosterEntry.id``), ``finding`` the finding's
    ``key``. A key holds a fingerprint of the figures: where those change, the status is asked anew.
    """

    of: str
    finding: str
    status: ProblemStatus
    remark: str = ""


class EarlierStatus(Struct, frozen=True, kw_only=True):
    """A status of another run, with what is known of what it was said of.

    ``whose`` is the object as it was called then, ``sentence`` what was found, ``doubt`` says what
    of it cannot be understood; ``is_typed`` where it stood in a workbook. Where it ``may_change``,
    it goes on to the same finding in other figures, to be looked at again.
    """

    entry: StatusEntry
    whose: RosterEntry | None = None
    sentence: str = ""
    doubt: str = ""
    is_typed: bool = False
    may_change: bool = True

    @property
    def key(self) -> StatusKey:
        """What it belongs to."""
        return self.entry.of, self.entry.finding


_MARK = "（数字变了，原状态：{}）"
_MARKED = re.compile(r"（数字变了，原状态：[^）]*）")


def asked_anew(entry: StatusEntry, finding: str) -> StatusEntry:
    """Return the status of a finding whose figures changed: pending, with what was said of it."""
    remark = entry.remark
    if entry.status != "pending":
        remark = _MARK.format(STATUSES[entry.status]) + _MARKED.sub("", remark)
    return StatusEntry(entry.of, finding, "pending", remark)


def status_of(words: str) -> ProblemStatus | None:
    """Return the status that somebody wrote, with blanks or without; ``None`` where it is none."""
    bare = "".join(unicodedata.normalize("NFKC", words).split())
    return next((status for status, said in STATUSES.items() if said == bare), None)
