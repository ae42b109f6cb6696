"""Rosters as bureaus have them: heads in any order, codes and names in one column, doubles."""

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from xlevaluate.errors import CannotDoError
from xlevaluate.rollup.roster import Roster, read_roster

Table = list[list[object]]


def roster_of(
    rows: Table, folder: Path, name: str = "名单.xlsx", merged: Sequence[str] = ()
) -> Roster:
    path = folder / name
    if name.endswith(".csv"):
        text = "\r\n".join(",".join("" if v is None else str(v) for v in row) for row in rows)
        path.write_bytes(text.encode("gbk" if "gbk" in name else "utf-8-sig"))
    else:
        book, stream = openpyxl.Workbook(), io.BytesIO()
        for row in rows:
            book.worksheets[0].append(row)
        for span in merged:
            book.worksheets[0].merge_cells(span)
        book.save(stream)
        path.write_bytes(stream.getvalue())
    return read_roster(path)


PLAIN: Table = [
    ["单位编码", "单位名称", "主管部门", "业务科室", "类型", "项目名称"],
    ["101001", "甲局", "甲局", "预算科", "部门", None],
    ["101002", "甲局服务中心", "甲局", "预算科", "单位", None],
    ["101002", "甲局服务中心", "甲局", "预算科", "项目", "设备购置"],
]


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv", "名单gbk.csv"])
def test_a_plain_roster(name: str, tmp_path: Path) -> None:
    first, second, third = roster_of(PLAIN, tmp_path, name).entries
    assert (first.kind, first.code, first.name, first.office) == (
        *("department", "101001", "甲局", "预算科"),
    )
    assert (second.kind, second.department) == ("unit", "甲局")
    assert (third.kind, third.title, third.name) == ("project", "设备购置", "甲局服务中心")
    assert [item.row for item in (first, second, third)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("head", "cell", "code", "name"),
    [
        ("预算单位编码-名称", "101001-甲局", "101001", "甲局"),
        ("预算单位（编码—名称）", "101001－甲局", "101001", "甲局"),
        ("预算单位", "101001 甲局", "101001", "甲局"),
        ("预算单位", "甲局", "", "甲局"),
        ("单位名称", "甲-乙联合中心", "", "甲-乙联合中心"),
        ("单 位 全 称", "甲局", "", "甲局"),
    ],
)
def test_codes_and_names_in_one_column(
    head: str, cell: str, code: str, name: str, tmp_path: Path
) -> None:
    table: Table = [["2024年应报名单", None], [None, None], ["业务处室", head], ["预算处", cell]]
    (entry,) = roster_of(table, tmp_path).entries
    assert (entry.code, entry.name, entry.office) == (code, name, "预算处")


TWO_ROWS: Table = [
    ["2024年应报名单", None, None, None, None, None, None],
    ["序号", "预算单位", None, "主管部门", "归口股室", "项目", None],
    [None, "编码", "名称", None, None, "编码", "名称"],
    [1, "101001", "甲局", "甲局", "预算股", None, None],
    [2, "101002", "甲局服务中心", "甲局", "预算股", "P1", "设备购置"],
    ["合计", None, 2, None, None, None, None],
]
MERGED = ("A1:G1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "F2:G2")


def test_heads_of_two_rows(tmp_path: Path) -> None:
    roster = roster_of(TWO_ROWS, tmp_path, merged=MERGED)
    first, second = roster.entries
    assert (first.kind, first.code, first.name, first.office) == (
        *("department", "101001", "甲局", "预算股"),
    )
    assert (second.kind, second.name, second.title, second.project_code) == (
        *("project", "甲局服务中心", "设备购置", "P1"),
    )
    assert roster.remarks == ()


def test_what_was_read_as_what_is_told(tmp_path: Path) -> None:
    heads = ["联系电话", "预算单位", "主管部门（编码-名称）"]
    table: Table = [[*heads], ["1", "101-甲局", "101-甲局"]]
    roster = roster_of(table, tmp_path)
    assert roster.read_as == "B1 单位编码和名称、C1 主管部门；没有用的列：联系电话"
    (entry,) = roster.entries
    assert (entry.kind, entry.code, entry.department) == ("department", "101", "甲局")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("部门整体支出", "department"),
        ("一级预算单位", "department"),
        ("二级单位", "unit"),
        ("单位整体", "unit"),
        ("项目支出绩效自评", "project"),
        ("", "unit"),
    ],
)
def test_kinds_in_people_s_words(said: str, kind: str, tmp_path: Path) -> None:
    (entry,) = roster_of([["单位名称", "评价类型"], ["甲局", said]], tmp_path).entries
    assert entry.kind == kind


