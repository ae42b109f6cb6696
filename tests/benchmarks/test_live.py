"""How quickly an open workbook answers in LibreOffice, with every function in its cells live.

Each group puts Python's cells beside the same workbook's native formulas. ``calls`` is how often
a cell called Python in one round.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.conftest import CREATED
from tests.excel.libreoffice.office import Office, Workbook
from xlevaluate.submission import Submission
from xlevaluate.template import Template
from xlevaluate.workbook.generate import make_workbook

pytestmark = pytest.mark.libreoffice

Sample = Callable[[str], Submission]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    running = Office(tmp_path_factory.mktemp("office"))
    yield running
    running.close()


@pytest.fixture(params=[1, 0], ids=["python", "native"])
def opened(
    request: pytest.FixtureRequest,
    office: Office,
    template: Template,
    sample: Sample,
    tmp_path: Path,
) -> Iterator[Workbook]:
    path = tmp_path / "单位.xlsm"
    content, _ = make_workbook(template, sample("seed"), created=CREATED, macros="libreoffice")
    path.write_bytes(content)
    with office.opened(path) as workbook:
        workbook.named("xle_live").Value = request.param
        workbook.document.calculateAll()
        yield workbook


def _calls_of_one(workbook: Workbook, what: Callable[[], object]) -> int:
    workbook.in_its_process("replace_functions", None)
    what()
    return len(json.loads(workbook.in_its_process("counted")))


@pytest.mark.benchmark(group="one figure changed")
def test_one_figure_changed(benchmark: BenchmarkFixture, opened: Workbook) -> None:
    budget = opened.named("三公经费_本年预算")
    ratio = opened.named("三公经费控制率")
    opened.type("三公经费_本年决算", "9.5")

    def change() -> str:
        budget.Value = 10 if budget.Value != 10 else 20
        return str(ratio.String)

    assert change() in {"95.00%", "47.50%"}
    benchmark.extra_info["calls"] = _calls_of_one(opened, change)
    assert benchmark(change) in {"95.00%", "47.50%"}


@pytest.mark.benchmark(group="the whole workbook recalculated")
def test_the_whole_workbook_recalculated(benchmark: BenchmarkFixture, opened: Workbook) -> None:
    calls = _calls_of_one(opened, opened.document.calculateAll)
    benchmark.extra_info["calls"] = calls
    assert (calls > 30) == bool(opened.named("xle_live").Value)
    benchmark(opened.document.calculateAll)


@pytest.mark.benchmark(group="the button 校验")
def test_the_check_by_its_button(
    benchmark: BenchmarkFixture, office: Office, template: Template, sample: Sample, tmp_path: Path
) -> None:
    path = tmp_path / "单位.xlsm"
    content, _ = make_workbook(template, sample("seed"), created=CREATED, macros="libreoffice")
    path.write_bytes(content)
    with office.opened(path) as workbook:
        assert benchmark(workbook.press, "校验").startswith("校验完成")
