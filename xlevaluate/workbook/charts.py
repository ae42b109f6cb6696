"""Charts drawn with XlsxWriter: in the sheet 图表, and one by one for the report.

A chart refers to the cells of its table and keeps what they show, so that it is seen before
anything is calculated. Series are told apart by lightness and hatching as well as by colour.
"""

import datetime
import io
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from xlevaluate.form.charts import ChartDef
from xlevaluate.form.form import Figures
from xlevaluate.form.page import ChartCells, Page
from xlevaluate.form.wording import fill
from xlevaluate.packages import rewritten
from xlevaluate.workbook.measure import ROW, lines_of, text_width

_BLUE, _ORANGE, _GREY = "#1F4E79", "#B45F06", "#595959"
_LOOKS: dict[str, dict[str, Any]] = {
    "light": {"fill": {"color": "#D6DCE5"}, "border": {"color": _GREY, "width": 0.75}},
    "hatched": {
        "pattern": {
            "pattern": "wide_upward_diagonal",
            "fg_color": _ORANGE,
            "bg_color": "#FFFFFF",
        },
        "border": {"color": _ORANGE, "width": 0.75},
    },
    "dark": {"fill": {"color": _BLUE}, "border": {"color": _BLUE, "width": 0.75}},
    "dotted": {
        "pattern": {"pattern": "percent_40", "fg_color": _GREY, "bg_color": "#FFFFFF"},
        "border": {"color": _GREY, "width": 0.75},
    },
}

_TITLE_FONT: dict[str, Any] = {"name": "黑体", "size": 11, "bold": False}
_SMALL_FONT: dict[str, Any] = {"name": "宋体", "size": 8, "bold": False}
_UPRIGHT = {"rotation": 0}
"""Written as in a text: the unit at a standing axis, long categories."""

_AMOUNT, _PLAIN = "0.00;-0.00;;", "General;-General;;"
_LABELS = {"points": _PLAIN, "score": _PLAIN, "count": _PLAIN}
"""What is 0, blank or 不适用 has no bar, and no figure 0 in its place."""

_GAP = 4
"""Points between charts."""

_ASIDE = 30
"""Characters of the column that is not printed."""

_APART = 0.3
"""Of a bar's thickness, between two categories."""

_NARROW = 240.0
"""Points up to which a chart has small print only."""

_ABOVE = 53
"""Points that the title and the legend take."""

_CREATED = datetime.datetime(2024, 1, 1)
"""Of the small workbooks in a report, which are no documents of their own."""


@dataclass(frozen=True)
class ChartValues:
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
            else tuple(fill(category, figures.value) for category in given.categories)
        )
        return cls(
            title=fill(given.title, figures.value),
            style=chart.value(0, 0).style,
            names=tuple(fill(series.name, figures.value) for series in given.series),
            categories=texts,
            figures=tuple(
                tuple(float(value) if isinstance(value, Decimal) else None for value in values)
                for values in shown
            ),
        )


@dataclass(frozen=True)
class _Cells:
    """Where the table of a chart stands. Without a ``title`` row the title is written out."""

    sheet: str
    head: int
    label: int
    title: int | None = None

    def series(self, given: ChartDef, number: int, values: ChartValues) -> dict[str, Any]:
        """Return one series: its references, and what they show."""
        first, last, col = self.head + 1, self.head + len(given.categories), 1 + number
        return {
            "name": [self.sheet, self.head, col],
            "name_data": [values.names[number]],
            "categories": [self.sheet, first, self.label, last, self.label],
            "categories_data": list(values.categories),
            "values": [self.sheet, first, col, last, col],
            "values_data": list(values.figures[number]),
        }


@dataclass(frozen=True)
class _Size:
    """How large a chart is, in points, and where in it the plot lies.

    Left to themselves, programs differ in the room they leave, and bars come out thinner than
    their figures are high.
    """

    width: float
    height: float

    @property
    def font(self) -> dict[str, Any]:
        """The font of categories and of the legend."""
        return {**_SMALL_FONT, "size": 9 if self.width > _NARROW else 8}

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
            left, right = 44.0, 10.0
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
        bar = along / len(values.categories) / (len(given.series) + _APART)
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


def draw_charts(book: Any, sheet: Any, page: Page, figures: Figures) -> None:
    """Draw the charts of a page, and begin their tables on a new sheet of paper."""
    width = sum(7 * chars + 5 for chars in page.sheet.widths) * 72 / 96
    for placed in page.charts:
        given = placed.chart.definition
        cells = _Cells(page.sheet.name, placed.head, placed.label_column, placed.title)
        values = ChartValues.of(placed.chart, figures)
        part = (width - _GAP) / 2 if given.width == "half" else width
        size = _Size(part, given.lines * ROW - _GAP)
        place = {
            "x_offset": round((part + _GAP) * 96 / 72) if placed.is_right else 0,
            "object_position": 2,
            "description": values.title,
        }
        sheet.insert_chart(placed.line, 0, _chart(book, given, cells, values, size), place)
        if placed.label_column:
            sheet.set_column(placed.label_column, placed.label_column, _ASIDE)
    if page.break_before is not None:
        sheet.set_h_pagebreaks([page.break_before])


