"""How long a saved workbook takes to read, beside openpyxl on the same file."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.hunan import MODEL
from tests.workbook.large_sheet import ROWS, with_a_million_rows
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.sentences import rendering
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.texts import clauses
from xlevaluate.workbook.read import read_names, read_workbook

READING = "reading a workbook, beside openpyxl"
PROCESS = "a process that checks a workbook, beside one that loads it with openpyxl"
ROWS_GROUP = "a million formatted rows, beside unpacking them"


@pytest.fixture
def seed_file(workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]) -> Path:
    return workbook(sample("seed"))


@pytest.mark.benchmark(group=READING)
def test_the_whole_workbook_is_read(benchmark: BenchmarkFixture, seed_file: Path) -> None:
    """Every sheet, needed or not."""

    def read() -> int:
        return sum(map(len, read_workbook(seed_file)[0].sheets.values()))

    assert benchmark(read) > 2000


@pytest.mark.benchmark(group=READING)
def test_a_workbook_is_read_and_checked(
    benchmark: BenchmarkFixture, seed_file: Path, template: Template
) -> None:
    """What is needed of it, the submission, and all rules."""

    def check() -> Evaluation:
        clauses._clauses.cache_clear()  # as in a new process
        rendering._compiled.cache_clear()
        snapshot, _ = read_names(seed_file)
        return evaluate(template, read_snapshot(template.form, snapshot, template.computations))

    assert benchmark(check).count("error") == 12


@pytest.mark.benchmark(group=READING)
def test_openpyxl_reads_the_workbook(benchmark: BenchmarkFixture, seed_file: Path) -> None:
    assert "自评表" in benchmark(openpyxl.load_workbook, seed_file).sheetnames


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert not done.stderr
    return done.stdout


@pytest.mark.benchmark(group=PROCESS)
def test_the_command_check(benchmark: BenchmarkFixture, seed_file: Path) -> None:
    assert "错误 12" in benchmark(run, "-m", "xlevaluate", "check", str(seed_file))


@pytest.mark.benchmark(group=PROCESS)
def test_openpyxl_in_a_process(benchmark: BenchmarkFixture, seed_file: Path) -> None:
    # It brings numpy where that is installed, as the tests need it; who only loads has none.
    code = (
        "import sys; sys.modules['numpy'] = None; "
        "import openpyxl; print(openpyxl.load_workbook(sys.argv[1]).sheetnames)"
    )
    assert "自评表" in benchmark(run, "-c", code, str(seed_file))


@pytest.fixture(scope="module")
def a_million_rows(tmp_path_factory: pytest.TempPathFactory, template: Template) -> Path:
    from tests.conftest import CREATED
    from xlevaluate.workbook.generate import make_workbook

    content, _ = make_workbook(template, MODEL(), created=CREATED)
    path = tmp_path_factory.mktemp("rows") / "百万行.xlsx"
    path.write_bytes(rewritten(content, with_a_million_rows))
    return path


@pytest.mark.benchmark(group=ROWS_GROUP)
def test_a_million_formatted_rows(benchmark: BenchmarkFixture, a_million_rows: Path) -> None:
    """Less than two seconds, and 200 MB (see ``tests/workbook/test_read.py``)."""

    def read() -> Snapshot:
        return read_workbook(a_million_rows)[0]

    assert benchmark(read).sheets["基础数据表"]


@pytest.mark.benchmark(group=ROWS_GROUP)
def test_a_million_formatted_rows_unpacked(
    benchmark: BenchmarkFixture, a_million_rows: Path
) -> None:
    content = a_million_rows.read_bytes()

    def unpack() -> int:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.read("xl/worksheets/sheet3.xml").count(b"<row ")

    assert benchmark(unpack) == ROWS
