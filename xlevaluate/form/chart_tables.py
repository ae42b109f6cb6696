"""The tables of figures that charts draw, and the room for their pictures.

A chart never holds a figure of its own: each is a cell of its table, which takes it from the
forms by formula. Rows and columns count from 0.
"""

from xlevaluate.form.chart_definition import rows_of
from xlevaluate.form.definition import ChartsBlockDef
from xlevaluate.form.page import Cell, ChartCells, Page, PlacedChart
from xlevaluate.form.snapshot import a1


def lay_out_charts(page: Page, given: ChartsBlockDef, charts: tuple[ChartCells, ...]) -> None:
    """Leave room for the charts, and lay out their tables under it."""
    left = iter(charts)
    places: list[tuple[ChartCells, int, bool]] = []
    for line in rows_of(tuple(chart.definition for chart in charts)):
        places += [(next(left), page.height, bool(index)) for index in range(len(line))]
        page.height += max(item.lines for item in line)
    page.break_before = page.height
    page.add(Cell(page.height, 0, "section", text=given.data))
    page.add(Cell(page.height, 1, "note", cols=len(page.sheet.widths) - 1, text=given.note))
    page.height += 1
    for chart, line_of, is_right in places:
        label = len(page.sheet.widths) if chart.definition.rate else 0
        page.charts.append(PlacedChart(chart, line_of, is_right, page.height, label))
        _table(page, chart)


def _table(page: Page, chart: ChartCells) -> None:
    given = chart.definition
    page.add(Cell(page.height, 0, "note", cols=len(page.sheet.widths), text=given.title))
    page.height += 1
    heads = [given.corner, *(series.name for series in given.series)]
    heads += [given.rate.name] if given.rate else []
    aside = len(page.sheet.widths)
    if given.rate:
        page.add(Cell(page.height, aside, "aside", text=given.rate.text))
    for col, head in enumerate(heads):
        page.add(Cell(page.height, col, "head", text=head))
    for index, category in enumerate(given.categories):
        row = page.height + 1 + index
        page.add(Cell(row, 0, "row_label", text=category))
        last = len(given.series)
        for number in range(last):
            page.add(Cell(row, 1 + number, "computed", works_out=chart.value(number, index)))
        if given.rate:
            rate = chart.rate(index, a1(row, 1), a1(row, last))
            page.add(Cell(row, last + 1, "computed", works_out=rate))
            text = chart.text(index, a1(row, 0), a1(row, last + 1))
            page.add(Cell(row, aside, "aside", works_out=text))
    page.height += 1 + len(given.categories)