def embedded_chart(
    chart: ChartCells, figures: Figures, width: float, height: float
) -> tuple[bytes, bytes]:
    """Return a chart's XML, and the small workbook with its figures that it refers to.

    ``width`` and ``height`` are in points.
    """
    given, values = chart.definition, ChartValues.of(chart, figures)
    cells = _Cells("Sheet1", 0, 0)
    made: list[bytes] = []
    for drawn in (True, False):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet(cells.sheet)
        sheet.set_column(0, len(values.names), 24)
        sheet.write_row(0, 1, values.names)
        sheet.write_column(1, 0, values.categories)
        for number, column in enumerate(values.figures):
            sheet.write_column(1, 1 + number, column)
        if drawn:
            size = _Size(width, height)
            sheet.insert_chart(0, 0, _chart(book, given, cells, values, size))
        book.close()
        made.append(rewritten(stream.getvalue(), finish_chart))
    with zipfile.ZipFile(io.BytesIO(made[0])) as package:
        return package.read("xl/charts/chart1.xml"), made[1]


def _chart(book: Any, given: ChartDef, cells: _Cells, values: ChartValues, size: _Size) -> Any:
    chart = book.add_chart({"type": given.kind})
    lying = given.kind == "bar"
    labels = {
        "value": True,
        "position": "outside_end",
        "font": {**_SMALL_FONT, "size": size.label(given, values)},
        "num_format": _LABELS.get(values.style, _AMOUNT),
    }
    for number, series in enumerate(given.series):
        chart.add_series(
            {
                **cells.series(given, number, values),
                **_LOOKS[series.look],
                "data_labels": labels,
                "gap": round(_APART * 100),
            }
        )
    title: dict[str, Any] = {"name": values.title}
    if cells.title is not None:
        title = {"name": [cells.sheet, cells.title, 0], "data": [values.title]}
    chart.set_title({**title, "name_font": _TITLE_FONT})
    chart.set_legend({"position": "top", "font": size.font})
    category: dict[str, Any] = {
        "num_font": size.font,
        "line": {"color": _GREY},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }
    amount: dict[str, Any] = {
        "name": given.unit,
        "name_font": {**_SMALL_FONT, **_UPRIGHT},
        "name_layout": size.unit(given),
        "num_font": _SMALL_FONT,
        "num_format": "General",
        "min": 0,
        "line": {"none": True},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}},
    }
    if lying:
        # The first category stands on top, the amounts at the bottom.
        chart.set_y_axis({**category, "reverse": True, "crossing": "max"})
        chart.set_x_axis(amount)
    else:
        chart.set_x_axis({**category, "num_font": {**size.font, **_UPRIGHT}})
        chart.set_y_axis(amount)
    chart.set_chartarea({"border": {"color": "#BFBFBF"}, "fill": {"color": "#FFFFFF"}})
    chart.set_plotarea({"layout": size.plot(given, values)})
    chart.set_size(size.options())
    return chart


_FALSE = rb"".join(
    rb'<c:%b val="0"/>' % name
    for name in (b"showCatName", b"showSerName", b"showPercent", b"showBubbleSize")
)
_SAID = (
    (re.compile(rb'<a:latin typeface="([^"]*)"[^>]*/>'), rb'\g<0><a:ea typeface="\1"/>'),
    (
        re.compile(rb'<c:lang val="[^"]*"/>'),
        rb'<c:lang val="zh-CN"/><c:roundedCorners val="0"/>',
    ),
    (
        re.compile(rb"<c:title>.*?(?:<c:layout/>|</c:layout>)", re.DOTALL),
        rb'\g<0><c:overlay val="0"/>',
    ),
    (re.compile(rb"</c:title>(?=<c:plotArea>)"), rb'\g<0><c:autoTitleDeleted val="0"/>'),
    (re.compile(rb'<c:legendPos val="t"/>(?:<c:layout/>)?'), rb'\g<0><c:overlay val="0"/>'),
    (re.compile(rb'<c:grouping val="\w+"/>'), rb'\g<0><c:varyColors val="0"/>'),
    (re.compile(rb"<c:axPos "), rb'<c:delete val="0"/>\g<0>'),
    (re.compile(rb'<c:showVal val="1"/>'), rb'<c:showLegendKey val="0"/>\g<0>' + _FALSE),
)
"""What XlsxWriter leaves open, and programs take in one way or the other, is said."""


def finish_chart(name: str, part: bytes) -> bytes:
    """Set a chart's fonts for Chinese too, and say what it has not; leave other parts alone."""
    if name.startswith("xl/charts/chart"):
        for pattern, put in _SAID:
            part = pattern.sub(put, part)
    return part
