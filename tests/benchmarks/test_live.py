"""How quickly an open workbook answers in LibreOffice, with every function in its cells live.

Each group puts Python's cells beside the same workbook's native formulas. ``calls`` is how often
a cell called Python in one round.
"""

import json
from collections.abc import Callable, Iterator

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import Office, Workbook
from xlevaluate.submission import Submission

pytestmark = pytest.mark.libreoffice

Sample = Callable[[str], Submission]


@pytest.fixture(params=[1, 0], ids=["python", "native"])
def opened(
    request: pytest.FixtureRequest, office: Office, make: Make, sample: Sample
) -> Iterator[Workbook]:
    with office.opened(make(sample("seed"))) as workbook:
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
    benchmark: BenchmarkFixture, office: Office, make: Make, sample: Sample
) -> None:
    with office.opened(make(sample("seed"))) as workbook:
        assert benchmark(workbook.press, "校验").startswith("校验完成")
