"""What must be found in the published report's figures and texts, and what must not."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.changes import changed
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.submission import Submission

Check = Callable[[Path], Evaluation]

# What the published report gets wrong: level, rule, sheet, cell.
WRONG = {
    "去年收支不平，差0.21": ("error", "F08", "收支情况", "C16"),
    "三公上年合计5.41，分项10.82": ("error", "F01", "基础数据表", "B6"),
    "公务用车上年5.41，两项都是0": ("error", "F02", "基础数据表", "B7"),
    "产出分值47": ("error", "S02", "自评表", "F16:F23"),
    "效益分值40": ("error", "S02", "自评表", "F24:F31"),
    "满意度分值0": ("error", "S02", "自评表", "F32:F33"),
    "分值合计97": ("error", "S03", "自评表", "F16:F33"),
    "97分里得了97分": ("hint", "S05", "自评表", "G34"),
    "年初预算文字594.67，表394.50": ("error", "T01", "文字材料", "B35"),
    "预算调整空着": ("error", "X06", "基础数据表", "D23"),
    "建议46条、47条": ("hint", "T07", "自评表", "E22"),
    "公用经费及其中项超预算": ("query", "V01", "基础数据表", "D18"),
    "三公经费预算为0": ("query", "P01", "基础数据表", "C6"),
    "采购超预算": ("query", "V01", "基础数据表", "D22"),
    "说没有超过预算": ("query", "T08", "文字材料", "B39"),
    "没有项目支出却评价项目支出": ("query", "T09", "文字材料", "B38"),
    "自称不一": ("hint", "W01", "文字材料", "B4"),
    "其中其中": ("hint", "W02", "文字材料", "B35"),
    "专项资金使用项目使用专项资金": ("hint", "W02", "文字材料", "B40"),
    "绩效目标两个四是": ("hint", "W03", "文字材料", "B9"),
    "完成情况两个四是": ("hint", "W03", "自评表", "E14"),
    "时效空着": ("error", "C02", "自评表", "F20:F21"),
    "经济效益、生态效益空着": ("error", "C02", "自评表", "F24:F25"),
    "留着省略号": ("error", "C03", "自评表", "C20"),
    "完成情况照抄目标": ("query", "W10", "自评表", "E14"),
    "三公经费没有交代": ("hint", "T10", "基础数据表", "D6"),
    "采购没有交代": ("hint", "T10", "基础数据表", "D22"),
    "定性指标没有档次": ("hint", "S11", "自评表", "I16"),
    "目标没有数而满分": ("hint", "W12", "自评表", "D16"),
    "等次写作优秀": ("hint", "W06", "文字材料", "B38"),
    "半角逗号": ("hint", "W08", "文字材料", "B35"),
}

# What it gets right: these must have been looked at, and have found nothing.
RIGHT = ["F05", "F06", "F07", "F09", "F10", "X01", "X02", "X03", "X04", "X05", "S01", "S04"]
RIGHT += ["S06", "S07", "P00", "V02", "V04", "C01", "C04", "C05", "C06", "C07", "T05", "W04", "W11"]


@pytest.fixture
def seed(
    sample: Callable[[str], Submission], workbook: Callable[[Submission], Path], check_file: Check
) -> Evaluation:
    return check_file(workbook(sample("seed")))


def test_the_slips_of_the_seed_are_found_and_nothing_else(seed: Evaluation) -> None:
    found = [
        (told.finding.level, told.finding.rule, told.place.sheet, told.place.cell)
        for told in seed.findings
    ]
    assert sorted(found) == sorted(WRONG.values())


def test_what_is_right_raises_nothing(seed: Evaluation) -> None:
    assert {rule: seed.outcomes[rule].status for rule in RIGHT} == dict.fromkeys(RIGHT, "passed")


def test_a_message_names_place_figures_and_what_to_do(seed: Evaluation) -> None:
    messages = [told.message for told in seed.findings]
    assert messages[0] == (
        "《基础数据表》B6 三公经费（上年决算）5.41万元，分项合计 10.82万元"
        "（B7 5.41 + B10 0 + B11 5.41），相差 5.41万元。请核对 B7、B11。"
    )
    assert any("占 《自评表》C4 的 50.74%" in message for message in messages)
    assert any(
        "公用经费 184.75%；办公经费 567.43%；水费、电费、差旅费 123%；会议费、培训费 593%"
        in message
        for message in messages
    )
    assert any("政府采购金额 163.35%" in message for message in messages)


def test_the_corrected_sample_has_only_queries_that_are_true_of_it(
    sample: Callable[[str], Submission], workbook: Callable[[Submission], Path], check_file: Check
) -> None:
    evaluation = check_file(workbook(sample("corrected")))
    found = [
        (told.finding.level, told.finding.rule, told.place.cell) for told in evaluation.findings
    ]
    assert found == [
        ("query", "P01", "C6"),
        ("query", "V01", "D18"),
        ("query", "V01", "D22"),
        ("query", "S09", "E24"),  # 0.1万元 of a limit of 5.41万元
    ]
    assert (evaluation.score, evaluation.grade) == (Decimal(100), "优")


def test_what_could_not_be_checked_is_not_called_passed(seed: Evaluation) -> None:
    assert "P01" not in seed.not_checked, "what may stay blank keeps no rule from looking"
    assert seed.not_checked["Y01"] == ("没有提供上年的工作簿（--previous）",)
    assert seed.outcomes["Y01"].status == "not_checked"
    assert seed.outcomes["F04"].status == "not_applicable"


def test_a_line_of_figures_is_held_against_last_year(
    sample: Callable[[str], Submission], workbook: Callable[[Submission], Path], check_file: Check
) -> None:
    from xlevaluate.evaluation.evaluation import evaluate

    this = check_file(workbook(sample("corrected")))
    last = changed(
        sample("corrected"), {"year": 2022, "basic_data.spending.operating.final": "117.56"}
    )
    evaluation = evaluate(this.subject.template, this.subject.reading, last)
    told = {t.place.cell: t.message for t in evaluation.findings if t.finding.rule == "Y01"}
    assert told["B18"] == (
        "《基础数据表》B18 公用经费（上年决算）117.65万元，上年工作簿的公用经费（本年决算）是 "
        "117.56万元，相差 0.09万元。请核对后改成一致。"
        "117.65 与 117.56 只有相邻两位数字次序不同（65、56），可能是录入时颠倒了。"
    )
    assert evaluation.outcomes["Y02"].status == "passed"


def test_cells_move_with_the_rows(
    sample: Callable[[str], Submission], workbook: Callable[[Submission], Path], check_file: Check
) -> None:
    """With more special funds than spare rows, everything below stands lower."""
    funds = [{"name": f"专项{n}", "final": "0"} for n in range(5)]
    grown = changed(sample("seed"), {"basic_data.spending.special_fund_items": funds})
    evaluation = check_file(workbook(grown))
    cells = [told.place.cell for told in evaluation.findings if told.finding.rule == "X06"]
    assert cells == ["D28"]
