"""``upgrade``: a copy of a workbook in the layout, and with the macros, of this version."""

import argparse

from xlevaluate.commands.repair import rebuild
from xlevaluate.commands.talk import FINE, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import write_new
from xlevaluate.inspection.template_choice import template_of_workbook
from xlevaluate.setup.machine import workbook_macros
from xlevaluate.vba.project import upgraded
from xlevaluate.workbook.read import names_of, whole_book
from xlevaluate.xlsx.saved_book import SavedBook


def run(arguments: argparse.Namespace) -> int:
    """Write the new workbook; the old one stays as it is.

    One of the present layout gets new macros, and all else in it stays byte for byte. What stands
    in one of another version of its template goes into a new workbook.
    """
    book, name = whole_book(arguments.file), shown_name(arguments.file.name)
    if _is_of_another_version(book, arguments):
        return rebuild(
            book,
            arguments.file,
            arguments.output,
            "升级",
            profile=arguments.profile,
            template=arguments.template,
        )
    asked = arguments.output or arguments.file.with_name(f"{arguments.file.stem}-升级.xlsm")
    if asked.suffix.lower() != ".xlsm":
        raise CannotDoError(f"“{asked.name}”：带宏的工作簿请把文件名写成 .xlsm 结尾。")
    content = book.package.content
    new = upgraded(content, name)
    target = write_new(asked, new)
    before, after = workbook_macros(content, name), workbook_macros(new, name)
    same = "，版本没有变" if before == after else ""
    theirs = f"xlwings 的宏：原来 {before or '没有'}，现在 {after}{same}；" if after else ""
    say(f"{theirs}本程序的宏已换成现在的。原文件没有改动。")
    tell_written(target, asked)
    return FINE


def _is_of_another_version(book: SavedBook, arguments: argparse.Namespace) -> bool:
    """Tell whether a workbook of ours was made with other files of its template than now."""
    _, made = names_of(book, arguments.file)
    if not made.family:
        return False
    template = template_of_workbook(arguments.file, made, arguments.template, arguments.profile)
    return made.digest != template.digest
