"""``new --from``: next year's workbook at the command line."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import workbook_of
from tests.projects import department, project
from xlevaluate import cli
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.read import read_workbook

LAST = "上年.xlsx"


@pytest.fixture(scope="module")
def files(
    tmp_path_factory: pytest.TempPathFactory,
    template: Template,
    sample: Callable[[str], Submission],
) -> Path:
    """Last year's workbook, the package filed from it, and its data."""
    folder = tmp_path_factory.mktemp("last")
    corrected = sample("corrected")
    (folder / LAST).write_bytes(workbook_of(template, corrected))
    both = department(project("节水灌溉改造"), project("村道硬化"))
    (folder / "项目.xlsx").write_bytes(workbook_of(template, both))
    (folder / "数据.json").write_text(corrected.model_dump_json(), encoding="utf-8")
    assert cli.main(["export", str(folder / LAST), "-o", str(folder / "上报件.zip")]) == 0
    return folder


@pytest.fixture
def here(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(files, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    yield tmp_path
    assert all(path.read_bytes() == content for path, content in before.items())


def submission_in(template: Template, path: str) -> Submission:
    return read_forms(template, read_workbook(Path(path))[0]).submission


def test_a_workbook_a_package_and_data_give_the_same(
    here: Path, template: Template, capsys: pytest.CaptureFixture[str]
) -> None:
    made = []
    for number, file in enumerate((LAST, "上报件.zip", "数据.json")):
        assert cli.main(["new", f"{number}.xlsx", "--from", file]) == 0
        said = capsys.readouterr().err
        assert f"由“{file}”（2023年度）带入 94 项，其中数字 29 项" in said
        assert "有 14 项指标值是上年的，请改成本年的" in said
        made.append(submission_in(template, f"{number}.xlsx"))
    assert made[0] == made[1] == made[2]
    assert len(made[0].carried) > 90


def test_macros_year_unit_and_profile_go_with_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--host", "libreoffice", "--year", "2024", "--unit", "新名称", "--profile", "hubei"]
    assert cli.main(["new", "今年.xlsm", "--from", LAST, *asked]) == 0
    snapshot, made = read_workbook(Path("今年.xlsm"))
    assert (made.profile, "xle_live" in snapshot.names) == ("hubei", True)
    capsys.readouterr()
    assert cli.main(["dump", "今年.xlsm"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["unit"]["name"], data["year"]) == ("新名称", 2024)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ([], ["节水灌溉改造", "村道硬化"]),
        (["--projects", "项目2"], ["村道硬化"]),
        (["--projects", "村道硬化，节水灌溉改造"], ["节水灌溉改造", "村道硬化"]),
        (["--projects", "3"], ["节水灌溉改造", "村道硬化", None]),
        (["--projects", "0"], []),
    ],
)
def test_projects_go_on_as_they_are_asked_for(
    here: Path, template: Template, asked: list[str], names: list[str | None]
) -> None:
    assert cli.main(["new", "今年.xlsx", "--from", "项目.xlsx", *asked]) == 0
    made = submission_in(template, "今年.xlsx")
    assert [each.project.name for each in made.projects] == names


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "没有.xlsx"], "没有.xlsx"),
        (["--from", "说明.txt"], "上年的文件应是本程序的工作簿"),
        (["--from", "假的.xlsx"], "不是 Excel 工作簿"),
        (["--from", "假的.zip"], "不是压缩包，或者已经损坏"),
        (["--from", "假的.json"], "不是正确的 JSON"),
        (["--from", LAST, "--year", "2025"], "只能生成2024年度的工作簿，而 --year 是 2025"),
        (["--from", LAST, "--data", "数据.json"], "--from 和 --data 只能用一个"),
        (["--from", LAST, "--projects", "修桥"], "没有项目“修桥”；有的项目：没有"),
        (["--from", LAST, "--projects", "，"], "--projects 后面要写个数，或者延续的项目的名称"),
        (["--from", LAST, "--template", "hubei_project", "--projects", "2"], "没有项目自评表"),
        (["--from", "项目.xlsx", "--projects", "1"], "应在 2 至 200 之间"),
        (["--projects", "修桥"], "写项目名称的，要用 --from 指出上年的工作簿"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    here: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("说明.txt", "假的.xlsx", "假的.zip", "假的.json"):
        (here / name).write_text("假的", encoding="utf-8")
    assert cli.main(["new", "今年.xlsx", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not Path("今年.xlsx").exists()


def test_a_file_that_is_there_stays(here: Path) -> None:
    assert cli.main(["new", LAST, "--from", LAST]) == 0
    assert Path("上年(2).xlsx").exists()


def test_a_workbook_of_the_first_version_is_read_too(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Path(__file__).parents[1] / "files" / "v0_1" / "seed_libreoffice.xlsm"
    assert cli.main(["new", "今年.xlsx", "--from", str(old)]) == 0
    assert "（2023年度）带入 69 项，其中数字 28 项" in capsys.readouterr().err
    assert cli.main(["check", "今年.xlsx", "--json"]) == 1
    found = json.loads(capsys.readouterr().out.splitlines()[-1])["findings"]
    blanks, its_own_slips = {"C01", "C04", "C09"}, {"C02", "C03", "S02", "S03"}
    errors = {item["rule"] for item in found if item["level"] == "error"}
    assert errors == blanks | its_own_slips
