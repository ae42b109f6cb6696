"""``new``: make a workbook."""

import argparse
import datetime
from pathlib import Path

from xlevaluate.commands.project_choice import projects_asked
from xlevaluate.commands.talk import FINE, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import write_new
from xlevaluate.files.user_files import read_whole
from xlevaluate.form.roles import FieldRole
from xlevaluate.inspection.template_choice import chosen_template
from xlevaluate.submission import Submission
from xlevaluate.submission.loading import LARGEST_DATA, load_submission
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook

MOST_PROJECTS = 200
"""Forms of projects in one workbook; offices have five to fifty."""


def run(arguments: argparse.Namespace) -> int:
    """Make a workbook."""
    macros = arguments.out.suffix.lower() == ".xlsm"
    if arguments.out.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise CannotDoError(
            f"“{arguments.out.name}”：请把文件名写成 .xlsx（不带宏）或 .xlsm（带宏和按钮）结尾。"
        )
    if arguments.host != "excel" and not macros:
        raise CannotDoError("--host 说的是宏用在哪里：请把文件名写成 .xlsm 结尾。")
    if arguments.year is not None and not 1990 <= arguments.year <= 2100:
        raise CannotDoError(f"--year 应为四位年份，如 2023，现在是 {arguments.year}。")
    if not arguments.out.parent.is_dir():
        raise CannotDoError(f"文件夹“{arguments.out.parent}”不存在，请先建立。")
    template, submission = _wanted(arguments)
    count, names = projects_asked(arguments.projects)
    if names is not None and arguments.last is None:
        raise CannotDoError(
            "--projects 应为项目的个数；写项目名称的，要用 --from 指出上年的工作簿。"
        )
    submission = _with_projects(template, submission, count)
    if template.project_profile and not submission.projects:
        raise CannotDoError("--project-profile 说的是项目怎样评分：请用 --projects 说有几个项目。")
    created = datetime.datetime.now().replace(microsecond=0)
    content, _ = make_workbook(
        template, submission, created=created, macros=arguments.host if macros else None
    )
    tell_written(write_new(arguments.out, content), arguments.out)
    return FINE


def _wanted(arguments: argparse.Namespace) -> tuple[Template, Submission]:
    """Return the template, and what is filled in of its forms."""
    if arguments.last is not None:
        # Imported only where it is asked for, for it reads files of all kinds.
        from xlevaluate.commands.from_last_year import from_last_year  # noqa: PLC0415 - see above

        return from_last_year(arguments)
    template = chosen_template(
        arguments.template, arguments.profile, arguments.variant, arguments.project_profile
    )
    submission = template.blank()
    if arguments.data is not None:
        text = _read_text(arguments.data)
        submission = load_submission(text, shown_name(arguments.data.name), template.form.model)
    asked: dict[FieldRole, object] = {"unit_name": arguments.unit, "year": arguments.year}
    fields = {template.form.with_role(role): value for role, value in asked.items()}
    values = {item.path: v for item, v in fields.items() if item is not None and v is not None}
    return template, with_values(submission, values)


def _with_projects(template: Template, submission: Submission, asked: int | None) -> Submission:
    """Add blank projects, as many as are asked for beside those of the data."""
    if asked is None or (asked == 0 and not submission.projects and submission.carried):
        return submission
    if template.form.project is None:
        raise CannotDoError(f"模板“{template.name}”没有项目自评表，不能用 --projects。")
    there = len(submission.projects)
    if not there <= asked <= MOST_PROJECTS:
        words = f"，数据中已有 {there} 个" if there else ""
        raise CannotDoError(
            f"--projects 应在 {max(there, 1)} 至 {MOST_PROJECTS} 之间{words}，现在是 {asked}。"
        )
    blank = template.form.project.model()
    projects = (*submission.projects, *(blank for _ in range(asked - there)))
    return submission.model_copy(update={"projects": projects})


def _read_text(path: Path) -> str:
    try:
        return read_whole(path, "JSON 数据文件", LARGEST_DATA).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotDoError(f"“{shown_name(path.name)}”不是 UTF-8 编码的文本文件。") from None
