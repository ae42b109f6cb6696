"""Forms of projects among those of a department: told by their title, or by whose they are."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from xlevaluate.form.form import PROJECTS
from xlevaluate.harvest.form_slots import FormWords
from xlevaluate.harvest.grid_stack import Stack
from xlevaluate.tables.found import Found
from xlevaluate.tables.label_text import compared, plain_label

_DEPARTMENT = re.compile(r"整体(?:支出)?绩效|部门整体")
_PROJECT = re.compile(r"项目支出绩效(?:自评|目标)|项目绩效(?:自评|目标)|项目自评表")
_LINES = 4
_LONGEST_TITLE = 60

_ROWS = 8
"""Rows of a form within which it says whose it is."""


def is_of_project(form: FormWords, stack: Stack) -> bool:
    """Tell whether a table is a project's form, where ``form`` is a department's.

    The forms of projects have labels that the department's have too: without this they would be
    taken for its own.
    """
    if form.template.form.with_role("project_name") is not None:
        return False
    names = {plain_label(word) for word in form.synonyms.fields.get("project_name", ())}
    texts = [cell.text for row in stack.rows[:_ROWS] for cell in row]
    own = any(title in compared(t) for t in texts for s in form.sheets for title in s.titles)
    is_named = any(plain_label(text) in names for text in texts)
    return not own and (is_named or any(map(_PROJECT.search, _titles(stack))))


def is_of_department(form: FormWords, stack: Stack) -> bool:
    """Tell whether a table is a department's form by its title, where ``form`` is a project's."""
    if form.template.form.with_role("project_name") is None:
        return False
    titles = _titles(stack)
    own = any(title in text for text in titles for s in form.sheets for title in s.titles)
    return not own and any(_DEPARTMENT.search(text) for text in titles)


def _titles(stack: Stack) -> list[str]:
    texts = [*stack.above[-_LINES:], *(c.text for row in stack.rows[:_LINES] for c in row)]
    return [compared(text) for text in texts if len(text) <= _LONGEST_TITLE]


def of_project(form: FormWords, number: int, found: list[Found]) -> Iterator[Found]:
    """Yield what was found in a project's form, as it stands in the department's submission.

    What the project's sheet has from those of the unit (the year) is theirs to say.
    """
    lent = {item.path for item in form.template.form.borrowed.values()}
    for item in found:
        if item.path not in lent:
            yield replace(item, path=f"{PROJECTS}{number}.{item.path}")
