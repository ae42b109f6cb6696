"""What rules read by the template's own lists: texts, and what they are held against."""

from collections.abc import Iterable

from xlevaluate.checks.computed_reads import ratio_bases
from xlevaluate.checks.reads import Reads, any_of
from xlevaluate.template.template import Template

NARRATIVE = any_of(lambda template: template.texts.narrative)
"""The texts of the report."""

RESULTS = any_of(lambda template: template.texts.results)
"""The texts that tell what was done."""

MENTIONED = any_of(lambda template: (mention.field for mention in template.texts.mention))
"""Fields on whose money the texts should say a word."""


def said_of(kind: str) -> Reads:
    """Read fields of a kind of which texts say a figure, in any year."""
    return any_of(lambda template: _fields_said(template, kind))


def _fields_said(template: Template, kind: str) -> Iterable[str]:
    form = template.form
    rows = {thing.row for thing in template.texts.thing if thing.row}
    for thing in template.texts.thing:
        for sums in thing.cells.values():
            for name in (name for one in sums for name in one.split(" + ")):
                if form.fields[name].kind == kind:
                    yield name
    for row in form.rows:
        if row.name in rows:
            yield from (item.name for item in row.cells.values() if item.kind == kind)


RATES_SAID = any_of(
    lambda template: ratio_bases(template, (rate.ratio for rate in template.texts.rate))
)
"""What the ratios are worked out from of which texts say a percentage."""


def _overruns(template: Template, most: int | None = None) -> Iterable[str]:
    for group in template.texts.overrun:
        for row in group.of(template.form)[:most]:
            yield row.cells["budget"].name
            yield row.cells["final"].name


OVERRUNS = any_of(_overruns)
"""Budget and final accounts of the rows of which more may not be spent."""

OVERRUN_WHOLES = any_of(lambda template: _overruns(template, 1))
"""The same of the first row of each group, which is the whole."""

CARRIED = any_of(lambda template: (ours.name for ours, _ in template.form.carried_pairs))
"""Last year's figures that this workbook repeats."""

OUTLINE = any_of(
    lambda template: (
        name for name, item in template.form.all_fields.items() if item.path == "outline.*.text"
    )
)
"""Headings and sentences of the report's outline."""
