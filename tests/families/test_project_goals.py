"""A family whose indicators go by goals of the year, as Hubei's do: it is data alone."""

import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.changes import changed
from tests.families.conftest import Run, put
from tests.spreadsheet import edit_in_office
from tests.template_folders import read_folder, write_folder
from xlevaluate.cells.check_column import InCellChecks
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.slips import SlipsError
from xlevaluate.form.reader import read_snapshot
from xlevaluate.inspection.trial import trial_slips
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission
from xlevaluate.workbook.read import read_workbook

SOURCE = Path(__file__).parent / "project_goals"


@pytest.fixture
def goals(tmp_path: Path) -> Path:
    return put(SOURCE, tmp_path)


@pytest.fixture
def family(goals: Path) -> Template:
    return load_template(folder=goals)


@pytest.fixture
def agreeing(family: Template) -> Submission:
    content = (family.folder / "samples" / "agreeing.json").read_bytes()
    made: Submission = family.form.model.model_validate_json(content)
    return made


@pytest.fixture
def filled(run: Run, goals: Path) -> str:
    sample = str(goals / "samples" / "agreeing.json")
    assert run("new", "a.xlsx", "--template", str(goals), "--data", sample)[0] == 0
    return "a.xlsx"


def messages(evaluation: Evaluation, rule: str) -> list[str]:
    return [told.message for told in evaluation.findings if told.finding.rule == rule]


def test_every_command_works(run: Run, goals: Path, filled: str) -> None:
    assert run("template", "check", str(goals))[0] == 0
    code, said = run("check", filled, "--json")
    data = json.loads(said)
    assert (code, data["score"], data["findings"]) == (0, "95", [])
    assert data["rules"]["S21"] == "passed"
    code, said = run("score", filled)
    assert code == 0
    assert "目标一\t50\t50\t50" in said
    assert "目标二\t30\t30\t26" in said
    assert run("export", filled, "-o", "a.zip")[0] == 0
    assert run("verify", "a.zip")[0] == 0
    _, dumped = run("dump", filled)
    Path("dumped.json").write_text(dumped, encoding="utf-8")
    assert run("new", "b.xlsx", "--template", str(goals), "--data", "dumped.json")[0] == 0
    assert run("dump", "b.xlsx")[1] == dumped


def test_each_goal_is_printed_with_its_points_and_its_own_heads(run: Run, filled: str) -> None:
    sheet = openpyxl.load_workbook(filled, data_only=True)["项目自评"]
    shown = [
        cell.value for cell in sheet["A"] if "目标" in str(cell.value) and "（" in str(cell.value)
    ]
    assert shown == ["年度绩效目标1\n（50分）", "年度绩效目标2\n（30分）"]
    assert [cell.value for cell in sheet["B"]].count("二级") == 2
    assert run("report", filled, "-o", "a.docx")[0] == 0
    tables = docx.Document("a.docx").tables
    with_heads = [table for table in tables if "年初目标值（A）" in table.rows[0].cells[4].text]
    assert len(with_heads) == 2
    assert "目标2" in with_heads[1].rows[0].cells[0].text
    assert "用水户满意度" in str([c.text for r in with_heads[1].rows for c in r.cells])


def test_a_goal_without_indicators_is_not_printed(
    run: Run, goals: Path, agreeing: Submission
) -> None:
    given = agreeing.model_dump(mode="json")
    given["table"]["goals"]["second"] = {}
    given["table"]["second_points"] = None
    Path("one.json").write_text(json.dumps(given, default=str), encoding="utf-8")
    assert run("new", "a.xlsx", "--template", str(goals), "--data", "one.json")[0] == 0
    run("report", "a.xlsx", "-o", "a.docx")  # whose points are not all there
    words = str([c.text for t in docx.Document("a.docx").tables for r in t.rows for c in r.cells])
    assert "年度绩效目标1（50分）" in words
    assert "年度绩效目标2（" not in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"table.second_points": "25"}, ["25", "30", "相差 5分"]),
        ({"table.first_points": "60"}, ["60", "50", "相差 10分"]),
        ({"table.second_points": None}, []),
    ],
)
def test_points_of_a_goal_are_those_of_its_indicators(
    family: Template, agreeing: Submission, changes: dict[str, Any], said: list[str]
) -> None:
    evaluation = evaluate_submission(family, changed(agreeing, changes))
    found = messages(evaluation, "S21")
    assert len(found) == bool(said)
    assert not found or "（G" in found[0]  # where the points of indicators stand, not the scores
    assert all(word in found[0] for word in said)
    beside = [check.shown(evaluation.subject.figures) for check in checks_of(family)]
    assert len([text for text in beside if text]) == bool(said)
    if changes.get("table.second_points", "") is None:
        assert evaluation.status("S21") == "not_checked"


def checks_of(family: Template) -> list[Any]:
    checks = InCellChecks(family)
    return [check for key in ("first", "second") for check in checks.goal(key)]


