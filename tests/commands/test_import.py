"""``import``: what it writes, says and asks, with a recogniser that knows two rows of a table."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import workbook_of
from tests.sources.made import Rows, word, xls, zipped
from xlevaluate import cli
from xlevaluate.commands import import_sources
from xlevaluate.importing.new_rows import with_rows
from xlevaluate.importing.recognisers import RECOGNISERS, Asked
from xlevaluate.submission.amounts import round_half_up
from xlevaluate.tables.found import Found, Harvest, Origin, Question, Unplaced
from xlevaluate.template.template import Template
from xlevaluate.workbook.read import saved_book

INCOME = "finances.income"
KNOWN = {"一般公共预算财政拨款收入": "general_budget", "事业收入": "public_institution"}
ROWS: Rows = [
    ["收入决算表", None],
    ["一般公共预算财政拨款收入", 5946700],
    ["事业收入", 12345.67],
    ["其他", 999],
]


def recognise(asked: Asked) -> Harvest:
    """Know two rows of a table, whose unit it asks for."""
    found: list[Found] = []
    left: list[Unplaced] = []
    asks = False
    for source in asked.sources:
        for grid in source.grids():
            for number, row in enumerate(grid.rows[1:], 1):
                place = (source.name, grid.place, grid.address(number, 1))
                origin = Origin(*place, row[0].text, "决算数", row[1].text, "元")
                if row[0].text not in KNOWN:
                    left.append(Unplaced(origin, "本表没有这一行"))
                    continue
                asks = "单位" not in asked.answers
                exact = Decimal(row[1].text) / (10000 if asked.answers.get("单位") == "元" else 1)
                path = f"{INCOME}.{KNOWN[row[0].text]}.current"
                is_certain = row[0].text != "事业收入"
                value = round_half_up(exact, 2)
                found.append(Found(path, value, origin, exact, "换算", certain=is_certain))
    question = Question("单位", "Z01 没有写明单位，是元还是万元", ("元", "万元"))
    return Harvest(() if asks else tuple(found), tuple(left), (question,) if asks else ())


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: Template) -> Path:
    monkeypatch.setattr(import_sources, "RECOGNISERS", (recognise,))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "单位.xlsx").write_bytes(workbook_of(template, template.blank()))
    (tmp_path / "决算.xls").write_bytes(xls(ROWS))
    return tmp_path


def values_of(path: str) -> dict[str, object]:
    book = saved_book(Path(path))
    return {place: book.sheets["收支情况"][row, 1].value for place, row in (("B6", 5), ("B9", 8))}


def test_what_only_the_user_knows_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "决算.xls", "--into", "单位.xlsx"]) == 1
    said = capsys.readouterr().err
    assert "--answer 单位=元、--answer 单位=万元" in said
    assert "没有可以填入的内容，没有生成文件" in said
    assert [path.name for path in Path().glob("*.xlsx")] == ["单位.xlsx"]


def test_a_copy_is_written_and_what_needs_a_yes_waits(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    before = Path("单位.xlsx").read_bytes()
    given = ["import", "决算.xls", "--into", "单位.xlsx", "--answer", "单位=元"]
    assert cli.main(given) == 1
    said = capsys.readouterr()
    assert said.out == "单位-导入.xlsx\n"
    assert "待确认：1. 《收支情况》B9 公共" not in said.err
    assert "没有把握，没有填入" in said.err
    assert Path("单位.xlsx").read_bytes() == before
    assert values_of("单位-导入.xlsx") == {"B6": 594.67, "B9": ""}
    assert cli.main([*given, "--accept", "1"]) == 0
    assert values_of("单位-导入(2).xlsx") == {"B6": 594.67, "B9": 1.23}


def test_the_same_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["import", "决算.xls", "--answer", "单位=元", "--accept", "all", "--into"]
    assert cli.main([*given, "单位.xlsx"]) == 0
    capsys.readouterr()
    assert cli.main([*given, "单位-导入.xlsx"]) == 1
    assert "已有且相同 2 项" in capsys.readouterr().err


def test_figures_that_differ_stay(
    template: Template, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = with_rows(template.blank(), {f"{INCOME}.general_budget.current": Decimal("206.7")})
    (here / "单位.xlsx").write_bytes(workbook_of(template, filled))
    given = ["import", "决算.xls", "--into", "单位.xlsx", "--answer", "单位=元", "--accept=all"]
    assert cli.main(given) == 1
    told = capsys.readouterr().err
    assert "表中 206.70，决算.xls 工作表“Z01” 594.67" in told
    assert told.count("594.67") == 1  # both figures are in one clause
    assert values_of("单位-导入.xlsx") == {"B6": 206.7, "B9": 1.23}


@pytest.mark.parametrize("name", ["新.xlsx", "新.xlsm"])
def test_a_new_workbook_is_made_where_there_is_none(name: str) -> None:
    given = ["import", "决算.xls", "-o", name, "--answer", "单位=元", "--accept", "all"]
    assert cli.main(given) == 0
    assert values_of(name) == {"B6": 594.67, "B9": 1.23}
    assert ("xl/vbaProject.bin" in saved_book(Path(name)).package) == name.endswith("m")


def test_json_and_page_hold_everything(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    members = {"决算.xls": xls(ROWS), "说明.docx": word("<情况说明>"), "坏.xlsx": b"\x00"}
    (here / "报送.zip").write_bytes(zipped(members))
    given = ["import", "报送.zip", "--into", "单位.xlsx", "--answer", "单位=元", "--json"]
    assert cli.main([*given, "--html", "对照.html"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["version"] == 1
    assert told["written"] == "单位-导入.xlsx"
    counted = {state: count for state, count in told["summary"].items() if count}
    assert counted.pop("no_source") > 50
    assert counted == {"placed": 1, "proposed": 1, "partial": 1, "unplaced": 3}
    placed = next(line for line in told["lines"] if line["state"] == "placed")
    assert (placed["sheet"], placed["cell"], placed["there"]) == ("收支情况", "B6", "594.67")
    assert placed["origins"][0]["address"] == "B2"
    reasons = {line["note"] for line in told["lines"] if line["state"] == "unplaced"}
    assert "没有认出里面的内容" in reasons
    page = Path("对照.html").read_text(encoding="utf-8")
    assert '<td class="placed" title="已放置：《收支情况》 B6' in page
    assert '<td class="unplaced" title="未能放置' in page
    assert "&lt;情况说明&gt;" in page


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ([], "请用 --into"),
        (["--into", "没有.xlsx"], "找不到文件"),
        (["--into", "决算.xls"], "旧版 .xls"),
        (["--into", "单位.xlsx", "--answer", "单位"], "--answer 应写成"),
        (["--into", "单位.xlsx", "--accept", "甲"], "--accept 应为编号"),
        (["--into", "单位.xlsx", "-o", "a.xlsm"], "写成 .xlsx 结尾"),
        (["-o", "a.pdf"], "写成 .xlsx"),
    ],
)
def test_what_cannot_be_done_is_said(
    more: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", "决算.xls", *more]) == 2
    assert message in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["决算.xls", "单位.xlsx"]


def test_a_table_that_waits_for_an_answer_is_not_called_unknown(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(import_sources, "RECOGNISERS", RECOGNISERS)
    heads = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出"]
    rows: Rows = [["2023年度支出决算表"], ["项目", *heads], ["合计", 5, 4, 1, None, None]]
    (here / "支出 决算.xls").write_bytes(xls(rows))
    given = ["import", "支出 决算.xls", "--into", "单位.xlsx", "--year", "2023", "--json"]
    assert cli.main(given) == 1
    lines = json.loads(capsys.readouterr().out)["lines"]
    (asked,) = (line for line in lines if line["state"] == "question")
    (left,) = (line for line in lines if line["state"] == "unplaced")
    assert '--answer "unit.支出 决算.xls.T3=元"' in asked["note"]
    assert left["note"] == "回答了问题才能导入这份文件里的表"


def test_a_workbook_of_ours_is_no_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "单位.xlsx", "--into", "单位.xlsx"]) == 2
    assert "请运行 xlevaluate new 新工作簿 --from 它" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\x89PNG\r\n"])
def test_a_source_that_cannot_be_read_ends_it(
    here: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "决算.xls").write_bytes(content)
    assert cli.main(["import", "决算.xls", "--into", "单位.xlsx"]) == 2
    assert "“决算.xls”" in capsys.readouterr().err
