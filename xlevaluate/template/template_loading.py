"""Templates loaded from their folders, each once while its files stay as they are.

A folder of ``workbook_templates`` holds ``form.toml``, ``ratios.toml``, ``identities.toml``,
``profile.toml``, ``outline.toml``, ``texts.toml``, ``charts.toml`` and ``report.docx``; so does a
folder of a user's. Mistakes in them are told with file, line and key, all at once.
"""

import os
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from xlevaluate.errors import CannotDoError
from xlevaluate.form.chart_definition import ChartsDef
from xlevaluate.form.definition import ProjectsDef
from xlevaluate.form.form import Form
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.parameters import parameters_of
from xlevaluate.template.computed_cells import computations_of, ratio_of
from xlevaluate.template.linter import read_definitions, scored_of
from xlevaluate.template.lookup import DEFAULT_FAMILY, named_folder, profile_path, profiles_in
from xlevaluate.template.project_parts import (
    folder_of_projects,
    kept_identities,
    kept_ratios,
    kept_texts,
    project_form,
    scoring_projects,
)
from xlevaluate.template.template import Template, TemplateParts


def load_template(
    family: str = DEFAULT_FAMILY,
    profile: str = "",
    profile_file: Path | None = None,
    project_profile: str = "",
    *,
    folder: Path | None = None,
    beside: Path | None = None,
) -> Template:
    """Load a template by its name, with one of its scoring profiles.

    ``profile`` names one beside the template's own (``""``); ``profile_file`` is one from
    elsewhere; ``project_profile`` names that of projects where it is not the one that the form
    names. ``folder`` is the template's own where the user said it; ``beside`` is where the
    workbook lies that names the template. A template whose files have not changed is loaded once.
    Raises ``CannotDoError`` where there is none, and ``SlipsError`` with all that is wrong in it.
    """
    folder = folder or named_folder(family, beside)
    path = profile_file or profile_path(folder, profile)
    # A workbook from elsewhere names its profile: that is looked up, and never a way to a file.
    unknown_name = profile and profile_file is None and profile not in profiles_in(folder)
    if unknown_name or not path.is_file():
        known = "、".join(profiles_in(folder)) or "无"
        raise CannotDoError(
            f"没有名为“{profile or path}”的评分办法；现有：{known}。"
            "评分办法另有文件的，请用 --profile 文件名.toml 指出。"
        )
    name = profile or (path.stem if profile_file else "")
    return _loaded(folder, path, name, project_profile, _stamp(folder, path))


_Stamp = tuple[tuple[str, int, int], ...]


def _stamp(folder: Path, profile: Path) -> _Stamp:
    """Return what changes when a file is edited: name, time and size of each.

    A cell asks for its template at every call: this takes some 50 µs, where a digest of all that
    the files hold takes twenty times as long.
    """
    own = profile.stat()
    with os.scandir(folder) as found:
        files = [(item.name, item.stat()) for item in found if item.name.endswith(_SUFFIXES)]
    return (
        (str(profile), own.st_mtime_ns, own.st_size),
        *sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files),
    )


_SUFFIXES = (".toml", ".docx")


@lru_cache(maxsize=32)
def _loaded(
    folder: Path, path: Path, profile_name: str, project_profile: str, _: _Stamp
) -> Template:
    given = read_definitions(folder, path)
    form = scoring_projects(folder, given.form, project_profile)
    has_projects = form.definition.projects is not None
    if has_projects:
        form = replace(
            form,
            find_project=lambda own: _project_of(folder, own).form,
            find_grades=lambda own, given: _project_of(folder, own).grades(given),
        )
    parts = TemplateParts(
        folder=folder,
        profile_name=profile_name,
        project_profile=project_profile,
        digest=given.digest,
        form=form,
        profile=given.profile,
        parameters=parameters_of(given.profile, ParameterNames.of(form)),
        ratios={item.name: ratio_of(item, form) for item in given.ratios.ratio},
        ratio_source=given.ratios.source,
        identities=given.identities,
        outline=given.outline,
        texts=given.texts,
        charts=given.charts,
        find_project=(lambda own: _project_of(folder, own)) if has_projects else None,
    )
    return Template.of(parts, given.profile)


def _project_of(folder: Path, department: Form) -> Template:
    """Return what a department's workbook has of the template of its projects."""
    given = department.definition.projects
    if given is None:
        raise ValueError("the form has no projects")
    of = folder_of_projects(folder, given)
    profile = profile_path(of, given.profile)
    return _in_department(department, of, profile, given.profile, _stamp(of, profile))


@lru_cache(maxsize=32)
def _in_department(
    department: Form, folder: Path, path: Path, profile_name: str, stamp: _Stamp
) -> Template:
    given = department.definition.projects
    project = _loaded(folder, path, profile_name, "", stamp)
    if given is None:
        return project
    return Template.of(_parts_in_department(project.parts, given, department), project.profile)


def _parts_in_department(own: TemplateParts, given: ProjectsDef, department: Form) -> TemplateParts:
    """Return what of a project's template holds in a department's workbook."""
    scored = scored_of(own.form.definition, own.profile)
    form = project_form(own.form, scored, given, department)
    ratios = kept_ratios(
        {name: replace(ratio, names=form.names) for name, ratio in own.ratios.items()}, form
    )
    computed = computations_of(form, ratios, own.profile, ())
    return replace(
        own,
        form=form,
        ratios=ratios,
        parameters=parameters_of(own.profile, ParameterNames.of(form)),
        identities=kept_identities(own.identities, {*form.all_fields, *computed}, given.rules),
        texts=kept_texts(own.texts, form),
        charts=ChartsDef(chart=()),
    )
