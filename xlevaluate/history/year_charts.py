"""Charts over years as shapes on a plane, for the page to draw: bars beside one another, or a line.

Nothing is drawn that has no figure, and every figure is written beside its shape; series differ in
lightness, so that print in black and white tells them apart.
"""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.checks.findings import LEVELS
from xlevaluate.history.object_years import ObjectYears
from xlevaluate.submission.amounts import percent, plain

HEIGHT = 220
_TOP, _FLOOR = 34, 190
_STEP = 132
"""Width of a year."""

_MARGIN = 14
_BAR = Decimal("0.78")
"""Share of a year's width that its bars take."""

_LEAST_WIDTH = 320


class Shape(Struct, frozen=True):
    """A bar or a point: ``series`` says which it belongs to, ``label`` what it shows."""

    series: int
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    label: str


class YearChart(Struct, frozen=True):
    """A chart: years stand at ``ticks``; ``lines`` join the points of a chart that has no bars."""

    title: str
    width: int
    names: tuple[str, ...]
    ticks: tuple[tuple[Decimal, str], ...]
    shapes: tuple[Shape, ...]
    lines: tuple[str, ...] = ()


class _Series(Struct, frozen=True):
    name: str
    values: tuple[Decimal | None, ...]


def year_charts(history: ObjectYears) -> tuple[YearChart, ...]:
    """Return the charts of an object: money, execution, score, findings."""
    years = [str(year.year) for year in history.years]
    forms = [year.form for year in history.years]
    rates = (
        None if form.execution_rate is None else percent(form.execution_rate) for form in forms
    )
    counts = [
        _Series(words, tuple(Decimal(getattr(form.counts, level)) for form in forms))
        for level, words in LEVELS.items()
    ]
    money = (
        _Series("全年预算数", tuple(form.final_budget for form in forms)),
        _Series("全年执行数", tuple(form.executed for form in forms)),
    )
    score = tuple(form.score for form in forms)
    return (
        _bars("预算与执行（万元）", years, money),
        _line("预算执行率（%）", years, _Series("预算执行率", tuple(rates))),
        _line("得分", years, _Series("得分", score), [form.grade for form in forms]),
        _bars("问题个数", years, counts),
    )


def _bars(title: str, years: Sequence[str], series: Sequence[_Series]) -> YearChart:
    width = _width(years)
    ticks = _ticks(years, width)
    most = _most(series)
    wide = _rounded(_STEP * _BAR / len(series))
    shapes = []
    for place, (middle, _) in enumerate(ticks):
        left = _rounded(middle - wide * len(series) / 2)
        for number, item in enumerate(series):
            value = item.values[place]
            if value is None:
                continue
            tall = _tall(value, most)
            x = left + wide * number
            shapes.append(Shape(number, x, _FLOOR - tall, wide, tall, plain(value)))
    return YearChart(title, width, tuple(item.name for item in series), ticks, tuple(shapes))


def _line(
    title: str, years: Sequence[str], series: _Series, words: Sequence[str] = ()
) -> YearChart:
    width = _width(years)
    ticks = _ticks(years, width)
    most = max(_most([series]), Decimal(100))
    shapes: list[Shape] = []
    lines: list[list[str]] = [[]]
    for place, (x, _) in enumerate(ticks):
        value = series.values[place]
        if value is None:
            lines.append([])  # a year that says nothing is no part of a line
            continue
        y = _FLOOR - _tall(value, most)
        said = " ".join(filter(None, (plain(value), words[place] if words else "")))
        shapes.append(Shape(0, x, y, Decimal(0), Decimal(0), said))
        lines[-1].append(f"{x},{y}")
    drawn = tuple(" ".join(points) for points in lines if len(points) > 1)
    return YearChart(title, width, (), ticks, tuple(shapes), drawn)


def _width(years: Sequence[str]) -> int:
    return max(_LEAST_WIDTH, 2 * _MARGIN + _STEP * len(years))


def _ticks(years: Sequence[str], width: int) -> tuple[tuple[Decimal, str], ...]:
    first = (Decimal(width) - _STEP * (len(years) - 1)) / 2
    return tuple((_rounded(first + _STEP * place), year) for place, year in enumerate(years))


def _most(series: Sequence[_Series]) -> Decimal:
    values = (abs(value) for item in series for value in item.values if value is not None)
    return max(values, default=Decimal(0)) or Decimal(1)


def _tall(value: Decimal, most: Decimal) -> Decimal:
    """Return how tall a value stands; what is below 0 has no height, only its label."""
    return _rounded((_FLOOR - _TOP) * max(value, Decimal(0)) / most)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))
