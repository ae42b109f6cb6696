"""However files are read, the same records come back; a worker that dies costs one file at most."""

import os
import signal
from collections.abc import Generator, Iterator, Sequence
from importlib import import_module
from multiprocessing import active_children
from typing import Any

import pytest

from tests.rollup.many_files import broken_files, workbook
from xlevaluate.errors import CannotDoError
from xlevaluate.rollup.file_reading import Handed, ReadingOptions, key_of, read_batch, read_file
from xlevaluate.rollup.form_record import decoded, encoded
from xlevaluate.rollup.workers import BATCH, DaskCluster, OneProcess, ProcessPool, Workers

OPTIONS = ReadingOptions()
BOMB = "炸弹.xlsx"


@pytest.fixture(scope="module")
def files() -> list[Handed]:
    good = [Handed(f"{number}.xlsx", workbook(number)) for number in range(2 * BATCH)]
    bad = [Handed(name, content) for name, content in broken_files().items() if name != BOMB]
    return [*good[:BATCH], *bad, *good[BATCH:]]


@pytest.fixture(scope="module")
def expected(files: list[Handed]) -> list[bytes]:
    return sorted(encoded(read_file(file, OPTIONS)) for file in files)


def read_by(workers: Workers, files: list[Handed]) -> list[bytes]:
    return sorted(record for batch in workers.read(files, OPTIONS) for record in batch)


@pytest.mark.parametrize("workers", [OneProcess(), ProcessPool(2)])
def test_the_same_records_come_back(
    workers: Workers, files: list[Handed], expected: list[bytes]
) -> None:
    assert read_by(workers, files) == expected


def test_a_worker_that_is_killed_loses_nothing(files: list[Handed], expected: list[bytes]) -> None:
    came: list[bytes] = []
    killed = False
    for batch in ProcessPool(2).read(files, OPTIONS):
        came += batch
        if not killed:
            killed = True
            pid = active_children()[0].pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
    assert sorted(came) == expected


def test_no_more_files_are_taken_than_are_being_read(files: list[Handed]) -> None:
    taken = 0

    def counted() -> Iterator[Handed]:
        nonlocal taken
        for file in files:
            taken += 1
            yield file

    reading = ProcessPool(1).read(counted(), OPTIONS)
    next(reading)
    assert taken <= 3 * BATCH
    reading.close()


def test_no_files_start_no_process() -> None:
    assert list(ProcessPool(2).read([], OPTIONS)) == []


def test_a_cluster_gives_the_same(files: list[Handed], expected: list[bytes]) -> None:
    distributed: Any = import_module("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        cluster = DaskCluster(local.scheduler_address)
        try:
            assert read_by(cluster, files) == expected
        finally:
            cluster.close()


def test_a_cluster_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlevaluate.rollup.workers._PATIENCE", "1s")
    with pytest.raises(CannotDoError, match="连不上 Dask 集群"):
        DaskCluster("tcp://127.0.0.1:9")


def test_processes_that_cannot_start_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlevaluate.rollup.workers._begin", os.abort)
    with pytest.raises(CannotDoError, match="--jobs 1"):
        list(ProcessPool(2).read([Handed("一.xlsx", workbook(1))], OPTIONS))


class _DiesAt(ProcessPool):
    """Stands for a pool whose process dies whenever it reads one file."""

    def __init__(self, name: str) -> None:
        super().__init__(2)
        self.name = name

    def _read(
        self,
        batches: Iterator[Sequence[Handed]],
        options: ReadingOptions,
        processes: int,
        waiting: int,
    ) -> Generator[list[bytes], None, list[Sequence[Handed]]]:
        for batch in batches:
            if any(file.name == self.name for file in batch):
                return [batch]
            yield read_batch(options, batch)
        return []


def test_the_file_at_which_a_process_dies_is_told(
    files: list[Handed], expected: list[bytes]
) -> None:
    came = [decoded(record) for record in read_by(_DiesAt("3.xlsx"), files)]
    fatal = next(record for record in came if "程序中断" in record.problem)
    assert fatal.key == key_of(workbook(3))
    others = sorted(encoded(record) for record in came if record.key != fatal.key)
    assert others == [record for record in expected if decoded(record).key != fatal.key]
