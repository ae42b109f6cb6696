"""How long things take, beside what a user would do instead.

``pytest tests/benchmarks --benchmark-enable`` prints each group with its ratios; in other runs
every benchmark is run once, so that it stays true.
"""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from xlevaluate.checks import reading_texts
from xlevaluate.evaluation import Evaluation, evaluate
from xlevaluate.form.reader import read_snapshot
from xlevaluate.report import rendering
from xlevaluate.submission import Submission
from xlevaluate.template import Template
from xlevaluate.workbook.read import read_workbook


@pytest.fixture
def seed_file(workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]) -> Path:
    return workbook(sample("seed"))


@pytest.mark.benchmark(group="all rules, beside loading the workbook")
def test_all_rules(benchmark: BenchmarkFixture, seed_file: Path, template: Template) -> None:
    snapshot, _ = read_workbook(seed_file)
    reading = read_snapshot(template.form, snapshot, template.computations)

    def check() -> Evaluation:
        reading_texts._clauses.cache_clear()  # as in a new process
        rendering._compiled.cache_clear()
        evaluation = evaluate(template, reading)
        assert evaluation.findings
        return evaluation

    assert benchmark(check).count("error") == 12


@pytest.mark.benchmark(group="all rules, beside loading the workbook")
def test_openpyxl_loads_the_workbook(benchmark: BenchmarkFixture, seed_file: Path) -> None:
    book = benchmark(openpyxl.load_workbook, seed_file)
    assert "自评表" in book.sheetnames
