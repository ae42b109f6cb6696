"""Forms of projects held against the unit's own, against one another, and against the report."""

from typing import Any

from msgspec.structs import replace

from tests.projects import department, project
from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template_loading import load_template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import evaluate_submission, snapshot_of_submission

ROAD = "村道硬化"
WATER = "节水灌溉改造"


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


def test_a_total_names_the_cells_of_every_project() -> None:
    (found,) = told(evaluated(项目支出_本年="600"), "J01")
    assert "《项目1》E7、《项目2》E7" in found.message
    assert "多 12.5万元" in found.message


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
    evaluation = evaluated(project(WATER), project(ROAD, **{"funds.total.executed": "999"}))
    wrong = [item for item in evaluation.findings if item.finding.level == "error"]
    assert {item.place.sheet for item in wrong} == {"项目2"}
    assert any("999" in item.message and "306.25" in item.message for item in wrong)
    assert all(item.finding.rule in evaluation.rules for item in evaluation.findings)


NO_MONEY = {
    f"funds.{row}.{column}": "0"
    for row in ("total", "appropriation", "carried_over", "other")
    for column in ("initial", "budget", "executed")
}


def test_points_of_a_project_that_never_had_money_are_asked_about() -> None:
    evaluation = evaluated(project(WATER), project(ROAD, **NO_MONEY))
    (found,) = told(evaluation, "S20")
    assert found.finding.level == "query"
    assert places([found]) == [("项目2", "年度资金总额（全年预算数）")]
    assert "和执行数（E7）都是 0，没有用钱的项目却有指标得分" in found.message


def test_a_project_without_money_and_points_is_not() -> None:
    cancelled = project(ROAD, **NO_MONEY, indicators={}, total_score="0")
    assert told(evaluated(project(WATER), cancelled), "S20") == []


def test_an_explanation_stays_with_its_project() -> None:
    over = {"funds.appropriation.executed": "400", "funds.total.executed": "451.25"}
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


def test_a_copy_of_the_unit_s_form_is_no_project() -> None:
    """A spreadsheet gives a copied sheet all its names, for itself."""
    template = load_template()
    snapshot = snapshot_of_submission(template, department(project(WATER)))
    of_unit, copy = "自评表", "自评表 (2)"
    names = {
        name: at._replace(sheet=copy)
        for name, at in snapshot.names.items()
        if at is not None and at.sheet == of_unit
    }
    assert "总分" in names
    snapshot = replace(
        snapshot,
        sheets={**snapshot.sheets, copy: snapshot.sheets[of_unit]},
        local_names={**snapshot.local_names, copy: names},
    )
    reading = read_forms(template, snapshot)
    assert list(reading.projects) == ["项目1"]
    assert [problem.trouble for problem in reading.problems] == ["copied_sheet"]
