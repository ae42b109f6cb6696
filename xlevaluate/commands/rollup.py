"""``rollup``: hundreds of workbooks become one picture."""

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from xlevaluate.commands.submissions import rolled_up
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import write_new
from xlevaluate.rollup.collection import STATES, Collection

if TYPE_CHECKING:
    from xlevaluate.rollup.rolling_up import RolledUp


def run(arguments: argparse.Namespace) -> int:
    """Read what was handed in, and write the workbook."""
    asked: Path = arguments.output
    if asked.suffix.lower() != ".xlsx":
        raise CannotDoError(f"“{asked.name}”：汇总工作簿的文件名请写成 .xlsx 结尾。")
    result = rolled_up(arguments, asked)
    progress, collection = result.progress, result.collection
    say(
        f"读取 {progress.read} 份，以前读过 {progress.known} 份，"
        f"未能读取 {len(collection.unread)} 个文件。"
    )
    say(f"{collection.year} 年度：{_states(collection)}。")
    if arguments.html is not None:
        _write_page(arguments, result)
    return ERRORS_FOUND if collection.unread else FINE


def _write_page(arguments: argparse.Namespace, result: "RolledUp") -> None:
    """Write the dashboard."""
    from xlevaluate.rollup.dashboard import dashboard  # noqa: PLC0415 - for this option alone

    page = dashboard(result, template=arguments.template)
    target = write_new(arguments.html, page.encode())
    if target != arguments.html:
        say(f"“{shown_name(arguments.html.name)}”已经存在，没有覆盖。")
    say(f"已生成网页：{shown_name(target)}")


def _states(collection: Collection) -> str:
    states = Counter(line.state for line in collection.lines)
    return "，".join(f"{words} {states[state]}" for state, words in STATES.items())
