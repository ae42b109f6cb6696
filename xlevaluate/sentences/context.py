"""What sentences see: every field of a form under its name, blank ones as ``Blank``."""

from collections.abc import Callable, Collection
from decimal import Decimal

from xlevaluate.form.figures import Figures
from xlevaluate.sentences.values import Blank, SentenceValue, Unreadable
from xlevaluate.template.project_table import project_totals


def context_of(
    figures: Figures,
    grade_of: Callable[[Decimal], str | None],
    unread: Collection[str] = (),
) -> dict[str, SentenceValue]:
    """Return the values by name: fields that stand once, lists of one column, the grade, totals.

    ``unread`` are fields in which something stands that could not be read: no sentence can have
    them, and none takes them for blank.
    """
    form = figures.form
    context: dict[str, SentenceValue] = {}
    for name, field in form.fields.items():
        value = figures.value(name)
        context[name] = Blank(field.label) if value is None else value
        if name in unread:
            context[name] = Unreadable(field.label)
    for name, listing in form.plain_lists.items():
        items = [entry.value for entry in figures[listing.fields[0].name]]
        context[name] = items or Blank(name)
    if form.project_list is not None:
        context |= {name: Blank(name) for name in form.project_list.totals.values()}
    for cell in project_totals(form) if figures.submission.projects else ():
        shown = cell.shown(figures)
        context[cell.name] = Blank(cell.name) if shown is None else shown
    total = form.with_role("total_score")
    if form.grade is not None and total is not None:
        grade, _ = form.grade
        points = context[total.name]
        context[grade] = points
        if isinstance(points, Decimal):
            context[grade] = grade_of(points) or Blank(grade)
    return context
