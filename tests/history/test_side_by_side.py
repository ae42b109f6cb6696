"""Two processes at one store, and one that is killed: nothing is lost, nothing is there twice."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.history import writing_process
from tests.history.conftest import NewStore
from tests.history.made_years import contents
from xlevaluate.history.store import open_store

ROUNDS = 10
UNITS = ((0, 0, 20), (1, 10, 30))
"""What each of two processes writes: its number, and which units; ten of them both."""


@contextmanager
def process() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", writing_process.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        yield started


def say(started: subprocess.Popen[str], address: str, *numbers: int) -> None:
    assert started.stdin
    print(address, *numbers, sep="\t", file=started.stdin, flush=True)


def hear(started: subprocess.Popen[str]) -> str:
    assert started.stdout
    return started.stdout.readline().strip()


def one_after_another(address: str, folder: Path) -> dict[str, list[tuple[str, ...]]]:
    for writer in UNITS:
        writing_process.write(address, folder / "kept", *writer)
    with open_store(address) as store:
        return contents(store)


@pytest.fixture(scope="module")
def writers() -> Iterator[tuple[subprocess.Popen[str], ...]]:
    with process() as first, process() as second:
        assert [hear(first), hear(second)] == ["ready", "ready"]
        yield first, second
        for started in (first, second):
            assert started.stdin
            started.stdin.close()


def test_two_processes_at_once_lose_nothing(
    new_store: NewStore, writers: tuple[subprocess.Popen[str], ...], tmp_path: Path
) -> None:
    """They make the store at once, too."""
    expected = one_after_another(new_store(), tmp_path)
    assert len(expected["submissions"]) == 40
    assert len(expected["statuses"]) == 41
    for _ in range(ROUNDS):
        address = new_store()
        for started, units in zip(writers, UNITS, strict=True):
            say(started, address, *units)
        assert [hear(started) for started in writers] == ["done", "done"]
        with open_store(address) as store:
            assert contents(store) == expected


def test_the_next_run_completes_what_a_killed_one_began(
    new_store: NewStore, writers: tuple[subprocess.Popen[str], ...], tmp_path: Path
) -> None:
    """Killed with tables, objects, moves and a batch written, and the next batch all but."""
    address, units = new_store(), (0, 0, 50)
    say(writers[0], address, *units, 5)
    assert hear(writers[0]) == f"killed {signal.SIGKILL:d}"
    with open_store(address) as store:
        assert len(contents(store)["submissions"]) == 20
    writing_process.write(address, tmp_path / "kept", *units)
    other = new_store()
    writing_process.write(other, tmp_path / "kept", *units)
    with open_store(address) as store, open_store(other) as undisturbed:
        assert contents(store) == contents(undisturbed)
