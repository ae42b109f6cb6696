"""How charts look: fills, fonts, and the room for what stands around the bars.

Series are told apart by lightness and hatching as well as by colour, for print in black and
white and for whoever sees colours differently.
"""

from decimal import Decimal
from typing import Any

from msgspec import Struct

from xlevaluate.form.chart_definition import ChartDef
from xlevaluate.form.figures import Figures
from xlevaluate.form.measure import lines_of, text_width
from xlevaluate.form.page import ChartCells

BLUE, ORANGE, GREY = "#1F4E79", "#B45F06", "#595959"
FILLS: dict[str, dict[str, Any]] = {
    "light": {"fill": {"color": "#D6DCE5"}, "border": {"color": GREY, "width": 0.75}},
    "hatched": {
        "pattern": {
            "pattern": "wide_upward_diagonal",
            "fg_color": ORANGE,
            "bg_color": "#FFFFFF",
        },
        "border": {"color": ORANGE, "width": 0.75},
    },
    "dark": {"fill": {"color": BLUE}, "border": {"color": BLUE, "width": 0.75}},
    "dotted": {
        "pattern": {"pattern": "percent_40", "fg_color": GREY, "bg_color": "#FFFFFF"},
        "border": {"color": GREY, "width": 0.75},
    },
}

TITLE_FONT: dict[str, Any] = {"name": "黑体", "size": 11, "bold": False}
SMALL_FONT: dict[str, Any] = {"name": "宋体", "size": 8, "bold": False}
UPRIGHT = {"rotation": 0}
"""Written as in a text: the unit at a standing axis, long categories."""

_AMOUNT, _PLAIN = "0.00;-0.00;;", "General;-General;;"
_LABELS = {"points": _PLAIN, "score": _PLAIN, "count": _PLAIN}
"""Styles whose figures are short."""

APART = {"bar": 0.3, "column": 0.5}
"""Of a bar's thickness, between two categories."""

_NARROW = 460.0
"""Points up to which a chart has small print only."""

_ABOVE = 53
"""Points that the title and the legend take."""


class ChartValues(Struct, frozen=True):
    """What the cells of a chart's table show: heads, categories, figures by series.

    A figure that is no number is ``None``.
    """

    title: str
    style: str
    names: tuple[str, ...]
    categories: tuple[str, ...]
    figures: tuple[tuple[float | None, ...], ...]

    @classmethod
    def of(cls, chart: ChartCells, figures: Figures) -> "ChartValues":
        """Work out what a chart shows for a submission."""
        given = chart.definition
        count = range(len(given.categories))
        shown = (
            tuple(chart.value(number, index).shown(figures) for index in count)
            for number in range(len(given.series))
        )
        texts = (
            tuple(str(chart.text(index, "", "").shown(figures)) for index in count)
            if given.rate
            else tuple(
                figures.form.labels.fill(category, figures.value) for category in given.categories
            )
        )
        return cls(
            title=figures.form.labels.fill(given.title, figures.value),
            style=chart.value(0, 0).style,
            names=tuple(
                figures.form.labels.fill(series.name, figures.value) for series in given.series
            ),
            categories=texts,
            figures=tuple(
                tuple(float(value) if isinstance(value, Decimal) else None for value in values)
                for values in shown
            ),
        )

    @property
    def label_format(self) -> str:
        """How figures are printed beside their bars.

        What is 0, blank or 不适用 has no bar, and no figure 0 in its place.
        """
        return _LABELS.get(self.style, _AMOUNT)


class ChartSize(Struct, frozen=True):
    """How large a chart is, in points, and where in it the plot lies.

    Left to themselves, programs differ in the room they leave, and bars come out thinner than
    their figures are high.
    """

    width: float
    height: float

    @property
    def font(self) -> dict[str, Any]:
        """The font of categories and of the legend."""
        return {**SMALL_FONT, "size": 9 if self.width > _NARROW else 8}

    def options(self) -> dict[str, int]:
        """Return the size in pixels."""
        return {side: round(getattr(self, side) * 96 / 72) for side in ("width", "height")}

    def plot(self, given: ChartDef, values: ChartValues) -> dict[str, float]:
        """Leave room for the title and the legend above, and for what stands at the axes."""
        count = len(values.categories)
        if given.kind == "bar":
            longest = max(text_width(text) for text in values.categories) * self.font["size"] / 2
            left, right, below = min(longest + 12, self.width * 0.4), 44.0, 20.0
        else:
            left, right = 30.0 if values.style in _LABELS else 44.0, 10.0
            chars = (self.width - left - right) / count / self.font["size"] * 2
            below = 8 + 12.0 * max(lines_of(text, chars) for text in values.categories)
        return {
            "x": left / self.width,
            "y": _ABOVE / self.height,
            "width": (self.width - left - right) / self.width,
            "height": (self.height - _ABOVE - below) / self.height,
        }

    def label(self, given: ChartDef, values: ChartValues) -> int:
        """Return the size at which figures keep clear of one another."""
        lying, plot = given.kind == "bar", self.plot(given, values)
        along = plot["height"] * self.height if lying else plot["width"] * self.width
        bar = along / len(values.categories) / (len(given.series) + APART[given.kind])
        longest = max(
            (len(f"{figure:.2f}") for column in values.figures for figure in column if figure),
            default=0,
        )
        needed = 8 if lying else longest * 4
        return 8 if bar >= needed else 7

    def unit(self, given: ChartDef) -> dict[str, float]:
        """Return the place of the unit: at the end of a lying axis, above a standing one."""
        if given.kind == "bar":
            return {"x": 1 - 26 / self.width, "y": 1 - 17 / self.height}
        return {"x": 10 / self.width, "y": (_ABOVE - 20) / self.height}
