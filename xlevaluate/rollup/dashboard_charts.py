"""Distributions on the dashboard: in which bars of which charts an object stands."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.rollup.collection import STATES, CollectedLine
from xlevaluate.rollup.score_faults import FAULT
from xlevaluate.rollup.spreads import (
    RATE_BANDS,
    SCORE_BANDS,
    grades_in_order,
    rate_band,
    score_band,
)
from xlevaluate.rollup.warnings import COLOURS, warnings_of
from xlevaluate.submission.amounts import percent, plain

_NONE, _FAULTY = "none", "faulty"

UNLISTED = "unlisted"
"""The key of what stands in no roster, where there is one: no share of what is due."""
UNLISTED_WORDS = "名单外"

Places = dict[str, tuple[str, ...]]
"""The keys of the bars in which an object stands, by chart; none of a chart that is not of it."""


class Bar(Struct, frozen=True):
    """A bar: its key in the address of the page, how many it counts, and their share in percent.

    ``share`` is blank of what stands beside the whole.
    """

    key: str
    label: str
    count: int
    share: str


class CountChart(Struct, frozen=True):
    """Objects by something they have; ``total`` are those of which it can be asked."""

    key: str
    title: str
    total: int
    bars: tuple[Bar, ...]


def places_of(line: CollectedLine, *, has_roster: bool = False) -> Places:
    """Return in which bars of which charts an object stands.

    With a roster, the states are those of what stands in it.
    """
    state = UNLISTED if has_roster and not line.entry.is_listed else line.state
    if line.handed_in is None:
        return {"state": (state,)}
    form = line.handed_in.form
    without = _FAULTY if form.score_faults else _NONE
    return {
        "state": (state,),
        "grade": (form.counted_grade or without,),
        "score": (_key(score_band(form), without),),
        "execution": (_key(rate_band(form)),),
        "warning": tuple(dict.fromkeys(warned.colour for warned in warnings_of(form))),
    }


def _key(band: int | None, without: str = _NONE) -> str:
    return without if band is None else str(band)


def charts(lines: Sequence[CollectedLine], places: Sequence[Places]) -> tuple[CountChart, ...]:
    """Return the charts of some objects, whose places are given with them."""
    known: tuple[tuple[str, str, Iterable[tuple[str, str]]], ...] = (
        ("state", "报送状态", STATES.items()),
        ("grade", "评价等次", [(grade, grade) for grade in grades_in_order(lines)]),
        ("score", "得分分布", [(str(key), label) for key, label in enumerate(SCORE_BANDS)]),
        ("execution", "执行率分布", [(str(key), label) for key, label in enumerate(RATE_BANDS)]),
        ("warning", "自评预警", COLOURS.items()),
    )
    return tuple(_chart(key, title, labels, places) for key, title, labels in known)


def _chart(
    key: str, title: str, labels: Iterable[tuple[str, str]], places: Sequence[Places]
) -> CountChart:
    of = [place[key] for place in places if key in place]
    counts = Counter(bar for bars in of for bar in bars)
    besides = {_NONE: "没有填写", _FAULTY: FAULT}
    shown = dict(labels) | {key: words for key, words in besides.items() if counts[key]}
    total = len(of) - counts[UNLISTED]
    bars = [Bar(bar, label, counts[bar], share(counts[bar], total)) for bar, label in shown.items()]
    if counts[UNLISTED]:
        bars.append(Bar(UNLISTED, UNLISTED_WORDS, counts[UNLISTED], ""))
    return CountChart(key, title, total, tuple(bars))


def share(count: int, total: int) -> str:
    """Return a share in percent, half up; of nothing it is 0."""
    return plain(percent(Decimal(count) / total)) if total else "0"
