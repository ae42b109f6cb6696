"""What came of the marks: sums, results in words, how far the units' own scores are from them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.review.given_marks import MarkedObject, MarkedSheet
from xlevaluate.review.mark_totals import verdict_of
from xlevaluate.rollup.summary.object_columns import NO_DEPARTMENT
from xlevaluate.submission.amounts import round_half_up


class Deviation(Struct, frozen=True):
    """By how much a unit's own score is above the bureau's: 自评得分 − 复核得分, in points."""

    of: MarkedObject
    score: Decimal
    reviewed: Decimal

    @property
    def points(self) -> Decimal:
        """The difference; above 0 where the unit scored itself too high."""
        return self.score - self.reviewed


class DepartmentDeviation(Struct, frozen=True):
    """The deviations of a department: mean to 0.001 and half up, and the largest either way."""

    department: str
    count: int
    mean: Decimal
    largest: Deviation


def verdicts_of(of: MarkedObject) -> Iterator[tuple[MarkedSheet, Decimal | None, str]]:
    """Yield each sheet with its sum and the word for it; none while a mark is missing."""
    for sheet in of.sheets:
        total = sheet.total
        yield sheet, total, verdict_of(sheet.definition.band, total)


def _compared_total(of: MarkedObject) -> Decimal | None:
    """Return the sum that is held against the unit's own score; ``None`` where there is none."""
    return next((sheet.total for sheet in of.sheets if sheet.definition.compared), None)


def deviations_of(objects: Sequence[MarkedObject]) -> list[Deviation]:
    """Return the deviations, those who scored themselves highest above first.

    Whoever has no score of his own, or is not marked in full, has none.
    """
    found = []
    for one in objects:
        total = _compared_total(one)
        if one.score is not None and total is not None:
            found.append(Deviation(one, one.score, total))
    return sorted(found, key=lambda item: (-item.points, item.of.code, item.of.title))


def by_department(deviations: Sequence[Deviation]) -> list[DepartmentDeviation]:
    """Return the deviations of departments, those with the highest mean first."""
    groups: dict[str, list[Deviation]] = {}
    for item in deviations:
        groups.setdefault(item.of.department or NO_DEPARTMENT, []).append(item)
    found = [
        DepartmentDeviation(
            department,
            len(items),
            round_half_up(sum((item.points for item in items), Decimal(0)) / len(items), 3),
            max(items, key=lambda item: abs(item.points)),
        )
        for department, items in groups.items()
    ]
    return sorted(found, key=lambda item: (-item.mean, item.department))
