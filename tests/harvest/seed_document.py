"""The published self-evaluation as its Word file has it: headings with their slips, both forms.

Texts and figures are those of the sample; merges, numbering and prompts are the original's.
"""

from collections.abc import Sequence

from tests.harvest.foreign import Cell, grid, sample
from xlevaluate.form.figures import Figures
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.sources.grid import Line, Source
from xlevaluate.submission.amounts import in_words
from xlevaluate.template.template import Template

INCOME = (
    "2023年收入实际完成594.67万元，比上年增加9.52万元，增长1.63%。主要原因是：本年度预算增加。"
    "其中：一般公共预算财政拨款收入完成594.67万元，比上年增加9.52万元，增长1.63%；"
    "政府性基金财政拨款收入完成0万元；上级补助收入完成0万元；事业收入完成0万元；"
    "经营收入完成0万元；附属单位上缴收入完成0万元。"
)
EXPENDITURE = (
    "2023年，我局实际支出594.67万元，比上年增加9.52万元，增长1.63%。主要原因是：本年预算收入增加。"
    "其中：基本支出完成594.67万元，比上年增加157.89万元，增长36.15%，变化的主要原因：工作经费增加。"
    "项目支出0万元，比上年减少148.58万元，变化的主要原因：本年度无项目。"
    "人员经费完成387.97万元，比上年增加68.84万元，增长21.57%，变化的主要原因：人员工资提标；"
    "公用经费完成206.7万元，比上年增加89.05万元，增长75.7%，变化的主要原因：工作经费增加。"
)
STAFF = "本单位实有人数20人，其中行政人员20人,离退休人员16人。"

NOTE = (
    "说明：“项目支出”需要填报基本支出以外的所有项目支出情况，"
    "“公用经费”填报基本支出中的一般商品和服务支出。"
)

CHAPTERS = (
    ("一、部门、单位基本情况", ""),
    ("（一）机构设置情况", "机构设置"),
    ("（二）人员编制情况", STAFF),
    ("（三）主要职能职责", "职能职责_内容"),
    ("（四）绩效目标设定情况", "绩效目标设定"),
    ("二、部门整体支出管理及使用情况", ""),
    ("（一）预算执行、使用、管理总体情况。", ""),
    ("1、全年收入情况", INCOME),
    ("2、全年支出情况", EXPENDITURE),
    ("（二）部门预算执行情况", ""),
    ("1.基本支出情况", "基本支出情况"),
    ("2、项目支出情况", "项目支出情况"),
    ("三、政府性基金预算支出情况", "政府性基金预算支出情况"),
    ("四、国有资本经营预算支出情况", "国有资本经营预算支出情况"),
    ("五、社会保险基金预算支出情况", "社会保险基金预算支出情况"),
    ("3、 部门整体支出绩效情况", ""),
    ("（一）综合评价结论。", "综合评价结论"),
    ("（二）评价指标分析（或综合评价情况）。", ""),
    ("1.对履职效能主要指标的完成情况进行具体分析", "履职效能"),
    ("　　2.对管理效率主要指标的完成情况进行具体分析", "管理效率"),
    ("3.对履职效益主要指标的完成情况进行具体分析", "履职效益"),
    ("4、 存在的问题及原因分析", "存在的问题"),
    ("8、 下一步改进措施", "改进措施"),
    ("9、 其他需要说明的情况", "其他说明"),
)
"""Headings as the original has them, each with a text, or the name of the field that has it."""


def seed_document(template: Template) -> Source:
    """Return the document as a reader of Word files gives it."""
    figures = Figures(template.form, sample(template, "seed.json"))
    return Source(
        "自评报告.docx",
        (
            Line("中共邵阳市北塔区委办公室2023年部门整体支出绩效自评报告"),
            *_report(figures),
            Line("      部门整体支出绩效评价基础数据表"),
            Line("填报单位： 中共邵阳市北塔区委办公室                    "),
            grid(_basic_data(figures), "第1张表"),
            Line(NOTE),
            Line("填表人：（略）    填报日期： 2024年7月23日      联系电话：（略）"),
            Line(" 整体支出绩效自评表"),
            grid(_evaluation(figures), "第2张表"),
        ),
    )


def _report(figures: Figures) -> list[Line]:
    lines = []
    for heading, said in CHAPTERS:
        lines.append(Line(heading))
        if said not in figures.form.all_fields:
            lines += [Line(said)] if said else []
            continue
        values = [str(entry.value) for entry in figures[said] if entry.value]
        if len(values) > 1:
            values = [f"{number}、{value} " for number, value in enumerate(values, 1)]
        lines += [Line(f"　　{line}") for value in values for line in value.split("\n")]
    return lines


def _money(figures: Figures, row: str) -> list[Cell]:
    names = ("上年决算", "本年预算", "本年决算")
    texts = [in_words(figures.amount(f"{row}_{name}")) for name in names]
    return [texts[0], "<", texts[1], "<", texts[2], "<"]


