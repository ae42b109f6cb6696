"""Typical problems: by which rules things were found, in how many forms, of how many units."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence

from msgspec import Struct

from xlevaluate.checks.findings import LEVELS, Level
from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.same_names import same_code, same_name
from xlevaluate.rollup.statuses import StatusKey
from xlevaluate.sentences.values import SentenceValue

_ASIDE = re.compile(r"（[^（）]*）")

TYPICAL_SAMPLES: Mapping[str, SentenceValue] = {
    "要求": "收入合计等于各项收入之和",
    "级别": "错误",
    "单位数": 2,
    "处数": 3,
}


class TypicalProblem(Struct, frozen=True):
    """A rule that open findings broke: its title, their level, how many, of how many units.

    No text of a unit is in it, and so nobody's name.
    """

    rule: str
    title: str
    level: Level
    findings: int
    units: int

    def values(self) -> dict[str, SentenceValue]:
        """Return what a sentence can say of it."""
        return {
            # A circular says it in passing: what the rule excepts stands in the checks.
            "要求": _ASIDE.sub("", self.title),
            "级别": LEVELS[self.level],
            "单位数": self.units,
            "处数": self.findings,
        }


class FoundProblems(Struct, frozen=True):
    """Errors and queries of some forms: what is open, by rule, and how many are closed.

    ``explained`` are closed by the unit, ``settled`` by the bureau; of both none is typical.
    """

    typical: tuple[TypicalProblem, ...] = ()
    explained: int = 0
    settled: int = 0

    @property
    def open(self) -> int:
        """How many are to be mended or explained."""
        return sum(item.findings for item in self.typical)


def found_problems(
    result: RolledUp,
    lines: Sequence[CollectedLine],
    settled: Several[StatusKey] = frozenset(),
    levels: Sequence[Level] = ("error", "query"),
) -> FoundProblems:
    """Return the problems of the forms that count, those of most units first.

    Records are read a few at a time.
    """
    wanted: defaultdict[str, list[CollectedLine]] = defaultdict(list)
    for line in lines:
        if line.handed_in is not None:
            wanted[line.handed_in.key].append(line)
    counts: defaultdict[tuple[str, str, Level], int] = defaultdict(int)
    units: defaultdict[tuple[str, str, Level], set[str]] = defaultdict(set)
    closed: Counter[str] = Counter()
    for record in result.kept.records(wanted):
        for line in wanted[record.key]:
            if line.handed_in is None:
                continue
            unit = same_code(line.entry.code) or same_name(line.entry.name)
            for finding in record.findings_of(record.forms[line.handed_in.number]):
                if finding.level not in levels:
                    continue
                if (line.entry.id, finding.key) in settled:
                    closed["settled"] += 1
                elif finding.is_explained:
                    closed["explained"] += 1
                else:
                    key = (finding.rule, finding.title, finding.level)
                    counts[key] += 1
                    units[key].add(unit)
    ordered = sorted(counts, key=lambda key: (-len(units[key]), -counts[key], key))
    typical = tuple(TypicalProblem(*key, counts[key], len(units[key])) for key in ordered)
    return FoundProblems(typical, **closed)
