"""Totals of the projects, and the sentence that every office discloses of them."""

from decimal import Decimal
from typing import Any

import pytest

from tests.projects import department, project
from xlevaluate.form.figures import Figures
from xlevaluate.sentences.outline import written_rows
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

PROJECTS: tuple[dict[str, Any], ...] = (
    project("节水灌溉改造"),  # 312.5 of the budget, 306.25 spent, 98.3 points
    project("村道硬化", total_score="85"),
    project("河道清淤", total_score="90"),
    project("没有评完", total_score=""),
    {},
)


@pytest.fixture
def template() -> Template:
    return load_template()


def told(template: Template, submission: Submission) -> list[str]:
    rows = written_rows(
        Figures(template.form, submission), template.profile, template.outline, empty=""
    )
    texts = (paragraph.text for row in rows for paragraph in row.paragraphs)
    return [text for text in texts if "开展绩效自评" in text]


def shown(template: Template, submission: Submission, name: str) -> object:
    return template.computations[name].shown(Figures(template.form, submission))


def test_grades_are_counted_the_best_first(template: Template) -> None:
    assert shown(template, department(*PROJECTS), "项目等次") == "优2个、良1个"


def test_the_bounds_of_the_workbook_count(template: Template) -> None:
    changed = department(*PROJECTS, project_parameters={"优分数线": "95"})
    assert shown(template, changed, "项目等次") == "优1个、良2个"


def test_without_a_score_nothing_is_graded(template: Template) -> None:
    assert shown(template, department(PROJECTS[3], {}), "项目等次") is None


def test_the_five_figures_are_one_sentence(template: Template) -> None:
    (sentence,) = told(template, department(*PROJECTS))
    assert sentence == (
        "对4个项目开展绩效自评，涉及资金1250万元，实际执行1225万元，平均得分91.1分，"
        "评价等次为优2个、良1个，各项目自评表附后。"
    )
    assert shown(template, department(*PROJECTS), "项目平均得分") == Decimal("91.10")


def test_without_projects_nothing_is_said(template: Template) -> None:
    assert told(template, department()) == []
