"""Every variant seen in forms made elsewhere: placed where it belongs, or listed as not placed.

They stand in ``variants``, by kind. The numbers are those of the catalogue from which they were
built. What belongs to the files themselves (pictures, .xls, archives) is tested with their readers;
here stand the tables in them.
"""

from decimal import Decimal

import pytest

from tests.harvest.foreign import grid, source
from tests.harvest.variant_files import Variant, all_variants
from xlevaluate.harvest.recognise import recognise_declarations, recognise_forms
from xlevaluate.sources.grid import Grid, Source
from xlevaluate.tables.found import Harvest
from xlevaluate.template.template_loading import load_template

YEAR = 2023
HEAD = ["经费控制情况（万元）", "2022年决算数", "2023年预算数", "2023年决算数"]


def base(*rows: list[str]) -> Source:
    return source("部门整体支出绩效评价基础数据表", grid([HEAD, *rows]))


THREE = ["三公经费", "5.41", "0", "0.1"]
INDICATOR_HEAD = [
    *("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    "偏差原因分析及改进措施",
]
ROW = ["产出指标", "数量指标", "培训人次", "≥100人次", "120人次", "10", "10", ""]


def scored(*rows: list[str]) -> Source:
    return source("整体支出绩效自评表", grid([INDICATOR_HEAD, *rows]))


VARIANTS = tuple(all_variants())


def harvested(variant: Variant) -> Harvest:
    template = load_template(variant.template)
    return recognise_forms([variant.file], template, variant.answers, YEAR)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_a_variant_is_placed_or_listed(variant: Variant) -> None:
    harvest = harvested(variant)
    assert {item.path: item.value for item in harvest.found} == dict(variant.found)
    left = [item.origin.text for item in harvest.unplaced]
    assert sorted(left) == sorted(variant.left)
    assert tuple(question.key for question in harvest.questions) == variant.asked


def test_a_hidden_sheet_is_listed_and_not_read() -> None:
    file = source(
        grid([["填报说明"], ["1.请如实填写三公经费、项目支出。"]], "工作表“填报说明”"),
        Grid("工作表“旧”", grid([HEAD, ["三公经费", "9", "9", "9"]]).rows, "旧", hidden=True),
        grid([HEAD, THREE], "工作表“表一”"),
    )
    harvest = recognise_forms([file], load_template(), {}, YEAR)
    found = {item.path: item.value for item in harvest.found}
    assert found == {
        "basic_data.spending.three_public.prior_final": Decimal("5.41"),
        "basic_data.spending.three_public.budget": Decimal(0),
        "basic_data.spending.three_public.final": Decimal("0.1"),
    }
    assert [item.origin.text for item in harvest.unplaced] == ["旧"]


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
    (variant,) = (v for v in VARIANTS if v.name.startswith("52"))
    found = {item.path: item for item in harvested(variant).found}
    operating = found["basic_data.spending.operating.prior_final"]
    assert operating.exact == Decimal("1112.231504")
    assert operating.note == "元折合万元，四舍五入到两位小数"
    assert operating.origin.unit == "元"
    assert operating.origin.text == "11,122,315.04"
    assert (operating.origin.row, operating.origin.column) == ("公用经费：", "2022年决算数")


def test_indicators_that_the_form_has_under_another_head_say_so() -> None:
    (variant,) = (v for v in VARIANTS if v.name.startswith("41 成本"))
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
    here = {int(variant.name.split()[0]) for variant in VARIANTS} | {12}  # a hidden sheet
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
