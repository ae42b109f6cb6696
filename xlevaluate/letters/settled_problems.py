"""Problems that the bureau has settled: marked 不适用 or 已更正, they are in no letter."""

from collections.abc import Collection as Several
from collections.abc import Iterable

from msgspec.structs import replace

from xlevaluate.letters.addressees import ObjectFindings, UnitFindings
from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.form_record import Counts, FindingRecord
from xlevaluate.rollup.statuses import ProblemStatus, StatusEntry, StatusKey

_SETTLED: frozenset[ProblemStatus] = frozenset({"not_applicable", "corrected"})


def settled_keys(entries: Iterable[StatusEntry]) -> frozenset[StatusKey]:
    """Return what is settled by statuses; of two for the same finding the later one holds."""
    last = {(entry.of, entry.finding): entry.status for entry in entries}
    return frozenset(key for key, status in last.items() if status in _SETTLED)


def without_settled(
    unit: UnitFindings, settled: Several[StatusKey]
) -> tuple[UnitFindings, tuple[FindingRecord, ...]]:
    """Return a unit as if settled findings were not there, and the findings left out.

    Its counts of findings lack them too, and a form returned for nothing but them is handed in.
    """
    objects, left_out = [], []
    for item in unit.objects:
        of = item.line.entry.id
        gone = [finding for finding in item.findings if (of, finding.key) in settled]
        kept = tuple(finding for finding in item.findings if (of, finding.key) not in settled)
        objects.append(ObjectFindings(_without(item.line, gone), kept) if gone else item)
        left_out += gone
    if not left_out:
        return unit, ()
    addressee = replace(unit.addressee, lines=tuple(item.line for item in objects))
    return UnitFindings(addressee, tuple(objects)), tuple(left_out)


def _without(line: CollectedLine, gone: Iterable[FindingRecord]) -> CollectedLine:
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
