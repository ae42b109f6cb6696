"""Reading many files at once: in this process, in a pool of processes, or on a Dask cluster.

However it is done, the same records come back, in batches and in any order. Only so many files are
in memory as are being read.
"""

import gc
import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from importlib import import_module
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from threading import Thread
from typing import Any, Protocol

from xlevaluate.errors import CannotDoError
from xlevaluate.rollup.file_reading import Handed, ReadingOptions, key_of, read_batch
from xlevaluate.rollup.form_record import FileRecord, encoded

BATCH = 8
"""Files that go to a worker together."""

_WAITING = 2
"""Batches for each worker that are being read, or wait for it."""

_CRASHED = (
    "读取时程序中断，这个文件可能已损坏或过大。请用 xlevaluate check 单独检查，或让单位重新发送。"
)

_Batch = Sequence[Handed]
_Records = Generator[list[bytes], None, list[_Batch]]
"""Yields encoded records, and returns the batches that were lost with a process that died."""


class Workers(Protocol):
    """Whatever reads batches of files."""

    def read(self, files: Iterable[Handed], options: ReadingOptions) -> Iterator[list[bytes]]:
        """Yield encoded records as they come."""


class OneProcess:
    """Reads one batch after another, here."""

    def read(self, files: Iterable[Handed], options: ReadingOptions) -> Iterator[list[bytes]]:
        """Yield encoded records in the order of files."""
        for batch in _batches(files):
            yield read_batch(options, batch)


class ProcessPool:
    """Reads in so many processes; one that dies costs the file at which it died, and no other."""

    def __init__(self, processes: int) -> None:
        self.processes = processes

    def read(
        self, files: Iterable[Handed], options: ReadingOptions
    ) -> Generator[list[bytes], None, None]:
        """Yield encoded records as they come."""
        batches = _batches(files)
        lost: list[_Batch] = []
        while more := (yield from self._read(batches, options, self.processes, _WAITING)):
            lost += more
        # One at a time, so that it is known at which file a process dies.
        alone = iter([[file] for batch in lost for file in batch])
        while more := (yield from self._read(alone, options, 1, 1)):
            for file in (file for batch in more for file in batch):
                yield [encoded(_lost(file))]

    def _read(
        self, batches: Iterator[_Batch], options: ReadingOptions, processes: int, waiting: int
    ) -> _Records:
        # Forked processes would inherit whatever threads of libraries hold at that moment.
        context = get_context("spawn")
        with ProcessPoolExecutor(processes, context, initializer=_begin) as pool:
            _see_it_start(pool)
            reading: dict[Future[list[bytes]], _Batch] = {}
            try:
                while True:
                    for batch in islice(batches, processes * waiting - len(reading)):
                        reading[pool.submit(_read_in_pool, options, batch)] = batch
                    if not reading:
                        return []
                    for done in wait(reading, return_when=FIRST_COMPLETED).done:
                        records = done.result()
                        del reading[done]
                        yield records
            except BrokenProcessPool:
                return list(reading.values())


class DaskCluster:
    """Reads on a Dask cluster that runs already; its machines need this program, and no files."""

    def __init__(self, address: str) -> None:
        """Reach the scheduler at an address; raises ``CannotDoError`` where that cannot be done."""
        try:
            self.distributed: Any = import_module("distributed")  # an optional extra
        except ImportError:
            raise CannotDoError(
                "--cluster 需要 dask distributed。请运行 pip install xlevaluate[cluster] 后再试。"
            ) from None
        try:
            self.client = self.distributed.Client(address, timeout=_PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            raise CannotDoError(f"连不上 Dask 集群“{address}”：{error}。") from error

    def read(self, files: Iterable[Handed], options: ReadingOptions) -> Iterator[list[bytes]]:
        """Yield encoded records as they come."""
        threads = max(1, sum(self.client.nthreads().values()))
        batches = _batches(files)

        def more(count: int) -> list[Any]:
            return [
                self.client.submit(read_batch, options, batch, pure=False)
                for batch in islice(batches, count)
            ]

        coming = self.distributed.as_completed(more(threads * _WAITING))
        for future in coming:
            yield future.result()
            future.release()
            for other in more(1):
                coming.add(other)

    def close(self) -> None:
        """Leave the cluster as it is."""
        self.client.close()


_PATIENCE = "10s"
"""How long a scheduler may take to answer."""


def _batches(files: Iterable[Handed]) -> Iterator[_Batch]:
    rest = iter(files)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _lost(file: Handed) -> FileRecord:
    """Return the record of a file at which a process died: for want of memory, it may be."""
    key = key_of(file.content)
    return FileRecord(key=key, origin=file.origin, problem=_CRASHED, is_final=False)


def _see_it_start(pool: ProcessPoolExecutor) -> None:
    """Raise ``CannotDoError`` where processes die before they are given anything to read."""
    try:
        pool.submit(os.getpid).result()
    except BrokenProcessPool as error:
        raise CannotDoError(
            "读取用的进程启动不了。请加 --jobs 1 再试（慢一些，但不另开进程）。"
        ) from error


def _begin() -> None:
    """Make a process end with the one that began it, however that ends."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _read_in_pool(options: ReadingOptions, files: _Batch) -> list[bytes]:
    records = read_batch(options, files)
    _settle()
    return records


@cache
def _settle() -> None:
    """Keep what was loaded for the first files out of every later look for cycles."""
    gc.collect()
    gc.freeze()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
