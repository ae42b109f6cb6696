"""Forms of projects in a department's document: each a project, never the department's."""

import pytest

from tests.harvest.foreign import printed, sample
from xlevaluate.form.figures import Figures
from xlevaluate.harvest.recognise import recognise_forms
from xlevaluate.sources.grid import Grid, Line, Source
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template


@pytest.fixture(scope="module")
def document(template: Template) -> Source:
    """A department's forms, and those of two projects behind them."""
    project = load_template("national_project")
    one = sample(project, "corrected.json")
    two = with_values(one, {"project.name": "另一个项目", "total_score": 90})
    blocks: list[Grid | Line] = [*printed(template, sample(template, "corrected.json")).blocks]
    for submission in (one, two):
        blocks += printed(project, submission).blocks
    return Source("自评.docx", tuple(blocks))


def test_each_form_is_a_project(template: Template, document: Source) -> None:
    found = {i.path: i.value for i in recognise_forms([document], template, year=2023).found}
    alone = Source("部门.docx", printed(template, sample(template, "corrected.json")).blocks)
    own = {i.path: i.value for i in recognise_forms([alone], template, year=2023).found}
    held = Figures(
        load_template("national_project").form,
        sample(load_template("national_project"), "corrected.json"),
    ).by_path
    projects = {path: value for path, value in found.items() if path.startswith("projects.")}
    assert {path: value for path, value in found.items() if path not in projects} == own
    first = {p.removeprefix("projects.0."): v for p, v in projects.items() if ".0." in p[:12]}
    assert len(first) > 60
    assert {path: value for path, value in first.items() if held[path] != value} == {}
    assert projects["projects.1.project.name"] == "另一个项目"
    assert projects["projects.1.total_score"] == 90


def test_a_department_without_sheets_for_projects_takes_none(document: Source) -> None:
    template = load_template("platform_department")
    project = load_template("national_project")
    forms = printed(project, sample(project, "corrected.json"))
    harvest = recognise_forms([forms], template, year=2023)
    assert harvest.found == ()
    assert [item.reason for item in harvest.unplaced] == ["是项目的自评表，请导入到项目的工作簿"]
