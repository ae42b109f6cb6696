"""通报 and 汇总分析报告: one document on all units, or a department's. Nobody is named."""

from collections.abc import Callable

from xlevaluate.errors import CannotDoError
from xlevaluate.letters.addressees import addressees_of
from xlevaluate.letters.letter_outline import Sayable
from xlevaluate.letters.typical_problems import TYPICAL_SAMPLES, found_problems
from xlevaluate.letters.unit_letter import Correspondence, signed
from xlevaluate.letters.whole_tables import missing_annex, objects_annex, ranking_annex, units_annex
from xlevaluate.letters.whole_values import WHOLE_SAMPLES, whole_values
from xlevaluate.report.annex import Annex
from xlevaluate.rollup.collection import CollectedLine, Collection
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.same_names import same_name
from xlevaluate.rollup.settled_problems import with_settled

SAYABLE = Sayable(WHOLE_SAMPLES, {"typical": TYPICAL_SAMPLES})

_TYPICAL = 10
"""Typical problems that are told of."""


def whole_letter(result: RolledUp, of: Correspondence, department: str | None = None) -> bytes:
    """Write of all units, or of a department and its units alone, as .docx.

    What is settled counts as such: it is no typical problem, and a form returned for nothing else
    is handed in.
    Raises ``CannotDoError`` where there is no such department, and ``SlipsError`` where a sentence
    of the outline cannot be filled in.
    """
    counted = with_settled(result, of.settled)
    collection, outline = counted.collection, of.outline
    lines = collection.lines if department is None else of_department(collection, department)
    covered = [line for line in lines if not line.is_beyond]
    problems = found_problems(counted, covered, of.settled)
    values = whole_values(
        lines,
        of.year,
        of.letterhead,
        outline.each("typical", (item.values() for item in problems.typical[:_TYPICAL])),
        problems,
        of=department or "",
        has_roster=collection.has_roster,
        unread=len(collection.unreadable) if department is None else 0,
    )
    written = outline.write(values)
    return signed(written, _annexes(lines, of, has_roster=collection.has_roster), of)


def of_department(collection: Collection, name: str) -> tuple[CollectedLine, ...]:
    """Return the lines of a department, of its units, and of the projects of both."""
    wanted = same_name(name)
    lines = tuple(
        line
        for line in collection.lines
        if wanted in {same_name(line.entry.department), same_name(line.entry.name)}
    )
    if not lines:
        known = dict.fromkeys(line.entry.department for line in collection.lines)
        some = "、".join(list(filter(None, known))[:_TYPICAL])
        raise CannotDoError(f"没有主管部门“{name}”的单位。有：{some}等。请核对名称。")
    return lines


def _annexes(
    lines: tuple[CollectedLine, ...], of: Correspondence, *, has_roster: bool
) -> tuple[Annex, ...]:
    made: dict[str, Callable[[str], Annex | None]] = {
        "missing": lambda title: missing_annex(title, lines),
        "ranking": lambda title: ranking_annex(title, lines, has_roster=has_roster),
        "units": lambda title: units_annex(title, addressees_of(lines)),
        "objects": lambda title: objects_annex(title, lines),
    }
    annexes = (made[name](title) for name, title in of.outline.annexes.items())
    return tuple(annex for annex in annexes if annex is not None)
