"""Which cells of the .xlsm call Python, and with what: ``IFERROR(XLE_…, native)``.

A call costs several milliseconds over COM, so there are at most ``MOST`` in a workbook; the rest
of the cells keep their native formulas, which say the same.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from xlevaluate.cells.cell_functions import call_of
from xlevaluate.cells.names import LIVE_NAME, TEMPLATE_NAME
from xlevaluate.cells.scoring_arguments import (
    band_arguments,
    execution_arguments,
    rule_arguments,
)
from xlevaluate.computed.ratio import Ratio
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.labels import quoted
from xlevaluate.form.page import RowCell
from xlevaluate.form.reference_tables import attempt_name, usable_range
from xlevaluate.form.roles import INDICATOR_ROLES, SPLIT, IndicatorRole
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.ratio_score import ScoredRatio
from xlevaluate.scoring.verdict import GradeCell
from xlevaluate.template.template import Template

MOST = 80
"""Calls in a workbook."""

_ATTEMPTS = 1
"""Of them, those that show what comes of a sentence that a user tries."""

Host = Literal["excel", "libreoffice"]
"""The program that is to call Python."""


def _reached(call: str, host: Host) -> str:
    """Write a call for a program.

    LibreOffice keeps our functions until it ends; its cells look first whether they are to call.
    """
    return call if host == "excel" else f"IF({LIVE_NAME}=1,{call},NA())"


def calls_of(template: Template, host: Host = "excel") -> dict[str, str]:
    """Return the calls of computed cells by their names."""
    calls = {
        ratio.name: call_of(
            *("XLE_RATIO", quoted(ratio.name), ratio.cell("numerator"), ratio.cell("denominator")),
            TEMPLATE_NAME,
        )
        for ratio in template.ratios.values()
        if isinstance(template.computations.get(ratio.name), Ratio)  # with cells of its parts
    }
    execution = template.form.execution
    if execution is not None:
        calls[execution.score] = call_of(
            *("XLE_EXECUTION", execution.weight, execution.executed, execution.budget),
            *execution_arguments(template.profile.execution),
        )
    for row in template.scored:
        calls[row.cell("proposed")] = _ratio_score(template, row)
    for cell in template.computations.values():
        if isinstance(cell, GradeCell):
            calls[cell.name] = _grade(cell)
    return {name: _reached(call, host) for name, call in calls.items()}


def _grade(cell: GradeCell) -> str:
    *grades, last = cell.grades
    bounds = [t for grade in grades for t in (quoted(grade.name), cell.names.grade(grade).cell)]
    return call_of("XLE_GRADE", cell.total, *bounds, quoted(last.name))


def _ratio_score(template: Template, row: ScoredRatio) -> str:
    head = (quoted(template.profile_name), quoted(row.name), row.name, row.cell("weight"))
    if row.scoring.kind == "steps":
        blanks = ('""',) * 3
        return call_of("XLE_RATIO_SCORE", *head, *blanks, TEMPLATE_NAME)
    each = row.parameter("deduct" if row.scoring.deduct is not None else "share")
    limits = (row.parameter("limit"), row.parameter("step"), each)
    return call_of("XLE_RATIO_SCORE", *head, *limits, TEMPLATE_NAME)


def row_calls(template: Template, host: Host) -> Callable[[Mapping[IndicatorRole, RowCell]], str]:
    """Return what writes the call of a row of indicators, as long as there is room for it."""
    left = MOST - len(calls_of(template)) - _ATTEMPTS

    def write(row: Mapping[IndicatorRole, RowCell]) -> str:
        nonlocal left
        if not {"name", "weight", "score"} <= set(row):
            return ""  # there is nothing for the function to hold together
        left -= 1
        return _reached(_row_call(template, row), host) if left >= 0 else ""

    return write


def _row_call(template: Template, row: Mapping[IndicatorRole, RowCell]) -> str:
    """Return the call that checks a row of indicators, given its cells by role."""
    base = row["name"].path.rsplit(".", 2)[0]
    limits = any(of.path == base and of.category.limits for of in template.form.indicator_groups)
    roles = (role for role in INDICATOR_ROLES if role not in SPLIT)
    cells = (row[role].cell if role in row else '""' for role in roles)
    names = ParameterNames.of(template.form)
    return call_of(
        *("XLE_CHECK_ROW", *cells, str(limits).upper()),
        *rule_arguments(template.profile, names),
        *band_arguments(template.profile.band, names),
    )


class SentenceAttempt(Struct, frozen=True):
    """What stands below the cell in which a sentence can be tried; blank while that is blank."""

    form: Form
    host: Host

    def shown(self, _: Figures) -> str:
        """Return what is said of no sentence."""
        return ""

    def formula(self) -> str:
        """Return the call, with what is said where there is no Python."""
        given = self.form.usable
        cell = attempt_name(self.form.names, given)
        lists = [
            text
            for name, listing in self.form.plain_lists.items()
            for text in (quoted(name), listing.cells(listing.fields[0]))
        ]
        every = usable_range(self.form.names, given)
        call = _reached(call_of("XLE_SENTENCE", cell, every, *lists, TEMPLATE_NAME), self.host)
        # While no sentence is tried, Python is not asked: the call depends on every field.
        return f'IF({cell}="","",IFERROR({call},{quoted(given.without_python)}))'
