"""``rollup``: hundreds of workbooks become one picture."""

import argparse
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xlevaluate.commands.into_store import FromStore, into_store, prepare_store
from xlevaluate.commands.submissions import need_bureau, rolled_up
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import write_new

if TYPE_CHECKING:
    from xlevaluate.rollup.rolling_up import RolledUp
    from xlevaluate.rollup.statuses import StatusEntry
    from xlevaluate.rollup.summary.summary_tables import Summary

_UNREAD = 10
"""Unread files and unclear statuses that are named at the terminal; the workbook names all."""


def run(arguments: argparse.Namespace) -> int:
    """Read what was handed in, and write the workbook."""
    asked: Path = arguments.output
    if asked.suffix.lower() != ".xlsx":
        raise CannotDoError(f"“{asked.name}”：汇总工作簿的文件名请写成 .xlsx 结尾。")
    need_bureau()
    from xlevaluate.rollup.carried_statuses import carried_statuses
    from xlevaluate.rollup.settled_problems import settled_keys, with_settled
    from xlevaluate.rollup.status_reading import read_statuses
    from xlevaluate.rollup.summary.summary_file import write_summary
    from xlevaluate.rollup.summary.summary_tables import summary_of
    from xlevaluate.rollup.summary.table_files import write_tables

    typed = () if arguments.statuses is None else read_statuses(arguments.statuses)
    if arguments.store is not None:
        prepare_store(arguments.store)
    result = rolled_up(arguments, asked)
    if arguments.store is not None:
        stored = into_store(arguments.store, result, typed, arguments.template)
    else:
        stored = FromStore(carried_statuses(result, typed))
    statuses = stored.statuses
    result = with_settled(result, settled_keys(statuses.entries.values()))
    collection = result.collection
    created = datetime.datetime.now().replace(microsecond=0)
    year = f"{collection.year} 年度" if collection.year is not None else ""
    with summary_of(
        result, arguments.template, statuses=statuses, typed=typed, more=stored.sheets
    ) as summary:
        written = write_summary(asked, summary.sheets, f"{year}绩效自评汇总", created)
        if arguments.tables is not None:
            write_tables(arguments.tables, summary.sheets)
    for line in _told(result, summary, arguments.statuses is not None):
        say(line)
    if arguments.tables is not None:
        say(f"各表的 CSV 和 Parquet 在：{shown_name(arguments.tables)}")
    if arguments.html is not None:
        _write_page(arguments, result, [*statuses.entries.values()])
    tell_written(written, asked)
    return ERRORS_FOUND if collection.unreadable else FINE


def _write_page(
    arguments: argparse.Namespace, result: "RolledUp", statuses: "list[StatusEntry]"
) -> None:
    """Write the dashboard."""
    from xlevaluate.rollup.dashboard import dashboard

    page = dashboard(result, statuses=statuses, template=arguments.template)
    target = write_new(arguments.html, page.encode())
    if target != arguments.html:
        say(f"“{shown_name(arguments.html.name)}”已经存在，没有覆盖。")
    say(f"已生成网页：{shown_name(target)}")


def _told(result: "RolledUp", summary: "Summary", has_statuses: bool) -> Iterator[str]:
    """Yield what a person wants to know before opening the file."""
    from xlevaluate.rollup.five_figures import five_figure_sentences
    from xlevaluate.rollup.summary.handing_in import HandedCounts

    progress, collection = result.progress, result.collection
    others = len(collection.attachments)
    yield (
        f"读取 {progress.read} 份，以前读过 {progress.known} 份，"
        f"未能读取 {len(collection.unreadable)} 个文件"
        + (f"，另有其他材料 {others} 个，见《未能读取》。" if others else "。")
    )
    for file in collection.unreadable[:_UNREAD]:
        yield f"  {file.name}：{file.reason}"
    if len(collection.unreadable) > _UNREAD:
        yield f"  其余 {len(collection.unreadable) - _UNREAD} 个见《未能读取》。"
    if collection.year is not None:
        has_roster = collection.has_roster
        counts = HandedCounts.of(collection.asked(), has_roster=has_roster)
        yield f"{collection.year} 年度：{counts.words(has_roster=has_roster)}。"
        yield from five_figure_sentences(collection)
    yield f"问题 {summary.problems} 条，见《问题清单》。"
    if has_statuses:
        lost = f"，没有带入 {summary.lost} 条" if summary.lost else ""
        unclear = f"，看不懂 {len(summary.unclear)} 条" if summary.unclear else ""
        where = "，见《未能读取》" if lost or unclear else ""
        yield f"上次的状态带入 {summary.carried} 条{lost}{unclear}{where}。"
        yield from (f"  {said}" for said in summary.unclear[:_UNREAD])
