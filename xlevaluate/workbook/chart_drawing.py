"""Charts drawn with XlsxWriter: in the sheet 图表, and one by one for the report.

A chart refers to the cells of its table and keeps what they show, so that it is seen before
anything is calculated.
"""

import datetime
import io
import re
import zipfile
from typing import Any

import xlsxwriter
from msgspec import Struct

from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.chart_definition import ChartDef
from xlevaluate.form.figures import Figures
from xlevaluate.form.measure import ROW
from xlevaluate.form.page import ChartCells, Page
from xlevaluate.workbook.chart_look import (
    APART,
    FILLS,
    GREY,
    SMALL_FONT,
    TITLE_FONT,
    UPRIGHT,
    ChartSize,
    ChartValues,
)

_GAP = 4
"""Points between charts."""

_ASIDE = 30
"""Characters of the column that is not printed."""

_CREATED = datetime.datetime(2024, 1, 1)
"""Of the small workbooks in a report, which are no documents of their own."""


class _Cells(Struct, frozen=True):
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


def draw_charts(book: Any, sheet: Any, page: Page, figures: Figures) -> None:
    """Draw the charts of a page, and begin their tables on a new sheet of paper."""
    width = sum(7 * chars + 5 for chars in page.sheet.widths) * 72 / 96
    for placed in page.charts:
        given = placed.chart.definition
        cells = _Cells(page.sheet.name, placed.head, placed.label_column, placed.title)
        values = ChartValues.of(placed.chart, figures)
        part = (width - _GAP) / 2 if given.width == "half" else width
        size = ChartSize(part, given.lines * ROW - _GAP)
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
        for row, category in enumerate(values.categories, 1):
            sheet.write_string(row, 0, category)
        for col, (name, column) in enumerate(zip(values.names, values.figures, strict=True), 1):
            sheet.write_string(0, col, name)
            for row, figure in enumerate(column, 1):
                if figure is not None:
                    sheet.write_number(row, col, figure)
        if drawn:
            size = ChartSize(width, height)
            sheet.insert_chart(0, 0, _chart(book, given, cells, values, size))
        book.close()
        made.append(rewritten(stream.getvalue(), finish_chart))
    with zipfile.ZipFile(io.BytesIO(made[0])) as package:
        return package.read("xl/charts/chart1.xml"), made[1]


def _chart(book: Any, given: ChartDef, cells: _Cells, values: ChartValues, size: ChartSize) -> Any:
    chart = book.add_chart({"type": given.kind})
    lying = given.kind == "bar"
    labels = {
        "value": True,
        "position": "outside_end",
        "font": {**SMALL_FONT, "size": size.label(given, values)},
        "num_format": values.label_format,
    }
    for number, series in enumerate(given.series):
        chart.add_series(
            {
                **cells.series(given, number, values),
                **FILLS[series.fill],
                "data_labels": labels,
                "gap": round(APART[given.kind] * 100),
            }
        )
    title: dict[str, Any] = {"name": values.title}
    if cells.title is not None:
        title = {"name": [cells.sheet, cells.title, 0], "data": [values.title]}
    chart.set_title({**title, "name_font": TITLE_FONT})
    chart.set_legend({"position": "top", "font": size.font})
    category: dict[str, Any] = {
        "num_font": size.font,
        "line": {"color": GREY},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }
    amount: dict[str, Any] = {
        "name": given.unit,
        "name_font": {**SMALL_FONT, **UPRIGHT},
        "name_layout": size.unit(given),
        "num_font": SMALL_FONT,
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
        chart.set_x_axis({**category, "num_font": {**size.font, **UPRIGHT}})
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
    # XlsxWriter links General to the format of the cells, which have more digits than an axis.
    (
        re.compile(rb'formatCode="General" sourceLinked="1"'),
        rb'formatCode="General" sourceLinked="0"',
    ),
    (re.compile(rb'<c:showVal val="1"/>'), rb'<c:showLegendKey val="0"/>\g<0>' + _FALSE),
)
"""What XlsxWriter leaves open, and programs take in one way or the other, is said."""


def is_chart(name: str) -> bool:
    """Tell by the name of a part whether it is a chart."""
    return name.startswith("xl/charts/chart")


def finish_chart(name: str, part: bytes) -> bytes:
    """Set a chart's fonts for Chinese too, and say what it has not; leave other parts alone."""
    if is_chart(name):
        for pattern, put in _SAID:
            part = pattern.sub(put, part)
    return part
