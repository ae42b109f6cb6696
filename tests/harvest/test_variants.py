"""Every variant seen in forms made elsewhere: placed where it belongs, or listed as not placed.

The numbers are those of the catalogue from which they were built. What belongs to the files
themselves (pictures, .xls, archives) is tested with their readers; here stand the tables in them.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from tests.harvest.foreign import grid, source
from xlevaluate.harvest.recognise import recognise_declarations, recognise_forms
from xlevaluate.sources.grid import Grid, Source, SourceCell
from xlevaluate.tables.found import Harvest
from xlevaluate.template.template_loading import load_template

YEAR = 2023
HEAD = ["经费控制情况（万元）", "2022年决算数", "2023年预算数", "2023年决算数"]
SPENDING = "basic_data.spending"
BUDGET = "self_evaluation.budget"
INDICATORS = "self_evaluation.indicators"


def figures(row: str, *values: str | None) -> dict[str, object]:
    """Return the three figures of a row of the base table."""
    columns = ("prior_final", "budget", "final")
    pairs = zip(columns, values, strict=True)
    return {f"{SPENDING}.{row}.{key}": Decimal(value) for key, value in pairs if value is not None}


def indicator(path: str, *values: object) -> dict[str, object]:
    """Return name, target, actual value, weight and score of an indicator."""
    keys = ("name", "target", "actual", "weight", "score", "deviation")
    pairs = zip(keys, values, strict=False)
    return {f"{INDICATORS}.{path}.{key}": value for key, value in pairs if value is not None}


@dataclass(frozen=True)
class Variant:
    """A file with one variant, what of it is placed, and what is listed or asked instead."""

    number: str
    file: Source
    found: Mapping[str, object] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    family: str = "hunan_department"
    answers: Mapping[str, str] = field(default_factory=dict)


def base(*rows: list[str], head: list[str] = HEAD, before: tuple[str, ...] = ()) -> Source:
    return source("部门整体支出绩效评价基础数据表", *before, grid([head, *rows]))


THREE = ["三公经费", "5.41", "0", "0.1"]
THREE_FOUND = figures("three_public", "5.41", "0", "0.1")
INDICATOR_HEAD = [
    *("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    "偏差原因分析及改进措施",
]
ROW = ["产出指标", "数量指标", "培训人次", "≥100人次", "120人次", "10", "10", ""]
ROW_FOUND = indicator("quantity.0", "培训人次", "≥100人次", "120人次", Decimal(10), Decimal(10))


def scored(*rows: list[str], head: list[str] = INDICATOR_HEAD) -> Source:
    return source("整体支出绩效自评表", grid([head, *rows]))


def money_head(*heads: str) -> list[str]:
    return ["年度预算申请（万元）", *heads, "分值", "执行率", "得分"]


TOTAL = ["年度资金总额", "394.50", "594.67", "594.67", "10", "100%", "10"]
TOTAL_FOUND = {
    f"{BUDGET}.initial": Decimal("394.5"),
    f"{BUDGET}.final": Decimal("594.67"),
    f"{BUDGET}.executed": Decimal("594.67"),
}
FUNDS = money_head("年初预算数", "全年预算数", "全年执行数")


def funds(*rows: list[str], head: list[str] = FUNDS) -> Source:
    return source("整体支出绩效自评表", grid([head, *rows]))


VARIANTS = [
    # ------------------------------------------------------------------ a. containers
    Variant("1 tables of a Word document", base(THREE), THREE_FOUND),
    Variant(
        "4 a web page copied into one column more, colspans kept",
        base(["三公经费", "5.41", "<", "0", "0.1"], head=[HEAD[0], HEAD[1], "<", HEAD[2], HEAD[3]]),
        THREE_FOUND,
    ),
    Variant(
        "5 cells parted by signs, no table",
        source(
            "部门整体支出绩效评价基础数据表",
            "经费控制情况（万元）|2022年决算数|2023年预算数|2023年决算数",
            "三公经费|5.41|0|0.1",
        ),
        THREE_FOUND,
    ),
    Variant(
        "5 cells parted by blanks, one of them left out",
        source(
            "部门整体支出绩效评价基础数据表",
            "经费控制情况（万元）    2022年决算数    2023年预算数    2023年决算数",
            "三公经费                5.41                            0.1",
            "公用经费                1               2               3",
        ),
        figures("three_public", "5.41", None, "0.1") | figures("operating", "1", "2", "3"),
    ),
    Variant(
        "6 a table over two pages, heads repeated",
        source(
            "部门整体支出绩效评价基础数据表",
            grid([HEAD, THREE]),
            grid([HEAD, ["公用经费：", "1", "2", "3"]], "第2张表"),
        ),
        THREE_FOUND | figures("operating", "1", "2", "3"),
    ),
    Variant(
        "6 a table over two pages, heads not repeated",
        source(
            "部门整体支出绩效评价基础数据表",
            grid([HEAD, THREE]),
            grid([["公用经费：", "1", "2", "3"]], "第2张表"),
        ),
        THREE_FOUND | figures("operating", "1", "2", "3"),
    ),
    Variant(
        "8 two forms one under another on a sheet",
        source(
            grid(
                [
                    ["部门整体支出绩效评价基础数据表"],
                    HEAD,
                    ["项目支出：", "148.58", "0", "0"],
                    [],
                    ["整体支出绩效自评表"],
                    FUNDS,
                    TOTAL,
                    ["项目支出：8万元"],
                ]
            )
        ),
        figures("project", "148.58", "0", "0") | TOTAL_FOUND | {f"{BUDGET}.project": Decimal(8)},
    ),
    Variant(
        "8 two forms side by side",
        source(
            grid(
                [
                    ["部门整体支出绩效评价基础数据表", "", "", "", "", "整体支出绩效自评表"],
                    [*HEAD, "", *FUNDS],
                    [*THREE, "", *TOTAL],
                ]
            )
        ),
        THREE_FOUND | TOTAL_FOUND,
    ),
    Variant(
        "9 forms of several units in one document",
        source(
            *("部门整体支出绩效评价基础数据表", "填报单位：甲局", grid([HEAD, THREE])),
            "部门整体支出绩效评价基础数据表",
            "填报单位：乙局",
            grid([HEAD, ["三公经费", "1", "2", "3"]], "第2张表"),
        ),
        asked=("哪一份/基础数据表",),
    ),
    Variant(
        "9 forms of several units, and the user said which",
        source(
            *("部门整体支出绩效评价基础数据表", "填报单位：甲局", grid([HEAD, THREE])),
            "部门整体支出绩效评价基础数据表",
            "填报单位：乙局",
            grid([HEAD, ["三公经费", "1", "2", "3"]], "第2张表"),
        ),
        {"unit.name": "乙局"} | figures("three_public", "1", "2", "3"),
        answers={"哪一份/基础数据表": "2. 乙局（外来.docx第2张表）"},
    ),
    Variant(
        "10 the form behind the tables of the final accounts",
        source(
            "收入支出决算总表",
            grid([["项目", "决算数"], ["本年收入合计", "900"], ["项目支出", "800"]], "第1张表"),
            "第五部分 附件",
            "部门整体支出绩效评价基础数据表",
            grid([HEAD, ["项目支出：", "148.58", "0", "0"]], "第2张表"),
        ),
        figures("project", "148.58", "0", "0"),
    ),
    Variant(
        "12 hidden sheets, instructions first",
        source(
            grid([["填报说明"], ["1.请如实填写三公经费、项目支出。"]], "工作表“填报说明”"),
            Grid("工作表“旧”", grid([HEAD, ["三公经费", "9", "9", "9"]]).rows, "旧", hidden=True),
            grid([HEAD, THREE], "工作表“表一”"),
        ),
        THREE_FOUND,
        left=("旧",),
    ),
    # ------------------------------------------------------------------ b. titles, units, heads
    Variant(
        "13 labels of another form stand below those that have their value beside them",
        source(
            grid(
                [
                    ["510000_0013zp-部门预算项目支出绩效自评表（2023年度）"],
                    ["项目名称", "甲项目", "<", "<"],
                    ["主管部门", "乙局", "实施单位（盖章）", "丙中心"],
                    ["项目基本情况", "项目年度目标", "年度目标完成情况", "<"],
                    ["^", "畅通", "已畅通", "<"],
                    ["预算执行情况", "年初预算", "预算执行率", "原因"],
                ]
            )
        ),
        {
            "project.name": "甲项目",
            "project.supervising_department": "乙局",
            "unit.name": "丙中心",
            "goal.expected": "畅通",
            "goal.actual": "已畅通",
        },
        left=("预算执行情况", "项目基本情况", "原因"),
        family="national_project",
    ),
    Variant(
        "46 the total in a column with other words for points and score",
        source(
            "整体支出绩效自评表",
            grid(
                [
                    [*INDICATOR_HEAD[:5], "权重", "自评得分", "备注"],
                    ROW,
                    ["总分", *["<"] * 4, "100", "96", ""],
                ]
            ),
        ),
        ROW_FOUND | {"self_evaluation.total_score": Decimal(96)},
    ),
    Variant(
        "13 a form code in the title",
        source(
            grid(
                [
                    ["510000_0013zp-部门预算项目支出绩效自评表（2023年度）"],
                    ["项目名称", "甲项目"],
                    ["主管部门", "乙局", "实施单位（盖章）", "丙中心"],
                ]
            )
        ),
        {
            "project.name": "甲项目",
            "project.supervising_department": "乙局",
            "unit.name": "丙中心",
        },
        family="sichuan_project",
    ),
    Variant(
        "14 a table code at the top right",
        source(
            "附件2-1", "部门整体支出绩效评价基础数据表", grid([["", "", "", "表7"], HEAD, THREE])
        ),
        THREE_FOUND,
    ),
    Variant(
        "15 another number of the table",
        source("附表9：部门整体支出绩效评价基础数据表", grid([HEAD, THREE])),
        THREE_FOUND,
    ),
    Variant(
        "16 another title",
        source("某局2023年度整体支出绩效评价基础数据情况", grid([HEAD, THREE])),
        THREE_FOUND,
    ),
    *(
        Variant(f"17 quotation marks {text}", base([text, *THREE[1:]]), THREE_FOUND)
        for text in ("“三公”经费", "＂三公＂经费", '"三公"经费', "三公经费")
    ),
    *(
        Variant(
            f"18 the unit in {where}",
            source(
                "部门整体支出绩效评价基础数据表",
                *lines,
                grid([[corner, *heads], ["三公经费", "54100", "0", "1000"]]),
            ),
            THREE_FOUND,
        )
        for where, lines, corner, heads in (
            ("a line", ("单位：元",), "项目", HEAD[1:]),
            ("a line with 金额", ("填报单位：    金额单位：元",), "项目", HEAD[1:]),
            ("the corner", (), "经费控制情况（元）", HEAD[1:]),
            ("the heads", (), "项目", [f"{head}（元）" for head in HEAD[1:]]),
            ("the title", ("基础数据（单位：元）",), "项目", HEAD[1:]),
        )
    ),
    Variant(
        "18 the unit in the label of a row",
        base(["三公经费（元）", "54100", "0", "1000"], head=["项目", *HEAD[1:]]),
        THREE_FOUND,
    ),
    Variant(
        "18 the unit nowhere",
        base(THREE, head=["项目", *HEAD[1:]]),
        figures("three_public", None, "0", None),
        left=("5.41", "0.1"),
        asked=("单位/外来.docx/第1张表",),
    ),
    Variant(
        "18 the unit nowhere, and the user said it",
        base(["三公经费", "54100", "0", "1000"], head=["项目", *HEAD[1:]]),
        THREE_FOUND,
        answers={"单位/外来.docx/第1张表": "元"},
    ),
    Variant(
        "19 different units in one file",
        source(
            *("部门整体支出绩效评价基础数据表", "单位：元"),
            grid([["项目", *HEAD[1:]], ["三公经费", "54100", "0", "1000"]]),
            *("整体支出绩效自评表", "单位：万元"),
            grid([["项目", *FUNDS[1:]], TOTAL], "第2张表"),
        ),
        THREE_FOUND | TOTAL_FOUND,
    ),
    *(
        Variant(f"20 the unit's name: {text}", base(THREE, before=(text,)), THREE_FOUND | named)
        for text, named in (
            ("编制单位：甲局", {"unit.name": "甲局"}),
            ("填报单位： 甲局 ", {"unit.name": "甲局"}),
            ("部门名称：甲局", {"unit.name": "甲局"}),
            ("单位（盖章）：甲局", {"unit.name": "甲局"}),
            ("填报单位：219001-甲局", {"unit.name": "甲局", "unit.code": "219001"}),
            ("单位名称：[906017]甲局", {"unit.name": "甲局", "unit.code": "906017"}),
        )
    ),
    Variant(
        "21 the year only in the title",
        source(
            "2023年度部门整体支出绩效评价基础数据表",
            grid([[HEAD[0], "上年决算数", "本年预算数", "本年决算数"], THREE]),
        ),
        THREE_FOUND,
    ),
    Variant(
        "21 the form of another year",
        source("2022年度部门整体支出绩效评价基础数据表", grid([HEAD, THREE])),
        asked=("年度/外来.docx",),
    ),
    Variant(
        "21 columns of other years",
        base(
            ["三公经费", "1", "5.41", "0", "0.1"],
            head=[HEAD[0], "2021年决算数", *HEAD[1:]],
        ),
        THREE_FOUND,
        left=("1",),
    ),
    Variant(
        "22 numbers of rows and columns",
        base(
            ["栏次", "", "1", "2", "3"],
            ["三公经费", "1", "5.41", "0", "0.1"],
            ["项目支出：", "2", "148.58", "0", "0"],
            ["公用经费：", "3", "1", "2", "3"],
            head=[HEAD[0], "行次", *HEAD[1:]],
        ),
        THREE_FOUND | figures("project", "148.58", "0", "0") | figures("operating", "1", "2", "3"),
    ),
    Variant(
        "23 heads in two rows",
        source(
            "部门整体支出绩效评价基础数据表",
            grid(
                [
                    [HEAD[0], "2022年", "2023年", "<"],
                    ["^", "决算数", "预算数", "决算数"],
                    THREE,
                ]
            ),
        ),
        THREE_FOUND,
    ),
    Variant(
        "23 total and parts under a head",
        source(
            "部门整体绩效自评表",
            grid(
                [
                    ["任务名称", "完成情况", "预算数（万元）", "<", "执行数（万元）", "<"],
                    ["^", "^", "总额", "其中：财政资金", "总额", "其中：财政资金"],
                    ["甲任务", "已完成", "10", "9", "8", "7"],
                    ["合计", "", "10", "9", "8", "7"],
                ]
            ),
        ),
        {
            "tasks.items.0.name": "甲任务",
            "tasks.items.0.done": "已完成",
            "tasks.items.0.budget": Decimal(10),
            "tasks.items.0.budget_fiscal": Decimal(9),
            "tasks.items.0.executed": Decimal(8),
            "tasks.items.0.executed_fiscal": Decimal(7),
            "totals.budget": Decimal(10),
            "totals.budget_fiscal": Decimal(9),
            "totals.executed": Decimal(8),
            "totals.executed_fiscal": Decimal(7),
        },
        family="platform_department",
    ),
    Variant(
        "24 heads and labels broken by line feeds and blanks",
        base(
            ["三 公\n经　费", "5.41", "0", "0.1"],
            head=["经费控制\n情况（万元）", "2022年\n决算数", "2023年 预算数", "2023年\n决 算 数"],
        ),
        THREE_FOUND,
    ),
    Variant(
        "25 a code before the label",
        base(["30217 公务接待费", "1", "2", "3"], ["三公经费", "5.41", "0", "0.1"]),
        THREE_FOUND | figures("official_reception", "1", "2", "3"),
    ),
    Variant(
        "26 heads repeated at the break of a page",
        base(THREE, HEAD, ["公用经费：", "1", "2", "3"]),
        THREE_FOUND | figures("operating", "1", "2", "3"),
    ),
    Variant(
        "27 letters and products in heads",
        source(
            "项目绩效自评表",
            grid(
                [
                    [
                        *("预算执行情况（万元）（20分）", "", "预算数（A）", "执行数（B）"),
                        *("执行率（B/A）", "得分（20分*执行率）"),
                    ],
                    ["^", "年度财政资金总额", "480", "468", "97.5%", "19.5"],
                ]
            ),
        ),
        {"funds.budget": Decimal(480), "funds.executed": Decimal(468)},
        family="hubei_project",
    ),
    Variant(
        "28 one column of budget",
        funds(
            ["年度资金总额", "594.67", "590", "10", "99%", "9.9"],
            head=money_head("预算数", "执行数"),
        ),
        {f"{BUDGET}.final": Decimal("594.67"), f"{BUDGET}.executed": Decimal(590)},
    ),
    Variant(
        "29 三公 in rows, in another order, with 小计",
        base(
            ["“三公”经费支出合计", "1", "1", "1"],
            ["1．因公出国（境）费", "0", "0", "0"],
            ["2．公务接待费", "3", "2", "1"],
            ["3．公务用车购置及运行维护费", "6", "5", "4"],
            ["（1）公务用车购置费", "0", "0", "0"],
            ["（2）公务用车运行维护费", "6", "5", "4"],
        ),
        figures("three_public", "1", "1", "1")
        | figures("overseas_travel", "0", "0", "0")
        | figures("official_reception", "3", "2", "1")
        | figures("vehicles", "6", "5", "4")
        | figures("vehicle_purchase", "0", "0", "0")
        | figures("vehicle_operation", "6", "5", "4"),
    ),
    # ------------------------------------------------------------------ c. rows
    Variant(
        "30 其中 in the label",
        base(["其中：公车购置", "1", "2", "3"], ["　　公车运行维护", "4", "5", "6"], THREE),
        THREE_FOUND
        | figures("vehicle_purchase", "1", "2", "3")
        | figures("vehicle_operation", "4", "5", "6"),
    ),
    Variant(
        "30 其中 as a cell of its own",
        base(
            ["三公经费", "<", "5.41", "0", "0.1"],
            ["其中：", "公车购置", "1", "2", "3"],
            ["^", "公车运行维护", "4", "5", "6"],
            head=[HEAD[0], "<", *HEAD[1:]],
        ),
        THREE_FOUND
        | figures("vehicle_purchase", "1", "2", "3")
        | figures("vehicle_operation", "4", "5", "6"),
    ),
    *(
        Variant(
            f"31 numbering {text}",
            base([f"{text}公务接待", "1", "2", "3"], THREE),
            THREE_FOUND | figures("official_reception", "1", "2", "3"),
        )
        for text in ("1、", "1.", "１．", "（1）", "(一)", "一、", "⑶", "③")
    ),
    Variant(
        "32 a colon behind the label",
        base(["项目支出：", "1", "2", "3"], THREE),
        THREE_FOUND | figures("project", "1", "2", "3"),
    ),
    Variant(
        "33 a prompt in the label",
        base(["3、本级专项资金（一个专项一行）", "1", "2", "3"], THREE),
        THREE_FOUND | figures("special_funds", "1", "2", "3"),
    ),
    Variant(
        "34 the name of a special fund in the label's cell",
        base(
            ["3、本级专项资金（一个专项一行）", "3", "3", "3"],
            ["乡村振兴", "1", "1", "2"],
            ["（2）教育发展", "2", "2", "1"],
            ["公用经费：", "7", "8", "9"],
        ),
        figures("special_funds", "3", "3", "3")
        | figures("operating", "7", "8", "9")
        | {"basic_data.spending.special_fund_items.0.name": "乡村振兴"}
        | figures("special_fund_items.0", "1", "1", "2")
        | {"basic_data.spending.special_fund_items.1.name": "（2）教育发展"}
        | figures("special_fund_items.1", "2", "2", "1"),
    ),
    Variant(
        "34 the label blank, the name in the next cell",
        base(
            ["3、本级专项资金", "", "3", "3", "3"],
            ["", "乡村振兴", "3", "3", "3"],
            ["公用经费：", "", "7", "8", "9"],
            head=[HEAD[0], "", *HEAD[1:]],
        ),
        figures("special_funds", "3", "3", "3")
        | figures("operating", "7", "8", "9")
        | {"basic_data.spending.special_fund_items.0.name": "乡村振兴"}
        | figures("special_fund_items.0", "3", "3", "3"),
    ),
    Variant(
        "34 a row of another kind where special funds stand",
        base(
            ["3、本级专项资金", "3", "3", "3"],
            ["4、债务还本支出", "6", "6", "6"],
            ["公用经费：", "7", "8", "9"],
        ),
        figures("special_funds", "3", "3", "3") | figures("operating", "7", "8", "9"),
        left=("6", "6", "6"),
    ),
    Variant("35 dots left as a row", scored(ROW, ["产出指标", "质量指标", "……"]), ROW_FOUND),
    Variant(
        "35 an indicator left as it is prompted",
        scored(ROW, ["产出指标", "质量指标", "指标1："]),
        ROW_FOUND,
        left=("指标1：",),
    ),
    Variant(
        "36 blank rows and columns between",
        base(
            [],
            ["", "三公经费", "", "5.41", "0", "", "0.1"],
            head=["", HEAD[0], "", HEAD[1], HEAD[2], "", HEAD[3]],
        ),
        THREE_FOUND,
    ),
    Variant(
        "37 the total behind its parts",
        base(["公务接待", "1", "2", "3"], ["三公经费", "5.41", "0", "0.1"]),
        THREE_FOUND | figures("official_reception", "1", "2", "3"),
    ),
    Variant(
        "38 a table that says that there is nothing",
        base(["本单位没有三公经费支出，故本表无数据", "<", "<", "<"], THREE),
        THREE_FOUND,
        left=("本单位没有三公经费支出，故本表无数据",),
    ),
    Variant(
        "39 notes and signatures below, with their values",
        source(
            "部门整体支出绩效评价基础数据表",
            grid([HEAD, THREE, ["说明：数字取自决算。", "<", "<", "<"]]),
            "注：本表按决算填列。",
            "填表人：张三   填报日期：2024年3月15日   联系电话：1234567   单位负责人（签字）：",
        ),
        THREE_FOUND
        | {
            "basic_data.filing.preparer": "张三",
            "basic_data.filing.date": datetime.date(2024, 3, 15),
            "basic_data.filing.telephone": "1234567",
        },
    ),
    Variant(
        "39 signatures in a row of the table",
        base(THREE, ["填表人：张三", "填报日期：2024-3-15", "联系电话：1234567", ""]),
        THREE_FOUND
        | {
            "basic_data.filing.preparer": "张三",
            "basic_data.filing.date": datetime.date(2024, 3, 15),
            "basic_data.filing.telephone": "1234567",
        },
    ),
    Variant(
        "40 indicators by goals, in a form without",
        scored(
            ["^", *ROW],
            head=["年度绩效目标1（40分）", *INDICATOR_HEAD],
        ),
        ROW_FOUND,
    ),
    Variant(
        "41 满意度 under 效益",
        scored(ROW, ["效益指标", "满意度指标", "群众满意度", "≥90%", "95%", "10", "10", ""]),
        ROW_FOUND
        | indicator("satisfaction.0", "群众满意度", "≥90%", "95%", Decimal(10), Decimal(10)),
    ),
    Variant(
        "41 成本 as a 一级指标",
        scored(
            ROW,
            ["成本指标", "经济成本指标", "总成本", "≤10万元", "9万元", "10", "10", ""],
            ["成本指标", "社会成本指标", "投诉", "≤3次", "1次", "5", "5", ""],
        ),
        ROW_FOUND
        | indicator("cost.0", "总成本", "≤10万元", "9万元", Decimal(10), Decimal(10))
        | indicator("cost.1", "投诉", "≤3次", "1次", Decimal(5), Decimal(5)),
    ),
    Variant(
        "41 a 一级指标 that the form does not have",
        scored(ROW, ["管理指标", "预算编制", "编制及时", "是", "是", "5", "5", ""]),
        ROW_FOUND,
        left=("编制及时", "是", "是", "5", "5"),
    ),
    Variant(
        "42 one cell of reasons for all",
        scored(
            [*ROW[:7], "天气原因"],
            ["^", "^", "培训班", "3期", "2期", "5", "3", "^"],
        ),
        ROW_FOUND
        | {f"{INDICATORS}.quantity.0.deviation": "天气原因"}
        | indicator("quantity.1", "培训班", "3期", "2期", Decimal(5), Decimal(3)),
    ),
    Variant(
        "42 one score for two indicators is neither one's",
        scored(
            [*ROW[:6], "13", ""],
            ["^", "^", "培训班", "3期", "2期", "5", "^", ""],
        ),
        {path: value for path, value in ROW_FOUND.items() if not path.endswith("score")}
        | indicator("quantity.1", "培训班", "3期", "2期", Decimal(5)),
        left=("13",),
    ),
    Variant(
        "43 no column of weights, points in brackets",
        scored(
            ["产出指标（50分）", "数量指标（10分）", "培训人次", "≥100人次", "120人次", "10"],
            head=[*INDICATOR_HEAD[:5], "得分"],
        ),
        ROW_FOUND,
    ),
    Variant(
        "43 points in brackets of several indicators",
        scored(
            ["产出指标（50分）", "数量指标（10分）", "培训人次", "≥100人次", "120人次", "6"],
            ["^", "^", "培训班", "3期", "2期", "4"],
            head=[*INDICATOR_HEAD[:5], "得分"],
        ),
        indicator("quantity.0", "培训人次", "≥100人次", "120人次", None, Decimal(6))
        | indicator("quantity.1", "培训班", "3期", "2期", None, Decimal(4)),
        left=("数量指标（10分）",),
    ),
    Variant(
        "44 sign, value and unit in three columns",
        scored(
            ["产出指标", "数量指标", "培训人次", "≥", "100", "人次", "120", "10", "10"],
            head=[
                *("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"),
                *("完成值", "权重", "得分"),
            ],
        ),
        ROW_FOUND,
    ),
    Variant(
        "44 one text, where the form has three columns",
        source("部门整体绩效自评表", grid([INDICATOR_HEAD, ROW])),
        {
            "indicators.quantity.0.name": "培训人次",
            "indicators.quantity.0.sign": "≥",
            "indicators.quantity.0.target": "100",
            "indicators.quantity.0.unit": "人次",
            "indicators.quantity.0.actual": "120",
            "indicators.quantity.0.weight": Decimal(10),
            "indicators.quantity.0.score": Decimal(10),
        },
        family="platform_department",
    ),
    Variant(
        "45 the same 二级指标 twice, merged or repeated",
        scored(
            ROW,
            ["产出指标", "质量指标", "合格率", "100%", "100%", "5", "5"],
            ["产出指标", "数量指标", "培训班", "3期", "3期", "5", "5"],
        ),
        ROW_FOUND
        | indicator("quality.0", "合格率", "100%", "100%", Decimal(5), Decimal(5))
        | indicator("quantity.1", "培训班", "3期", "3期", Decimal(5), Decimal(5)),
    ),
    Variant(
        "45 一级 and 二级指标 left blank below",
        scored(ROW, ["", "", "培训班", "3期", "3期", "5", "5"]),
        ROW_FOUND | indicator("quantity.1", "培训班", "3期", "3期", Decimal(5), Decimal(5)),
    ),
    *(
        Variant(
            f"46 {label}",
            scored(ROW, [label, "", "", "", "", "100", "98.5"]),
            ROW_FOUND | {"self_evaluation.total_score": Decimal("98.5")},
        )
        for label in ("总分", "合计", "总 分", "自评总分", "综合得分")
    ),
    Variant(
        "47 the goals of the year in one cell",
        source(
            "整体支出绩效自评表",
            grid(
                [
                    ["年度总体目标", "预期目标", "实际完成情况"],
                    ["^", "目标1：甲\n目标2：乙", "目标1完成\n目标2完成"],
                    ["一级指标", "二级指标", "三级指标"],
                ]
            ),
        ),
        {
            "self_evaluation.expected_goal": "目标1：甲\n目标2：乙",
            "self_evaluation.actual_results": "目标1完成\n目标2完成",
        },
    ),
    Variant(
        "47 goals with a cell each",
        source(
            "整体支出绩效自评表",
            grid(
                [
                    ["年度总体目标", "预期目标", "实际完成情况"],
                    ["^", "目标1：甲", "目标1完成"],
                    ["^", "目标2：乙", "目标2完成"],
                    ["一级指标", "二级指标", "三级指标"],
                ]
            ),
        ),
        {
            "self_evaluation.expected_goal": "目标1：甲\n目标2：乙",
            "self_evaluation.actual_results": "目标1完成\n目标2完成",
        },
    ),
    # ------------------------------------------------------------------ d. values
    Variant(
        "48 units behind the figures",
        base(["三公经费", "5.41万元", "0元", "1000元"]),
        THREE_FOUND,
    ),
    Variant(
        "49 percentages where no amount can be",
        base(["三公经费", "5.41", "0", "20%"]),
        figures("three_public", "5.41", "0", None),
        left=("20%",),
    ),
    *(
        Variant(
            f"50 not asked: {text}",
            base(["三公经费", text, "0", "0.1"]),
            figures("three_public", None, "0", "0.1"),
        )
        for text in ("", "/", "—", "——", "-", "*", "N/A")
    ),
    Variant(
        "50 无 is 0",
        base(["三公经费", "无", "0.00", "0.1"]),
        figures("three_public", "0", "0", "0.1"),
    ),
    Variant(
        "51 thousands, full-width digits, negative figures",
        base(
            ["部门基本支出预算调整", "1,367.75", "１２３．５", "（1.2）"],
            ["三公经费", "△5.41", "1，000", "－0.1"],
        ),
        figures("basic_budget_adjustment", "1367.75", "123.5", "-1.2")
        | figures("three_public", "-5.41", "1000", "-0.1"),
    ),
    Variant(
        "52 yuan with two decimals",
        base(
            ["公用经费：", "11,122,315.04", "0.00", "10,049.99"],
            before=("单位：元",),
            head=["项目", *HEAD[1:]],
        ),
        figures("operating", "1112.23", "0", "1"),
    ),
    Variant(
        "53 figures as texts, with blanks in them",
        base(["三公经费", "5. 41", "\xa00", " 0.1 "]),
        THREE_FOUND,
    ),
    *(
        Variant(
            f"54 a day as {text}",
            base(THREE, ["填报日期", text, "", ""]),
            THREE_FOUND | {"basic_data.filing.date": datetime.date(2024, 3, 15)},
        )
        for text in ("2024-3-15", "2024年3月15日", "45366", "2024.03.15")
    ),
    Variant(
        "54 half a day",
        base(THREE, ["填报日期", "2024年3月", "", ""]),
        THREE_FOUND,
        left=("2024年3月",),
    ),
    Variant(
        "55 parts that miss their total by a cent are taken as they stand",
        base(["三公经费", "5.41", "0", "0.1"], ["公务接待", "5.40", "0", "0.1"]),
        THREE_FOUND | figures("official_reception", "5.4", "0", "0.1"),
    ),
    Variant(
        "56 a target that is a sentence",
        scored(
            ["产出指标", "质量指标", "制度建设", "建立健全制度", "达成预期指标", "10", "10", ""]
        ),
        indicator(
            "quality.0", "制度建设", "建立健全制度", "达成预期指标", Decimal(10), Decimal(10)
        ),
    ),
    Variant(
        "57 several figures in one cell",
        base(["三公经费", "5.41", "0", "3/5"], ["公务接待", "12篇/46次", "1", "2"]),
        figures("three_public", "5.41", "0", None) | figures("official_reception", None, "1", "2"),
        left=("3/5", "12篇/46次"),
    ),
    Variant(
        "57 several figures in a target stay",
        scored(["产出指标", "数量指标", "调研", "12篇/46次", "12篇/46次", "10", "10", ""]),
        indicator("quantity.0", "调研", "12篇/46次", "12篇/46次", Decimal(10), Decimal(10)),
    ),
    *(
        Variant(
            f"58 ticks: {text}",
            source(
                "项目绩效自评表",
                grid([["项目名称", "甲"], ["主管部门", "乙"], ["项目属性", text]]),
            ),
            {
                "project.name": "甲",
                "project.supervising_department": "乙",
                "project.attribute": "新增性项目",
            },
            family="hubei_project",
        )
        for text in (
            "1、持续性项目 □ 2、新增性项目 ☑",
            "□持续性项目 ☑新增性项目",
            "1、持续性项目□ 2、新增性项目√",
            "□ 持续性项目　■ 新增性项目",
            "新增性项目",
        )
    ),
    Variant(
        "58 nothing ticked",
        source(
            "项目绩效自评表",
            grid(
                [
                    ["项目名称", "甲"],
                    ["主管部门", "乙"],
                    ["项目属性", "1、持续性项目 □ 2、新增性项目 □"],
                ]
            ),
        ),
        {"project.name": "甲", "project.supervising_department": "乙"},
        left=("1、持续性项目 □ 2、新增性项目 □",),
        family="hubei_project",
    ),
    Variant(
        "59 formulas without a result, and errors",
        source(
            "部门整体支出绩效评价基础数据表",
            grid(
                [
                    HEAD,
                    [
                        "三公经费",
                        SourceCell("=B3+B4", "uncomputed"),
                        SourceCell("#DIV/0!", "error"),
                        "0.1",
                    ],
                ]
            ),
        ),
        figures("three_public", None, None, "0.1"),
        left=("=B3+B4", "#DIV/0!"),
    ),
    Variant(
        "60 radicals that look like characters",
        base(["公务⽤⻋购置和维护经费", "1", "2", "3"], ["三公经费", "5.41", "0", "0.1"]),
        THREE_FOUND | figures("vehicles", "1", "2", "3"),
    ),
    Variant(
        "61 traditional characters are refused, not read by halves",
        base(["三公經費", "1", "2", "3"], ["公務接待", "4", "5", "6"], THREE),
        THREE_FOUND,
        left=("1", "2", "3", "4", "5", "6"),
    ),
    Variant(
        "62 masked names",
        source(
            "部门整体支出绩效评价基础数据表",
            grid([HEAD, THREE]),
            "填表人：（略）   联系电话：***",
        ),
        THREE_FOUND,
        left=("（略）", "***"),
    ),
]


def harvested(variant: Variant) -> Harvest:
    template = load_template(variant.family)
    return recognise_forms([variant.file], template, variant.answers, YEAR)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.number)
def test_a_variant_is_placed_or_listed(variant: Variant) -> None:
    harvest = harvested(variant)
    assert {item.path: item.value for item in harvest.found} == dict(variant.found)
    left = [item.origin.text for item in harvest.unplaced]
    assert sorted(left) == sorted(variant.left)
    assert tuple(question.key for question in harvest.questions) == variant.asked


@pytest.mark.parametrize(
    ("family", "total"), [("hunan_department", "总分"), ("national_project", "总分")]
)
def test_what_all_is_worth_is_held_against_what_the_form_prints(family: str, total: str) -> None:
    table = [[*INDICATOR_HEAD], ROW, [total, *["<"] * 4, "100", "98", ""]]
    title = "整体支出绩效自评表" if family == "hunan_department" else "项目支出绩效自评表"
    harvest = recognise_forms([source(title, grid(table))], load_template(family), {}, YEAR)
    assert [item.origin.text for item in harvest.agreed] == ["100"]
    assert not harvest.contradictions
    table[-1][5] = "95"
    harvest = recognise_forms([source(title, grid(table))], load_template(family), {}, YEAR)
    assert not harvest.agreed
    (told,) = harvest.contradictions
    assert told.message == "总分一行的分值是95，满分是100，没有采用"


def test_who_filled_a_form_in_stands_below_any_of_them() -> None:
    below = "填表人：张三　填报日期：2024年3月1日　联系电话：0730-1234567"
    forms = source("整体支出绩效自评表", grid([INDICATOR_HEAD, ROW]), below, "又及：请查收。")
    harvest = recognise_forms([forms], load_template("hunan_department"), {}, YEAR)
    found = {item.path: str(item.value) for item in harvest.found}
    assert found["basic_data.filing.preparer"] == "张三"
    assert found["basic_data.filing.telephone"] == "0730-1234567"
    assert [item.origin.text for item in harvest.unplaced] == ["又及：请查收。"]


def test_what_was_converted_keeps_its_exact_amount_and_says_so() -> None:
    (variant,) = (v for v in VARIANTS if v.number.startswith("52"))
    found = {item.path: item for item in harvested(variant).found}
    operating = found["basic_data.spending.operating.prior_final"]
    assert operating.exact == Decimal("1112.231504")
    assert operating.note == "元折合万元，四舍五入到两位小数"
    assert operating.origin.unit == "元"
    assert operating.origin.text == "11,122,315.04"
    assert (operating.origin.row, operating.origin.column) == ("公用经费：", "2022年决算数")


def test_indicators_that_the_form_has_under_another_head_say_so() -> None:
    (variant,) = (v for v in VARIANTS if v.number.startswith("41 成本"))
    notes = {item.note for item in harvested(variant).found if ".cost." in item.path}
    assert notes == {"来源列在“成本指标”下，本表列在“产出指标”下，请核对"}


def test_decimals_of_money_are_compared_with_those_of_money_only() -> None:
    rows = [["三公经费", "5.41", "0.10", "0.10"], ["公用经费：", "117.65", "111.88", "206.7"]]
    (told,) = recognise_forms([base(*rows)], load_template(), {}, YEAR).contradictions
    assert told.origin.text == "206.7"
    halves = [*ROW[:5], "22.5", "22.25", ""]
    assert not recognise_forms([scored(halves)], load_template(), {}, YEAR).contradictions


def test_parts_may_number_the_chapters_of_a_report_or_what_follows_it() -> None:
    chapters = ("一、机构设置", "有三个股。", "第五部分 存在的问题", "预算不细。")
    lines = (*chapters, "第六部分 改进措施和建议", "做细预算。", "第七部分 附件", "名词解释。")
    harvest = recognise_forms([source(*lines)], load_template(), {}, YEAR)
    assert {found.path: found.value for found in harvest.found} == {
        "texts.institutions": "有三个股。",
        "texts.problems": "预算不细。",
        "texts.measures": "做细预算。",
    }
    assert [item.origin.text for item in harvest.unplaced] == ["名词解释。"]


def test_several_forms_of_projects_are_told_apart_by_the_project() -> None:
    def form(name: str) -> Grid:
        rows = [["项目名称", name], ["主管部门", "乙局"], ["实施单位", "甲局"]]
        money = [["项目资金（万元）", "年初预算数", "全年预算数"], ["年度资金总额", "1.00", "2.00"]]
        return grid([["项目支出绩效自评表"], *rows, *money], f"{name}的表")

    given = [source(form("防汛"), form("抗旱"))]
    (question,) = recognise_forms(given, load_template("national_project"), {}, YEAR).questions
    assert [answer.partition("（")[0] for answer in question.answers] == ["1. 防汛", "2. 抗旱"]


def test_every_variant_of_the_catalogue_stands_here_or_with_the_readers() -> None:
    here = {int(variant.number.split()[0]) for variant in VARIANTS}
    assert set(range(1, 63)) - here == {2, 3, 7, 11}


@pytest.mark.parametrize(
    ("name", "asked"), [("2022年度部门整体支出绩效自评表.docx", True), ("2022年印发.docx", False)]
)
def test_a_form_that_says_no_year_is_of_that_in_its_name(name: str, asked: bool) -> None:
    file = Source(name, (grid([INDICATOR_HEAD, ROW]),))
    harvest = recognise_forms([file], load_template("hunan_department"), {}, YEAR)
    assert bool(harvest.questions) == asked


DECLARED = (
    "部门（单位）整体支出绩效目标申报表",
    grid(
        [
            ["部门（单位）名称", "某局", "<", "<", "<"],
            ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", "<"],
            ["^", "^", "^", "总额", "财政拨款"],
            ["^", "任务1", "植树", "300", "200"],
            ["^", "金额合计", "<", "420.5", "400"],
            ["年度总体目标", "绿化一万亩", "<", "<", "<"],
            ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
            ["^", "产出指标", "数量指标", "植树面积", "≥1万亩"],
            ["^", "制度指标", "制度建设", "制度", "3项"],
        ]
    ),
)


def test_a_declaration_gives_goal_budget_and_indicators_and_nothing_that_was_spent() -> None:
    template = load_template("hunan_department")
    file = source(*DECLARED)
    assert not recognise_forms([file], template, {}, YEAR).found
    harvest = recognise_declarations([file], template, {}, YEAR)
    found = {item.path: (item.value, item.certain) for item in harvest.found}
    assert found == {
        "unit.name": ("某局", True),
        "self_evaluation.budget.initial": (Decimal("420.5"), False),
        "self_evaluation.expected_goal": ("绿化一万亩", True),
        "self_evaluation.indicators.quantity.0.name": ("植树面积", True),
        "self_evaluation.indicators.quantity.0.target": ("≥1万亩", True),
    }
    left = {item.origin.text: item.reason for item in harvest.unplaced}
    assert left == {
        "任务1、植树、300、200、400": "目标申报表里的这些内容，本表没有对应的项",
        "制度": "表中没有这个一级、二级指标",
        "3项": "表中没有这个一级、二级指标",
    }


def test_a_declaration_without_a_unit_of_money_is_asked_for_it() -> None:
    title, table = DECLARED
    rows = [[cell.text.replace("（万元）", "") for cell in row] for row in table.rows]
    file = source(title, grid(rows))
    template = load_template("hunan_department")
    harvest = recognise_declarations([file], template, {}, YEAR)
    (question,) = harvest.questions
    answered = recognise_declarations([file], template, {question.key: "元"}, YEAR)
    assert not answered.questions
    assert {item.value for item in answered.found} >= {Decimal("0.04")}


def test_who_filled_a_form_in_may_stand_in_a_row_of_it() -> None:
    signed = ["填表人：王五", "", "填报日期：2024.4.9", "", "联系电话：0732-1"]
    satisfied = ["满意度", "社会公众满意度", "群众满意率", "≥90%", "94%", "10", "10"]
    forms = source("整体支出绩效自评表", grid([INDICATOR_HEAD, ROW, satisfied, signed]))
    harvest = recognise_forms([forms], load_template("hunan_department"), {}, YEAR)
    found = {item.path: str(item.value) for item in harvest.found}
    filed = {key.rpartition(".")[2]: v for key, v in found.items() if ".filing." in key}
    assert filed == {"preparer": "王五", "date": "2024-04-09", "telephone": "0732-1"}
    assert found["self_evaluation.indicators.satisfaction.0.name"] == "群众满意率"
    assert not harvest.unplaced


def test_the_date_that_ends_a_report_is_no_part_of_its_last_chapter() -> None:
    lines = ["某局2023年度部门整体支出绩效自评报告", "一、存在的问题及原因分析", "人少。"]
    lines += ["二、下一步改进措施", "加强培训。", "某局", "2024年4月10日"]
    template = load_template("hunan_department")
    harvest = recognise_forms([source(*lines)], template, {}, YEAR)
    found = {item.path: item.value for item in harvest.found}
    assert found["texts.measures"] == "加强培训。"


def test_a_form_of_a_department_is_none_of_a_project() -> None:
    money = [["", "年初预算数", "全年预算数"], ["其他资金", "1", "2"], ["年度资金总额", "3", "4"]]
    forms = source("2023年度部门整体支出绩效自评表", grid(money))
    harvest = recognise_forms([forms], load_template("national_project"), {}, YEAR)
    assert not harvest.found
    assert [item.reason for item in harvest.unplaced] == ["是部门的自评表，请导入到部门的工作簿"]


def test_a_form_of_a_project_is_told_by_its_title_where_nothing_says_its_name() -> None:
    money = [
        ["（万元）", "年初预算数", "全年预算数"],
        ["年度资金总额", "3", "4"],
        ["其他资金", "1", "2"],
    ]
    forms = source("项目支出绩效自评表", "（2023年度）", grid([["甲项目", "<", "<"], *money]))
    harvest = recognise_forms([forms], load_template("hunan_department"), {}, YEAR)
    assert harvest.found
    assert all(item.path.startswith("projects.0.") for item in harvest.found)


def test_a_figure_behind_its_label_is_listed_though_others_have_it_for_theirs() -> None:
    rows = [["年度预算申请", "其中：公共财政拨款：400", "其中：基本支出：300"]]
    forms = source("整体支出绩效自评表", grid([*rows, INDICATOR_HEAD, ROW]))
    harvest = recognise_forms([forms], load_template("hunan_department"), {}, YEAR)
    left = {item.origin.text for item in harvest.unplaced}
    assert left == {"其中：公共财政拨款：400", "300"}  # no unit is said
