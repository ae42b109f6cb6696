"""How many figures a county office types, with three projects and sixteen indicators."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from tests.changes import changed
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template

LEAST = 25
"""So many fewer are typed than when every sheet added up by itself alone."""

KEYS = ("quantity", "quality", "timeliness", "cost")


def county(corrected: Submission) -> Submission:
    """An office whose figures agree, with projects and indicators as they usually are."""
    spending, amounts = "basic_data.spending", {"prior_final": 20, "budget": 21, "final": 22}
    funds = [
        {"name": f"项目{n + 1}", **{key: str(first + 10 * n) for key, first in amounts.items()}}
        for n in range(3)
    ]
    changes: dict[str, object] = {f"{spending}.special_fund_items": funds}
    for key in amounts:
        total = str(sum(int(fund[key]) for fund in funds))
        changes |= {f"{spending}.{row}.{key}": total for row in ("special_funds", "project")}
        changes |= {f"{spending}.{row}.{key}": None for row in ("programme", "maintenance")}
    # What the other sheets say is what these give.
    changes["finances.expenditure.project"] = {"current": "96", "prior": "90"}
    changes["finances.expenditure.total"] = {"current": "690.67", "prior": "675.15"}
    budget = "self_evaluation.budget"
    changes |= {f"{budget}.executed": "690.67", f"{budget}.project": "96"}
    row = {"target": "≤10万元", "actual": "8万元", "weight": "5", "score": "5"}
    changes["self_evaluation.indicators"] = {
        key: [{"name": f"指标{n}", **row} for n in range(4)] for key in KEYS
    }
    return changed(corrected, changes)


def test_at_least_25_figures_fewer_are_typed(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    book = openpyxl.load_workbook(workbook(county(sample("corrected"))))
    numbers = [field for field in template.form.fields.values() if field.is_number]
    brought = {name for name, fill in template.fills.items() if fill.is_brought}
    by_formula = {
        field.name
        for field in numbers
        if field.name in brought and str(value_of(book, field.name)).startswith("=")
    }
    rows = [row for row in book["自评表"].iter_rows(min_row=16) if _is_indicator(row)]
    proposed = [row for row in rows if str(row[6].value).startswith("=")]
    assert (len(rows), len(proposed)) == (16, 16)
    assert len(by_formula) + len(proposed) >= LEAST, sorted(by_formula)


def _is_indicator(row: tuple[Any, ...]) -> bool:
    return str(row[2].value).startswith("指标")


def value_of(book: openpyxl.Workbook, name: str) -> object:
    (sheet, place), *_ = book.defined_names[name].destinations
    return book[sheet][place].value
