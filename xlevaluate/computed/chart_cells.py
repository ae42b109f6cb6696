"""The cells of a chart's table: figures taken from the forms, a rate, what stands at the axis.

A figure that is blank leaves its cell empty, 不适用 stands there in words, and neither is drawn;
an error in the forms, or a row that was deleted, is empty as well.
"""

from decimal import Decimal

from msgspec import Struct

from xlevaluate.computed.computation import NOT_APPLICABLE_MARK, Computation, Shown
from xlevaluate.computed.ratio import DECIMALS
from xlevaluate.form.chart_definition import ChartDef, ChartsDef
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.labels import quoted
from xlevaluate.form.printing import printed
from xlevaluate.submission.amounts import round_half_up


class Taken(Struct, frozen=True):
    """A figure of the forms: a field, or a computed cell."""

    name: str
    style: str
    computation: Computation | None = None

    def shown(self, figures: Figures) -> Shown:
        """Return the figure, a word such as 不适用, or ``None`` for a blank."""
        if self.computation is not None:
            return self.computation.shown(figures)
        amount = figures.amount(self.name)
        return amount if isinstance(amount, Decimal) or amount is None else str(amount)

    def formula(self) -> str:
        """Return the native formula."""
        return f'=IFERROR(IF(ISNUMBER({self.name}),{self.name},{self.name}&""),"")'


class ChartRate(Struct, frozen=True):
    """``part / whole``, two cells of the table whose addresses are known."""

    part: Taken
    whole: Taken
    part_cell: str
    whole_cell: str
    zero: str
    style: str = "percent"

    def shown(self, figures: Figures) -> Shown:
        """Return the rounded rate, “—” for 不适用, the words for x/0, or ``None``."""
        part, whole = self.part.shown(figures), self.whole.shown(figures)
        if part is None or whole is None:
            return None
        if not isinstance(part, Decimal) or not isinstance(whole, Decimal):
            return NOT_APPLICABLE_MARK
        if whole == 0:
            return NOT_APPLICABLE_MARK if part == 0 else self.zero
        return round_half_up(part / whole, DECIMALS)

    def formula(self) -> str:
        """Return the native formula."""
        part, whole, mark = self.part_cell, self.whole_cell, quoted(NOT_APPLICABLE_MARK)
        zero = f"IF({part}=0,{mark},{quoted(self.zero)})"
        return (
            f'=IF(OR({part}="",{whole}=""),"",IF(COUNT({part},{whole})<2,{mark},'
            f"IF({whole}=0,{zero},ROUND({part}/{whole},{DECIMALS}))))"
        )


class AxisText(Struct, frozen=True):
    """A category with its rate in a second line."""

    category: str
    rate: ChartRate
    category_cell: str
    rate_cell: str
    style: str = "words"

    def shown(self, figures: Figures) -> Shown:
        """Return both, or the category alone while there is no rate."""
        category = figures.form.labels.fill(self.category, figures.value)
        rate = self.rate.shown(figures)
        return category if rate is None else f"{category}\n{printed(rate, self.rate.style)}"

    def formula(self) -> str:
        """Return the native formula."""
        name, rate = self.category_cell, self.rate_cell
        said = f'IF(ISNUMBER({rate}),TEXT({rate},"0.00%"),{rate})'
        return f'=IF({rate}="",{name},{name}&CHAR(10)&{said})'


class Chart(Struct, frozen=True):
    """A chart with its figures, resolved against the form; ``taken`` is by series."""

    definition: ChartDef
    taken: tuple[tuple[Taken, ...], ...]

    def value(self, series: int, category: int) -> Taken:
        """Return the cell that holds a figure."""
        return self.taken[series][category]

    def rate(self, category: int, whole: str, part: str) -> ChartRate:
        """Return the cell that divides ``part`` by ``whole``, two cells of its row."""
        zero = self.definition.rate.zero if self.definition.rate else ""
        first, *_, last = (series[category] for series in self.taken)
        return ChartRate(last, first, part, whole, zero)

    def text(self, category: int, label: str, rate: str) -> AxisText:
        """Return the cell that joins the category in ``label`` and its rate for the axis."""
        of = self.rate(category, "", "")
        return AxisText(self.definition.categories[category], of, label, rate)


class ChartError(ValueError):
    """Something in ``charts.toml`` that does not fit the form; ``place`` is where it stands."""

    def __init__(self, words: str, place: tuple[str | int, ...]) -> None:
        super().__init__(words)
        self.place = place


def is_figure(name: str, form: Form, computations: dict[str, Computation]) -> bool:
    """Tell whether a chart can draw what has this name: a number, or a computed cell with one."""
    if name in form.fields:
        return form.fields[name].is_number
    return name in computations and computations[name].style not in {"text", "words"}


def charts_of(
    given: ChartsDef, form: Form, computations: dict[str, Computation]
) -> tuple[Chart, ...]:
    """Resolve the charts.

    Raises ``ChartError`` for a name that is no figure, and a table wider than the sheet.
    """

    def taken(name: str, *place: str | int) -> Taken:
        if not is_figure(name, form, computations):
            raise ChartError(f"form.toml 中没有名为“{name}”的数字项或计算项", place)
        if name in form.fields:
            return Taken(name, form.fields[name].kind)
        return Taken(name, computations[name].style, computations[name])

    sheets = [s for s in form.definition.sheet if any(block.charts for block in s.block)]
    room = min((len(sheet.widths) for sheet in sheets), default=0)
    for c, chart in enumerate(given.chart):
        if sheets and chart.columns > room:
            words = f"数据表有 {chart.columns} 列，form.toml 中《{sheets[0].name}》只有 {room} 列"
            raise ChartError(words, ("chart", c, "series"))
    return tuple(
        Chart(
            chart,
            tuple(
                tuple(taken(name, "chart", c, "series", s, "fields") for name in series.fields)
                for s, series in enumerate(chart.series)
            ),
        )
        for c, chart in enumerate(given.chart)
    )
