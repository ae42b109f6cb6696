"""``published``: what units have published, held against what they handed in."""

import argparse
import datetime
from pathlib import Path

from xlevaluate.commands.submissions import need_bureau, rolled_up
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.errors import CannotDoError


def run(arguments: argparse.Namespace) -> int:
    """Read what was handed in and what was published, and write the list."""
    need_bureau()
    from xlevaluate.review.published_checks import held_against, names_of
    from xlevaluate.review.published_files import published_in
    from xlevaluate.review.published_tables import PUBLISHED, published_sheets
    from xlevaluate.rollup.collection import Unread
    from xlevaluate.rollup.summary.summary_file import write_summary

    asked: Path = arguments.output
    if asked.suffix.lower() != ".xlsx":
        raise CannotDoError(f"“{asked.name}”：公开核对的文件名请写成 .xlsx 结尾。")
    collection = rolled_up(arguments, asked).collection
    units = [line for line in collection.lines if line.entry.kind != "project"]
    found = list(published_in(arguments.published, [names_of(line) for line in units]))
    files = [item for item in found if not isinstance(item, Unread)]
    unread = [item for item in found if isinstance(item, Unread)]
    strange = [file for file in files if file.unit is None]
    held = held_against(units, collection.lines, files)
    created = datetime.datetime.now().replace(microsecond=0)
    sheets = published_sheets(held, strange, unread)
    tell_written(write_summary(asked, sheets, PUBLISHED, created), asked)
    missing = sum(not item.files for item in held)
    wrong = sum(bool(item.files and item.problems) for item in held)
    say(
        f"{len(units)} 个部门和单位：没有找到公开文件的 {missing} 个，公开文件有问题的 {wrong} 个，"
        f"没有发现问题的 {len(held) - missing - wrong} 个。"
    )
    if strange or unread:
        say(f"没有对上单位的文件 {len(strange)} 个，未能读取 {len(unread)} 个，列在第二张表。")
    has_gaps = missing or wrong or unread or collection.unreadable
    return ERRORS_FOUND if has_gaps else FINE
