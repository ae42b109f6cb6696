"""``report``: write the report of a workbook."""

import argparse
from pathlib import Path

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.file_names import as_file_name
from xlevaluate.files.new_files import write_new
from xlevaluate.report.content import DRAFT, ReportContent, report_content
from xlevaluate.report.document import BASE, as_document
from xlevaluate.report.pdf import as_pdf
from xlevaluate.report.project_reports import project_reports
from xlevaluate.report.public import public_evaluation, still_named
from xlevaluate.report.web_page import as_preview


def run(arguments: argparse.Namespace) -> int:
    """Write the report of a workbook."""
    if arguments.output is not None and arguments.output.suffix.lower() != ".docx":
        raise CannotDoError(
            f"“{arguments.output.name}”：报告是 Word 文档，请把文件名写成 .docx 结尾。"
        )
    evaluation = open_workbook(
        arguments.file, profile=arguments.profile, template=arguments.template
    ).evaluation
    evaluation.refuse_unread("生成报告")
    errors = evaluation.count("error")
    kind = ("公开" if arguments.public else "") + (DRAFT if errors else "")
    asked = arguments.output or arguments.file.with_name(
        f"{arguments.file.stem}-自评报告{kind}.docx"
    )
    told = _made_public(evaluation) if arguments.public else evaluation
    content = report_content(told, draft=bool(errors), charts=arguments.charts)
    for gap in content.gaps:
        say(f"“{gap.heading}”有一句没有写入：{gap.lacking} 没有填写。")
    base = evaluation.subject.template.folder / BASE
    written = _write(content, base, asked, arguments)
    if arguments.projects:
        _write_projects(told, written)
    if errors:
        say(
            f"表中还有 {errors} 处错误，报告照表中数字写成，并标明“草稿”。"
            "请运行 xlevaluate check 查看并改正。"
        )
        return ERRORS_FOUND
    return FINE


def _write_projects(evaluation: Evaluation, beside: Path) -> None:
    """Write a report for each project, in the outline of its own form, beside the unit's."""
    reports = project_reports(evaluation)
    if not reports:
        say("工作簿里没有填写的项目自评表，没有生成项目的报告。")
    for name, project in reports.items():
        draft = project.count("error") > 0
        asked = beside.with_name(f"{beside.stem}-{as_file_name(name)}{DRAFT if draft else ''}.docx")
        content = report_content(project, draft=draft)
        base = project.subject.template.folder / BASE
        tell_written(write_new(asked, as_document(content, base)), asked)


def _write(content: ReportContent, base: Path, asked: Path, arguments: argparse.Namespace) -> Path:
    """Write the document, then what else is asked for; the document is kept whatever happens."""
    document = as_document(content, base)
    written = write_new(asked, document)
    tell_written(written, asked)
    if arguments.html is not None:
        tell_written(write_new(arguments.html, as_preview(content).encode()), arguments.html)
    if arguments.pdf:
        target = written.with_suffix(".pdf")
        try:
            tell_written(write_new(target, as_pdf(document)), target)
        except CannotDoError as error:
            raise CannotDoError(f"没有生成 PDF：{error}\nWord 文档已生成：{written}") from error
    return written


def _made_public(evaluation: Evaluation) -> Evaluation:
    subject = evaluation.subject
    for label in still_named(subject.template, subject.submission):
        say(f"“{label}”的文字里还有表中略去的姓名或电话，没有删去。公开前请改写。")
    return public_evaluation(evaluation)
