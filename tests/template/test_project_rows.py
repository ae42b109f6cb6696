"""Rows of money that are called as a project are filled in from its form."""

from decimal import Decimal
from typing import Any

import pytest

from tests.projects import department, project, sample_of
from xlevaluate.submission import Submission
from xlevaluate.template.laid_out import LaidOut, lay_out_all
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

WATER, BUDGET, FINAL = "节水灌溉改造", "专项资金_本年预算", "专项资金_本年决算"


@pytest.fixture(scope="module")
def template() -> Template:
    return load_template()


def with_rows(*rows: dict[str, Any]) -> Submission:
    data = sample_of(load_template(), "corrected")["basic_data"]
    data["spending"]["special_fund_items"] = list(rows)
    return department(
        project(WATER), project(WATER, **{"funds.total.executed": "1"}), basic_data=data
    )


def in_rows(template: Template, submission: Submission, name: str) -> list[tuple[object, bool]]:
    """Return what stands in a column of the rows, and whether a formula gives it."""
    pages: tuple[LaidOut, ...] = lay_out_all(template, template.completed(submission))
    (item,) = (item for item in pages if item.page.sheet.name == "基础数据表")
    return [
        (content.value, content.formula is not None)
        for cell, content in item.contents()
        if cell.field is not None and cell.field.name == name
    ]


def test_its_figures_come_by_a_formula_and_others_stay(template: Template) -> None:
    submission = with_rows(
        {"name": WATER, "budget": "312.50", "final": "300"},
        {"name": WATER, "budget": "312.50", "final": "306.25"},  # of the first of that name
        {"name": "河道清淤", "budget": "20", "final": None},
    )
    spare = [(None, True)] * 2
    assert in_rows(template, submission, BUDGET) == [
        *((Decimal("312.5"), True), (Decimal("312.5"), True), (Decimal(20), False)),
        *spare,
    ]
    assert in_rows(template, submission, FINAL) == [
        *((Decimal(300), False), (Decimal("306.25"), True), (None, True)),
        *spare,
    ]
    assert in_rows(template, submission, "专项资金_上年决算") == [(None, False)] * 5


def test_without_projects_there_is_no_formula(template: Template) -> None:
    assert in_rows(template, department(), BUDGET) == [(None, False)] * 2
