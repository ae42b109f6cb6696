"""How long a province's hundred thousand files would take: simulated from what is measured.

``python -m tests.benchmarks.province`` measures what one file costs a worker, and what it costs
the one process that finds files, hands them out and keeps their records; then it plays a run with
so many workers, batch by batch, as ``rollup/workers.py`` does: the handing out goes one after
another, and the network has so many bytes a second.
"""

import heapq
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.rollup.many_files import write_many
from xlevaluate.rollup.file_reading import Handed, ReadingOptions, read_batch
from xlevaluate.rollup.kept_records import KeptRecords
from xlevaluate.rollup.rolling_up import roll_up
from xlevaluate.rollup.workers import BATCH

OPTIONS = ReadingOptions()
FILES = 100_000
NETWORK = 100e6
"""Bytes a second between the process that hands out and its workers: a gigabit line."""


@dataclass(frozen=True)
class Costs:
    """Seconds of a worker for each of some files; of the process that hands out, for one; bytes."""

    worker: tuple[float, ...]
    handing_out: float
    size: float


class _Known:
    """Workers whose work was done before, so that only the rest takes time."""

    def __init__(self, records: Iterable[bytes]) -> None:
        self.records = list(records)

    def read(self, files: Iterable[Handed], options: ReadingOptions) -> Iterator[list[bytes]]:
        for number, _ in enumerate(files):
            yield [self.records[number]]


def measured(count: int = 200) -> Costs:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "files"
        folder.mkdir()
        write_many(folder, count)
        paths = sorted(folder.rglob("*.xlsx"), key=lambda path: path.relative_to(folder).as_posix())
        files = [Handed(path.name, path.read_bytes()) for path in paths]
        worker, records = [], []
        for file in files:
            begun = time.perf_counter()
            records += read_batch(OPTIONS, [file])
            worker.append(time.perf_counter() - begun)
        KeptRecords(Path(name) / "first", OPTIONS).add(records[:1])  # brings what Parquet needs
        begun = time.perf_counter()
        kept = KeptRecords(Path(name) / "kept", OPTIONS)
        roll_up([folder], kept, _Known(records), OPTIONS)
        handing_out = (time.perf_counter() - begun) / count
        # The first ones bring the template and all that is remembered.
        return Costs(tuple(worker[10:]), handing_out, sum(len(f.content) for f in files) / count)


def simulated(costs: Costs, workers: int, files: int = FILES) -> float:
    """Return the seconds of a run."""
    random = Random(1)
    free = [(0.0, number) for number in range(workers)]
    heapq.heapify(free)
    handed_out, end = 0.0, 0.0
    for _ in range(files // BATCH):
        handed_out += BATCH * max(costs.handing_out, costs.size / NETWORK)
        ready, number = heapq.heappop(free)
        done = max(ready, handed_out) + sum(random.choices(costs.worker, k=BATCH))
        end = max(end, done)
        heapq.heappush(free, (done, number))
    return end


def main() -> None:
    costs = measured()
    mean = sum(costs.worker) / len(costs.worker)
    each = f"worker {mean * 1000:.1f} ms a file, handing out {costs.handing_out * 1000:.2f} ms"
    lines = [f"{each}, {costs.size / 1000:.0f} KB a file"]
    lines += (
        f"{workers:4} workers: {simulated(costs, workers) / 60:6.1f} min"
        for workers in (2, 8, 16, 32, 64, 128)
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
