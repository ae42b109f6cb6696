"""How scores and rates of execution are spread: the bands that they are counted in, and grades.

The bands of rates are those of the overview of the 预算管理一体化系统's performance module. A band
holds its lower end; what is above 100% has one of its own, so that nothing is hidden in another.
"""

from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal

from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.form_record import FormSummary

RATE_BANDS = ("低于30%", "30%～60%", "60%～80%", "80%～100%", "100%", "超过100%")
SCORE_BANDS = ("低于60", "60～70", "70～80", "80～90", "90～95", "95～100", "100")
"""Points of 100."""

_RATES = tuple(map(Decimal, ("0.3", "0.6", "0.8", "1")))
_SCORES = tuple(map(Decimal, ("60", "70", "80", "90", "95", "100")))


def rate_band(form: FormSummary) -> int | None:
    """Return the number of the band of a form's rate of execution; ``None`` where it has none."""
    rate = form.execution_rate
    return None if rate is None else bisect_right(_RATES, rate) + (rate > 1)


def score_band(form: FormSummary) -> int | None:
    """Return the number of the band of a score, of whatever points; ``None`` without one."""
    score = form.counted_score
    if score is None:
        return None
    points = (form.execution_weight or Decimal(0)) + (form.indicator_weight or Decimal(0))
    return bisect_right(_SCORES, score / points * 100 if points else score)


def grades_in_order(lines: Iterable[CollectedLine]) -> list[str]:
    """Return the grades that were given, the one with the highest score first."""
    best: dict[str, Decimal] = {}
    for line in lines:
        if line.handed_in is not None and (form := line.handed_in.form).counted_grade:
            score = Decimal(-1) if form.score is None else form.score
            best[form.grade] = max(score, best.get(form.grade, score))
    return sorted(best, key=lambda grade: best[grade], reverse=True)
