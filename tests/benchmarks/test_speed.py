"""How long things take, beside what a user would do instead.

``pytest tests/benchmarks --benchmark-enable`` prints each group with its ratios; in other runs
every benchmark is run once, so that it stays true.
"""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.report.large import large
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.reader import read_snapshot
from xlevaluate.report.document import make_report
from xlevaluate.sentences import rendering
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.texts import clauses
from xlevaluate.workbook.generate import evaluate_submission
from xlevaluate.workbook.read import read_workbook


@pytest.fixture
def seed_file(workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]) -> Path:
    return workbook(sample("seed"))


@pytest.mark.benchmark(group="all rules, beside loading the workbook")
def test_all_rules(benchmark: BenchmarkFixture, seed_file: Path, template: Template) -> None:
    snapshot, _ = read_workbook(seed_file)
    reading = read_snapshot(template.form, snapshot, template.computations)

    def check() -> Evaluation:
        clauses._clauses.cache_clear()  # as in a new process
        rendering._compiled.cache_clear()
        evaluation = evaluate(template, reading)
        assert evaluation.findings
        return evaluation

    assert benchmark(check).count("error") == 12


@pytest.mark.benchmark(group="all rules, beside loading the workbook")
def test_openpyxl_loads_the_workbook(benchmark: BenchmarkFixture, seed_file: Path) -> None:
    book = benchmark(openpyxl.load_workbook, seed_file)
    assert "自评表" in book.sheetnames


@pytest.fixture
def large_submission(template: Template, sample: Callable[[str], Submission]) -> Submission:
    return large(template, sample("corrected"))


@pytest.mark.benchmark(group="a large report, beside loading its workbook")
def test_a_large_report(
    benchmark: BenchmarkFixture, large_submission: Submission, template: Template
) -> None:
    """10,000 characters in every text, 200 indicators, 60 special funds; less than two seconds."""
    evaluation = evaluate_submission(template, large_submission)
    content, gaps = benchmark(make_report, evaluation)
    assert not gaps
    assert len(content) > 20_000


@pytest.mark.benchmark(group="a large report, beside loading its workbook")
def test_all_rules_on_a_large_workbook(
    benchmark: BenchmarkFixture, large_submission: Submission, template: Template
) -> None:
    reading = evaluate_submission(template, large_submission).subject.reading
    assert benchmark(evaluate, template, reading).findings


@pytest.mark.benchmark(group="a large report, beside loading its workbook")
def test_openpyxl_loads_a_large_workbook(
    benchmark: BenchmarkFixture,
    workbook: Callable[[Submission], Path],
    large_submission: Submission,
) -> None:
    path = workbook(large_submission)
    assert "自评表" in benchmark(openpyxl.load_workbook, path).sheetnames
