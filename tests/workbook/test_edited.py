"""A user inserts rows, deletes rows and moves whole forms in a real spreadsheet."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.hunan import filled_in
from tests.workbook.test_patch import check_and_write
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template

pytestmark = pytest.mark.libreoffice

Edit = Callable[[list[list[Any]]], Evaluation]


@pytest.fixture
def edit(
    edited: Callable[[list[list[Any]]], Path], check_file: Callable[[Path], Evaluation]
) -> Edit:
    return lambda edits: check_file(edited(edits))


def test_rows_inserted_and_filled_are_read_and_added_up(edit: Edit) -> None:
    # Row 18 is 公用经费, under the two spare rows of 专项资金; row 17 the spare one of 数量指标.
    evaluation = edit(
        [
            ["insert", "基础数据表", 17, 1],
            ["type", "基础数据表", "A18", "道路"],
            ["type", "基础数据表", "D18", 3.5],
            ["insert", "基础数据表", 15, 1],
            ["type", "基础数据表", "A16", "绿化"],
            ["type", "基础数据表", "D16", 1.25],
            ["insert", "自评表", 17, 1],
            ["type", "自评表", "C18", "新指标"],
            ["type", "自评表", "F18", 3],
            ["type", "自评表", "G18", 3],
            ["insert", "文字材料", 13, 1],
            ["type", "文字材料", "B14", "新职责"],
        ]
    )
    submission = evaluation.subject.submission
    funds = filled_in(submission).basic_data.spending.special_fund_items
    assert [(fund.name, str(fund.final)) for fund in funds] == [("绿化", "1.25"), ("道路", "3.5")]
    quantity = filled_in(submission).self_evaluation.indicators.quantity
    assert [item.name for item in quantity] == ["重要会议活动和法规办文工作", "新指标"]
    assert filled_in(submission).texts.functions[2] == "新职责"
    # The total of scores takes the inserted row in, though it lies at the end of a category.
    assert str(filled_in(submission).self_evaluation.total_score) == "100"
    assert str(filled_in(submission).basic_data.spending.operating.final) == "206.7"
    assert evaluation.subject.reading.problems == ()
    # The subtotal of the funds was typed as 0 in the sample, and is held against them.
    cells = {told.place.cell for told in evaluation.findings if told.finding.rule == "F04"}
    assert cells == {"D15"}


def test_deleted_rows_and_moved_forms_are_read_right(
    edit: Edit, sample: Callable[[str], Submission]
) -> None:
    evaluation = edit(
        [
            ["delete", "基础数据表", 15, 2],
            ["insert", "基础数据表", 0, 2],
            ["delete", "自评表", 16, 1],
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
    assert ("X06", "D23") in found
    assert ("S02", "F18:F24") in found


def test_a_fund_in_a_spare_row_goes_into_a_total_that_was_not_written_over(edit: Edit) -> None:
    evaluation = edit(
        [
            ["type", "基础数据表", "C16", 2],
            ["type", "基础数据表", "A16", "道路"],
            ["type", "基础数据表", "C15", ""],
        ]
    )
    # 本级专项资金 is blank now, and 项目支出 adds up what is left.
    project = filled_in(evaluation.subject.submission).basic_data.spending.project
    assert str(project.budget) == "0"


FIRST, SPARE = 3, 3
"""Row of the first line of the outline, from 0, and how many blank ones stand below the last."""


def text_of(evaluation: Evaluation) -> list[str]:
    content, _ = make_report(evaluation)
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def test_the_report_follows_an_outline_that_was_edited(
    edit: Edit, template: Template, tmp_path: Path
) -> None:
    texts = [row.text for row in template.outline]
    staff, chapter = texts.index("人员编制情况"), texts.index("国有资本经营预算支出情况")
    end = FIRST + len(texts) + SPARE
    evaluation = edit(
        [
            ["insert", "报告提纲", end, 1],
            ["type", "报告提纲", f"A{end + 1}", "正文"],
            ["type", "报告提纲", f"B{end + 1}", "以上为{{ 年度 }}年情况。"],
            ["delete", "报告提纲", FIRST + chapter, 2],
            ["type", "报告提纲", f"B{FIRST + staff + 2}", "{{ 自称 }}在职{{ 实际在职人数 }}人。"],
            ["insert", "报告提纲", FIRST + staff, 1],
            ["type", "报告提纲", f"A{FIRST + staff + 1}", "正文"],
            ["type", "报告提纲", f"B{FIRST + staff + 1}", "上级核定编制{{ 编制数 }}名。"],
            ["insert", "报告提纲", 0, 2],
        ]
    )
    assert evaluation.subject.reading.problems == ()
    said = text_of(evaluation)
    at = said.index("（二）人员编制情况")
    assert said[at - 1 : at + 2] == ["上级核定编制20名。", "（二）人员编制情况", "我办在职20人。"]
    assert "四、社会保险基金预算支出情况" in said
    assert not any("国有资本经营预算支出情况" in text for text in said)
    assert "以上为2023年情况。" in said
    # A copy with results has the previews in the rows to which their sentences have moved.
    target = tmp_path / "edited" / "edited.xlsx"
    sheet = openpyxl.load_workbook(check_and_write(target, template))["报告提纲"]
    previews = {str(b): c for _, b, c, *_ in sheet.iter_rows(values_only=True) if b}
    assert previews["上级核定编制{{ 编制数 }}名。"] == "上级核定编制20名。"
    assert previews["{{ 自称 }}在职{{ 实际在职人数 }}人。"] == "我办在职20人。"
    assert previews["社会保险基金预算支出情况"] == "四、社会保险基金预算支出情况"
    assert previews["以上为{{ 年度 }}年情况。"] == "以上为2023年情况。"


def test_a_mistake_in_an_edited_outline_is_told_by_its_cell(edit: Edit, template: Template) -> None:
    evaluation = edit(
        [
            ["insert", "报告提纲", FIRST + 3, 1],
            ["type", "报告提纲", f"A{FIRST + 4}", "正文"],
            ["type", "报告提纲", f"B{FIRST + 4}", "编制{{ 编制书 }}名。"],
            ["type", "报告提纲", f"B{FIRST + 1}", "{{ 完城(收入合计_本年, 收入合计_上年) }}"],
        ]
    )
    told = {t.place.cell: t.message for t in evaluation.findings if t.finding.rule == "C08"}
    assert list(told) == [f"B{FIRST + 1}", f"B{FIRST + 4}"]
    assert "没有“完城”这个函数，是否想写“完成”" in told[f"B{FIRST + 1}"]
    assert "没有“编制书”这一项，是否想写“编制数”" in told[f"B{FIRST + 4}"]
    with pytest.raises(CannotDoError) as caught:
        make_report(evaluation)
    lines = str(caught.value).split("\n")
    assert lines[0].startswith(f"《报告提纲》B{FIRST + 1}的句子没有“完城”这个函数")
    assert lines[1].startswith(f"《报告提纲》B{FIRST + 4}的句子没有“编制书”这一项")
