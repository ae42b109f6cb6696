"""Whole runs of the command: broken files among good ones, runs that are killed, later runs."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.rollup.many_files import broken_files, workbook, write_many
from xlevaluate.cli import main
from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.file_reading import ReadingOptions
from xlevaluate.rollup.kept_records import KeptRecords
from xlevaluate.rollup.rolling_up import RolledUp, roll_up
from xlevaluate.rollup.workers import OneProcess

OPTIONS = ReadingOptions()
GOOD = 200
ATTACHED = (".docx", ".txt", ".csv", ".html", ".png")
"""What lies beside submissions without being meant as one."""


class Run(NamedTuple):
    """A run over two hundred good files and twenty others: where, and how it ended."""

    incoming: Path
    kept: Path
    code: int
    said: str


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("run")
    incoming = folder / "报送"
    incoming.mkdir()
    write_many(incoming, GOOD)
    for number, (name, content) in enumerate(broken_files().items()):
        (incoming / f"第{number}组" / name).write_bytes(content)
    asked = ["rollup", str(incoming), "-o", str(folder / "汇总.xlsx"), "--jobs", "2"]
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.setattr("xlevaluate.commands.rollup.say", said.append)
        code = main(asked)
    return Run(incoming, folder / "xlevaluate-已读记录", code, "\n".join(said))


def again(run: Run, *more: Path, kept: Path | None = None) -> RolledUp:
    """Roll up once more from what was kept."""
    return roll_up(
        [run.incoming, *more], KeptRecords(kept or run.kept, OPTIONS), OneProcess(), OPTIONS
    )


def units(rolled: RolledUp) -> list[CollectedLine]:
    return [line for line in rolled.collection.lines if line.entry.kind == "unit"]


def test_twenty_broken_files_among_two_hundred(run: Run) -> None:
    rolled = again(run)
    assert run.code == 1
    beside = {name for name in broken_files() if name.endswith(ATTACHED)}
    assert f"未能读取 {len(broken_files()) - len(beside)} 个文件" in run.said
    assert {item.name.split("/")[-1] for item in rolled.collection.attachments} == beside
    names = [line.entry.name for line in units(rolled)]
    assert sorted(names) == sorted(f"第{number}号单位" for number in range(GOOD))
    assert all(line.handed_in and line.handed_in.form.score for line in units(rolled))
    unread = {item.name.split("/")[-1]: item.reason for item in rolled.collection.unread}
    assert set(unread) == set(broken_files())
    assert all(unread.values())
    assert rolled.progress.read == 0


def test_a_run_that_is_killed_goes_on_where_it_was(run: Run, tmp_path: Path) -> None:
    """Ten times, at random moments: in the end everything is as if nothing had happened."""
    for group in range(4):
        shutil.copytree(run.incoming / f"第{group}组", tmp_path / "报送" / f"第{group}组")
    moments = random.Random(18)
    target = str(tmp_path / "汇总.xlsx")
    for _ in range(10):
        killed = subprocess.Popen(
            [sys.executable, "-m", "xlevaluate", "rollup", str(tmp_path / "报送"), "-o", target],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(0.2, 1.6))
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    kept = KeptRecords(tmp_path / "xlevaluate-已读记录", OPTIONS)
    rolled = roll_up([tmp_path / "报送"], kept, OneProcess(), OPTIONS)
    undisturbed = {record.key: record for record in again(run).records()}
    found = {record.key: record for record in rolled.records()}
    assert found == {key: undisturbed[key] for key in found}
    assert len(units(rolled)) == 40
    assert len(rolled.collection.unread) == 4


def test_a_later_run_reads_only_what_is_new(run: Run, tmp_path: Path) -> None:
    kept, new = tmp_path / "已读", tmp_path / "新"
    shutil.copytree(run.kept, kept)
    new.mkdir()
    for number in range(GOOD, GOOD + 12):
        (new / f"{number}.xlsx").write_bytes(workbook(number))
    rolled = again(run, new, kept=kept)
    assert rolled.progress.read == 12
    assert len(units(rolled)) == GOOD + 12
