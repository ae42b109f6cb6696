"""What the figures of a record are called: fields in the order of their form."""

from functools import lru_cache

from msgspec import Struct

from xlevaluate.form.form import Form
from xlevaluate.template.lookup import asked_folder, named_folder
from xlevaluate.template.template_loading import load_template


class FigureLabel(Struct, frozen=True):
    """A figure of a form: its sheet, its label, its unit (万元, 人 …)."""

    path: str
    sheet: str
    label: str
    unit: str
    kind: str
    """``money``, ``area``, ``count``, ``points`` or ``share``; only the first three add up."""


@lru_cache(maxsize=32)
def figure_labels(template: str, asked: str | None = None) -> dict[str, FigureLabel]:
    """Return the figures of a template that stand once, by path, in the order of its sheets.

    ``asked`` is what ``--template`` says, which counts for the template of that name. Raises
    ``CannotDoError`` where there is no such template.
    """
    folder = None if asked is None else asked_folder(asked)
    if folder is None or folder.name != template:
        folder = named_folder(template)
    return _labels(load_template("", folder=folder).form)


def _labels(form: Form) -> dict[str, FigureLabel]:
    return {
        field.path: FigureLabel(field.path, field.sheet, field.label, field.unit, field.kind)
        for field in form.fields.values()
        if field.is_number and not field.has_default
    }
