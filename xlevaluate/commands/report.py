"""``report``: write the report of a workbook."""

import argparse

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation import Evaluation
from xlevaluate.naming import write_new
from xlevaluate.report.document import make_report


def run(given: argparse.Namespace) -> int:
    """Write the report of a workbook."""
    asked = given.output or given.file.with_name(f"{given.file.stem}-自评报告.docx")
    if asked.suffix.lower() != ".docx":
        raise CannotDoError(f"“{asked.name}”：报告是 Word 文档，请把文件名写成 .docx 结尾。")
    evaluation = open_workbook(given.file, profile=given.profile).evaluation
    unread = [
        told for told in evaluation.findings if _keeps_from_reading(told.finding.rule, evaluation)
    ]
    if unread:
        raise CannotDoError(
            "\n".join(["工作簿没有读全，不能生成报告：", *(f"  {told.message}" for told in unread)])
        )
    content, gaps = make_report(evaluation, charts=given.charts)
    for gap in gaps:
        say(f"“{gap.heading}”有一句没有写入：{gap.lacking} 没有填写。")
    tell_written(write_new(asked, content), asked)
    errors = evaluation.count("error")
    if errors:
        say(f"表中还有 {errors} 处错误，报告照表中数字写成。请运行 xlevaluate check 查看并改正。")
        return ERRORS_FOUND
    return FINE


def _keeps_from_reading(rule: str, evaluation: Evaluation) -> bool:
    return evaluation.rules[rule].family == "读取" and evaluation.rules[rule].level == "error"
