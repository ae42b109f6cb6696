"""What units have published is found, held against what they handed in, and nobody is named."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import CREATED
from tests.fuzz.mutations import packed
from tests.letters.made import a_file, rolled
from tests.rollup.by_hand import book_at, rows_below
from xlevaluate.cli import main
from xlevaluate.review.published_checks import Published, held_against, names_of
from xlevaluate.review.published_files import PublishedFile, published_in
from xlevaluate.review.published_tables import PUBLISHED, published_sheets
from xlevaluate.rollup.collection import Unread
from xlevaluate.rollup.summary.summary_file import write_summary

FORM = """<table><tr><td>一级指标</td><td>三级指标</td><td>年度指标值</td><td>得分</td></tr>
<tr><td>产出</td><td>次数</td><td>10</td><td>{score}</td></tr></table>"""
RIGHT = f"""<h1>甲局2023年度部门决算</h1><p>部门整体支出绩效自评报告</p>
<p>本年度全年预算100.00万元，执行900,000元，自评得分95分。</p>
<p>2023年度，对2个项目开展绩效自评，涉及资金200.00万元，平均得分95分。</p>
<p>联系电话：0731-8888888　填表人：（略）</p>{FORM.format(score="9")}"""
WRONG = """<h1>乙局2023年度部门决算</h1><p>自评得分96分，全年预算100万元，执行90万元。</p>
<p>组织对项目开展绩效自评，共涉及项目3个，资金0.02亿元。</p>
<p>填表人：王二麻 13800138000　身份证 430103199001011234</p>"""
ROSTER = """单位编码,单位名称,主管部门,类型,项目名称
101,甲局,甲局,部门,
101,甲局,甲局,项目,修路
102,甲局一所,甲局,单位,
102,甲局一所,甲局,项目,修桥
201,乙局,乙局,部门,
201,乙局,乙局,项目,种树
301,丙局,丙局,部门,
"""
HANDED = {
    "a.xlsx": a_file("甲局", "101"),
    "b.xlsx": a_file("乙局", "201"),
    "c.xlsx": a_file("甲局一所", "102"),
    **{
        f"{name}.xlsx": a_file(unit, code, kind="project", project_name=name)
        for unit, code, name in (
            ("甲局", "101", "修路"),
            ("甲局一所", "102", "修桥"),
            ("乙局", "201", "种树"),
        )
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("公开")
    (folder / "甲局").mkdir()
    (folder / "甲局" / "2023年度部门决算.html").write_text(RIGHT, encoding="utf-8")
    (folder / "二.zip").write_bytes(packed({"附件.html": WRONG.encode("gbk")}))
    (folder / "某文件.txt").write_text("甲 局 一 所\n没有别的。", encoding="utf-8")
    (folder / "别处.html").write_text("<p>与谁都无关。</p>", encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04")
    return folder


@pytest.fixture(scope="module")
def held(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[tuple[Published, ...], list[PublishedFile], list[Unread]]:
    lines = rolled(tmp_path_factory.mktemp("kept"), HANDED, ROSTER).collection.lines
    units = [line for line in lines if line.entry.kind != "project"]
    found = list(published_in([folder], [names_of(line) for line in units]))
    files = [item for item in found if isinstance(item, PublishedFile)]
    unread = [item for item in found if isinstance(item, Unread)]
    return held_against(units, lines, files), files, unread


def test_files_are_their_unit_s_by_path_or_beginning(
    held: tuple[tuple[Published, ...], list[PublishedFile], list[Unread]],
) -> None:
    units, files, unread = held
    whose = {item.line.entry.name: [file.name for file in item.files] for item in units}
    assert whose == {
        "甲局": ["甲局/2023年度部门决算.html"],
        "甲局一所": ["某文件.txt"],
        "乙局": ["二.zip/附件.html"],
        "丙局": [],
    }
    assert [file.name for file in files if file.unit is None] == ["别处.html"]
    assert [file.name for file in unread] == ["坏.docx"]


def test_what_is_wrong_is_said(
    held: tuple[tuple[Published, ...], list[PublishedFile], list[Unread]],
) -> None:
    problems = {item.line.entry.name: list(item.problems) for item in held[0]}
    assert problems["甲局"] == [], "all of its department's projects, and its execution in 元"
    assert problems["丙局"] == ["没有找到公开的文件。"]
    assert problems["乙局"] == [
        "没有绩效自评表（有三级指标、指标值和得分的表）。",
        "没有绩效自评报告。",
        "自评得分：报送的是 95 分，公开的文件里没有这个数。",
        "自评项目：公开的是 3 个，报送的是 1 个。",
        "有手机号码 1 个，公开前应删去。",
        "有身份证号码 1 个，公开前应删去。",
        "填表人、联系人后面有姓名，公开时应写作（略）。",
    ]
    assert "没有说明项目绩效自评的个数、资金和得分：报送的有 1 个项目。" in problems["甲局一所"]


def test_the_list_names_nobody(
    held: tuple[tuple[Published, ...], list[PublishedFile], list[Unread]], tmp_path: Path
) -> None:
    units, files, unread = held
    sheets = published_sheets(units, [file for file in files if file.unit is None], unread)
    path = write_summary(tmp_path / "公开核对.xlsx", sheets, PUBLISHED, CREATED)
    rows = rows_below(book_at(path), PUBLISHED, "公开的文件")
    assert [row["结果"] for row in rows] == ["没有发现问题", "有问题", "有问题", "没有找到"]
    said = str(book_at(path).sheets)
    assert "王二麻" not in said
    assert "138001" not in said


def test_money_of_projects_is_held_in_any_unit(tmp_path: Path) -> None:
    (tmp_path / "乙局.txt").write_text(
        "乙局对1个项目开展绩效自评，资金0.02亿元。", encoding="utf-8"
    )
    (file,) = published_in([tmp_path], [("乙局",)])
    assert isinstance(file, PublishedFile)
    assert (file.projects.count, file.projects.money) == (1, Decimal(200))


def test_the_command_says_what_it_needs(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["published", str(folder), "--published", str(folder), "-o", str(tmp_path / "核对.doc")]
    assert main(asked) == 2
    assert "请写成 .xlsx 结尾" in capsys.readouterr().err
    asked[-1] = str(tmp_path / "公开核对.xlsx")
    assert main([*asked, "--jobs", "1"]) == 1
    assert "0 个部门和单位" in capsys.readouterr().err
