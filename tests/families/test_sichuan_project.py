"""Sichuan's form of a project: sign, value and unit apart, halves of points, short texts."""

import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
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
def sichuan() -> Template:
    return load_template("sichuan_project")


@pytest.fixture(scope="module")
def corrected(sichuan: Template) -> Submission:
    path = sichuan.folder / "samples" / "corrected.json"
    return load_submission(path.read_text(encoding="utf-8"), path.name, sichuan.form.model)


def messages(evaluation: Evaluation, rule: str) -> list[str]:
    return [told.message for told in evaluation.findings if told.finding.rule == rule]


def test_execution_and_four_rows_of_22_and_a_half(sichuan: Template, corrected: Submission) -> None:
    """240 ÷ 250 × 10 = 9.6; 22.5 + 22.5 + 21.5 + 22.5 = 89."""
    evaluation = evaluate_submission(sichuan, corrected)
    assert evaluation.score == Decimal("98.6")
    assert evaluation.grade == "优"


@pytest.mark.parametrize(
    ("total", "grade"), [("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("70", "中")]
)
def test_grades_are_sichuan_s(sichuan: Template, total: str, grade: str) -> None:
    assert sichuan.profile.grade_of(Decimal(total)) == grade
    assert sichuan.profile.grade_of(Decimal("69.99")) == "差"


def test_sign_value_and_unit_are_read_as_one(sichuan: Template, corrected: Submission) -> None:
    rows = evaluate_submission(sichuan, corrected).subject.figures.indicators
    assert [(row.target, row.actual) for row in rows] == [
        ("=120人", "120人"),
        ("=100%", "100%"),
        ("明显增加", "在岗人员家庭收入较上年明显增加"),
        ("≥90%", "94%"),
    ]


@pytest.mark.parametrize(
    ("changes", "rule", "said"),
    [
        ({"indicators.quantity.0.actual": "114"}, "S08", "21.38"),
        ({"indicators.satisfaction.0.sign": "≤"}, "S08", "21.54"),  # 90 ÷ 94 × 22.5
        ({"indicators.satisfaction.0.actual": "80"}, "S08", "20"),
        ({"indicators.satisfaction.0.weight": "25"}, "S02", "92.5"),
        ({"indicators.social.0.score": "17.9"}, "S10", "17.9"),  # 80% of 22.5 is 18
        ({"funds.total.executed": "239"}, "F01", "240"),
        ({"funds.fiscal.executed": "251"}, "F02", "251"),
        ({"funds.special_account.executed": "1"}, "F03", "1"),
    ],
)
def test_a_slip_is_found(
    sichuan: Template, corrected: Submission, changes: dict[str, Any], rule: str, said: str
) -> None:
    assert messages(evaluate_submission(sichuan, corrected), rule) == []
    found = messages(evaluate_submission(sichuan, changed(corrected, changes)), rule)
    assert len(found) == 1
    assert said in found[0]


def test_points_may_be_an_equal_division_that_is_rounded(
    sichuan: Template, corrected: Submission
) -> None:
    """90 ÷ 7 = 12.86, seven times 90.02: told of, and no mistake."""
    row = {"name": "指标", "sign": "≥", "target": "1", "unit": "次", "actual": "1"}
    points = {"weight": "12.86", "score": "12.86"}
    given = corrected.model_dump(mode="json") | {"parameters": {}}
    named = [row | points | {"name": f"指标{n}"} for n in "甲乙丙丁戊己庚"]
    given["indicators"] = {"quantity": named[:5], "social": named[5:6], "satisfaction": named[6:]}
    evaluation = evaluate_submission(sichuan, sichuan.form.model.model_validate(given))
    assert messages(evaluation, "S02") == []
    assert messages(evaluation, "S03") == []
    given["indicators"]["social"][0]["weight"] = "12.87"
    evaluation = evaluate_submission(sichuan, sichuan.form.model.model_validate(given))
    assert len(messages(evaluation, "S02")) == 1


@pytest.mark.parametrize(("length", "is_too_long"), [(200, False), (201, True)])
def test_texts_have_at_most_200_characters(
    sichuan: Template, corrected: Submission, length: int, is_too_long: bool
) -> None:
    """Blanks and ends of lines do not count."""
    text = "甲乙丙丁戊己庚辛壬 \n" * 40
    long = changed(corrected, {"texts.measures": text.replace("\n", "")[: length + length // 9]})
    written = str(long.model_dump()["texts"]["measures"]).replace(" ", "")
    assert len(written) == length
    evaluation = evaluate_submission(sichuan, long)
    found = messages(evaluation, "C14")
    assert len(found) == is_too_long
    assert not found or "201 个字" in found[0]
    assert evaluation.status("C14") == ("failed" if is_too_long else "passed")
    assert "C14" not in evaluate_submission(load_template(), load_template().blank()).outcomes


def test_what_does_not_apply_is_a_slash_and_empty_categories_are_not_printed(run: Run) -> None:
    sample = load_template("sichuan_project").folder / "samples" / "corrected.json"
    run("new", "a.xlsx", "--template", "sichuan_project", "--data", str(sample))
    assert run("export", "a.xlsx", "-o", "a.zip")[0] == 0
    with zipfile.ZipFile("a.zip") as package:
        (name,) = (name for name in package.namelist() if name.endswith(".xlsx"))
        package.extract(name)
    sheet = openpyxl.load_workbook(name)["项目自评表"]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert values.count("/") == 12
    assert "质量指标" not in values
    assert {"＝", "120", "人", 22.5} <= set(values)
