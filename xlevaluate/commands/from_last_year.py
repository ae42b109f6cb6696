"""``new --from``: next year's workbook out of last year's."""

import argparse
from pathlib import Path

from xlevaluate.commands.project_choice import projects_asked
from xlevaluate.commands.talk import say
from xlevaluate.errors import CannotDoError
from xlevaluate.importing.last_files import read_last_year
from xlevaluate.importing.next_year import LastYear, NextYearRequest, next_year
from xlevaluate.importing.year_words import words_of
from xlevaluate.inspection.template_choice import (
    chosen_template,
    template_of_package,
    template_of_workbook,
)
from xlevaluate.submission import Submission
from xlevaluate.template.lookup import asked_folder, base_of
from xlevaluate.template.template import Template
from xlevaluate.workbook.properties import MadeFrom


def from_last_year(arguments: argparse.Namespace) -> tuple[Template, Submission]:
    """Return the template of the new workbook and what goes into it, and say what that is."""
    if arguments.data is not None:
        raise CannotDoError("--from 和 --data 只能用一个：数据或者来自上年，或者来自 JSON 文件。")
    path: Path = arguments.last
    last = read_last_year(path, lambda made: _template_of(path, made, arguments))
    template = _new_template(last, arguments)
    count, names = projects_asked(arguments.projects)
    if (arguments.projects is not None) and template.form.project is None:
        raise CannotDoError(f"模板“{template.name}”没有项目自评表，不能用 --projects。")
    if count == 0:
        names = ()
    made = next_year(last, template, NextYearRequest(arguments.unit, arguments.year, names))
    for line in words_of(last, template, made):
        say(line)
    return template, made.submission


def _template_of(path: Path, made: MadeFrom, arguments: argparse.Namespace) -> Template:
    """Return the template of last year's file; ``--template`` says where it is, if it is that."""
    if not made.family and path.suffix.lower() == ".json":
        return chosen_template(arguments.template, arguments.profile)
    asked: str | None = arguments.template
    if asked is not None and asked_folder(asked).name != made.family:
        asked = None
    if path.suffix.lower() == ".zip":
        return template_of_package(
            path, asked, made.family, made.profile, None, made.project_profile
        )
    return template_of_workbook(path, made, asked, None)


def _new_template(last: LastYear, arguments: argparse.Namespace) -> Template:
    """Return the template of the new workbook: last year's, where nothing else is asked for."""
    variant: str | None = arguments.variant
    others = (arguments.template, arguments.profile, arguments.project_profile, variant)
    if all(other is None for other in others):
        return last.template
    folder = last.template.folder
    if variant is not None:  # of the template that last year's may be another variant of
        folder = base_of(folder) or folder
    asked = arguments.template or str(folder)
    profile: str | None = arguments.profile
    of_projects: str | None = arguments.project_profile
    if asked_folder(asked).name == folder.name:
        profile = profile or last.template.profile_name or None
        of_projects = of_projects or last.template.project_profile
    return chosen_template(asked, profile, variant, of_projects)
