"""Formulas on a project's sheet speak of that project, and never of the unit's own figures."""

import pytest
from msgspec.structs import replace

from tests.projects import department, project
from xlevaluate.cells.check_column import InCellChecks
from xlevaluate.inspection.trial import names_in
from xlevaluate.template.laid_out import LaidOut, lay_out_all
from xlevaluate.template.template_loading import load_template


@pytest.fixture(scope="module")
def laid() -> tuple[LaidOut, ...]:
    """The sheets of a department with two projects, as they are laid out with all checks."""
    template = load_template()
    submission = template.completed(department(project("节水灌溉改造"), {}))
    return lay_out_all(
        template, submission, lambda of, _: replace(of.printed, checks=InCellChecks(of))
    )


def test_what_they_name_of_the_form_is_on_the_sheet(laid: tuple[LaidOut, ...]) -> None:
    of_projects = [item for item in laid if item.project is not None]
    assert len(of_projects) == 2
    for item in of_projects:
        own = {name for cell in item.page.cells for name in cell.names} | set(item.page.aliases)
        used = {name for _, content in item.contents() for name in names_in(content.formula or "")}
        parameters = {name for name, f in item.template.form.fields.items() if f.has_default}
        known = set(item.template.computations) | set(item.template.form.all_fields)
        assert len(used & known) > 20
        assert used & known - parameters <= own


def test_what_is_said_beside_it_is_of_its_own_points(laid: tuple[LaidOut, ...]) -> None:
    """The first project has all its points, the blank one those of budget execution alone."""
    shown = [
        {name: content.value for cell, content in item.contents() for name in cell.names}
        for item in laid
        if item.project is not None
    ]
    assert [cells["总分值"] for cells in shown] == [100, 10]
    assert [cells["评分合计_已填分值"] for cells in shown] == [100, 10]
