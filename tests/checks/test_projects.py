"""Forms of projects held against the unit's own, against one another, and against the report."""

from typing import Any

import pytest

from tests.projects import department, project
from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template import load_template
from xlevaluate.workbook.generate import evaluate_submission

ROAD = "村道硬化"
WATER = "节水灌溉改造"
SPENT = "612.50"  # by both together


def evaluated(*projects: dict[str, Any], **values: Any) -> Evaluation:
    """Evaluate a department with two projects that agree with its form, with other ``values``."""
    given = projects or (project(WATER), project(ROAD))
    submission = department(*given)
    template = load_template()
    paths = {template.form.fields[name].path: value for name, value in values.items()}
    return evaluate_submission(template, with_values(submission, paths))


def told(evaluation: Evaluation, rule: str) -> list[ReportedFinding]:
    return [item for item in evaluation.findings if item.finding.rule == rule]


def places(found: list[ReportedFinding]) -> list[tuple[str, str]]:
    return [(item.place.sheet, item.place.label) for item in found]


def test_project_expenditure_is_that_of_all_projects() -> None:
    assert told(evaluated(项目支出_本年=SPENT), "J01") == []
    (found,) = told(evaluated(项目支出_本年="600"), "J01")
    assert "600" in found.message
    assert "612.5" in found.message
    assert "《项目1》E7、《项目2》E7" in found.message
    assert "多 12.5万元" in found.message
    assert found.finding.level == "query"


def test_a_project_without_a_figure_is_a_reason_and_a_blank_form_is_none() -> None:
    sources = ("total", "appropriation", "other", "carried_over")
    unsaid = project(ROAD, **{f"funds__{source}__executed": None for source in sources})
    assert "J01" in evaluated(project(WATER), unsaid, 项目支出_本年=SPENT).not_checked
    assert told(evaluated(project(WATER), project(ROAD), {}, 项目支出_本年=SPENT), "J01") == []


@pytest.mark.parametrize(("spent", "should"), [("306.25", False), ("300", True)])
def test_a_special_fund_called_as_a_project_has_its_figures(spent: str, should: bool) -> None:
    evaluation = evaluated()
    assert told(evaluation, "J02") == []
    submission = department(project(WATER), project(ROAD))
    row = {"name": WATER, "prior_final": "0", "budget": "312.50", "final": spent}
    data = submission.model_dump()
    data["basic_data"]["spending"]["special_fund_items"] = [row]
    template = load_template()
    found = told(evaluate_submission(template, template.form.model.model_validate(data)), "J02")
    assert bool(found) == should
    if should:
        assert "300" in found[0].message
        assert "306.25" in found[0].message


def test_an_indicator_in_both_forms_has_one_actual_value() -> None:
    unit: Any = department()
    own = unit.self_evaluation.indicators.quantity[0]
    row = {"name": own.name, "target": own.target, "weight": "10", "score": "10"}
    for actual, count in ((own.actual, 0), ("另一个数", 1)):
        other = project(ROAD, indicators__quantity=[{**row, "actual": actual}])
        found = told(evaluated(project(WATER), other), "J03")
        assert len(found) == count
    assert "另一个数" in found[0].message
    assert "《项目2》" in found[0].message


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (f"{WATER}项目得98.3分，{ROAD}项目自评得98.3分。", []),
        (f"{WATER}项目得98.3分，{ROAD}项目自评得分为95分。", ["J04"]),
        (f"{WATER}已经完工。全年自评得95分。", []),
        ("对2个项目开展绩效自评，涉及资金625万元，平均得分98.3。", []),
        ("对3个项目开展绩效自评，涉及资金625万元，平均得分98.3。", ["J05"]),
        ("开展绩效自评的项目共2个，涉及资金700万元。", ["J05"]),
        ("组织项目自评，平均得分99.5分。", ["J05"]),
        ("争取上级项目5个，涉及资金100万元。", []),
    ],
)
def test_what_the_report_says_of_projects(text: str, rules: list[str]) -> None:
    evaluation = evaluated(履职效能=text, 项目支出_本年=SPENT)
    found = [item.finding.rule for item in evaluation.findings if item.finding.rule[0] == "J"]
    assert found == rules


def test_blank_forms_are_told_once_and_nothing_else_of_them() -> None:
    evaluation = evaluated(project(WATER), {}, {}, {}, {})
    (found,) = told(evaluation, "J06")
    assert found.message.startswith("《项目2》、《项目3》、《项目4》等 4 个表还没有填写")
    assert not [item for item in evaluation.findings if item.place.sheet in {"项目3", "项目4"}]


def test_two_forms_of_one_project_are_told() -> None:
    (found,) = told(evaluated(project(WATER), project(WATER)), "J07")
    assert places([found]) == [("项目2", "项目名称")]
    assert "《项目1》" in found.message


def test_rules_of_the_project_form_look_at_every_project() -> None:
    evaluation = evaluated(project(WATER), project(ROAD, funds__total__executed="999"))
    wrong = [item for item in evaluation.findings if item.finding.level == "error"]
    assert {item.place.sheet for item in wrong} == {"项目2"}
    assert any("999" in item.message and "306.25" in item.message for item in wrong)
    assert all(item.finding.rule in evaluation.rules for item in evaluation.findings)


def test_an_explanation_stays_with_its_project() -> None:
    over = {"funds__appropriation__executed": "400", "funds__total__executed": "451.25"}
    first = evaluated(project(WATER, **over), project(ROAD, **over))
    queries = [
        item
        for item in first.findings
        if item.place.sheet in {"项目1", "项目2"} and item.finding.level == "query"
    ]
    assert len(queries) == len({item.key for item in queries}) > 1
    (of_road, *_) = [item for item in queries if item.place.sheet == "项目2"]
    said = {"finding": of_road.key, "text": "年底追加，文件在后。"}
    submission = department(project(ROAD, **over), project(WATER, **over), explanations=[said])
    again = evaluate_submission(load_template(), submission)
    (explained,) = again.explained
    assert explained.place.sheet == "项目1"  # it went with the project, not with the sheet
