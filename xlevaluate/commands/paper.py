"""``print``: what an office hands in on paper, as PDF: both official forms, and the report."""

import argparse
import datetime
import re

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.new_files import write_new
from xlevaluate.report.content import DRAFT, report_content
from xlevaluate.report.document import BASE, as_document
from xlevaluate.report.pdf import as_pdf, sheets_as_pdf
from xlevaluate.workbook.filed_values import make_values

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def run(arguments: argparse.Namespace) -> int:
    """Print a workbook's forms and its report into a folder."""
    evaluation = open_workbook(
        arguments.file, profile=arguments.profile, template=arguments.template
    ).evaluation
    evaluation.refuse_unread("打印")
    errors = evaluation.count("error")
    mark = DRAFT if errors else ""
    subject = evaluation.subject
    created = datetime.datetime.now().replace(microsecond=0)
    forms = make_values(subject.template, subject.submission, created=created, mark=mark)
    content = report_content(evaluation, draft=bool(errors))
    report = as_document(content, subject.template.folder / BASE)
    folder = arguments.output or arguments.file.parent
    stem = _stem(evaluation)
    # Both are printed before either is written: half a package helps nobody.
    pages = {"自评表式": sheets_as_pdf(forms), "自评报告": as_pdf(report)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, printed in pages.items():
        asked = folder / f"{stem}{name}{mark}.pdf"
        tell_written(write_new(asked, printed), asked)
    if errors:
        say(f"表中还有 {errors} 处错误，各页标明“草稿”。请运行 xlevaluate check 查看并改正。")
        return ERRORS_FOUND
    return FINE


def _stem(evaluation: Evaluation) -> str:
    """Name the files by unit and year."""
    figures = evaluation.subject.figures
    unit, year = figures.text("unit_name") or "", figures.year
    return _NOT_IN_NAMES.sub("", f"{unit}{f'{year}年度' if year else ''}")
