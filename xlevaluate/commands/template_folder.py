"""``template``: look through a template's folder, and make its generated files."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from xlevaluate.commands.talk import ERRORS_FOUND, FINE, print_path, say
from xlevaluate.files.file_names import printable
from xlevaluate.files.slips import Slip
from xlevaluate.inspection.template_check import slips_of_folder
from xlevaluate.setup.template_files import BASE, write_template_files
from xlevaluate.template.lookup import asked_folder, homonym


def run(arguments: argparse.Namespace) -> int:
    """Tell every slip, or make the generated files."""
    return check(arguments.folder) if arguments.what == "check" else make(arguments.folder)


def check(asked: str) -> int:
    """Tell every slip of a template by file, line and key."""
    folder = asked_folder(asked)
    return _told(folder, slips_of_folder(folder))


def _told(folder: Path, slips: Sequence[Slip]) -> int:
    for slip in slips:
        print(printable(str(slip)))
    wrong = [line for line in (homonym(folder),) if line]
    for line in wrong:
        print(printable(line))
    if slips or wrong:
        say(f"模板“{folder.name}”有 {len(slips) + len(wrong)} 处要改。")
        return ERRORS_FOUND
    print(f"模板“{folder.name}”没有问题。")
    return FINE


def make(asked: str) -> int:
    """Make the empty workbook and the list of rules anew, and a Word base where there is none."""
    folder = asked_folder(asked)
    slips = slips_of_folder(folder)
    if not (folder / BASE).exists():  # it is made here
        slips = tuple(slip for slip in slips if slip.file != BASE)
    if _told(folder, slips) == ERRORS_FOUND:
        say("没有生成文件，请先改正。")
        return ERRORS_FOUND
    for path in write_template_files(folder):
        say(f"已生成：{path}")
        print_path(path)
    return FINE
