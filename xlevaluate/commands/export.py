"""``export``: make the package that an office hands in."""

import argparse
import datetime

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.new_files import write_new
from xlevaluate.filing.package import make_package
from xlevaluate.output.platform_rows import platform_rows
from xlevaluate.template.platform_layout import platform_layout


def run(arguments: argparse.Namespace) -> int:
    """Make the package of a workbook; with errors in it only as a draft, if wanted."""
    _refuse_other_name(arguments)
    evaluation = open_workbook(
        arguments.file, profile=arguments.profile, template=arguments.template
    ).evaluation
    errors = evaluation.count("error")
    evaluation.refuse_unread("导出上报件")
    if errors and not arguments.draft:
        say(
            f"表中还有 {errors} 处错误，没有导出。请运行 xlevaluate check 查看并改正；"
            "仍要导出的加 --draft，各文件会标明“草稿”。"
        )
        return ERRORS_FOUND
    sheet = evaluation.subject.template.form.sheet_with("findings")
    if evaluation.unexplained and not arguments.draft:
        say(
            f"还有 {evaluation.unexplained} 项核实没有写明原因，按评分办法须逐项说明，没有导出。"
            f"请改正，或在《{sheet}》里写明原因；仍要导出的加 --draft，各文件会标明“草稿”。"
        )
        return ERRORS_FOUND
    if unexplained := evaluation.count("query"):
        say(f"另有 {unexplained} 项核实没有写明原因；属实的请在《{sheet}》里说明后再导出。")
    if arguments.platform is not None:
        _export_to_platform(arguments, evaluation)
        return ERRORS_FOUND if errors or evaluation.unexplained else FINE
    exported = datetime.datetime.now().replace(microsecond=0)
    package = make_package(
        evaluation, exported=exported, draft=arguments.draft, public=arguments.public
    )
    for line in package.remarks:
        say(line)
    stem = f"{arguments.file.stem}-上报件{package.suffix}"
    asked = arguments.output or arguments.file.with_name(f"{stem}.zip")
    tell_written(write_new(asked, package.content), asked)
    say(f"校验码：{package.code}（请以电话等其他方式告知收件单位，供其核对）")
    return ERRORS_FOUND if errors or evaluation.unexplained else FINE


def _refuse_other_name(arguments: argparse.Namespace) -> None:
    """Refuse a name for the file that is not of its kind."""
    wanted, what = (".zip", "上报件是压缩包") if arguments.platform is None else _XLS
    if arguments.output is not None and arguments.output.suffix.lower() != wanted:
        raise CannotDoError(f"“{arguments.output.name}”：{what}，请把文件名写成 {wanted} 结尾。")


_XLS = (".xls", "一体化系统的导入模板是 97-2003 格式")


def _export_to_platform(arguments: argparse.Namespace, evaluation: Evaluation) -> None:
    """Write the import template of a platform, and tell what has to be looked at."""
    # xlwt alone is needed for it, and most exports do without.
    from xlevaluate.workbook.platform_file import make_platform_file  # noqa: PLC0415 - see above

    layout = platform_layout(evaluation.subject.template, arguments.platform)
    made = platform_rows(layout, evaluation)
    for remark in made.remarks:
        say(remark)
    if not layout.checked:
        say(f"《{layout.source}》未核对原件：{layout.note}。导入前请与系统下载的模板对照。")
    asked = arguments.output or arguments.file.with_name(
        f"{arguments.file.stem}-{layout.title}.xls"
    )
    tell_written(write_new(asked, make_platform_file(made.rows)), asked)
