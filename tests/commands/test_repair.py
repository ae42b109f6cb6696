"""``repair``: what can be read goes into a new workbook, and what was left is listed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import workbook_of
from xlevaluate import cli
from xlevaluate.commands.opening import open_workbook
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template import Template
from xlevaluate.vba.ownership import Ownership, ownership

OLD = Path(__file__).parents[1] / "files" / "v0_1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def book(folder: Path, template: Template, sample: Callable[[str], Submission]) -> Path:
    """A workbook with an explanation, another outline and another parameter."""
    values: dict[str, Any] = {
        "explanations": [{"finding": "V01·甲", "text": "属实"}],
        "outline": [
            {"level": "一级标题", "text": "概况"},
            {"level": "正文", "text": "{{ 自称 }}。"},
        ],
        "parameters": {"优分数线": "91"},
    }
    submission = with_values(sample("corrected"), values)
    path = folder / "单位.xlsx"
    path.write_bytes(workbook_of(template, submission))
    return path


def submission_of(path: Path) -> Submission:
    evaluation = open_workbook(path).evaluation
    return evaluation.subject.template.reduced(evaluation.subject.submission)


def damaged(path: Path, change: Callable[[Any], None]) -> None:
    """Change a workbook with a library that keeps names, and no result of a formula."""
    loaded = openpyxl.load_workbook(path, data_only=True)
    change(loaded)
    loaded.save(path)


def test_everything_goes_along(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = book.read_bytes()
    assert cli.main(["repair", "单位.xlsx"]) == 0
    said = capsys.readouterr()
    assert said.out == "单位-修复.xlsx\n"
    assert "“单位.xlsx”的内容搬到了“单位-修复.xlsx”，原文件没有改动。" in said.err
    assert "没有搬" not in said.err
    assert submission_of(Path("单位-修复.xlsx")) == submission_of(book)
    assert book.read_bytes() == content
    listing = Path("单位-修复-清单.txt").read_text(encoding="utf-8-sig")
    assert listing.splitlines()[1].startswith("搬过去 ")
    assert cli.main(["repair", "单位.xlsx"]) == 0
    assert Path("单位-修复(2).xlsx").exists()
    assert Path("单位-修复(2)-清单.txt").exists()


def test_what_is_left_is_listed(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(loaded: Any) -> None:
        sheet = loaded["基础数据表"]
        sheet["D19"] = "约12"
        sheet["L40"] = "看这里"
        loaded.create_sheet("台账")["A1"] = 1
        del loaded.defined_names["编制数"]

    before = submission_of(book).model_dump()
    damaged(book, change)
    assert cli.main(["repair", "单位.xlsx", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert {(item["sheet"], item["cell"], item["reason"]) for item in data["left"]} == {
        ("基础数据表", "D19", "不是数字"),
        ("基础数据表", "L40", "不在填写项里"),
        ("台账", "", "另加的工作表，1 个单元格有内容"),
    }
    assert data["version"] == 1
    assert data["moved"]["基础数据表"] > 40
    after = submission_of(Path(data["written"])).model_dump()
    assert after["basic_data"]["approved_posts"] == before["basic_data"]["approved_posts"]
    before["basic_data"]["spending"]["office"]["final"] = None
    assert after == before


def test_a_workbook_with_macros_stays_one(folder: Path) -> None:
    assert cli.main(["new", "宏.xlsm", "--unit", "甲", "--year", "2023"]) == 0
    assert cli.main(["repair", "宏.xlsm"]) == 0
    assert ownership(Path("宏-修复.xlsm").read_bytes(), "表.xlsm") == Ownership(True, ())
    assert submission_of(Path("宏-修复.xlsm")) == submission_of(Path("宏.xlsm"))


def test_another_kind_of_name_is_refused(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["repair", "单位.xlsx", "-o", "新.xlsm"]) == 2
    assert "请把文件名写成 .xlsx 结尾" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["repair", "upgrade"])
@pytest.mark.parametrize("name", sorted(path.name for path in OLD.glob("*.xls?")))
def test_an_old_workbook_comes_into_the_present_layout(
    name: str, command: str, folder: Path
) -> None:
    shutil.copy(OLD / name, folder / name)
    new = folder / f"新{Path(name).suffix}"
    assert cli.main([command, name, "-o", str(new)]) == 0
    before, after = open_workbook(folder / name), open_workbook(new)
    assert submission_of(new) == submission_of(folder / name)
    assert before.evaluation.score == after.evaluation.score
    names = before.evaluation.subject.template.form.all_fields
    assert {name for name in names if after.snapshot.names.get(name) is None} == set()


def test_a_sheet_renamed_without_its_names_is_known_again(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = submission_of(book)
    damaged(book, lambda loaded: setattr(loaded["收支情况"], "title", "收支情况表"))
    cli.main(["check", "单位.xlsx"])
    told = capsys.readouterr().out
    assert "请把“收支情况表”改回原名“收支情况”" in told
    assert "副本" not in told
    assert cli.main(["repair", "单位.xlsx"]) == 0
    assert "《收支情况表》：表头和各行名称与《收支情况》相同" in capsys.readouterr().err
    assert submission_of(Path("单位-修复.xlsx")) == before


def test_a_sheet_that_is_not_quite_the_form_s_is_not_taken_for_it(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(loaded: Any) -> None:
        loaded["收支情况"].title = "收支情况表"
        loaded["收支情况表"].insert_rows(8)

    damaged(book, change)
    assert cli.main(["repair", "单位.xlsx"]) == 1
    assert "《收支情况》：工作表已被删" in capsys.readouterr().err
