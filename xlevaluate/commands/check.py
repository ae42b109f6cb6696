"""``check``: tell what is wrong in workbooks, one after another."""

import argparse
import datetime
import json
import sys
from pathlib import Path

from xlevaluate.commands.accounts_files import AccountsFiles
from xlevaluate.commands.named_files import named_files
from xlevaluate.commands.opening import Opened, open_workbook
from xlevaluate.commands.talk import CANNOT_DO, ERRORS_FOUND, FINE, say
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import printable, shown_name
from xlevaluate.files.new_files import beside, write_new
from xlevaluate.output.json_data import as_data
from xlevaluate.output.terminal import show


def run(arguments: argparse.Namespace) -> int:
    """Check workbooks; several are told one after another."""
    files = list(named_files(arguments.files))
    if arguments.html is not None and len(files) > 1:
        raise CannotDoError("--html 一次只能用于一个工作簿。")
    previous = None
    if arguments.previous is not None:
        previous = open_workbook(
            arguments.previous, None, arguments.profile, arguments.template, is_beside=True
        ).evaluation.subject.submission
    declared = None
    if arguments.declared is not None:
        opened = open_workbook(arguments.declared, is_beside=True)
        declared = opened.evaluation.subject.figures
    accounts = None
    if arguments.accounts:
        accounts = AccountsFiles.open(arguments.accounts, arguments.answer)
    code = FINE
    for number, path in enumerate(files):
        try:
            opened = open_workbook(
                path, previous, arguments.profile, arguments.template, declared, accounts
            )
            _write_checked(arguments, path, opened)
        except CannotDoError as error:
            say(str(error))
            code = CANNOT_DO
            continue
        evaluation = opened.evaluation
        if arguments.json:
            print(json.dumps(as_data(evaluation, shown_name(path)), ensure_ascii=False))
        else:
            if number:
                print()
            show(evaluation, printable(shown_name(path.name)), sys.stdout)
        if evaluation.count("error") and code == FINE:
            code = ERRORS_FOUND
    return code


def _write_checked(arguments: argparse.Namespace, path: Path, opened: Opened) -> None:
    """Write what was found into a copy of the workbook, and onto a page, where asked for."""
    if arguments.write:
        from xlevaluate.workbook.patch import with_results  # noqa: PLC0415 - start-up, measured

        now = datetime.datetime.now()
        copy = with_results(opened.book, opened.snapshot, opened.evaluation, now)
        target = write_new(beside(path, "校验结果"), copy)
        say(f"已把结果写入副本：{shown_name(target)}")
    if arguments.html is not None:
        from xlevaluate.output.html_page import as_page  # noqa: PLC0415 - start-up, measured

        page = as_page(opened.evaluation, opened.snapshot, shown_name(path.name))
        target = write_new(arguments.html, page.encode())
        if target != arguments.html:
            say(f"“{shown_name(arguments.html.name)}”已经存在，没有覆盖。")
        say(f"已生成网页：{shown_name(target)}")
