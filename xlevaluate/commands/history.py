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
    from xlevaluate.history.store import Store


def run(arguments: argparse.Namespace) -> int:
    """Tell the history of one object, or what there is."""
    need_bureau()
    from xlevaluate.history.store import open_store  # noqa: PLC0415 - after the check

    if arguments.html is not None and arguments.unit is None:
        raise CannotDoError("--html 画的是一个单位或项目，请写上它的编码或名称。")
    with open_store(arguments.store, must_exist=True) as store:
        if arguments.unit is None:
            _tell_contents(arguments, store)
        else:
            _tell_object(arguments, store)
    return FINE


def _tell_contents(arguments: argparse.Namespace, store: "Store") -> None:
    from xlevaluate.history.history_data import contents_data  # noqa: PLC0415 - see above
    from xlevaluate.history.history_lines import CONTENT_HEADS, content_lines  # noqa: PLC0415 - see above
    from xlevaluate.history.store_contents import stored_years  # noqa: PLC0415 - see above

    years = stored_years(store)
    if arguments.json:
        print(json.dumps(contents_data(years), ensure_ascii=False))
        return
    show_table(f"{store.shown}", CONTENT_HEADS, content_lines(years), sys.stdout)
    if not years:
        say("库里还没有表。用 xlevaluate rollup --store 存入。")


def _tell_object(arguments: argparse.Namespace, store: "Store") -> None:
    from xlevaluate.history.history_data import history_data  # noqa: PLC0415 - see above
    from xlevaluate.history.history_lines import (  # noqa: PLC0415 - see above
        DIFFERENCE_HEADS,
        PROBLEM_HEADS,
        YEAR_HEADS,
        difference_lines,
        problem_lines,
        title_of,
        year_lines,
    )
    from xlevaluate.history.history_page import history_page  # noqa: PLC0415 - see above
    from xlevaluate.history.object_years import object_years  # noqa: PLC0415 - see above

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
        show_table(title_of(history), YEAR_HEADS, year_lines(history), sys.stdout)
        differences = tuple(difference_lines(history))
        if differences:
            show_table("上年核对", DIFFERENCE_HEADS, differences, sys.stdout)
        problems = tuple(line for _, line in problem_lines(history))
        if problems:
            show_table("问题与处理情况", PROBLEM_HEADS, problems, sys.stdout)
