"""What units were asked to mend, and how each of it stands in the forms that count now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.letters.addressees import (
    Addressee,
    addressees_of,
    findings_by_unit,
    without_settled,
)
from xlevaluate.letters.letter_problems import (
    Priority,
    code_of,
    priority_of,
    problems_of,
    sentence_of,
)
from xlevaluate.rollup.collection import CollectedLine, HandedIn
from xlevaluate.rollup.form_record import FindingRecord
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.statuses import StatusKey

Now = Literal["open", "explained", "gone", "settled"]
"""``gone``: found in a form that has been replaced, and not in the one that counts now."""


class AskedProblem(Struct, frozen=True):
    """A problem that a unit was asked to mend, and how it stands.

    ``of`` and ``finding`` are what a status of it belongs to; ``priority`` is in the outline's
    words.
    """

    unit: str
    of: str
    finding: str
    code: str
    priority: str
    sentence: str
    now: Now = "open"


def asked_problems(
    result: RolledUp,
    priorities: Sequence[Priority],
    asked: Sequence[str],
    settled: frozenset[StatusKey] = frozenset(),
) -> tuple[AskedProblem, ...]:
    """Return the open problems of all units in the order of the list; then those closed since.

    Those that the bureau has settled were in no letter.
    """
    units = addressees_of(result.collection.lines)
    places = {id(unit): place for place, unit in enumerate(units)}
    found: dict[int, list[AskedProblem]] = {}
    closed: dict[str, AskedProblem] = {}
    for whole in findings_by_unit(result, units):
        unit, _ = without_settled(whole, settled)
        name = unit.addressee.name
        lines = {item.line.entry.id: item.line for item in unit.objects}
        found[places[id(whole.addressee)]] = [
            _asked(name, lines[problem.of], problem.finding, problem.priority)
            for problem in problems_of(unit, priorities, asked)
        ]
        for item in whole.objects:
            for finding in item.findings:
                priority = priority_of(finding, priorities)
                is_settled = (item.line.entry.id, finding.key) in settled
                if priority is None or priority.name not in asked:
                    continue
                if is_settled or finding.is_explained:
                    was = _asked(name, item.line, finding, priority)
                    closed[was.code] = replace(was, now="settled" if is_settled else "explained")
    current = [asked_ for place in sorted(found) for asked_ in found[place]]
    for name, line, finding in _replaced(result, units):
        priority = priority_of(finding, priorities)
        if priority is not None and priority.name in asked:
            was = _asked(name, line, finding, priority)
            closed.setdefault(was.code, replace(was, now="gone"))
    for open_ in current:
        closed.pop(open_.code, None)
    return (*current, *sorted(closed.values(), key=lambda item: (item.unit, item.code)))


def _asked(
    unit: str, line: CollectedLine, finding: FindingRecord, priority: Priority
) -> AskedProblem:
    of = line.entry.id
    sentence = sentence_of(finding, line.entry.project_name)
    return AskedProblem(unit, of, finding.key, code_of(of, finding.key), priority.words, sentence)


def _replaced(
    result: RolledUp, units: Iterable[Addressee]
) -> Iterator[tuple[str, CollectedLine, FindingRecord]]:
    """Yield what was found in forms that do not count any more: unit, line and finding."""
    wanted: defaultdict[str, list[tuple[str, CollectedLine, HandedIn]]] = defaultdict(list)
    for unit in units:
        for line in unit.lines:
            for other in line.others:
                wanted[other.key].append((unit.name, line, other))
    for record in result.kept.records(wanted):
        for name, line, other in wanted[record.key]:
            for finding in record.findings_of(record.forms[other.number]):
                yield name, line, finding
