"""Findings as problems of a letter: numbered, more or less urgent, tied to a reply by a code."""

import hashlib
from collections.abc import Iterator, Sequence

from msgspec import Struct
from pydantic import Field

from xlevaluate.checks.findings import Level
from xlevaluate.files.toml_part import TomlPart
from xlevaluate.letters.addressees import UnitFindings
from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.form_record import FindingRecord

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of codes: no letter that is taken for a digit."""

_LENGTH, _HALF = 10, 5
"""Fifty bits: two of a hundred thousand problems hardly ever have the same."""

_MISREAD = str.maketrans("OILU", "011V")


class Priority(TomlPart):
    """How urgent problems are: all of some levels, and those of some rules whatever their level."""

    name: str = Field(pattern=r"^[^\W\d]\w*$")
    words: str
    levels: tuple[Level, ...] = ()
    rules: tuple[str, ...] = ()


class UnitProblem(Struct, frozen=True):
    """A finding that a unit is asked to mend.

    ``number`` counts the problems of a letter from 1, ``of`` is the ``id`` of the object of
    evaluation, ``project`` its name where it is a project.
    """

    number: int
    priority: Priority
    of: str
    project: str
    finding: FindingRecord

    @property
    def code(self) -> str:
        """What ties a reply to it: the same for the same finding with the same figures."""
        return code_of(self.of, self.finding.key)

    @property
    def sentence(self) -> str:
        """What is wrong, and where, in one line."""
        return sentence_of(self.finding, self.project)


def code_of(of: str, finding: str) -> str:
    """Return the code of a finding of an object, by the ``id`` of one and the ``key`` of other.

    >>> code_of("unit:101001", "V01·三公经费（本年决算）#64f7954e")
    '92KBQ-62DCH'
    """
    digest = int.from_bytes(hashlib.sha256(f"{of}\n{finding}".encode()).digest())
    digits = "".join(_DIGITS[digest >> 5 * place & 31] for place in range(_LENGTH))
    return f"{digits[:_HALF]}-{digits[_HALF:]}"


def read_code(text: str) -> str:
    """Return a code as it was printed, however it was typed; ``""`` where it is none.

    >>> read_code("92kbq 62dch")
    '92KBQ-62DCH'
    """
    digits = "".join(filter(str.isalnum, text)).upper().translate(_MISREAD)
    if len(digits) != _LENGTH or not set(digits) <= set(_DIGITS):
        return ""
    return f"{digits[:_HALF]}-{digits[_HALF:]}"


def sentence_of(finding: FindingRecord, project: str) -> str:
    """Say a finding in one line: its statement, with its place at the end."""
    sheet = f"《{finding.sheet}》" if finding.sheet else ""
    place = f"{sheet}{finding.cell}"
    whose = f"项目“{project}”：" if project else ""
    statement = " ".join((whose + finding.statement).split())
    return f"{statement.removesuffix('。')}（{place}）。" if place else statement


def priority_of(finding: FindingRecord, priorities: Sequence[Priority]) -> Priority | None:
    """Return how urgent a finding is: by its rule before its level."""
    by_rule = (item for item in priorities if finding.rule in item.rules)
    by_level = (item for item in priorities if finding.level in item.levels)
    return next(by_rule, None) or next(by_level, None)


def problems_of(
    unit: UnitFindings, priorities: Sequence[Priority], asked: Sequence[str]
) -> tuple[UnitProblem, ...]:
    """Return the open findings of a unit of the priorities that are asked for, most urgent first.

    A query that the unit has explained is none. Of one urgency the unit's own come before those of
    its projects, gravest first.
    """
    found = [
        (priority, line, finding)
        for line, finding in _open(unit)
        if (priority := priority_of(finding, priorities)) is not None and priority.name in asked
    ]
    ranks = {priority.name: rank for rank, priority in enumerate(priorities)}
    found.sort(key=lambda item: ranks[item[0].name])
    return tuple(
        UnitProblem(number, priority, line.entry.id, line.entry.project_name, finding)
        for number, (priority, line, finding) in enumerate(found, 1)
    )


def _open(unit: UnitFindings) -> Iterator[tuple[CollectedLine, FindingRecord]]:
    for item in unit.objects:
        for finding in item.findings:
            if not finding.is_explained:
                yield item.line, finding
