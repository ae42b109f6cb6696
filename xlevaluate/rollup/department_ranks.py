"""Departments by the mean score of their own forms and those of their units, without projects.

Who stands in no roster is not ranked where there is one, nor is an object without a department.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from statistics import mean

from msgspec import Struct

from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.same_names import same_name
from xlevaluate.submission.amounts import percent, plain, round_half_up

_ENDS = 5
"""Departments shown from either end of the ranking."""


class DepartmentRank(Struct, frozen=True):
    """A department by the scores of its forms.

    ``due`` counts its objects, projects aside; ``rate`` is what was executed of the budget, as a
    fraction, of the forms that say both; ``None`` without one.
    """

    name: str
    due: int
    scores: tuple[Decimal, ...]
    rate: Decimal | None

    @property
    def average(self) -> Decimal:
        """The mean of the scores to 0.01, half up."""
        return round_half_up(mean(self.scores), 2)

    @property
    def rate_words(self) -> str:
        """The rate in percent; blank without one."""
        return "" if self.rate is None else f"{plain(percent(self.rate))}%"


def ranked_lines(lines: Iterable[CollectedLine]) -> tuple[CollectedLine, ...]:
    """Return the lines by which departments are ranked."""
    return tuple(
        line
        for line in lines
        if line.entry.kind != "project" and line.department and not line.is_beyond
    )


def _ranked_departments(lines: Iterable[CollectedLine]) -> list[DepartmentRank]:
    """Return the departments with a score: the best average first, then the better execution."""
    groups: dict[str, list[CollectedLine]] = {}
    for line in ranked_lines(lines):
        groups.setdefault(same_name(line.department), []).append(line)
    found = [_rank(of) for of in groups.values()]
    return sorted((rank for rank in found if rank.scores), key=_order)


def best_and_worst(
    lines: Sequence[CollectedLine],
) -> tuple[list[DepartmentRank], list[DepartmentRank]]:
    """Return the best departments, best first, and of the others the worst, worst first."""
    found = _ranked_departments(lines)
    first, last = ends([rank.average for rank in found], _ENDS)
    return found[:first], found[last:][::-1]


def ends(averages: Sequence[Decimal], number: int) -> tuple[int, int]:
    """Return where the first of a ranking end, and where the last begin, in their order.

    Equals stand together, and nobody is in both. Where all are alike nobody is first or last, nor
    are equals who would more than double an end.
    """
    count = len(averages)
    if count > 1 and averages[0] == averages[-1]:
        return 0, count
    first = _past_equals(averages, min(number, count))
    last = max(first, count - number)
    while first < last < count and averages[last - 1] == averages[last]:
        last -= 1
    if count - last > 2 * number:
        last = _past_equals(averages, last + 1)
    if first > 2 * number:
        first = averages.index(averages[first - 1])
    return first, last


def _past_equals(averages: Sequence[Decimal], end: int) -> int:
    while 0 < end < len(averages) and averages[end] == averages[end - 1]:
        end += 1
    return end


def _rank(lines: Sequence[CollectedLine]) -> DepartmentRank:
    forms = [line.handed_in.form for line in lines if line.handed_in is not None]
    both = [
        (form.final_budget, form.executed)
        for form in forms
        if form.final_budget is not None and form.executed is not None
    ]
    budget = sum((of for of, _ in both), Decimal(0))
    executed = sum((done for _, done in both), Decimal(0))
    return DepartmentRank(
        name=lines[0].department,
        due=len(lines),
        scores=tuple(score for form in forms if (score := form.counted_score) is not None),
        rate=executed / budget if budget else None,
    )


def _order(rank: DepartmentRank) -> tuple[Decimal, Decimal, str]:
    return -rank.average, -(rank.rate or Decimal(0)), rank.name
