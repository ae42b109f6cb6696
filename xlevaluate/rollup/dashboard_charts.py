"""Distributions on the dashboard: in which bars of which charts an object stands.

The rates of execution stand in the bands of the 预算管理一体化系统's own overview: below 30%, to
60%, to 80%, below 100%, 100%; what is beyond is not hidden among them.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.rollup.collection import STATES, CollectedLine
from xlevaluate.rollup.warnings import COLOURS, warnings_of
from xlevaluate.submission.amounts import percent, plain

_SCORES = ("60分以下", "60–70分", "70–80分", "80–90分", "90–95分", "95–100分", "100分")
_SCORES_FROM = tuple(map(Decimal, ("60", "70", "80", "90", "95", "100")))
_RATES = ("30%以下", "30%–60%", "60%–80%", "80%–100%", "100%", "超过100%")
_RATES_FROM = tuple(map(Decimal, ("0.3", "0.6", "0.8", "1")))
_NONE = "none"

Places = dict[str, tuple[str, ...]]
"""The keys of the bars in which an object stands, by chart; none of a chart that is not of it."""


class Bar(Struct, frozen=True):
    """A bar: its key in the address of the page, how many it counts, and their share in percent."""

    key: str
    label: str
    count: int
    share: str


class Chart(Struct, frozen=True):
    """Objects by something they have; ``total`` are those of which it can be asked."""

    key: str
    title: str
    total: int
    bars: tuple[Bar, ...]


def places_of(line: CollectedLine) -> Places:
    """Return in which bars of which charts an object stands."""
    if line.handed_in is None:
        return {"state": (line.state,)}
    form = line.handed_in.form
    return {
        "state": (line.state,),
        "grade": (form.grade or _NONE,),
        "score": (_NONE if form.score is None else str(bisect_right(_SCORES_FROM, form.score)),),
        "execution": (_NONE if form.execution_rate is None else _band(form.execution_rate),),
        "warning": tuple(dict.fromkeys(warned.colour for warned in warnings_of(form))),
    }


def _band(rate: Decimal) -> str:
    return str(bisect_right(_RATES_FROM, rate) + (rate > 1))


def charts(lines: Sequence[CollectedLine], places: Sequence[Places]) -> tuple[Chart, ...]:
    """Return the charts of some objects, whose places are given with them."""
    known: tuple[tuple[str, str, Iterable[tuple[str, str]]], ...] = (
        ("state", "报送状态", STATES.items()),
        ("grade", "评价等次", [(grade, grade) for grade in grades_in_order(lines)]),
        ("score", "得分分布", [(str(key), label) for key, label in enumerate(_SCORES)]),
        ("execution", "执行率分布", [(str(key), label) for key, label in enumerate(_RATES)]),
        ("warning", "自评预警", COLOURS.items()),
    )
    return tuple(_chart(key, title, labels, places) for key, title, labels in known)


def _chart(
    key: str, title: str, labels: Iterable[tuple[str, str]], places: Sequence[Places]
) -> Chart:
    of = [place[key] for place in places if key in place]
    counts = Counter(bar for bars in of for bar in bars)
    shown = dict(labels) | ({_NONE: "没有填写"} if counts[_NONE] else {})
    bars = tuple(
        Bar(bar, label, counts[bar], share(counts[bar], len(of))) for bar, label in shown.items()
    )
    return Chart(key, title, len(of), bars)


def share(count: int, total: int) -> str:
    """Return a share in percent, half up; of nothing it is 0."""
    return plain(percent(Decimal(count) / total)) if total else "0"


def grades_in_order(lines: Sequence[CollectedLine]) -> list[str]:
    """Return the grades that were given, the one with the highest score first."""
    best: dict[str, Decimal] = {}
    for line in lines:
        if line.handed_in is not None and (form := line.handed_in.form).grade:
            score = Decimal(-1) if form.score is None else form.score
            best[form.grade] = max(score, best.get(form.grade, score))
    return sorted(best, key=lambda grade: best[grade], reverse=True)
