"""``history``: what a unit or a project handed in over the years, and what a store holds."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from xlevaluate.commands.submissions import need_bureau
from xlevaluate.commands.talk import FINE, say
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import write_new
from xlevaluate.output.terminal import show_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlevaluate.history.history_lines import HistoryLine
    from xlevaluate.history.object_years import ObjectYears
    from xlevaluate.history.store import Store


def run(arguments: argparse.Namespace) -> int:
    """Tell the history of one object, or what there is; or take something out."""
    need_bureau()
    from xlevaluate.history.store import open_store

    if arguments.forget is not None:
        _forget(arguments)
        return FINE
    if arguments.year is not None:
        raise CannotDoError("--year 说的是 --forget 撤下哪个年度，单独不用写。")
    if arguments.html is not None and arguments.unit is None:
        raise CannotDoError("--html 画的是一个单位或项目，请写上它的编码或名称。")
    with open_store(arguments.store, must_exist=True) as store:
        if arguments.unit is None:
            _tell_contents(arguments, store)
        else:
            _tell_object(arguments, store)
    return FINE


def _forget(arguments: argparse.Namespace) -> None:
    """Withdraw what is asked for, and say what that was."""
    from xlevaluate.history.history_data import withdrawn_data
    from xlevaluate.history.history_lines import WITHDRAWN_HEADS, withdrawn_lines
    from xlevaluate.history.store import open_store
    from xlevaluate.history.withdrawing import withdraw

    if arguments.html is not None or (arguments.forget and arguments.unit):
        raise CannotDoError("--forget 只撤下一个单位或项目，不生成网页。")
    with open_store(arguments.store, must_exist=True) as store:
        gone = withdraw(store, arguments.forget or arguments.unit or "", arguments.year)
        if arguments.json:
            print(json.dumps(withdrawn_data(gone), ensure_ascii=False))
        else:
            show_table("", WITHDRAWN_HEADS, withdrawn_lines(gone), sys.stdout)
        say(
            f"从{store.shown}撤下 {sum(item.forms for item in gone)} 份，不再计入。"
            "没有删除：用 xlevaluate rollup --store 再存一次同样的文件就恢复。"
        )


def _tell_contents(arguments: argparse.Namespace, store: "Store") -> None:
    from xlevaluate.history.history_data import contents_data
    from xlevaluate.history.history_lines import CONTENT_HEADS, content_lines
    from xlevaluate.history.store_contents import stored_years

    years = stored_years(store)
    if arguments.json:
        print(json.dumps(contents_data(years), ensure_ascii=False))
        return
    show_table(f"{store.shown}", CONTENT_HEADS, content_lines(years), sys.stdout)
    if not years:
        say("库里还没有表。用 xlevaluate rollup --store 存入。")


def _tell_object(arguments: argparse.Namespace, store: "Store") -> None:
    from xlevaluate.history.history_data import history_data
    from xlevaluate.history.history_lines import (
        DIFFERENCE_HEADS,
        PROBLEM_HEADS,
        difference_lines,
        problem_lines,
    )
    from xlevaluate.history.history_page import history_page
    from xlevaluate.history.object_years import object_years

    history = object_years(store, arguments.unit, arguments.template)
    if arguments.html is not None:
        # Written and told first: whoever reads the tables may stop reading, as `head` does.
        page = history_page(history, arguments.template)
        target = write_new(arguments.html, page.encode())
        if target != arguments.html:
            say(f"“{shown_name(arguments.html.name)}”已经存在，没有覆盖。")
        say(f"已生成网页：{shown_name(target)}")
    if arguments.json:
        print(json.dumps(history_data(history), ensure_ascii=False))
    else:
        for title, heads, lines in _year_tables(history):
            show_table(title, heads, lines, sys.stdout)
        differences = tuple(difference_lines(history))
        if differences:
            show_table("上年核对", DIFFERENCE_HEADS, differences, sys.stdout)
        problems = tuple(line for _, line in problem_lines(history))
        if problems:
            show_table("问题与处理情况", PROBLEM_HEADS, problems, sys.stdout)


def _year_tables(
    history: "ObjectYears",
) -> "Iterator[tuple[str, HistoryLine, tuple[HistoryLine, ...]]]":
    """Yield the years of an object: for a person two tables that are not too wide for a window."""
    from xlevaluate.history.history_lines import (
        YEAR_HEADS,
        YEAR_PARTS,
        title_of,
        year_lines,
    )

    lines = year_lines(history)
    parts = YEAR_PARTS if sys.stdout.isatty() else (tuple(range(len(YEAR_HEADS))),)
    for number, part in enumerate(parts):
        heads, *rows = (tuple(line[column] for column in part) for line in (YEAR_HEADS, *lines))
        yield "" if number else title_of(history), heads, tuple(rows)