def test_a_document_is_no_roster(tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(b"PK")
    with pytest.raises(CannotDoError, match="名单应是一张表"):
        read_roster(path)


def test_codes_that_are_numbers(tmp_path: Path) -> None:
    (entry,) = roster_of([["编码", "名称"], [101001, "甲局"]], tmp_path).entries
    assert entry.code == "101001"


def test_names_alone(tmp_path: Path) -> None:
    table: Table = [["序号", "单位名称"], [1, "甲局"], [2, "乙局"]]
    assert [item.name for item in roster_of(table, tmp_path).entries] == ["甲局", "乙局"]


def test_doubles_sums_and_rows_without_a_name(tmp_path: Path) -> None:
    table: Table = [*PLAIN, PLAIN[2], ["", None, "甲局", None, None, None], ["合计", 3]]
    roster = roster_of(table, tmp_path)
    assert len(roster.entries) == 3
    double, nameless = roster.remarks
    assert "第 5 行" in double
    assert "第 3 行" in double
    assert "第 6 行没有单位名称" in nameless


def test_what_clerks_write_between_units(tmp_path: Path) -> None:
    """Subtotals by department, stretched names, units that are no more, notes at the bottom."""
    table: Table = [
        ["序号", "单 位 编 码", "单位名称", "备注"],
        ["一", None, "甲局小计", None],
        [1, 101001, "甲　局", None],
        [2, 101002, "甲局\u3000服务 中心", "5月撤销，并入甲局"],
        [3, 101003, "Q B 公司", None],
        ["注：1.垂管单位不在此列。", None, None, None],
        ["填表人：某某", None, None, None],
    ]
    roster = roster_of(table, tmp_path)
    assert [item.name for item in roster.entries] == ["甲局", "甲局服务中心", "Q B 公司"]
    gone, notes = roster.remarks
    assert gone == (
        "名单第 4 行“甲局服务中心”写着“5月撤销，并入甲局”，仍计入应报；"
        "不用报的，请从名单里删去这一行。"
    )
    assert "第 2、6、7 行没有单位名称" in notes


def test_sheets_that_belong_together_are_read_together(tmp_path: Path) -> None:
    sheets: dict[str, Table] = {
        "2024一级": [["预算单位(编码-名称)", "状态"], ["101001-甲局", "启用"]],
        "二级": [["预算单位(编码-名称)", "状态"], ["101002-甲局中心", "启用"]],
        "项目": [
            ["预算单位(编码-名称)", "项目名称", "主管部门"],
            ["101002-甲局中心", "修路", "101001-甲局"],
        ],
        "电话": [["单位名称", "主管部门", "电话"], ["丙局", "丙局", "1"]],
        "2023一级": [["预算单位(编码-名称)", "状态"], ["101009-旧局", "启用"]],
    }
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    path = tmp_path / "名单.xlsx"
    book.save(path)
    roster = read_roster(path)
    assert [(item.kind, item.title) for item in roster.entries] == [
        ("department", "甲局"),
        ("unit", "甲局中心"),
        ("project", "修路"),
    ]
    assert [item.department for item in roster.entries] == ["甲局"] * 3, "said of the project"
    assert roster.remarks == (
        "工作表“电话”也有单位名称，不像名单，没有读。",
        "工作表“2023一级”是另一年的，没有读。",
    )


@pytest.mark.parametrize("table", [[["甲", "乙"], [1, 2]], [["单位得分表"], [3]]])
def test_a_table_that_is_no_roster_is_told(table: Table, tmp_path: Path) -> None:
    with pytest.raises(CannotDoError, match="没有找到名单"):
        roster_of(table, tmp_path)
