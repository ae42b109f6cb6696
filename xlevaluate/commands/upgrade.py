"""``upgrade``: put the macros of this version into a copy of a workbook."""

import argparse

from xlevaluate.commands.talk import FINE, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import write_new
from xlevaluate.setup.machine import workbook_macros
from xlevaluate.vba.project import upgraded
from xlevaluate.workbook.read import workbook_bytes


def run(arguments: argparse.Namespace) -> int:
    """Write a copy of a workbook with the macros of this version; the workbook stays as it is."""
    asked = arguments.output or arguments.file.with_name(f"{arguments.file.stem}-升级.xlsm")
    if asked.suffix.lower() != ".xlsm":
        raise CannotDoError(f"“{asked.name}”：带宏的工作簿请把文件名写成 .xlsm 结尾。")
    content = upgraded(workbook_bytes(arguments.file), shown_name(arguments.file.name))
    target = write_new(asked, content)
    before, after = workbook_macros(arguments.file), workbook_macros(target)
    same = "，版本没有变" if before == after else ""
    theirs = f"xlwings 的宏：原来 {before or '没有'}，现在 {after}{same}；" if after else ""
    say(f"{theirs}本程序的宏已换成现在的。原文件没有改动。")
    tell_written(target, asked)
    return FINE
