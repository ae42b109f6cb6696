"""Problems that the bureau has settled: marked 不适用 or 已更正, they count nowhere any more."""

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterable

from msgspec.structs import replace

from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.form_record import Counts, FindingRecord
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.statuses import ProblemStatus, StatusEntry, StatusKey

_SETTLED: frozenset[ProblemStatus] = frozenset({"not_applicable", "corrected"})


def settled_keys(entries: Iterable[StatusEntry]) -> frozenset[StatusKey]:
    """Return what is settled by statuses; of two for the same finding the later one holds."""
    last = {(entry.of, entry.finding): entry.status for entry in entries}
    return frozenset(key for key, status in last.items() if status in _SETTLED)


def with_settled(result: RolledUp, settled: Several[StatusKey]) -> RolledUp:
    """Return a roll-up that counts as if settled findings were not there.

    A form returned for nothing but them is handed in. Records are as they were: whatever tells of
    single findings asks for itself which are settled.
    """
    objects = {of for of, _ in settled}
    lines = list(result.collection.lines)
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.handed_in is not None and line.entry.id in objects:
            wanted[line.handed_in.key].append(place)
    for record in result.kept.records(wanted):
        for place in wanted[record.key]:
            line = lines[place]
            if line.handed_in is not None:
                findings = record.findings_of(record.forms[line.handed_in.number])
                gone = [item for item in findings if (line.entry.id, item.key) in settled]
                lines[place] = without(line, gone)
    return replace(result, collection=replace(result.collection, lines=tuple(lines)))


def without(line: CollectedLine, gone: Iterable[FindingRecord]) -> CollectedLine:
    """Return a line as it is without some of the findings of its form."""
    if line.handed_in is None:
        return line
    counts = line.handed_in.form.counts
    for finding in gone:
        counts = _less(counts, finding)
    form = replace(line.handed_in.form, counts=counts)
    is_mended = line.state == "returned" and not counts.error and not line.handed_in.file.is_draft
    return replace(
        line,
        state="handed_in" if is_mended else line.state,
        handed_in=replace(line.handed_in, form=form),
    )


def _less(counts: Counts, finding: FindingRecord) -> Counts:
    """Count one finding less, of its level or of the explained ones."""
    kind = "explained" if finding.is_explained else finding.level
    return replace(counts, **{kind: max(getattr(counts, kind) - 1, 0)})
