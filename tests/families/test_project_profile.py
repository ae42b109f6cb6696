"""Projects scored by another profile than the template's own: chosen once, and remembered."""

import json
from pathlib import Path

import pytest

from tests.families.conftest import Run
from tests.projects import department, project
from xlevaluate import cli
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.read import read_workbook

OVER = {
    "funds.appropriation.executed": "293.75",  # of a budget of 312.5 in all 345 was spent
    "funds.total.executed": "345",
    "total_score": "99.54",
}


@pytest.fixture
def data(tmp_path: Path) -> str:
    """A department's projects, one of which spent more than its budget: 11.04 points of 10."""
    submission = department(project("节水灌溉改造", **OVER), project("村道硬化"))
    path = tmp_path / "数据.json"
    path.write_text(load_template().reduced(submission).model_dump_json(), encoding="utf-8")
    return str(path)


def test_it_is_remembered_by_the_workbook_and_the_package(run: Run, data: str) -> None:
    made = ("--data", data, "--project-profile", "platform")
    assert run("new", "a.xlsx", *made)[0] == 0
    found = json.loads(run("check", "a.xlsx", "--json")[1])["findings"]
    assert not [item for item in found if item["sheet"] == "项目1" and item["level"] == "error"]
    assert run("repair", "a.xlsx", "-o", "b.xlsx")[0] == 0
    for name in ("a.xlsx", "b.xlsx"):
        assert read_workbook(Path(name))[1].project_profile == "platform"
    assert run("export", "b.xlsx", "-o", "b.zip", "--draft")[0] == 0
    code, said = run("verify", "b.zip")
    assert code == 0
    assert "未能核对" not in said


def test_without_it_the_same_figures_are_scored_on_paper(run: Run, data: str) -> None:
    assert run("new", "a.xlsx", "--data", data)[0] == 0
    found = json.loads(run("check", "a.xlsx", "--json")[1])["findings"]
    (wrong,) = (item for item in found if item["sheet"] == "项目1" and item["level"] == "error")
    assert (wrong["actual"], wrong["expected"]) == ("99.54", "98.5")  # 10, and not 11.04


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--projects", "1", "--project-profile", "mars"), "现有：cost、platform"),
        (("--project-profile", "platform"), "请用 --projects 说有几个项目"),
        (
            ("--template", "hubei_project", "--project-profile", "platform"),
            "没有项目自评表，不能给项目另选评分办法",
        ),
    ],
)
def test_what_cannot_be_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], said: str
) -> None:
    assert cli.main(["new", str(tmp_path / "a.xlsx"), *asked]) == 2
    assert said in capsys.readouterr().err
