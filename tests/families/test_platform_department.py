"""The platform's form of a department, and the declaration that it answers."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

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
        ({"tasks.items.1.budget_fiscal": "57"}, "F09", "57"),
        ({"tasks.items.2.executed_fiscal": "18.5"}, "F10", "18.5"),
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
        ({"tasks.items.1.other": "9"}, "F05"),
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


# ------------------------------------------------------------------ declared and evaluated


@pytest.fixture
def books(run: Run, department: Template, declaration: Template, tmp_path: Path) -> Run:
    """``evaluated`` and ``declared``: made anew with changes to their samples."""

    def make(name: str, changes: dict[str, Any]) -> None:
        template = {"declared.xlsx": declaration, "evaluated.xlsx": department}[name]
        given = changed(corrected(template), changes).model_dump_json(exclude={"parameters"})
        (tmp_path / "given.json").write_text(given, encoding="utf-8")
        (tmp_path / name).unlink(missing_ok=True)
        made = run("new", name, "--template", template.name, "--data", "given.json")
        assert made[0] == 0

    def checked(*arguments: Any) -> tuple[int, str]:
        declared, evaluated = arguments
        make("declared.xlsx", declared)
        make("evaluated.xlsx", evaluated)
        return run("check", "evaluated.xlsx", "--declared", "declared.xlsx", "--json")

    return checked


@pytest.mark.parametrize(
    ("declared", "evaluated", "found"),
    [
        ({}, {}, []),
        ({"indicators.quality.0.name": "抽检"}, {}, ["D01", "D01"]),
        ({"indicators.quantity.1.sign": "＝"}, {}, ["D02"]),
        ({}, {"indicators.quantity.0.target": "11800"}, ["D03"]),
        ({}, {"indicators.quality.0.unit": "‰"}, ["D03"]),
        (
            {},
            {"indicators.social.0.weight": "12", "indicators.sustainable.0.weight": "8"},
            ["D04", "D04"],
        ),
        ({"totals.total": "160"}, {}, ["D05"]),
        ({"unit.name": "某县图书馆", "year": 2022}, {}, ["D06", "D06"]),
    ],
)
def test_what_was_changed_after_approval_is_asked_about(
    books: Run, declared: dict[str, Any], evaluated: dict[str, Any], found: list[str]
) -> None:
    _, said = books(declared, evaluated)
    told = [f for f in json.loads(said)["findings"] if f["rule"].startswith("D")]
    assert sorted(finding["rule"] for finding in told) == found
    assert {finding["level"] for finding in told} <= {"query"}


def test_without_a_declaration_nothing_is_said_of_it(run: Run, department: Template) -> None:
    evaluation = evaluate_submission(department, corrected(department))
    assert {evaluation.status(f"D0{n}") for n in range(1, 7)} == {"not_applicable"}