ROWS = (
    ("三公经费", "三公经费"),
    ("1、公务用车购置和维护经费", "公务用车购置和维护经费"),
    ("其中：公车购置", "公车购置"),
    ("　　　　公车运行维护", "公车运行维护"),
    ("2、出国经费", "出国经费"),
    ("3、公务接待", "公务接待"),
    ("项目支出：", "项目支出"),
    ("1、业务工作经费", "业务工作经费"),
    ("2、运行维护经费", "运行维护经费"),
    ("3、本级专项资金（一个专项一行）", "本级专项资金"),
    ("", ""),
    ("公用经费：", "公用经费"),
    ("其中：办公经费", "办公经费"),
    ("　　　　水费、电费、差旅费", "水电差旅费"),
    ("　　　　会议费、培训费", "会议培训费"),
    ("政府采购金额", "政府采购金额"),
    ("部门基本支出预算调整 ", "部门基本支出预算调整"),
)


def _basic_data(figures: Figures) -> Sequence[Sequence[Cell]]:
    blank = ["", "<", "", "<", "", "<"]
    return [
        ["财政供养人员情况", "编制数", "<", "2023年实际在职人数", "<", "控制率", "<"],
        ["^", "20", "<", "20", "<", "100.00%", "<"],
        ["经费控制情况(万元)", "2022年决算数", "<", "2023年预算数", "<", "2023年决算数", "<"],
        *([label, *(_money(figures, row) if row else blank)] for label, row in ROWS),
        [
            *("楼堂馆所控制情况 \n（2023年完工项目）", "批复规模 \n（㎡）", "\n实际规模\n（㎡）"),
            *("规模控制率", "预算投资\n（万元）", "实际投资\n（万元）", "投资概算控制率"),
        ],
        ["^", "0.00", "0", "0", "0", "0", "0"],
        ["厉行节约保障措施", "我单位无新建楼堂馆所控制情况", "<", "<", "<", "<", "<"],
    ]


def _evaluation(figures: Figures) -> Sequence[Sequence[Cell]]:
    own = {group.category.key: group for group in figures.form.indicator_groups}
    rows: list[list[Cell]] = []
    for dimension, head in (
        ("output", "产出指标\n（50分)"),
        ("benefit", "效益指标\n（30分）"),
    ):
        top = len(rows)
        for group in own.values():
            if group.dimension.key != dimension:
                continue
            first = len(rows)
            rows += [
                _indicator(indicator)
                for indicator in figures.indicators
                if indicator.category is group.category and indicator.name != "……"
            ]
            if len(rows) == first:
                rows.append([""] * 6)
                rows.append(["……", *["　"] * 4, "　\n　"])
            name = group.category.name
            _beside(rows, first, f"{name[: len(name) // 2]}\n{name[len(name) // 2 :]}")
        _beside(rows, top, head)
    rows.append(["满意度\n指标\n（10分）", "", "", "", "", "", "", "　\n　"])
    body = [["^", *row] for row in rows]
    return [
        ["预算单位名称", "<", " 中共邵阳市北塔区委办公室  ", *["<"] * 6],
        [
            *("年度预\n算申请\n（万元）", "", "<", "年初\n预算数", "全年预算数", "全年\n执行数"),
            *("分值", "执行率", "得分"),
        ],
        ["^", "年度资金总额", "<", "394.50", "594.67", "594.67", "10", "100%", "10.00"],
        _halves("按收入性质分：", "按支出性质分："),
        _halves("  其中：  一般公共预算：594.67万元", "其中：基本支出：594.67万元"),
        _halves("政府性基金拨款：0万元", "项目支出：0万元"),
        _halves("纳入专户管理的非税收入拨款：", "0"),
        _halves("其他资金：", "0"),
        ["年度总体目标", *_halves("预期目标", "实际完成情况　")[1:]],
        _halves(f"　{figures.text('expected_goal')}", f"　{figures.text('actual_results')}"),
        [
            *("绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "年度\n指标值"),
            *("实际\n完成值", "分值", "得分", "偏差原因\n分析及\n改进措施"),
        ],
        *body,
        ["总分", *["<"] * 6, "97", ""],
    ]


def _halves(left: str, right: str) -> list[Cell]:
    return ["^", left, "<", "<", "<", right, "<", "<", "<"]


def _indicator(indicator: Indicator) -> list[Cell]:
    texts = [str(text) for text in (indicator.name, indicator.target, indicator.actual)]
    return [*texts, in_words(indicator.weight), in_words(indicator.score), "　\n　"]


def _beside(rows: list[list[Cell]], first: int, text: str) -> None:
    for number in range(first, len(rows)):
        rows[number].insert(0, text if number == first else "^")
