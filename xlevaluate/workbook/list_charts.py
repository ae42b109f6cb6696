"""Native charts beside the tables of a list."""

from collections.abc import Sequence
from typing import Any

from xlevaluate.workbook.chart_look import APART, FILLS, GREY, SMALL_FONT, TITLE_FONT
from xlevaluate.workbook.list_columns import ChartPlan

CHART_ROWS = 17
"""Rows of a table that a chart reaches over."""

_WIDTH, _HEIGHT = 560, 320
"""Pixels."""

_FILLS = ("dark", "hatched", "light", "dotted")

_Heads = tuple[str, Sequence[str], int, int]
"""A table's sheet, its heads, the row of these, and its last row."""


def insert_chart(
    book: Any, sheet: Any, given: ChartPlan, table: _Heads, place: tuple[int, int]
) -> None:
    """Draw what a table says, with its upper left corner in a cell."""
    name, heads, head, last = table
    chart = book.add_chart({"type": given.kind})
    category = heads.index(given.category)
    for number, series in enumerate(given.series):
        col = heads.index(series)
        chart.add_series(
            {
                "name": [name, head, col],
                "categories": [name, head + 1, category, last, category],
                "values": [name, head + 1, col, last, col],
                "data_labels": {"value": True, "font": SMALL_FONT, "num_format": "General"},
                "gap": round(APART[given.kind] * 100),
                **FILLS[_FILLS[number % len(_FILLS)]],
            }
        )
    chart.set_title({"name": given.title, "name_font": TITLE_FONT, "overlay": False})
    if len(given.series) > 1:
        chart.set_legend({"position": "top", "font": {**SMALL_FONT, "size": 9}})
    else:
        chart.set_legend({"none": True})
    along: dict[str, Any] = {
        "num_font": {**SMALL_FONT, "size": 9},
        "line": {"color": GREY},
        "major_tick_mark": "none",
    }
    up: dict[str, Any] = {
        "name": given.unit,
        "name_font": {**SMALL_FONT, "rotation": 0},
        "name_layout": {"x": 0.95, "y": 0.93} if given.kind == "bar" else {"x": 0.02, "y": 0.08},
        "num_font": SMALL_FONT,
        "num_format": "General",
        "min": 0,
        "line": {"none": True},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}},
    }
    if given.kind == "bar":
        chart.set_y_axis({**along, "reverse": True, "crossing": "max"})
        chart.set_x_axis(up)
    else:
        chart.set_x_axis(along)
        chart.set_y_axis(up)
    chart.set_chartarea({"border": {"color": "#BFBFBF"}, "fill": {"color": "#FFFFFF"}})
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    sheet.insert_chart(*place, chart, {"object_position": 2})
