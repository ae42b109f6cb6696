"""Every figure of a grid stands under the labels of its row and column, in its unit."""

from decimal import Decimal

import pytest

from tests.grids import figures_of, grid_of, source_of
from xlevaluate.sources.grid import SourceCell
from xlevaluate.tables.amount_texts import amount_in, read_amount
from xlevaluate.tables.money_units import unit_of_line
from xlevaluate.tables.understanding import tables_in


def test_halves_of_a_row_are_lists_of_their_own() -> None:
    found = figures_of(
        grid_of("""
            收入支出决算总表 | < | < | <
            编制单位：某局 | | | 金额单位：万元
            收入 | < | 支出 | <
            项 目 | 决算数 | 项\u3000目 | 决算数
            栏次 | 1 | 栏次 | 2
            一、一般公共预算财政拨款收入 | 594.67 | 一、一般公共服务支出 | 590.00
            二、政府性基金预算财政拨款收入 | | 二、外交支出 |
            本年收入合计 | 594.67 | 本年支出合计 | 590.00
            注：本表反映部门本年度的总收支。
        """)
    )
    assert found == [
        "收入支出决算总表: 一般公共预算财政拨款收入 | 收入 / 决算数 = 594.67 万元",
        "收入支出决算总表: 本年收入合计 | 收入 / 决算数 = 594.67 万元",
        "收入支出决算总表: 一般公共服务支出 | 支出 / 决算数 = 590.00 万元",
        "收入支出决算总表: 本年支出合计 | 支出 / 决算数 = 590.00 万元",
    ]


def test_heads_of_several_rows_and_codes_in_three_columns() -> None:
    found = figures_of(
        "表2",
        "收入决算表",
        "单位：元",
        grid_of(
            """
            项目 | < | < | < | 本年收入↵合计 | 事业收入 | <
            功能分类科目编码 | < | < | 科目名称 | ^ | 小计 | 其中：教育收费
            类 | 款 | 项 | ^ | ^ | ^ | ^
            合计 | < | < | < | 10.5 | 2 | 1
            201 | | | 一般公共服务支出 | 10.5 | 2 | 1
            | 03 | | 政府办公厅 | 10.5 | 2 |
            | | 01 | 行政运行 | 10.5 | |
        """
        ),
    )
    assert found[:4] == [
        "收入决算表: 合计 | 本年收入合计 = 10.5 元",
        "收入决算表: 合计 | 事业收入 / 小计 = 2 元",
        "收入决算表: 合计 | 事业收入 / 教育收费 = 1 元",
        "收入决算表: 201 / 一般公共服务支出 | 本年收入合计 = 10.5 元",
    ]
    assert found[-1] == "收入决算表: 2010301 / 行政运行 | 本年收入合计 = 10.5 元"


def test_a_head_without_merges() -> None:
    found = figures_of(
        "政府性基金预算财政拨款收入支出决算表",
        "单位：万元",
        grid_of("""
            项目 | 本年收入 | 本年支出 | | | 年末结转和结余
            | | 小计 | 基本支出 | 项目支出 |
            合计 | 10.5 | 8.5 | 5 | 3.5 | 2
        """),
    )
    heads = [line.split("| ")[1].split(" = ")[0] for line in found]
    assert heads == [
        "本年收入",
        "本年支出 / 小计",
        "本年支出 / 基本支出",
        "本年支出 / 项目支出",
        "年末结转和结余",
    ]


def test_figures_without_labels_of_rows() -> None:
    found = figures_of(
        "“三公”经费支出决算表",
        grid_of("""
            预算数 | < | < | 决算数 | < | <
            合计 | 公务用车 | < | 合计 | 公务用车 | <
            ^ | 小计 | 购置费 | ^ | 小计 | 购置费
            1 | 2 | 3 | 4 | 5 | 6
            5.1 | 4 | 1 | 0.1 | 0 | —
        """),
    )
    assert found[2] == "“三公”经费支出决算表:  | 预算数 / 公务用车 / 购置费 = 1"
    assert found[5] == "“三公”经费支出决算表:  | 决算数 / 公务用车 / 购置费 = —"


def test_rows_by_numbering_among_and_indentation() -> None:
    found = figures_of(
        grid_of("""
            机构运行信息表 | <
            项目 | 统计数
            一、“三公”经费支出 | —
            （一）支出合计 | 5
            1．因公出国（境）费 | 1
            2．公务用车 | 2
            （1）购置费 | 1
            （2）运行维护费 | 1
            3．公务接待费 | 2
            （1）国内接待费 | 2
            其中：外事接待费 | 1
            （2）国（境）外接待费 | 0
            （二）相关统计数 | —
            公用经费 | 9
            其中：办公费 | 4
            　　会议费 | 3
            　　培训费 | 2
            总计 | 30
        """)
    )
    paths = [line.split(": ")[1].split(" | ")[0] for line in found]
    assert paths[5].endswith("公务用车 / 运行维护费")
    assert paths[8:10] == [f"{paths[7]} / 外事接待费", f"{paths[6]} / 国境外接待费"]
    assert paths[10] == "三公经费支出 / 相关统计数"
    assert [path.split(" / ")[-2:] for path in paths[12:15]] == [
        ["公用经费", "办公费"],
        ["公用经费", "会议费"],
        ["公用经费", "培训费"],
    ]
    assert paths[-1] == "总计"


@pytest.mark.parametrize("gap", [True, False])
def test_tables_side_by_side_have_their_own_units(gap: bool) -> None:
    between = "| " if gap else ""
    found = figures_of(
        grid_of(f"""
            甲收入决算表 | {between}| 乙支出决算表 |
            单位：元 | {between}| 单位：万元 |
            项目 | 决算数 {between}| 项目 | 决算数
            合计 | 5.5 {between}| 合计 | 6.6
        """)
    )
    assert found == [
        "甲收入决算表: 合计 | 决算数 = 5.5 元",
        "乙支出决算表: 合计 | 决算数 = 6.6 万元",
    ]


