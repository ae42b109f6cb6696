"""Workbook after workbook in one process, as whoever has hundreds of them checks them.

All are different: other figures, and partly other texts. Beside that, openpyxl merely loads them.
"""

from pathlib import Path

import openpyxl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.conftest import workbook_of
from tests.units import unit
from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.read import read_names

GROUP = "many different workbooks in a warm process, beside openpyxl"
MANY, FEW = 16, 1
"""Workbooks where time is measured, and where the benchmark is only kept true."""


@pytest.fixture
def files(benchmark: BenchmarkFixture, template: Template, tmp_path: Path) -> list[Path]:
    made = []
    for number in range(FEW if benchmark.disabled else MANY):
        made.append(tmp_path / f"{number}.xlsx")
        made[-1].write_bytes(workbook_of(template, unit(template, number)))
    return made


@pytest.mark.benchmark(group=GROUP)
def test_they_are_read_and_checked(
    benchmark: BenchmarkFixture, files: list[Path], template: Template
) -> None:
    """All rules, and what is said of what they found."""

    def check() -> list[int]:
        counts = []
        for path in files:
            snapshot, _ = read_names(path)
            evaluation = evaluate(template, read_forms(template, snapshot))
            assert evaluation.not_checked
            counts.append(len(evaluation.findings))
        return counts

    assert min(benchmark(check)) > 20
    benchmark.extra_info["workbooks"] = len(files)


@pytest.mark.benchmark(group=GROUP)
def test_openpyxl_loads_them(benchmark: BenchmarkFixture, files: list[Path]) -> None:
    def load() -> int:
        return sum(len(openpyxl.load_workbook(path).sheetnames) for path in files)

    assert benchmark(load) == 14 * len(files)
