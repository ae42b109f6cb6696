"""``review``: mark sheets for what was handed in, and the filled ones read back."""

import argparse
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xlevaluate.commands.submissions import need_bureau, rolled_up, settled_of, statuses_typed
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, print_path, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import write_new
from xlevaluate.files.zip_packages import zipped

if TYPE_CHECKING:
    from xlevaluate.rollup.collection import Collection

_DEFAULT = "pidu"

_SAID = 20
"""Lines that are said of one kind; all of them stand in a table."""


def run(arguments: argparse.Namespace) -> int:
    """Make mark sheets, or read them back."""
    need_bureau()
    return _read(arguments) if arguments.read else _make(arguments)


def _make(arguments: argparse.Namespace) -> int:
    from xlevaluate.review.making_sheets import made_sheets
    from xlevaluate.review.sheet_linter import load_marking

    asked: Path = arguments.output
    is_zip = asked.suffix.lower() == ".zip"
    if not is_zip:
        _refuse_folder(asked)
    marking = load_marking(arguments.sheet or _DEFAULT, arguments.template)
    listed = None if arguments.only is None else _listed(arguments.only)
    typed = statuses_typed(arguments)
    result = rolled_up(arguments, asked)
    settled = settled_of(arguments, result, typed)
    for notice in marking.definition.notices:
        say(f"{notice}。")
    lacking = [] if listed is None else _lacking(listed, result.collection)
    created = datetime.datetime.now().replace(microsecond=0)
    made = made_sheets(marking, result, created, listed, settled)
    if is_zip:
        files = dict(sorted(made))
        count = len(files)
        tell_written(write_new(asked, zipped(files, created)), asked)
    else:
        count = _into_folder(asked, made)
    say(f"制作评分表 {count} 份。")
    unread = result.collection.unreadable
    _say_some([f"未能读取：{file.name}：{file.reason}" for file in unread], "rollup 的《未能读取》")
    _say_some([f"名单中的“{title}”没有报送，没有制作评分表。" for title in lacking], "名单")
    return ERRORS_FOUND if lacking or unread else FINE


def _refuse_folder(folder: Path) -> None:
    """Refuse a place that is no new folder: sheets made twice could not be told apart later."""
    name = shown_name(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotDoError(
            f"“{name}”已经存在，里面有文件。请另外指定一个文件夹，或写成 .zip 结尾。"
        )
    if not folder.parent.is_dir():
        raise CannotDoError(f"文件夹“{shown_name(folder.parent)}”不存在，请先建立。")


def _into_folder(folder: Path, made: Iterator[tuple[str, bytes]]) -> int:
    folder.mkdir(exist_ok=True)
    written = [write_new(folder / name, content) for name, content in made]
    say(f"已生成文件夹：{shown_name(folder)}")
    print_path(folder)
    return len(written)


def _listed(path: Path) -> dict[str, str]:
    """Return the titles of the objects in a list, by their ids."""
    from xlevaluate.rollup.roster import read_roster

    return {entry.id: entry.title for entry in read_roster(path).entries}


def _lacking(listed: dict[str, str], collection: "Collection") -> list[str]:
    there = {line.entry.id for line in collection.counting()}
    return [title for id_, title in listed.items() if id_ not in there]


def _say_some(lines: list[str], elsewhere: str) -> None:
    for line in lines[:_SAID]:
        say(line)
    if len(lines) > _SAID:
        say(f"另有 {len(lines) - _SAID} 条，见{elsewhere}。")


def _read(arguments: argparse.Namespace) -> int:
    from xlevaluate.review.mark_reading import Markings
    from xlevaluate.review.marked_files import read_marked_files
    from xlevaluate.review.results_tables import CSV_TABLES, result_sheets
    from xlevaluate.rollup.summary.summary_file import write_summary
    from xlevaluate.rollup.summary.table_files import csv_of

    asked: Path = arguments.output
    if asked.suffix.lower() != ".xlsx":
        raise CannotDoError(f"“{asked.name}”：复核汇总的文件名请写成 .xlsx 结尾。")
    files = read_marked_files(arguments.folders, Markings(arguments.sheet, arguments.template))
    sheets = result_sheets(files)
    created = datetime.datetime.now().replace(microsecond=0)
    target = write_summary(asked, sheets.values(), "复核汇总", created)
    tell_written(target, asked)
    for name in CSV_TABLES:
        beside = target.with_name(f"{target.stem}-{name}.csv")
        tell_written(write_new(beside, csv_of(sheets[name].tables[0])), beside)
    missing = sum(len(of.missing) for of in files.objects)
    refused = [(of, mark) for of in files.objects for mark in of.refused]
    say(
        f"读取评分表 {len(files.objects)} 份，没有评分 {missing} 项，"
        f"不能用的得分 {len(refused)} 项。"
    )
    lines = [
        f"{of.name}：《{mark.sheet}》{mark.cell} {mark.label}：{mark.refused}。"
        for of, mark in refused
    ]
    _say_some(lines, "汇总的《不能用的得分》")
    unread = [f"未能读取：{file.name}：{file.reason}" for file in files.unread]
    _say_some(unread, "汇总的《未能读取》")
    return ERRORS_FOUND if missing or refused or files.unread else FINE
