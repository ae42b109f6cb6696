"""``check``: tell what is wrong in workbooks, one after another."""

import argparse
import json
import sys
from pathlib import Path

from xlevaluate.commands.opening import Opened, open_workbook
from xlevaluate.commands.talk import CANNOT_DO, ERRORS_FOUND, FINE, say
from xlevaluate.errors import CannotDoError
from xlevaluate.files.new_files import write_new
from xlevaluate.output.html_page import as_page
from xlevaluate.output.json_data import as_data
from xlevaluate.output.terminal import show
from xlevaluate.workbook.patch import with_results


def run(given: argparse.Namespace) -> int:
    """Check workbooks; several are told one after another."""
    if given.html is not None and len(given.files) > 1:
        raise CannotDoError("--html 一次只能用于一个工作簿。")
    previous = None
    if given.previous is not None:
        previous = open_workbook(
            given.previous, None, given.profile, given.template, is_last_year_s=True
        ).evaluation.subject.submission
    code = FINE
    for number, path in enumerate(given.files):
        try:
            opened = open_workbook(path, previous, given.profile, given.template)
            _write_checked(given, path, opened)
        except CannotDoError as error:
            say(str(error))
            code = CANNOT_DO
            continue
        evaluation = opened.evaluation
        if given.json:
            print(json.dumps(as_data(evaluation, str(path)), ensure_ascii=False))
        else:
            if number:
                print()
            show(evaluation, path.name, sys.stdout)
        if evaluation.count("error") and code == FINE:
            code = ERRORS_FOUND
    return code


def _write_checked(given: argparse.Namespace, path: Path, opened: Opened) -> None:
    """Write what was found into a copy of the workbook, and onto a page, where asked for."""
    if given.write:
        copy = with_results(path, opened.snapshot, opened.evaluation)
        target = write_new(path.with_stem(f"{path.stem}-校验结果"), copy)
        say(f"已把结果写入副本：{target}")
    if given.html is not None:
        page = as_page(opened.evaluation, opened.snapshot, path.name)
        target = write_new(given.html, page.encode())
        if target != given.html:
            say(f"“{given.html.name}”已经存在，没有覆盖。")
        say(f"已生成网页：{target}")
