"""``report``: write the report of a workbook."""

import argparse
from pathlib import Path

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.new_files import write_new
from xlevaluate.report.content import DRAFT, Content, report_content
from xlevaluate.report.document import BASE, as_document
from xlevaluate.report.pdf import as_pdf
from xlevaluate.report.public import public_evaluation, still_named
from xlevaluate.report.web_page import as_preview


def run(given: argparse.Namespace) -> int:
    """Write the report of a workbook."""
    if given.output is not None and given.output.suffix.lower() != ".docx":
        raise CannotDoError(f"“{given.output.name}”：报告是 Word 文档，请把文件名写成 .docx 结尾。")
    evaluation = open_workbook(
        given.file, profile=given.profile, template=given.template
    ).evaluation
    evaluation.refuse_unread("生成报告")
    errors = evaluation.count("error")
    kind = ("公开" if given.public else "") + (DRAFT if errors else "")
    asked = given.output or given.file.with_name(f"{given.file.stem}-自评报告{kind}.docx")
    told = _made_public(evaluation) if given.public else evaluation
    content = report_content(told, draft=bool(errors), charts=given.charts)
    for gap in content.gaps:
        say(f"“{gap.heading}”有一句没有写入：{gap.lacking} 没有填写。")
    base = evaluation.subject.template.folder / BASE
    _write(content, base, asked, given)
    if errors:
        say(
            f"表中还有 {errors} 处错误，报告照表中数字写成，并标明“草稿”。"
            "请运行 xlevaluate check 查看并改正。"
        )
        return ERRORS_FOUND
    return FINE


def _write(content: Content, base: Path, asked: Path, given: argparse.Namespace) -> None:
    """Write the document, then what else is asked for; the document is kept whatever happens."""
    document = as_document(content, base)
    written = write_new(asked, document)
    tell_written(written, asked)
    if given.html is not None:
        tell_written(write_new(given.html, as_preview(content).encode()), given.html)
    if given.pdf:
        target = written.with_suffix(".pdf")
        try:
            tell_written(write_new(target, as_pdf(document)), target)
        except CannotDoError as error:
            raise CannotDoError(f"没有生成 PDF：{error}\nWord 文档已生成：{written}") from error


def _made_public(evaluation: Evaluation) -> Evaluation:
    subject = evaluation.subject
    for label in still_named(subject.template, subject.submission):
        say(f"“{label}”的文字里还有表中略去的姓名或电话，没有删去。公开前请改写。")
    return public_evaluation(evaluation)
