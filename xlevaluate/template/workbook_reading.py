"""A whole workbook read: the forms of the template, and those of the projects beside them.

A sheet with the names of a project's form in it alone is a project, whatever it is called and
however it came: made with the workbook, or copied from another one's sheet.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from xlevaluate.form.figures import Figures
from xlevaluate.form.form import PROJECTS, Form
from xlevaluate.form.misplaced import LAYOUT_NAME
from xlevaluate.form.problems import Place, Reading
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.roles import OF_THE_UNIT
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template import Template


def read_forms(template: Template, snapshot: Snapshot) -> Reading:
    """Read every form of a workbook; raises ``CannotDoError`` where it is none of ours."""
    reading = read_snapshot(template.form, snapshot, template.computations)
    has_projects = template.form.definition.projects is not None and _has_names(snapshot)
    of = template.project if has_projects else None
    if of is None:
        return reading
    projects = {
        sheet: read_snapshot(of.form, view, of.computations)
        for sheet, view in _views(of.form, template.form, snapshot).items()
    }
    return replace(
        reading,
        projects=projects,
        places={**reading.places, **_places(projects)},
        submission=_joined(template, of, reading.submission, projects),
    )


def _views(form: Form, department: Form, snapshot: Snapshot) -> dict[str, Snapshot]:
    """Return what is seen of the workbook by each project's form, by sheet.

    What is said of the whole workbook (open elsewhere, calculated by hand) is said once. A sheet is
    a project's by half of the names that no form of the unit has: a copy of one of those has many
    of the others for its own, and a program may give a sheet any name.
    """
    of_all = _parameters(form)
    shared = {name: at for name, at in snapshot.names.items() if name in of_all | {LAYOUT_NAME}}
    fields = form.all_fields.keys() - of_all
    telling = (fields - department.all_fields.keys()) or fields
    views = {}
    for sheet in snapshot.sheets:
        own = snapshot.local_names.get(sheet, {})
        if len(telling & own.keys()) * 2 >= len(telling):
            names = {**shared, **own}
            views[sheet] = replace(snapshot, names=names, opened_elsewhere=False, is_manual=False)
    return views


def _parameters(form: Form) -> frozenset[str]:
    return frozenset(name for name, item in form.fields.items() if item.has_default)


def _places(projects: Mapping[str, Reading]) -> dict[str, Place]:
    """Return where the figures of projects stand, by their paths in the whole submission."""
    return {
        f"{PROJECTS}{number}.{path}": place
        for number, reading in enumerate(projects.values())
        for path, place in reading.places.items()
        if not path.startswith("=")
    }


def _has_names(snapshot: Snapshot) -> bool:
    """Tell whether a sheet has names of its own, other than those of what is printed of it."""
    names = (name for own in snapshot.local_names.values() for name in own)
    return any(not name.startswith("_xlnm.") for name in names)


def _joined(
    template: Template, of: Template, submission: Submission, projects: Mapping[str, Reading]
) -> Submission:
    """Put what was read of projects into the department's submission."""
    if not projects:
        return submission
    read = [reading.submission for reading in projects.values()]
    own = Figures(template.form, submission)
    data = submission.model_dump()
    data["projects"] = [alone(of, project, own).model_dump() for project in read]
    data["project_parameters"] = dict(read[0].parameters)
    return template.form.model.model_validate(data)


def alone(project: Template, submission: Submission, department: Figures) -> Submission:
    """Return the submission of a project without what the department's says too."""
    bare = submission.model_copy(update={"parameters": {}})
    own = Figures(project.form, submission)
    same = {role: project.form.with_role(role) for role in OF_THE_UNIT}
    repeated = {
        item.path: None
        for role, item in same.items()
        if item is not None
        and (role in project.form.borrowed or own.with_role(role) == department.with_role(role))
    }
    return with_values(bare, repeated)


def project_of(template: Template, submission: Submission, number: int) -> Submission:
    """Return a project's submission (from 0) with what it has from the department's."""
    project = template.project
    if project is None:
        raise ValueError("the template has no projects")
    figures = Figures(template.form, submission)
    own: Submission = submission.projects[number]
    given = own.model_copy(update={"parameters": submission.project_parameters})
    borrowed = project.form.borrowed
    values = {item.path: figures.with_role(role) for role, item in borrowed.items()}
    return with_values(given, values)
