"""``print``: what an office hands in on paper, as one PDF: both official forms, and the report."""

import argparse
import datetime

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.files.new_files import write_new
from xlevaluate.filing.on_paper import on_paper


def run(arguments: argparse.Namespace) -> int:
    """Print a workbook's forms and its report into a folder."""
    evaluation = open_workbook(
        arguments.file, profile=arguments.profile, template=arguments.template
    ).evaluation
    evaluation.refuse_unread("打印")
    paper = on_paper(evaluation, created=datetime.datetime.now().replace(microsecond=0))
    folder = arguments.output or arguments.file.parent
    folder.mkdir(parents=True, exist_ok=True)
    asked = folder / paper.name
    tell_written(write_new(asked, paper.content), asked)
    if errors := evaluation.count("error"):
        say(f"表中还有 {errors} 处错误，各页标明“草稿”。请运行 xlevaluate check 查看并改正。")
        return ERRORS_FOUND
    return FINE
