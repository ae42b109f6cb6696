"""The platform's form of a department, and the declaration that it answers."""

from decimal import Decimal
from typing import Any

import pytest

from tests.changes import changed
from tests.families.conftest import Run
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.submission import Submission
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.template import Template, load_template
from xlevaluate.workbook.generate import evaluate_submission


@pytest.fixture(scope="module")
def department() -> Template:
    return load_template("platform_department")


@pytest.fixture(scope="module")
def declaration() -> Template:
    return load_template("department_declaration")


def corrected(template: Template) -> Submission:
    path = template.folder / "samples" / "corrected.json"
    return load_submission(path.read_text(encoding="utf-8"), path.name, template.form.model)


def messages(evaluation: Evaluation, rule: str) -> list[str]:
    return [told.message for told in evaluation.findings if told.finding.rule == rule]


def score(template: Template, changes: dict[str, Any]) -> Decimal | None:
    given = changed(corrected(template), changes)
    evaluation = evaluate_submission(template, given)
    cells = template.form.execution
    assert cells is not None
    shown = template.computations[cells.score].shown(evaluation.subject.figures)
    return shown if isinstance(shown, Decimal) else None


@pytest.mark.parametrize(
    ("executed", "budget", "points"),
    [
        ("168.40", "172.50", "9.76"),  # 9.7623
        ("172.50", "172.50", "10.00"),
        ("189.75", "172.50", "11.00"),  # more than the budget scores more
        ("0", "172.50", "0.00"),
        ("0.3", "0", "3.00"),  # a budget of 0 counts as 1
    ],
)
def test_execution_is_not_capped(
    department: Template, executed: str, budget: str, points: str
) -> None:
    changes = {"totals.executed": executed, "totals.budget": budget}
    assert score(department, changes) == Decimal(points)


def test_all_points_together(department: Template) -> None:
    """9.76 + 60 − 0.75 + 20 + 10."""
    assert evaluate_submission(department, corrected(department)).score == Decimal("99.01")


@pytest.mark.parametrize(
    ("changes", "rule", "said"),
    [
        ({"totals.initial": "171"}, "F01", "170.5"),
        ({"tasks.items.1.budget": "55"}, "F02", "171.5"),
        ({"tasks.items.1.executed_fiscal": "45"}, "F05", "160.8"),
        ({"totals.budget_fiscal": "173"}, "F06", "173"),
        ({"totals.executed_fiscal": "165"}, "F08", "165"),
        ({"indicators.cost.0.actual": "0.4"}, "S08", "3.75"),  # 5 × (1 − 0.08 ÷ 0.32)
        ({"indicators.cost.0.actual": "0.64"}, "S08", "应得 0分"),
        ({"indicators.quality.0.weight": "14"}, "S02", "89"),
        ({"total_score": "99"}, "S01", "99.01"),
    ],
)
def test_a_slip_is_found(
    department: Template, changes: dict[str, Any], rule: str, said: str
) -> None:
    given = corrected(department)
    assert messages(evaluate_submission(department, given), rule) == []
    found = messages(evaluate_submission(department, changed(given, changes)), rule)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"totals.total": "170"}, "F01"),
        ({"totals.fiscal": "162"}, "F02"),
        ({"tasks.items.2.other": "1"}, "F03"),
        ({"totals.other": "9"}, "F04"),
        ({"indicators.quality.0.target": None}, "C04"),
        ({"indicators.quality.0.weight": "14"}, "S02"),
    ],
)
def test_a_declaration_is_held_too(
    declaration: Template, changes: dict[str, Any], rule: str
) -> None:
    given = corrected(declaration)
    assert rule not in {f.finding.rule for f in evaluate_submission(declaration, given).findings}
    evaluation = evaluate_submission(declaration, changed(given, changes))
    assert evaluation.outcomes[rule].findings


def test_a_declaration_is_not_scored(declaration: Template, run: Run) -> None:
    assert evaluate_submission(declaration, corrected(declaration)).score is None
    sample = str(declaration.folder / "samples" / "corrected.json")
    run("new", "a.xlsx", "--template", "department_declaration", "--data", sample)
    assert run("score", "a.xlsx") == (0, "")
