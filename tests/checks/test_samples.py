"""What must be found in the published report's figures, and what must not."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.changes import changed
from xlevaluate.evaluation import Evaluation
from xlevaluate.submission import Submission

Check = Callable[[Path], Evaluation]

# What the published report gets wrong: (rule, sheet, cell, actual, expected, difference).
WRONG = [
    ("F08", "收支情况", "C14", "585.15", "585.36", "0.21"),  # last year does not close
    ("F01", "基础数据表", "B6", "5.41", "10.82", "5.41"),  # 三公
    ("F02", "基础数据表", "B7", "5.41", "0", "5.41"),  # 公务用车
    ("S02", "自评表", "G13:G20", "47", "50", "3"),  # 产出
    ("S02", "自评表", "G21:G28", "40", "30", "10"),  # 效益
    ("S02", "自评表", "G29:G30", "0", "10", "10"),  # 满意度
    ("S03", "自评表", "G13:G30", "97", "100", "3"),  # 分值合计
    ("X06", "基础数据表", "F23", None, "200.17", "200.17"),  # 预算调整
]


@pytest.fixture
def seed(
    sample: Callable[[str], Submission], workbook: Callable[[Submission], Path], check_file: Check
) -> Evaluation:
    return check_file(workbook(sample("seed")))


def test_the_errors_of_the_seed_are_found_and_no_others(seed: Evaluation) -> None:
    found = [
        (
            told.finding.rule,
            told.place.sheet,
            told.place.cell,
            *(
                None if figure is None else f"{figure:f}" if isinstance(figure, Decimal) else figure
                for figure in (
                    told.finding.actual,
                    told.finding.expected,
                    told.finding.difference,
                )
            ),
        )
        for told in seed.findings
        if told.finding.level == "error"
    ]
    assert sorted(found, key=str) == sorted(WRONG, key=str)


def test_full_marks_of_97_are_a_hint(seed: Evaluation) -> None:
    assert [t.finding.rule for t in seed.findings if t.finding.level == "hint"] == ["S05"]


def test_spending_without_a_budget_is_a_query(seed: Evaluation) -> None:
    (told,) = [told for told in seed.findings if told.finding.level == "query"]
    assert (told.finding.rule, told.place.cell) == ("P03", "D6")
    assert seed.rules["P03"].title == "三公经费控制率能够计算"


def test_what_is_right_raises_nothing(seed: Evaluation) -> None:
    right = ["F05", "F06", "F07", "F09", "F10", "X01", "X02", "X03", "X04", "X05", "S01", "S04"]
    right += ["S06", "S07", "P00", "P01", "P06"]
    assert {rule: seed.outcomes[rule].status for rule in right} == dict.fromkeys(right, "passed")


def test_a_message_names_place_figures_and_what_to_do(seed: Evaluation) -> None:
    messages = [told.message for told in seed.findings]
    assert messages[0] == (
        "《基础数据表》B6 三公经费（上年决算）5.41万元，分项合计 10.82万元"
        "（B7 5.41 + B10 0 + B11 5.41），相差 5.41万元。请核对 B7、B11。"
    )
    assert any("占 《自评表》D4 的 50.74%" in message for message in messages)


def test_the_corrected_sample_has_no_error(
    sample: Callable[[str], Submission], workbook: Callable[[Submission], Path], check_file: Check
) -> None:
    evaluation = check_file(workbook(sample("corrected")))
    assert [told.finding.rule for told in evaluation.findings] == ["P03"]
    assert (evaluation.score, evaluation.grade) == (Decimal(100), "优")


def test_what_could_not_be_checked_is_not_called_passed(seed: Evaluation) -> None:
    assert seed.not_checked["P09"] == ("年末结转结余（本年）未填",)
    assert seed.outcomes["P09"].status == "not_checked"
    assert seed.outcomes["P12"].status == "not_applicable"


def test_cells_move_with_the_rows(
    sample: Callable[[str], Submission], workbook: Callable[[Submission], Path], check_file: Check
) -> None:
    """With more special funds than spare rows, everything below stands lower."""
    funds = [{"name": f"专项{n}", "final": "0"} for n in range(5)]
    grown = changed(sample("seed"), {"basic_data.spending.special_fund_items": funds})
    evaluation = check_file(workbook(grown))
    cells = [told.place.cell for told in evaluation.findings if told.finding.rule == "X06"]
    assert cells == ["F28"]