def test_tables_side_by_side_at_different_heights() -> None:
    found = figures_of(
        grid_of("""
            甲收入决算表 | | | |
            单位：元 | | | 乙支出决算表 |
            项目 | 决算数 | | 单位：万元 |
            合计 | 5.5 | | 项目 | 决算数
            事业收入 | 5.5 | | 合计 | 6.6
        """)
    )
    assert found[-1] == "乙支出决算表: 合计 | 决算数 = 6.6 万元"
    assert len(found) == 3


def test_tables_under_one_another_and_no_unit_is_carried_over() -> None:
    found = figures_of(
        grid_of("""
            甲收入决算表 | <
            单位：元 |
            项目 | 决算数
            合计 | 5.5
            注：另有说明 |
            |
            乙支出决算表 |
            项目 | 决算数
            合计 | 6.6
        """)
    )
    assert found == ["甲收入决算表: 合计 | 决算数 = 5.5 元", "乙支出决算表: 合计 | 决算数 = 6.6"]


@pytest.mark.parametrize("head", [True, False])
def test_a_table_goes_on_on_the_next_page(head: bool) -> None:
    top = "项目 | 决算数\n栏次 | 1\n" if head else ""
    first, second = (
        grid_of("项目 | 决算数\n栏次 | 1\n一、事业收入 | 1.5"),
        grid_of(f"{top}二、经营收入 | 2.5", place="第2张表"),
    )
    (table,) = tables_in(source_of("收入支出决算总表", "单位：元", first, second))
    assert [(e.row, e.unit, e.address) for e in table.entries] == [
        (("事业收入",), "元", "第1张表第3行第2列"),
        (("经营收入",), "元", f"第2张表第{3 if head else 1}行第2列"),
    ]


def test_a_table_without_figures_keeps_what_stands_below() -> None:
    (table,) = tables_in(
        source_of(
            grid_of("""
                国有资本经营预算财政拨款支出决算表 | < | <
                 | | 单位：万元
                科目编码 | 科目名称 | 合计
                 | |
                本单位没有国有资本经营预算支出，故本表无数据。 | < | <
            """)
        )
    )
    assert not table.entries
    assert table.notes == ("本单位没有国有资本经营预算支出，故本表无数据。",)


def test_what_is_merged_over_figures_stands_under_none() -> None:
    (table,) = tables_in(
        source_of(grid_of("项目 | 预算数 | 决算数\n合计 | 5.5 | <\n事业收入 | 1 | 2"))
    )
    assert [(e.text, e.is_merged) for e in table.entries] == [
        ("5.5", True),
        ("1", False),
        ("2", False),
    ]


def test_signatures_and_notes_are_no_rows() -> None:
    (table,) = tables_in(
        source_of(
            grid_of("""
                项目 | 决算数
                合计 | 5.5
                备注：1.本表金额转换为万元时，因四舍五入可能存在尾差。 | <
                填表人：某某 | 填报日期：2024-03-01
            """)
        )
    )
    assert [row.path for row in table.rows] == [("合计",)]
    assert len(table.notes) == 3


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：元", "元"),
        ("编制单位：元宝区财政局", ""),
        ("编制单位：元", ""),
        ("填报单位：某局　　　金额单位：万元", "万元"),
        ("单位：人民币万元", "万元"),
        ("收入决算表（万元）", "万元"),
        ("金额：元", "元"),
        ("单位：元、人", "元"),
        ("项目资金（单位：千元）", "千元"),
        ("单位：元宝山", ""),
        ("没有单位", ""),
    ],
)
def test_unit_of_a_line(line: str, unit: str) -> None:
    assert unit_of_line(line) == unit


def test_the_nearest_unit_counts() -> None:
    found = figures_of(
        "单位：元",
        grid_of("""
            项目 | 金额（万元） | 决算数
            合计 | 5.5 | 55000
            车辆数（辆） | | 3
            其他 | 1千元 | 10元
        """),
    )
    units = [line.rsplit(" ", 1)[1] for line in found]
    assert units == ["万元", "元", "辆", "千元", "元"]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("", "blank", None),
        ("\u3000", "blank", None),
        ("0.00", "number", "0"),
        ("无", "nil", "0"),
        ("本年度未发生", "nil", "0"),
        ("无此项支出", "nil", "0"),
        ("无因公出国（境）支出", "text", None),  # of one thing, perhaps not that of the row
        ("无数据", "text", None),
        ("—", "not_asked", None),
        ("——", "not_asked", None),
        ("/", "not_asked", None),
        ("***", "not_asked", None),
        ("不适用", "not_applicable", None),
        ("１，３６７．７５", "number", "1367.75"),
        ("594.\u00a067万元", "number", "594.67"),
        ("41.2 万", "number", "41.2"),
        ("－1.2", "number", "-1.2"),
        ("△1.2", "number", "-1.2"),
        ("(1.2)", "number", "-1.2"),
        ("95%", "number", "0.95"),
        ("1,23", "text", None),
        ("12篇/46次", "text", None),
        ("约12", "text", None),
    ],
)
def test_what_a_cell_says(text: str, kind: str, number: str | None) -> None:
    read = amount_in(text)
    assert (read.kind, read.number) == (kind, None if number is None else Decimal(number))


def test_money_in_ten_thousands_without_its_last_word_has_its_unit() -> None:
    assert amount_in("5万").unit == "万元"


def test_a_formula_without_a_result_is_no_blank() -> None:
    assert read_amount(SourceCell("", "uncomputed")).kind == "unreadable"
