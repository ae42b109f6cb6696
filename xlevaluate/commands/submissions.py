"""What the bureau's commands have in common: read what was handed in, and say how far it is."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from xlevaluate.commands.talk import say
from xlevaluate.errors import CannotDoError

if TYPE_CHECKING:
    from xlevaluate.rollup.rolling_up import Progress, RolledUp
    from xlevaluate.rollup.statuses import EarlierStatus, StatusKey

_KEPT = "xlevaluate-已读记录"

_SAID = 10
"""Remarks that are said at the terminal; all stand in the summary."""


def need_bureau() -> None:
    """Raise ``CannotDoError`` where the packages of the receiving side are not installed."""
    needed = ("pandas", "pyarrow", "sqlalchemy", "alembic")
    lacking = [name for name in needed if not find_spec(name)]
    if lacking:
        raise CannotDoError(
            f"汇总需要另外的程序包（缺 {'、'.join(lacking)}）。"
            "请运行 pip install xlevaluate[bureau] 后再试。"
        )


def rolled_up(arguments: argparse.Namespace, beside: Path) -> "RolledUp":
    """Read what ``_add_submissions`` asks for; ``beside`` is the file that will be made of it."""
    need_bureau()
    from xlevaluate.rollup.file_reading import ReadingOptions
    from xlevaluate.rollup.kept_records import KeptRecords
    from xlevaluate.rollup.rolling_up import roll_up
    from xlevaluate.rollup.roster import read_roster
    from xlevaluate.rollup.workers import DaskCluster, OneProcess, ProcessPool

    jobs: int = os.cpu_count() or 1 if arguments.jobs is None else arguments.jobs
    if jobs < 1:
        raise CannotDoError(f"--jobs 应为 1 或更大的整数，现在是 {jobs}。")
    options = ReadingOptions(arguments.template, arguments.profile)
    roster = None if arguments.roster is None else read_roster(arguments.roster)
    folder = arguments.kept or beside.with_name(_KEPT)
    if roster is not None:
        say(f"名单 {len(roster.entries)} 行：{roster.read_as}。")
    kept = KeptRecords(folder, options)
    cluster = DaskCluster(arguments.cluster) if arguments.cluster else None
    workers = cluster or (ProcessPool(jobs) if jobs > 1 else OneProcess())
    try:
        with _told() as show:
            result = roll_up(
                arguments.folders,
                kept,
                workers,
                options,
                roster=roster,
                year=arguments.year,
                show=show,
                passing=() if arguments.roster is None else (arguments.roster,),
            )
    finally:
        if cluster is not None:
            cluster.close()
    remarks = result.collection.remarks
    for remark in remarks[:_SAID]:
        say(remark)
    if len(remarks) > _SAID:
        say(f"……还有 {len(remarks) - _SAID} 条，见汇总工作簿。")
    return result


def statuses_typed(arguments: argparse.Namespace) -> "tuple[EarlierStatus, ...]":
    """Return what ``--statuses`` says, before anything else is read.

    Raises ``CannotDoError`` where that, or the store, cannot be read.
    """
    from xlevaluate.history.store import open_store
    from xlevaluate.rollup.status_reading import read_statuses

    if arguments.store is not None:
        with open_store(arguments.store, must_exist=True):
            pass
    return () if arguments.statuses is None else read_statuses(arguments.statuses)


def settled_of(
    arguments: argparse.Namespace, result: "RolledUp", typed: "tuple[EarlierStatus, ...]"
) -> "frozenset[StatusKey]":
    """Return the problems that the store, and over it an earlier summary, mark as settled."""
    from xlevaluate.history.status_book import known_statuses
    from xlevaluate.history.store import open_store
    from xlevaluate.rollup.carried_statuses import carried_statuses
    from xlevaluate.rollup.settled_problems import settled_keys

    known: tuple[EarlierStatus, ...] = ()
    if arguments.store is not None:
        with open_store(arguments.store, must_exist=True) as store:
            known = known_statuses(store, result.collection.year)
    return settled_keys(carried_statuses(result, (*typed, *known)).entries.values())


@contextmanager
def _told() -> Iterator[Callable[["Progress"], None]]:
    """Show a bar with rate and time left, where somebody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("还需"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("读取", total=None, rate="")

        def show(progress: "Progress") -> None:
            speed = bar.tasks[0].speed or 0
            rate = f"每秒 {speed:.0f} 个"
            bar.update(task, total=progress.files, completed=progress.looked_at, rate=rate)

        yield show
