"""Hubei's form of a project: goals, points in brackets, no column for them, 20 + 80."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.changes import changed
from tests.families.conftest import Run
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.submission import Submission
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission


@pytest.fixture(scope="module")
def hubei() -> Template:
    return load_template("hubei_project")


@pytest.fixture(scope="module")
def corrected(hubei: Template) -> Submission:
    path = hubei.folder / "samples" / "corrected.json"
    return load_submission(path.read_text(encoding="utf-8"), path.name, hubei.form.model)


def rules(evaluation: Evaluation) -> set[str]:
    return {told.finding.rule for told in evaluation.findings}


def test_execution_has_20_points(hubei: Template, corrected: Submission) -> None:
    """468 ÷ 480 × 20 = 19.5; 50 of the first goal, 28.8 of 30 of the second."""
    evaluation = evaluate_submission(hubei, corrected)
    assert evaluation.score == Decimal("98.3")
    assert evaluation.grade is None


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"goals.second": "25"}, "S21"),
        ({"indicators.first.quality.0.weight": "12"}, "S21"),
        ({"indicators.second.social.0.score": "12"}, "S08"),
        ({"indicators.first.cost.0.actual": "40万元"}, "S08"),
        ({"indicators.second.sustainable.0.score": "3.9"}, "S10"),
        ({"total_score": "99"}, "S01"),
        ({"funds.executed": "481"}, "V02"),
    ],
)
def test_a_slip_is_found(
    hubei: Template, corrected: Submission, changes: dict[str, Any], rule: str
) -> None:
    assert rule not in rules(evaluate_submission(hubei, corrected))
    assert rule in rules(evaluate_submission(hubei, changed(corrected, changes)))


def test_not_every_category_wants_an_indicator(hubei: Template, corrected: Submission) -> None:
    assert evaluate_submission(hubei, corrected).status("C02") == "not_applicable"


def test_points_are_printed_in_brackets_and_empty_categories_are_not(run: Run) -> None:
    sample = load_template("hubei_project").folder / "samples" / "corrected.json"
    run("new", "a.xlsx", "--template", "hubei_project", "--data", str(sample))
    assert run("report", "a.xlsx", "-o", "a.docx")[0] == 0
    tables = docx.Document(str(Path("a.docx"))).tables
    words = [c.text for table in tables for row in table.rows for c in row.cells]
    assert "数量指标\n（25分）" in words
    assert "1、持续性项目 ☑　2、新增性项目 □" in words
    assert "1、常年性项目 □　2、延续性项目 ☑　3、一次性项目 □" in words
    assert "满意度指标\n（10分）" in words
    assert not any(word.startswith(("经济效益指标", "生态效益指标")) for word in words)
    assert any(word.replace("\n", "") == "年度绩效目标2（30分）" for word in words)
    assert not any("年度绩效目标3" in word for word in words)
