"""A department with fifty projects and some six hundred indicators, beside one with none.

What counts is the time for a thousand cells that are read: under four times as much.
"""

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.conftest import CREATED
from tests.projects import department, project
from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.template.template_loading import load_template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import read_names


@pytest.mark.benchmark(group="reading and checking, with projects and without")
@pytest.mark.parametrize("projects", [0, 50])
def test_a_department_is_checked(
    benchmark: BenchmarkFixture, projects: int, tmp_path: Path
) -> None:
    template, path = load_template(), tmp_path / "单位.xlsx"
    submission = department(*(project(f"第{number}个项目") for number in range(projects)))
    path.write_bytes(make_workbook(template, submission, created=CREATED)[0])

    def check() -> tuple[int, int]:
        snapshot, _ = read_names(path)
        evaluation = evaluate(template, read_forms(template, snapshot))
        cells = sum(len(snapshot.sheets[sheet]) for sheet in snapshot.sheets)
        return len(evaluation.subject.projects), cells

    there, cells = benchmark(check)
    assert there == projects
    benchmark.extra_info["thousand cells"] = cells / 1000
