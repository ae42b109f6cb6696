"""A user inserts rows, deletes rows and moves whole forms in a real spreadsheet."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xlevaluate.evaluation import Evaluation
from xlevaluate.submission import Submission

pytestmark = pytest.mark.libreoffice

Edit = Callable[[list[list[Any]]], Evaluation]


@pytest.fixture
def edit(
    edited: Callable[[list[list[Any]]], Path], check_file: Callable[[Path], Evaluation]
) -> Edit:
    return lambda edits: check_file(edited(edits))


def test_rows_inserted_and_filled_are_read_and_added_up(edit: Edit) -> None:
    # Row 18 is 公用经费, under the two spare rows of 专项资金; row 14 the spare one of 数量指标.
    evaluation = edit(
        [
            ["insert", "基础数据表", 17, 1],
            ["type", "基础数据表", "A18", "道路"],
            ["type", "基础数据表", "F18", 3.5],
            ["insert", "基础数据表", 15, 1],
            ["type", "基础数据表", "A16", "绿化"],
            ["type", "基础数据表", "F16", 1.25],
            ["insert", "自评表", 14, 1],
            ["type", "自评表", "D15", "新指标"],
            ["type", "自评表", "G15", 3],
            ["type", "自评表", "H15", 3],
            ["insert", "文字材料", 13, 1],
            ["type", "文字材料", "B14", "新职责"],
        ]
    )
    submission = evaluation.subject.submission
    funds = submission.basic_data.spending.special_fund_items
    assert [(fund.name, str(fund.final)) for fund in funds] == [("绿化", "1.25"), ("道路", "3.5")]
    quantity = submission.self_evaluation.indicators["quantity"]
    assert [item.name for item in quantity] == ["重要会议活动和法规办文工作", "新指标"]
    assert submission.texts.functions[2] == "新职责"
    # The total of scores takes the inserted row in, though it lies at the end of a category.
    assert str(submission.self_evaluation.total_score) == "100"
    assert str(submission.basic_data.spending.operating.final) == "206.7"
    assert evaluation.subject.reading.problems == ()
    # The subtotal of the funds was typed as 0 in the sample, and is held against them.
    cells = {told.place.cell for told in evaluation.findings if told.finding.rule == "F04"}
    assert cells == {"F15"}


def test_deleted_rows_and_moved_forms_are_read_right(
    edit: Edit, sample: Callable[[str], Submission]
) -> None:
    evaluation = edit(
        [
            ["delete", "基础数据表", 15, 2],
            ["insert", "基础数据表", 0, 2],
            ["delete", "自评表", 13, 1],
            ["insert", "自评表", 0, 2],
            ["insert", "收支情况", 0, 2],
            ["insert", "文字材料", 0, 2],
            ["insert", "指标计算", 0, 2],
            ["insert", "报告提纲", 0, 2],
            ["insert", "封面", 0, 2],
        ]
    )
    assert evaluation.subject.template.reduced(evaluation.subject.submission) == sample("seed")
    assert evaluation.subject.reading.problems == ()
    found = [(told.finding.rule, told.place.cell) for told in evaluation.findings]
    assert ("F01", "B8") in found
    assert ("X06", "F23") in found
    assert ("S02", "G15:G21") in found


def test_a_fund_in_a_spare_row_goes_into_a_total_that_was_not_written_over(edit: Edit) -> None:
    evaluation = edit(
        [
            ["type", "基础数据表", "D16", 2],
            ["type", "基础数据表", "A16", "道路"],
            ["type", "基础数据表", "D15", ""],
        ]
    )
    # 本级专项资金 is blank now, and 项目支出 adds up what is left.
    project = evaluation.subject.submission.basic_data.spending.project
    assert str(project.budget) == "0"
