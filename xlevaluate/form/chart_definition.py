"""What ``charts.toml`` may say: charts, and the fields that they draw.

The comment at the head of that file explains the keys to whoever edits it.
"""

from typing import Literal

from pydantic import Field, model_validator

from xlevaluate.files.toml_part import TomlPart

LINES = 28
"""Lines of the sheet that all charts together may be high: they fill one page."""


class SeriesDef(TomlPart):
    """A series: what the legend calls it, how it is filled, a field for each category."""

    name: str
    fill: Literal["light", "hatched", "dark", "dotted"] = Field(alias="look")
    fields: tuple[str, ...]


class RateDef(TomlPart):
    """A rate beside the figures: its head, what x/0 says, the head of the texts at the axis."""

    name: str
    zero: str
    text: str


class ChartDef(TomlPart):
    """A chart of ``charts.toml``."""

    title: str
    kind: Literal["bar", "column"]
    width: Literal["whole", "half"]
    lines: int = Field(ge=4, le=LINES)
    unit: str
    corner: str
    categories: tuple[str, ...] = Field(min_length=1)
    series: tuple[SeriesDef, ...] = Field(min_length=1)
    rate: RateDef | None = None

    @model_validator(mode="after")
    def _fits(self) -> "ChartDef":
        for series in self.series:
            if len(series.fields) != len(self.categories):
                raise ValueError(
                    f"“{series.name}”有 {len(series.fields)} 个 fields，"
                    f"而 categories 有 {len(self.categories)} 个，应一一对应"
                )
        if self.rate and len(self.series) != 2:
            raise ValueError("有 rate 的图表须正好有两个 series：先分母，后分子")
        return self

    @property
    def columns(self) -> int:
        """The columns of its table, but for what stands beside it."""
        return 1 + len(self.series) + (self.rate is not None)


class ChartsDef(TomlPart):
    """The whole of ``charts.toml``; a form without charts has an empty one."""

    chart: tuple[ChartDef, ...] = ()

    @model_validator(mode="after")
    def _one_page(self) -> "ChartsDef":
        lines = sum(max(chart.lines for chart in line) for line in self.rows)
        if lines > LINES:
            raise ValueError(f"图表共高 {lines} 行，超过一页的 {LINES} 行，请减小 lines")
        return self

    @property
    def rows(self) -> tuple[tuple[ChartDef, ...], ...]:
        """The charts as they stand: each by itself, or two halves side by side."""
        return rows_of(self.chart)


def rows_of(charts: tuple[ChartDef, ...]) -> tuple[tuple[ChartDef, ...], ...]:
    """Put halves that follow one another side by side."""
    rows: list[tuple[ChartDef, ...]] = []
    for chart in charts:
        beside = rows[-1] if rows else ()
        if chart.width == "half" and len(beside) == 1 and beside[0].width == "half":
            rows[-1] = (*beside, chart)
        else:
            rows.append((chart,))
    return tuple(rows)
