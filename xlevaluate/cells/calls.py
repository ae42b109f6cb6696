"""Which cells of the .xlsm call Python, and with what: ``IFERROR(XLE_…, native)``.

A call costs several milliseconds over COM, so there are at most ``MOST`` in a workbook; the rest
of the cells keep their native formulas, which say the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from xlevaluate.cells.cell_functions import call_of
from xlevaluate.cells.names import LIVE_NAME, TEMPLATE_NAME
from xlevaluate.cells.scoring_arguments import (
    band_arguments,
    execution_arguments,
    rule_arguments,
)
from xlevaluate.form.form import Figures, Form
from xlevaluate.form.labels import quoted
from xlevaluate.form.page import RowCell
from xlevaluate.form.reference_tables import attempt_name, usable_range
from xlevaluate.scoring.composition import EXECUTION, EXECUTION_SCORE
from xlevaluate.scoring.parameters import cell_of, grade_parameter
from xlevaluate.scoring.ratio_score import ScoredRatio
from xlevaluate.scoring.verdict import GRADE
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
        name: call_of("XLE_RATIO", quoted(name), f"{name}_分子", f"{name}_分母", TEMPLATE_NAME)
        for name in template.ratios
    }
    calls[EXECUTION_SCORE] = call_of(
        *("XLE_EXECUTION", EXECUTION, "全年执行数", "全年预算数"),
        *execution_arguments(template.profile.execution),
    )
    for row in template.scored:
        calls[f"{row.name}_建议得分"] = _ratio_score(template, row)
    grades = template.profile.grade
    if grades:
        bounds = [
            text
            for grade in grades[:-1]
            for text in (quoted(grade.name), cell_of(grade_parameter(grade)))
        ]
        calls[GRADE] = call_of("XLE_GRADE", "总分", *bounds, quoted(grades[-1].name))
    return {name: _reached(call, host) for name, call in calls.items()}


def _ratio_score(template: Template, row: ScoredRatio) -> str:
    head = (quoted(template.profile_name), quoted(row.name), row.name, row.cell("评分分值"))
    if row.scoring.kind == "steps":
        blanks = ('""',) * 3
        return call_of("XLE_RATIO_SCORE", *head, *blanks, TEMPLATE_NAME)
    each = "每档扣分" if row.scoring.deduct is not None else "每档扣分比例"
    parameters = (cell_of(f"{row.name}{what}") for what in ("标准", "每档幅度", each))
    return call_of("XLE_RATIO_SCORE", *head, *parameters, TEMPLATE_NAME)


def row_calls(template: Template, host: Host) -> Callable[[Mapping[str, RowCell]], str]:
    """Return what writes the call of a row of indicators, as long as there is room for it."""
    left = MOST - len(calls_of(template)) - _ATTEMPTS

    def write(row: Mapping[str, RowCell]) -> str:
        nonlocal left
        left -= 1
        return _reached(_row_call(template, row), host) if left >= 0 else ""

    return write


def _row_call(template: Template, row: Mapping[str, RowCell]) -> str:
    """Return the call that checks a row of indicators, given its cells by key."""
    keys = ("name", "target", "actual", "weight", "score", "deviation", "band")
    category = row["weight"].path.split(".")[-3]
    limits = any(
        of.key == category and of.limits
        for dimension in template.form.indicators.dimensions
        for of in dimension.categories
    )
    cells = (row[key].cell for key in keys)
    return call_of(
        *("XLE_CHECK_ROW", *cells, str(limits).upper()),
        *rule_arguments(template.profile),
        *band_arguments(template.profile.band),
    )


@dataclass(frozen=True)
class SentenceAttempt:
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
