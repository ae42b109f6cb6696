"""The parameters that a workbook was made with, remembered in it by names that stand for texts.

A cell tells what a parameter is now, and not whether anybody changed it: where the template has
another value since, one that still is as it was made follows the template. A workbook made before
these names were written remembers nothing, and what stands in it is taken for the unit's own.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from xlevaluate.form.snapshot import Snapshot
from xlevaluate.submission import Submission
from xlevaluate.submission.amounts import Amount, plain
from xlevaluate.template.template import Template

PARAMETERS_NAME = "xle_parameters"
"""Begins the names; a number follows, for none holds more than a text in a formula may."""

_LONGEST = 240
"""Characters of one text; Excel takes 255 in a formula."""


def parameter_notes(template: Template, *, has_projects: bool) -> Iterator[tuple[str, str]]:
    """Yield the names that remember a template's parameters, and the text of each.

    A text is ``name of the cell=value`` for some parameters, those of projects among them where
    the workbook has any.
    """
    texts = [""]
    for cell, value in _own(template, template.project if has_projects else None).items():
        item = f"{cell}={plain(value)}"
        if texts[-1] and len(texts[-1]) + len(item) >= _LONGEST:
            texts.append("")
        texts[-1] += f";{item}" if texts[-1] else item
    for number, text in enumerate(filter(None, texts), 1):
        yield f"{PARAMETERS_NAME}_{number}", text


def _own(*templates: Template | None) -> dict[str, Decimal]:
    """Return the parameters as the template has them, by the names of their cells."""
    return {
        of.form.names.parameter_cell(parameter.name): parameter.value
        for of in templates
        if of is not None
        for parameter in of.parts.parameters
    }


def _made(snapshot: Snapshot) -> dict[str, Decimal]:
    """Return what a workbook remembers; a note that cannot be read is none."""
    found = {}
    for name, text in snapshot.constants.items():
        if name.startswith(PARAMETERS_NAME):
            for item in text.split(";"):
                cell, _, value = item.partition("=")
                try:
                    found[cell] = Decimal(value)
                except InvalidOperation:
                    continue
    return found


def outdated(
    template: Template, snapshot: Snapshot, given: Mapping[str, Amount]
) -> dict[str, Decimal]:
    """Return the parameters of ``given`` that are as they were made, and no longer the template's.

    The values are those that the template has now.
    """
    made, names = _made(snapshot), template.form.names
    return {
        parameter.name: parameter.value
        for parameter in template.parts.parameters
        if (before := made.get(names.parameter_cell(parameter.name))) is not None
        and parameter.value != before == given.get(parameter.name)
    }


def following(template: Template, snapshot: Snapshot, submission: Submission) -> Submission:
    """Return a submission of which the outdated parameters are those of the template now."""
    own = outdated(template, snapshot, submission.parameters)
    update: dict[str, object] = {"parameters": {**submission.parameters, **own}}
    given = submission.project_parameters
    if given and template.project is not None:
        now = outdated(template.project, snapshot, given)
        update["project_parameters"] = {**given, **now}
    return submission.model_copy(update=update)
