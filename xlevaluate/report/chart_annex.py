"""Which charts a report shows, where it is to show them: those of the workbook."""

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.form.figures import Figures
from xlevaluate.form.page import ChartCells
from xlevaluate.template.template import Template


class Charts(Struct, frozen=True):
    """The charts of a report and the figures they show."""

    title: str
    charts: tuple[ChartCells, ...]
    figures: Figures


def charts_of(template: Template, figures: Figures) -> Charts:
    """Return the template's charts; raises ``CannotDoError`` where it has none."""
    title = next(
        (block.charts.annex for block in template.form.definition.blocks if block.charts), None
    )
    if title is None:
        raise CannotDoError("这个模板没有图表，报告不能带图表附件。")
    return Charts(title, template.charts, figures)
