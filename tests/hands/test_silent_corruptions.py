"""What used to go wrong without a word: pasted, inserted and cut, and what comes of it now."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hands.conftest import Open
from tests.hands.hand import Desk, Hands
from tests.hunan import filled_in
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.live.full_rows import complete_rows
from xlevaluate.live.libreoffice.engine import open_book
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.mending import mend
from xlevaluate.workbook.read import read_workbook

pytestmark = pytest.mark.libreoffice

FORM, SCORES = "基础数据表", "自评表"
OLD = Path(__file__).parents[1] / "files" / "v0_1" / "corrected.xlsx"
ROWS = ("三公经费", "公务用车购置和维护经费", "公车购置", "公车运行维护", "出国经费", "公务接待")
COLUMNS = ("上年决算", "本年预算", "本年决算")

Check = Callable[[Hands], Evaluation]


@pytest.fixture
def check(tmp_path: Path, check_file: Callable[[Path], Evaluation]) -> Check:
    """Save a copy and evaluate that."""
    return lambda hands: check_file(hands.save(tmp_path / "saved.xlsx"))


def troubles(evaluation: Evaluation) -> set[str]:
    return {problem.trouble for problem in evaluation.subject.reading.problems}


def test_money_columns_of_last_year_land_where_they_are_seen(
    opened: Open, check: Check, sample: Callable[[str], Submission], template_blank: Submission
) -> None:
    last, this = opened(sample("corrected")), opened(template_blank)
    last.copy(FORM, "B8:D13")
    this.paste(FORM, "B8")
    figures = check(this).subject.figures
    source = last.cell(FORM, "B8:D13").getDataArray()
    for row, line in zip(ROWS[2:], source, strict=False):
        read = [figures.value(f"{row}_{column}") for column in COLUMNS]
        assert [float(str(value)) for value in read] == list(line), row


def test_joined_cells_of_an_old_workbook_pasted_are_told(
    opened: Open, check: Check, desk: Desk, template_blank: Submission
) -> None:
    """Version 0.1 joined two cells for a figure: six columns are copied, and three are here."""
    old, this = desk.open(OLD), opened(template_blank)
    this.unprotect(FORM)
    old.copy(FORM, "B6:G13")
    this.paste(FORM, "B6")
    old.close()
    evaluation = check(this)
    assert "stray_value" in troubles(evaluation)
    told = [t for t in evaluation.findings if t.finding.rule == "R21"]
    assert {t.finding.level for t in told} == {"error"}
    assert {t.place.cell[0] for t in told} == {"F"}
    assert "粘贴时错了位" in told[0].message


def test_a_locked_sheet_takes_no_block_that_is_too_wide(
    opened: Open, check: Check, desk: Desk, template_blank: Submission
) -> None:
    old, this = desk.open(OLD), opened(template_blank)
    old.copy(FORM, "B6:G13")
    this.paste(FORM, "B6")
    old.close()
    assert this.numbers()[FORM] == {}
    assert troubles(check(this)) == set()


@pytest.mark.parametrize("name", ["专项资金", "业务工作项目"])
def test_an_inserted_row_of_a_list_is_a_full_row(
    name: str, opened: Open, check: Check, sample: Callable[[str], Submission]
) -> None:
    hands = opened(sample("corrected"))
    row = hands.document.NamedRanges.getByName(f"{name}_止").getReferredCells().RangeAddress
    at = row.StartRow + 1
    hands.insert_row(FORM, f"B{at}")
    for col, text in zip("ABCD", ("道路", "1.5", "2.5", "3.5"), strict=True):
        hands.type(FORM, f"{col}{at}", text)
    (item,) = _items(check(hands), name)
    assert [item.name, str(item.prior_final), str(item.budget), str(item.final)] == [
        *("道路", "1.5", "2.5", "3.5")
    ]


def _items(evaluation: Evaluation, name: str) -> Any:
    keys = {"专项资金": "special_fund_items", "业务工作项目": "programme_items"}
    return getattr(filled_in(evaluation.subject.submission).basic_data.spending, keys[name])


def test_an_inserted_indicator_is_a_full_row(
    opened: Open, check: Check, sample: Callable[[str], Submission]
) -> None:
    """It takes formats and validation, belongs to the category above, and labels stay whole."""
    hands = opened(sample("corrected"))
    labels = [row[:2] for row in hands.cell(SCORES, "A16:B20").getDataArray()]
    hands.insert_row(SCORES, "C19")
    for col, text in zip("CDEFG", ("新指标", "≥95%", "96%", "5", "4"), strict=True):
        hands.type(SCORES, f"{col}19", text)
    weight = hands.cell(SCORES, "F19")
    assert weight.CellBackColor == hands.cell(SCORES, "F18").CellBackColor
    assert weight.Validation.Type == hands.cell(SCORES, "F18").Validation.Type
    seen = [row[:2] for row in hands.cell(SCORES, "A16:B21").getDataArray()]
    assert [*seen[:3], *seen[4:]] == labels
    evaluation = check(hands)
    quantity = filled_in(evaluation.subject.submission).self_evaluation.indicators.quantity
    assert quantity[-1].name == "新指标"
    assert troubles(evaluation) == set()
    # The sum formula of the total, and the points of the dimension, take it in.
    assert hands.cell(SCORES, hands.named("总分")).Value == 104
    assert evaluation.subject.reading.shown["产出指标_已填分值"] == 55


def test_without_our_buttons_the_column_beside_says_what_an_inserted_row_lacks(
    opened: Open,
    check: Check,
    sample: Callable[[str], Submission],
    tmp_path: Path,
    template: Template,
) -> None:
    hands = opened(sample("corrected"))
    hands.insert_row(SCORES, "C19")
    hands.insert_row(SCORES, "C16")  # under the heads
    beside = {row: hands.cell(SCORES, f"K{row}").String for row in range(15, 24)}
    told = {row for row, text in beside.items() if "下面插入的行" in text}
    assert told == {15, 19}
    for col, text in zip("CDEF", ("新指标", "≥200次", "100次", "6"), strict=True):
        hands.type(SCORES, f"{col}20", text)
    mended = mend(template, read_workbook(hands.save(tmp_path / "插.xlsx"))[0])
    assert [(item.place.cell, item.typed) for item in mended.restored] == [("G20", "3")]
    assert mended.left == ()
    # A button does for it, with the sheet protected, what LibreOffice does at once where we listen.
    complete_rows(open_book(hands.document))
    assert hands.sheet(SCORES).isProtected()
    seen = {row: [c.String for c in line(hands, row)] for row in (16, 20)}
    assert seen[16] == ["产出指标", "数量指标", *[""] * 7, "数量指标", ""]
    assert seen[20][:7] == ["产出指标", "数量指标", "新指标", "≥200次", "100次", "6", "3"]
    assert seen[20][10].startswith("错误：得分低于分值")
    assert not any("下面插入的行" in hands.cell(SCORES, f"K{row}").String for row in range(15, 24))
    hands.type(SCORES, "C16", "又一个")
    quantity = filled_in(check(hands).subject.submission).self_evaluation.indicators.quantity
    assert [item.name for item in quantity][::4] == ["又一个", "新指标"]


def line(hands: Hands, row: int) -> list[Any]:
    return [hands.sheet(SCORES).getCellByPosition(col, row - 1) for col in range(11)]


def test_a_cell_cut_onto_another_is_told(
    opened: Open, check: Check, sample: Callable[[str], Submission]
) -> None:
    hands = opened(sample("corrected"))
    hands.cut(FORM, "C9")
    hands.paste(FORM, "D9")
    evaluation = check(hands)
    told = [t for t in evaluation.findings if t.finding.rule == "R23"]
    assert {t.place.cell for t in told} == {"D9"}
    assert "一个数字不能算作两项" in told[0].message
    assert {"公车运行维护_本年预算", "公车运行维护_本年决算"} <= evaluation.subject.reading.unread


def test_a_cell_cut_to_another_place_is_told(
    opened: Open, check: Check, sample: Callable[[str], Submission]
) -> None:
    hands = opened(sample("corrected"))
    hands.unprotect(FORM)
    hands.cut(FORM, "C11")
    hands.paste(FORM, "E12")
    (told,) = (t for t in check(hands).findings if t.finding.rule == "R24")
    assert (told.place.cell, told.place.label) == ("E12", "公务接待（本年预算）")
