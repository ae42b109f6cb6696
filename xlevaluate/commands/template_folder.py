"""``template``: look through a template's folder, and make its generated files."""

import argparse

from xlevaluate.commands.talk import ERRORS_FOUND, FINE, print_path, say
from xlevaluate.files.file_names import printable
from xlevaluate.inspection.template_check import slips_of_folder
from xlevaluate.setup.template_files import write_template_files
from xlevaluate.template.lookup import asked_folder


def run(arguments: argparse.Namespace) -> int:
    """Tell every slip, or make the generated files."""
    return check(arguments.folder) if arguments.what == "check" else make(arguments.folder)


def check(asked: str) -> int:
    """Tell every slip of a template by file, line and key."""
    folder = asked_folder(asked)
    slips = slips_of_folder(folder)
    for slip in slips:
        print(printable(str(slip)))
    if slips:
        say(f"模板“{folder.name}”有 {len(slips)} 处要改。")
        return ERRORS_FOUND
    print(f"模板“{folder.name}”没有问题。")
    return FINE


def make(asked: str) -> int:
    """Make the empty workbook and the list of rules anew, and a Word base where there is none."""
    folder = asked_folder(asked)
    if check(asked) == ERRORS_FOUND:
        say("没有生成文件，请先改正。")
        return ERRORS_FOUND
    for path in write_template_files(folder):
        say(f"已生成：{path}")
        print_path(path)
    return FINE
