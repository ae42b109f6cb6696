"""The history of an object on one self-contained page: years, charts, problems, figures.

There is no script on the page, and every text of the users' is escaped.
"""

from importlib import resources
from itertools import groupby

import jinja2

from xlevaluate.history.history_lines import (
    DIFFERENCE_HEADS,
    PROBLEM_HEADS,
    YEAR_HEADS,
    agreement_words,
    difference_lines,
    figure_lines,
    problem_lines,
    title_of,
    year_lines,
)
from xlevaluate.history.object_years import ObjectYears
from xlevaluate.history.year_charts import HEIGHT, year_charts


def history_page(history: ObjectYears, asked: str | None = None) -> str:
    """Return the page's HTML; ``asked`` is what ``--template`` says."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    source = resources.files("xlevaluate.history").joinpath("history_page.html.j2")
    sheets = groupby(figure_lines(history, asked), key=lambda item: item[0])
    return environment.from_string(source.read_text(encoding="utf-8")).render(
        title=title_of(history),
        year_heads=YEAR_HEADS,
        years=year_lines(history),
        charts=year_charts(history),
        height=HEIGHT,
        agreements=[
            (year.year, agreement_words(year.last_year))
            for year in reversed(history.years)
            if year.last_year is not None
        ],
        difference_heads=DIFFERENCE_HEADS,
        differences=list(difference_lines(history)),
        problem_heads=PROBLEM_HEADS,
        problems=list(problem_lines(history)),
        figures=[(sheet, [line for _, line in lines]) for sheet, lines in sheets],
    )
