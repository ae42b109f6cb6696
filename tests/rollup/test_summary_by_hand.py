"""Three files whose tables were worked out by hand."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.rollup.by_hand import finding, frames_of, project_form, rolled, unit_form
from xlevaluate.rollup.collection import CollectedLine, Collection, RosterEntry, Unread
from xlevaluate.rollup.dashboard import dashboard
from xlevaluate.rollup.five_figures import five_figure_sentences
from xlevaluate.rollup.form_record import Counts, FileRecord, IndicatorRecord
from xlevaluate.rollup.score_faults import FAULT
from xlevaluate.rollup.summary.return_reasons import ReturnReasons
from xlevaluate.rollup.summary.summary_tables import summary_of

BUREAU = RosterEntry(
    kind="department", name="甲局", code="101001", department="甲局", office="一科", row=2
)
CENTRE = RosterEntry(
    kind="unit", name="甲局服务中心", code="101002", department="甲局", office="一科", row=3
)
PROJECT = RosterEntry(
    kind="project", name="甲局", code="101001", project_name="设备购置", department="甲局", row=4
)
LATE = RosterEntry(kind="department", name="丙局", code="103001", department="丙局", row=5)

POSTS, STAFF = "basic_data.approved_posts", "basic_data.staff_on_duty"
THREE_PUBLIC = "basic_data.spending.three_public.final"
PROJECTS = "basic_data.spending.project.final"


def indicator(name: str, target: str, weight: str, score: str, **given: Any) -> IndicatorRecord:
    return IndicatorRecord(
        **{"dimension": "产出指标", "category": "数量指标"} | given,
        name=name,
        target=target,
        weight=Decimal(weight),
        score=Decimal(score),
    )


FILES = {
    "甲/甲局.xlsx": (
        (
            unit_form(
                "甲局",
                unit_code="101001",
                filing_date="2025-02-01",
                initial_budget=Decimal(100),
                final_budget=Decimal("120.5"),
                executed=Decimal("60.25"),
                execution_rate=Decimal("0.5"),
                execution_score=Decimal(5),
                execution_weight=Decimal(10),
                indicator_score=Decimal(81),
                indicator_weight=Decimal(90),
                score=Decimal(86),
                grade="良",
                counts=Counts(error=0, query=1, hint=2, explained=1),
                figures={POSTS: "20", STAFF: "18", THREE_PUBLIC: "0.1", PROJECTS: "7"},
                indicators=(
                    indicator("培训人次", "≥100人次", "10", "8"),
                    indicator("完成情况", "全部完成", "10", "10"),
                ),
            ),
            project_form(
                "设备购置",
                sheet="项目1",
                unit_name="甲局",
                department="甲局",
                initial_budget=Decimal(30),
                final_budget=Decimal(30),
                executed=Decimal(30),
                execution_rate=Decimal(1),
                score=Decimal(100),
                grade="优",
                figures={"funds.total.budget": "30"},
                indicators=(indicator("购置台数", "≥30", "10", "10"),),
            ),
        ),
        (
            finding("F01·收入合计#1", level="query", actual="100", expected="120.5"),
            finding("F02·支出合计#1", level="query", explanation="已核", is_explained=True),
            finding("P01·得分#1", sheet="项目1", level="hint"),
        ),
    ),
    "甲/服务中心.xlsx": (
        (
            unit_form(
                "甲局服务中心",
                unit_code="101002",
                final_budget=Decimal(0),
                executed=Decimal(0),
                score=Decimal(55),
                grade="差",
                counts=Counts(error=1),
                figures={POSTS: "5", STAFF: "不适用", THREE_PUBLIC: "0.2"},
            ),
        ),
        (finding("F01·收入合计#2"),),
    ),
    "乙站.xlsx": (
        (unit_form("乙站", unit_code="102001", score=Decimal(90), grade="优", figures={}),),
        (),
    ),
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, pd.DataFrame]]:
    result = rolled(
        tmp_path_factory.mktemp("by_hand"),
        FILES,
        (BUREAU, CENTRE, PROJECT, LATE),
        (
            Unread("坏.xlsx", "文件已损坏。"),
            Unread("说明.docx", "不是工作簿。", is_attachment=True),
        ),
    )
    with summary_of(result) as summary:
        yield frames_of(summary.sheets)


def column(table: pd.DataFrame, head: str) -> list[Any]:
    return list(table[head])


def test_who_has_handed_in(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["报送情况"]
    assert column(table, "状态") == ["已报", "退回", "已报", "未报", "已报"]
    assert column(table, "应报") == ["应报", "应报", "应报", "应报", "名单外"]
    assert column(table, "文件") == [
        *("甲/甲局.xlsx", "甲/服务中心.xlsx", "甲/甲局.xlsx", "", "乙站.xlsx")
    ]
    # A department's form is returned for its errors: which, the remark says.
    assert column(table, "备注")[1] == "退回：错误 1 处：F01·收入合计#2 不符。"
    totals = tables["报送统计-类型"].iloc[0]
    shown = ("应报", "已报", "退回", "未报", "年度不符", "重复", "名单外", "报送率")
    assert [totals[head] for head in shown] == [4, 2, 1, 1, 0, 0, 1, Decimal("0.75")]
    assert column(tables["报送统计-部门"], "主管部门") == [
        *("合计", "甲局", "丙局", "（未注明主管部门）")
    ]


def test_the_list(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["汇总"]
    assert column(table, "预算单位（编码-名称）") == [
        *("101001-甲局", "101002-甲局服务中心", "101001-甲局", "102001-乙站")
    ]
    assert column(table, "全年预算数（万元）") == [Decimal("120.5"), Decimal(0), Decimal(30), None]
    assert column(table, "等次（自评结论）") == ["良", "差", "优", "优"]
    assert column(table, "自评预警") == ["红色预警\n黄色预警", "黄色预警", "", ""]
    assert column(table, "说明齐否") == ["缺 1", "无需说明", "无需说明", "无需说明"]
    assert [tuple(row) for row in table[["错误", "核实", "提示", "已说明"]].values] == [
        *((0, 1, 2, 1), (1, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0))
    ]


def test_grades_and_bands(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["评分等次"].set_index(["主管部门", "类型"])
    assert list(tables["评分等次"].columns[3:7]) == ["优", "良", "差", "没有等次"]
    shown = ["已评", "优", "良", "差", "没有等次", "平均分", "中位数"]
    mean = Decimal("55.00")
    assert list(table.loc[("合计", "单位"), shown]) == [1, 0, 0, 1, 0, mean, mean]
    assert table.loc[("（名单外，不计入合计）", "单位"), "优"] == 1
    bands = tables["执行率"].set_index(["主管部门", "类型"])
    assert bands.loc[("合计", "部门"), "30%～60%"] == 1
    assert bands.loc[("合计", "项目"), "100%"] == 1
    assert bands.loc[("合计", "单位"), "没有执行率"] == 1


def test_warnings(tables: dict[str, pd.DataFrame]) -> None:
    found = list(zip(tables["预警"]["自评预警"], tables["预警"]["预警内容"], strict=True))
    assert found == [
        ("红色预警", "指标得分率 90%，预算执行得分率 50%，超前 44.44%。"),
        ("黄色预警", "全年预算 120.5 万元，未执行 50%，超过 20%。"),
        ("黄色预警", "全年预算数为 0。"),
    ]


def test_indicators(tables: dict[str, pd.DataFrame]) -> None:
    unit, project = tables["指标分析"].itertuples(index=False, name=None)
    # (8/10 + 10/10) / 2; one of two full; one of two targets without a number.
    assert unit[:8] == (
        *("整体", "产出指标", "数量指标", 2),
        *(Decimal("0.9"), Decimal("0.5"), Decimal("0.5"), Decimal(0)),
    )
    assert project[3:8] == (1, Decimal(1), Decimal(1), Decimal(0), Decimal(1))
    assert column(tables["常见指标"], "三级指标") == ["培训人次", "完成情况", "购置台数"]


def test_sums_are_exact_and_name_who_lacks_a_figure(tables: dict[str, pd.DataFrame]) -> None:
    sums = tables["合计表-hunan_department"].set_index("栏目")
    shown = ["合计", "有数的", "不适用", "缺数的", "缺数的是谁"]
    assert list(sums.loc["编制数", shown]) == [25, 2, 0, 0, ""]
    assert list(sums.loc["实际在职人数", shown]) == [18, 1, 1, 0, ""]
    assert list(sums.loc["项目支出（本年决算）", shown]) == [7, 1, 0, 1, "甲局服务中心"]
    assert sums.loc["三公经费（本年决算）", "合计"] == Decimal("0.3")
    # What nobody filled in is no sum of 0, and no column of the units' list.
    blank = column(tables["合计表-hunan_department-没有填写"], "栏目")
    assert "三公经费（上年决算）" in blank
    assert not set(blank) & set(sums.index)
    assert list(tables["分单位合计-hunan_department"].columns[3:]) == [
        *("编制数（人）", "实际在职人数（人）"),
        *("三公经费（本年决算）（万元）", "项目支出（本年决算）（万元）"),
    ]
    assert "得分" not in "".join(sums.index)
    projects = tables["合计表-national_project"].set_index("栏目")
    assert projects.loc["年度资金总额（全年预算数）", "合计"] == Decimal(30)


def test_units_are_folded_into_their_department_and_listed(
    tables: dict[str, pd.DataFrame],
) -> None:
    table = tables["分单位合计-hunan_department"]
    assert [tuple(row) for row in table.iloc[:, :4].values] == [
        ("全部", "", "合计", 25),
        ("甲局", "", "合计", 25),
        ("甲局", "甲局", "本级", 20),
        ("甲局", "甲局服务中心", "单位", 5),
        ("（名单外，不计入合计）", "", "合计", None),
        ("（名单外，不计入合计）", "乙站", "单位", None),
    ]
    assert column(table, "实际在职人数（人）") == [18, 18, 18, "不适用", None, None]


def test_problems(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["问题清单"]
    assert column(table, "对象标识（勿改）") == [
        *("department:101001", "department:101001", "unit:101002", "project:101001:设备购置")
    ]
    assert column(table, "级别") == ["核实", "已说明", "错误", "提示"]
    assert column(table, "位置") == ["《收支情况》B6"] * 3 + ["《项目1》B6"]
    assert column(table, "核对数") == [Decimal("120.5"), "", "", ""]
    assert set(column(table, "状态")) == {"待处理"}


def test_what_could_not_be_read(tables: dict[str, pd.DataFrame]) -> None:
    assert [tuple(row) for row in tables["未能读取"].values] == [("坏.xlsx", "文件已损坏。")]
    assert column(tables["名单外"], "文件") == ["乙站.xlsx"]
    assert [tuple(row) for row in tables["其他材料"].values] == [("说明.docx", "不是工作簿。")]


def test_ranking(tables: dict[str, pd.DataFrame]) -> None:
    spread = tables["得分分布"]
    counts = dict(zip(spread["得分"], spread["个数"], strict=True))
    assert {band: count for band, count in counts.items() if count} == {
        "低于60": 1,
        "80～90": 1,
        "100": 1,
    }
    best = tables["平均分最高的部门"]
    # The mean of 86 and 55, without the project's 100; 乙站 stands in no roster.
    assert list(zip(best["主管部门"], best["平均分"], strict=True)) == [
        ("甲局", Decimal("70.50")),
    ]
    assert tables["平均分最低的部门"].empty


def test_why_a_form_is_returned_is_said_in_a_line() -> None:
    line = CollectedLine(entry=BUREAU, state="returned")
    reasons = ReturnReasons(Collection(year=2024, lines=(line,)))
    form = unit_form("甲局", counts=Counts(error=4))
    words = (
        "《收支情况》B6 合计 872.72万元，分项合计 742.72万元。请核对 B6。",
        "乙。",
        "丙。",
        "丁。",
    )
    told = [finding(f"F0{number}", message=said) for number, said in enumerate(words)]
    reasons.take(line, form, FileRecord(key="", is_draft=True, forms=(form,), findings=tuple(told)))
    first = "《收支情况》B6 合计 872.72万元，分项合计 742.72万元"
    assert reasons.of(line) == f"退回：是草稿；错误 4 处：{first}；乙；丙；另有 1 条。"


def test_a_blank_form_counts_as_none(tmp_path: Path) -> None:
    files = {"丙局.xlsx": ((unit_form("丙局", is_blank=True, year=None),), ())}
    result = rolled(tmp_path, files, (BUREAU, LATE))
    with summary_of(result) as summary:
        tables = frames_of(summary.sheets)
    table = tables["报送情况"]
    assert column(table, "状态") == ["未报", "空白表"]
    assert column(table, "文件") == ["", "丙局.xlsx"]
    assert column(table, "重复") == ["", ""]
    totals = tables["报送统计-类型"].iloc[0]
    assert [totals[head] for head in ("应报", "未报", "空白表", "报送率")] == [2, 1, 1, Decimal(0)]
    assert tables["汇总"].empty
    (said,) = five_figure_sentences(result.collection)
    assert said == "2024年度，应评价部门2个，尚未开展绩效自评。"
    assert "空白表" in dashboard(result)


def test_a_score_that_cannot_be_is_said_where_it_is_listed(tmp_path: Path) -> None:
    faulty = unit_form(
        "甲局", score=Decimal(108), grade="优", score_faults=("总分 108 分，超过满分 100 分",)
    )
    sound = unit_form("乙局", score=Decimal(90), grade="优", counts=Counts(error=1))
    result = rolled(tmp_path, {"甲局.xlsx": ((faulty,), ()), "乙局.xlsx": ((sound,), ())})
    with summary_of(result) as summary:
        found = frames_of(summary.sheets)
    remarks = dict(zip(found["报送情况"]["文件"], found["报送情况"]["备注"], strict=True))
    assert "得分有误" in remarks["甲局.xlsx"]
    assert "总分 108 分，超过满分 100 分" in remarks["甲局.xlsx"]
    listed = zip(found["汇总"]["得分"], found["汇总"]["等次（自评结论）"], strict=True)
    assert set(listed) == {(Decimal(108), FAULT), (Decimal(90), "优")}
    total = found["评分等次"].iloc[0]
    shown = ("已评", "优", FAULT, "没有等次", "平均分", "最高")
    assert [total[head] for head in shown] == [2, 1, 1, 0, Decimal(90), Decimal(90)]
    assert sum(found["得分分布"]["个数"]) == 1