def test_a_goal_with_points_wants_indicators(family: Template, agreeing: Submission) -> None:
    given = agreeing.model_dump()
    given["table"]["goals"]["second"] = {}
    found = messages(evaluate_submission(family, family.form.model.model_validate(given)), "S21")
    assert len(found) == 1
    assert "没有填写任何指标" in found[0]


def test_a_form_need_not_have_points_of_indicators(
    goals: Path, tmp_path: Path, agreeing: Submission
) -> None:
    """Without that column nothing is proposed, and no rule about points applies."""
    data = read_folder(goals)
    indicators(data)["beside"].pop(0)
    base = goals / "report.docx"
    family = load_template(folder=write_folder(data, tmp_path / "project_weightless", base))
    given = agreeing.model_dump(mode="json")
    for categories in given["table"]["goals"].values():
        for rows in categories.values():
            for row in rows:
                del row["full"]
    given["parameters"] = {}
    evaluation = evaluate_submission(family, family.form.model.model_validate(given))
    assert evaluation.score == 95
    assert not {"S02", "S03", "S04", "S08", "S21"} & {
        told.finding.rule for told in evaluation.findings
    }


def test_a_form_need_not_have_a_sheet_of_ratios(goals: Path, tmp_path: Path) -> None:
    """Each ratio is computed where it is shown, and no cell calls for its parts."""
    data = read_folder(goals)
    for sheet in data["form"]["sheet"]:
        sheet["block"] = [block for block in sheet["block"] if "ratios" not in block]
    data["form"]["sheet"] = [sheet for sheet in data["form"]["sheet"] if sheet["block"]]
    base = goals / "report.docx"
    family = load_template(folder=write_folder(data, tmp_path / "project_unlisted", base))
    assert not family.form.sheet_with("ratios")
    assert not list(trial_slips(family))


def indicators(data: Any) -> Any:
    blocks = (block for sheet in data["form"]["sheet"] for block in sheet["block"])
    return next(block["indicators"] for block in blocks if "indicators" in block)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("points", "没有这一项", "没有这一项"),
        ("points", "年末执行", "kind 为 points"),
        ("points", "目标一满分", "又是另一个目标的"),
        ("key", "first", "key"),
        ("key", "Second", "不能作路径"),
        ("name", "目标一", "目标一"),
        ("name", "产出方面", "一级指标的名称"),
        ("head", "目标{没有}", "没有名为“没有”的填写项"),
    ],
)
def test_a_slip_in_a_goal_is_told(
    goals: Path, tmp_path: Path, key: str, value: str, said: str
) -> None:
    data = read_folder(goals)
    indicators(data)["goals"][1][key] = value
    folder = write_folder(data, tmp_path / "project_slip", goals / "report.docx")
    with pytest.raises(SlipsError) as caught:
        load_template(folder=folder)
    assert said in str(caught.value)
    assert "goals" in str(caught.value)


def test_heads_beside_goals_are_blank(goals: Path, tmp_path: Path) -> None:
    data = read_folder(goals)
    indicators(data)["heads"][0] = "指标"
    folder = write_folder(data, tmp_path / "project_slip", goals / "report.docx")
    with pytest.raises(SlipsError, match="应为空"):
        load_template(folder=folder)


@pytest.mark.libreoffice
def test_rows_are_inserted_and_added_up_in_libreoffice(
    run: Run, filled: str, family: Template, tmp_path: Path
) -> None:
    """A row below the heads of the second goal is its own; native sums take it in."""
    sheet = openpyxl.load_workbook(filled)["项目自评"]
    second = next(c.row for c in sheet["A"] if str(c.value).startswith('="年度绩效目标2'))
    effects = next(c.row for c in sheet["A"] if c.value == "效果方面" and c.row > second)
    edits: list[list[Any]] = [["insert", "项目自评", second, 1]]
    typed = {"C": "第二个目标的新指标", "D": "2次", "E": "2次", "F": 5, "G": 5}
    edits += [["type", "项目自评", f"{col}{second + 1}", v] for col, v in typed.items()]
    served = next(
        c.row for c in sheet["B"] if str(c.value).endswith("满意方面") and c.row > effects
    )
    edits += [["type", "项目自评", f"{col}{served + 1}", 5] for col in "FG"]
    target = tmp_path / "edited.xlsx"
    edit_in_office(edits, Path(filled).absolute(), target, tmp_path / "profile")
    code, said = run("check", str(target), "--template", str(family.folder), "--json")
    found = [f["message"] for f in json.loads(said)["findings"]]
    assert not found, found
    assert code == 0
    reading = read_snapshot(family.form, read_workbook(target)[0], family.computations)
    rows: Any = reading.submission.model_dump()["table"]["goals"]["second"]["how_many"]
    assert [row["what"] for row in rows] == ["第二个目标的新指标"]
    names = family.form.names.composition
    shown = {part: reading.shown[names.cell("目标二", part)] for part in ("filled", "score")}
    assert shown == {"filled": 30, "score": 26}
