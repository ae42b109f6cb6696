"""Many workbooks read and checked in two processes, beside openpyxl merely loading them in two.

``pytest tests/benchmarks/test_rollup.py --benchmark-enable`` reads a thousand, with all rules, and
prints how many times as fast that is; without, a few, so that it keeps working. The same on a
local Dask cluster of two workers; memory is that of the largest process at a hundred files and at
three thousand.
"""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.rollup.many_files import workbook
from xlevaluate.rollup.file_reading import Handed, ReadingOptions
from xlevaluate.rollup.form_record import decoded
from xlevaluate.rollup.workers import DaskCluster, OneProcess, ProcessPool, Workers

OPTIONS = ReadingOptions()
MANY, FEW = 1_000, 12
_GROUP = "many workbooks in two processes, beside openpyxl"

pytestmark = pytest.mark.benchmark(group=_GROUP)


@pytest.fixture(scope="module")
def count(request: pytest.FixtureRequest) -> int:
    return MANY if request.config.getoption("benchmark_enable") else FEW


@pytest.fixture(scope="module")
def files(count: int, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("many")
    paths = [folder / f"{number}.xlsx" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(workbook(number))
    return paths


def handed(files: list[Path]) -> Iterator[Handed]:
    return (Handed(path.name, path.read_bytes()) for path in files)


def read_by(workers: Workers, files: list[Path]) -> int:
    batches = workers.read(handed(files), OPTIONS)
    records = [decoded(record) for batch in batches for record in batch]
    assert not any(record.problem for record in records)
    return len(records)


def loaded(content: bytes) -> int:
    return len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames)


def load_all(files: list[Path]) -> int:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        contents = (path.read_bytes() for path in files)
        return len(list(pool.map(loaded, contents, chunksize=8)))


def once(benchmark: Any, call: Callable[..., int], *given: object) -> int:
    """Run it a single time: what takes minutes varies little."""
    result: int = benchmark.pedantic(call, given, rounds=1)
    return result


def test_openpyxl_loads_them(benchmark: BenchmarkFixture, files: list[Path]) -> None:
    assert once(benchmark, load_all, files) == len(files)


def test_they_are_read_and_checked(benchmark: BenchmarkFixture, files: list[Path]) -> None:
    assert once(benchmark, read_by, ProcessPool(2), files) == len(files)


def test_they_are_read_on_a_cluster(benchmark: BenchmarkFixture, files: list[Path]) -> None:
    distributed: Any = import_module("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        cluster = DaskCluster(local.scheduler_address)
        try:
            assert once(benchmark, read_by, cluster, files) == len(files)
        finally:
            cluster.close()


def test_figures_are_those_of_one_process(files: list[Path]) -> None:
    some = files[:FEW]
    alone = sorted(r for batch in OneProcess().read(handed(some), OPTIONS) for r in batch)
    pooled = sorted(r for batch in ProcessPool(2).read(handed(some), OPTIONS) for r in batch)
    assert alone == pooled


def test_memory_stays_flat(count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Print the megabytes of the largest process of whole runs, on a folder and on one zip."""
    many = ((100, False), (3_000, False), (100, True), (3_000, True))
    for there, is_zip in many if count == MANY else ((FEW, True),):
        incoming = tmp_path / f"{there}-{is_zip}"
        incoming.mkdir()
        if is_zip:
            with zipfile.ZipFile(incoming / "报送.zip", "w") as archive:
                for number in range(there):
                    archive.writestr(f"{number}.xlsx", workbook(number))
        else:
            for number in range(there):
                (incoming / f"{number}.xlsx").write_bytes(workbook(number))
        target = str(incoming.with_suffix(".xlsx"))
        kept = str(incoming.with_suffix(".kept"))
        asked = ["rollup", str(incoming), "-o", target, "--kept", kept, "--jobs", "2"]
        largest = megabytes_of(asked)
        with capsys.disabled():
            where = "in a zip" if is_zip else "in a folder"
            sys.stdout.write(f" {there} files {where}: {largest} MB in the largest process ")
        assert largest > 0


def megabytes_of(asked: list[str]) -> int:
    """Run a command, and return the memory of the largest of its processes."""
    run = subprocess.Popen([sys.executable, "-m", "xlevaluate", *asked], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    assert run.returncode == 0
    return usage.ru_maxrss // 1024
