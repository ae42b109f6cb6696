"""Harvests made up by hand, as recognisers would bring them."""

from decimal import Decimal
from typing import Any

from xlevaluate.form.figures import Figures
from xlevaluate.form.form import PROJECTS
from xlevaluate.submission import Submission
from xlevaluate.tables.found import Found, Harvest, Origin
from xlevaluate.template.template import Template


def origin(path: str, text: str = "", **more: str) -> Origin:
    """Return where a value stood: a cell of its own for each path."""
    return Origin("Z01.xls", "工作表“Z01”", path, row="合计", column="决算数", text=text, **more)


def found(path: str, value: Any, *, file: str = "Z01.xls", **more: Any) -> Found:
    """Return a value for a field."""
    value = Decimal(value) if isinstance(value, str) and value[:1].isdigit() else value
    return Found(path, value, Origin(file, "工作表“Z01”", path, text=str(value)), **more)


def everything(template: Template, submission: Submission) -> Harvest:
    """Return a harvest of all that is filled in, but for outline and explanations."""
    values: list[Found] = []
    for item, entry in Figures(template.form, submission).all_entries():
        is_taken = not item.has_default and not entry.path.startswith(("outline", "explanations"))
        if is_taken and entry.value is not None:
            values.append(Found(entry.path, entry.value, origin(entry.path)))
    if template.project is not None:
        for number, project in enumerate(submission.projects):
            for item, entry in Figures(template.project.form, project).all_entries():
                path = f"{PROJECTS}{number}.{entry.path}"
                if not item.has_default and entry.value is not None:
                    values.append(Found(path, entry.value, origin(path)))
    return Harvest(tuple(values))


def without_rows(harvest: Harvest) -> list[Found]:
    """Leave rows of lists out, for which a new workbook has no place."""
    lists = ("_items.", "indicators.", "functions.")
    return [item for item in harvest.found if not any(name in item.path for name in lists)]
