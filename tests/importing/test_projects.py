"""Forms of projects placed into the sheets of a department's workbook: each by its name."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import workbook_of
from tests.importing.harvests import found
from tests.importing.test_into_workbook import imported, snapshot, with_own_note
from xlevaluate.form.form import PROJECTS
from xlevaluate.importing.into_workbook import Imported
from xlevaluate.submission import Submission
from xlevaluate.tables.found import Found
from xlevaluate.template.template import Template

EXECUTED = "funds.total.executed"


def forms(*projects: tuple[str, str]) -> list[Found]:
    """Return what forms of projects say: name and money, a form each."""
    return [
        item
        for number, (name, money) in enumerate(projects)
        for item in (
            found(f"{PROJECTS}{number}.{EXECUTED}", money),
            found(f"{PROJECTS}{number}.project.name", name),
        )
    ]


def named(template: Template, *names: str, **first: Any) -> Submission:
    """Return a department with a sheet for each project; blank names are blank sheets.

    ``first`` is what else the first one says.
    """
    projects: list[dict[str, Any]] = [{"project": {"name": name}} if name else {} for name in names]
    if first:
        projects[0] |= first
    made: Submission = template.form.model.model_validate({"projects": projects})
    return made


def placed(template: Template, there: Submission, projects: Sequence[tuple[str, str]]) -> Imported:
    return imported(template, workbook_of(template, there), forms(*projects))


def money(result: Imported) -> dict[str, dict[str, Decimal | None]]:
    """Return name and money of each project, by the sheet in which they are now."""
    projects: list[Any] = [reading.submission for reading in result.reading.projects.values()]
    return {
        sheet: {project.project.name: project.funds.total.executed}
        for sheet, project in zip(result.reading.projects, projects, strict=True)
    }


def test_each_goes_to_the_sheet_of_its_name_whatever_their_order(template: Template) -> None:
    there = named(template, "防汛", "抗旱", "", funds={"total": {"executed": "9"}})
    result = placed(template, there, [("造林", "3"), ("抗 旱", "20"), ("防汛", "10")])
    assert not result.is_new
    assert money(result) == {
        "项目1": {"防汛": Decimal(9)},  # money that is there stays
        "项目2": {"抗旱": Decimal(20)},
        "项目3": {"造林": Decimal(3)},  # a new name takes the blank sheet
    }
    (difference,) = result.merged.differing
    assert (difference.path, difference.there) == (f"{PROJECTS}0.{EXECUTED}", Decimal(9))
    assert {value.value for value in result.merged.same} == {"防汛", "抗 旱"}


@pytest.mark.parametrize("there", [("防汛",), ()])
def test_without_a_blank_sheet_the_workbook_is_made_anew_with_more(
    there: tuple[str, ...], template: Template
) -> None:
    result = placed(template, named(template, *there), [("防汛", "10"), ("抗旱", "20")])
    assert result.is_new
    assert money(result) == {"项目1": {"防汛": Decimal(10)}, "项目2": {"抗旱": Decimal(20)}}
    assert not result.merged.unplaced


@pytest.mark.parametrize(
    ("there", "advice"),
    [(("防汛",), "请先用《项目汇总》的“新增项目”加一张"), ((), "new --projects 个数")],
)
def test_where_it_would_lose_something_each_form_is_told_once_with_what_to_do(
    there: tuple[str, ...], advice: str, template: Template
) -> None:
    content = with_own_note(workbook_of(template, named(template, *there)))
    result = imported(template, content, forms(("防汛", "10"), ("抗旱", "20"), ("造林", "3")))
    assert not result.is_new
    left = [name for name in ("防汛", "抗旱", "造林") if name not in there]
    assert [item.origin.text for item in result.merged.unplaced] == left
    reasons = {item.reason for item in result.merged.unplaced}
    assert all(advice in reason for reason in reasons)
    assert all("没有地方放（2 项）" in reason for reason in reasons)
    assert [item.text for item in result.own] == ["mine"]
    assert snapshot(result.content).sheets["收支情况"][899, 0].value == "mine"
