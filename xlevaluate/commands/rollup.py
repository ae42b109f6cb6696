"""``rollup``: hundreds of workbooks become one picture."""

import argparse
from collections import Counter
from pathlib import Path

from xlevaluate.commands.into_store import into_store, prepare_store
from xlevaluate.commands.submissions import rolled_up
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say
from xlevaluate.errors import CannotDoError
from xlevaluate.rollup.collection import STATES, Collection


def run(arguments: argparse.Namespace) -> int:
    """Read what was handed in, and write the workbook."""
    asked: Path = arguments.output
    if asked.suffix.lower() != ".xlsx":
        raise CannotDoError(f"“{asked.name}”：汇总工作簿的文件名请写成 .xlsx 结尾。")
    if arguments.store is not None:
        prepare_store(arguments.store)
    result = rolled_up(arguments, asked)
    progress, collection = result.progress, result.collection
    say(
        f"读取 {progress.read} 份，以前读过 {progress.known} 份，"
        f"未能读取 {len(collection.unread)} 个文件。"
    )
    say(f"{collection.year} 年度：{_states(collection)}。")
    if arguments.store is not None:
        into_store(arguments.store, result, template=arguments.template)
    return ERRORS_FOUND if collection.unread else FINE


def _states(collection: Collection) -> str:
    states = Counter(line.state for line in collection.lines)
    return "，".join(f"{words} {states[state]}" for state, words in STATES.items())
