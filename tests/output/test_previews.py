"""What a program says beside sentences: in a new workbook, in a copy, in an open one."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.changes import changed
from tests.conftest import CREATED
from tests.live.open_book import OpenBook
from tests.workbook.test_patch import check_and_write, parts
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.measure import lines_of
from xlevaluate.form.snapshot import place_of
from xlevaluate.live import buttons
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.sheet_part import SheetPart

Rows = list[tuple[str, str, str]]

TYPED = [
    ("一级标题", "{{ 年度 }}年概况"),
    ("正文", "{{ 自称 }}{{ 完成(收入合计_本年, 收入合计_上年) }}。"),
    ("正文", "{{ 联系电话 }}"),
    ("正文", "{{ 年渡 }}"),
    ("二级标题", "机构"),
    ("正文", "=1+1"),
    ("正文", "{{ 条目(职能职责) }}"),
    ("正文", "{% if 总分 > 99 %}不写{% endif %}"),
]
SHOWN = [
    "一、2023年概况",
    "我办完成594.67万元，比上年增加9.52万元，增长1.63%。",
    "（不写入：缺少联系电话）",
    "（有误：句子没有“年渡”这一项，是否想写“年度”）",
    "（一）机构",
    "=1+1",
    "1.甲\n2.乙",
    "",
]


def with_outline(submission: Submission, rows: list[tuple[str, str]]) -> Submission:
    return changed(submission, {"outline": [{"level": lv, "text": text} for lv, text in rows]})


@pytest.fixture
def typed(sample: Callable[[str], Submission]) -> Submission:
    blank = {"basic_data.filing.telephone": None, "texts.functions": ["甲", "乙"]}
    return with_outline(changed(sample("seed"), blank), TYPED)


def outline_of(path: Path) -> Rows:
    rows = openpyxl.load_workbook(path)["报告提纲"].iter_rows(min_row=4, values_only=True)
    return [(str(a or ""), str(b or ""), str(c or "")) for a, b, c, *_ in rows if a and b]


def retyped(path: Path, sheet: str, cells: dict[str, str]) -> None:
    """Type into cells and keep the results of all formulas, which openpyxl would lose."""
    number = openpyxl.load_workbook(path).sheetnames.index(sheet) + 1

    def put(name: str, part: bytes) -> bytes:
        if name != f"xl/worksheets/sheet{number}.xml":
            return part
        changing = SheetPart(part, sheet)
        for place, text in cells.items():
            row, col = place_of(place)
            changing.put(row, {col: text}, {col: changing.style(row, col) or "0"})
        return changing.to_bytes()

    path.write_bytes(rewritten(path.read_bytes(), put))


def test_a_new_workbook_shows_what_will_be_printed(
    typed: Submission, workbook: Callable[[Submission], Path]
) -> None:
    assert outline_of(workbook(typed)) == [
        (*row, shown) for row, shown in zip(TYPED, SHOWN, strict=True)
    ]


def test_the_head_says_how_it_is_refreshed_and_the_cells_take_what_a_program_writes(
    typed: Submission, workbook: Callable[[Submission], Path]
) -> None:
    sheet = openpyxl.load_workbook(workbook(typed))["报告提纲"]
    assert all(word in str(sheet["C3"].value) for word in ("校验", "重新计算", "check --write"))
    assert sheet.protection.sheet
    for row in range(4, 4 + len(TYPED) + 3):
        cell = sheet.cell(row, 3)
        assert not cell.protection.locked
        assert cell.number_format == "@"
        assert cell.data_type in {"s", "n"}
        height = sheet.row_dimensions[row].height
        width = sheet.column_dimensions["C"].width
        assert height is not None
        assert height >= 15 * lines_of(str(cell.value or ""), width)


def test_previews_are_not_read(
    typed: Submission,
    workbook: Callable[[Submission], Path],
    template: Template,
    check_file: Callable[[Path], Any],
) -> None:
    path = workbook(typed)
    retyped(path, "报告提纲", {"C4": "写在预览里的字", "C13": "写在空行里的字"})
    evaluation = check_file(path)
    assert template.reduced(evaluation.subject.submission) == typed
    assert evaluation.subject.reading.problems == ()


def test_a_copy_with_results_has_its_previews_refreshed(
    typed: Submission, workbook: Callable[[Submission], Path], template: Template
) -> None:
    path = workbook(typed)
    retyped(
        path,
        "报告提纲",
        {"B4": "概况", "B7": "{{ 年度 }}", "B12": "三行空行里的一行", "A12": "正文"},
    )
    retyped(path, "报告提纲", {"C13": "旧的预览", "A14": "正文"})
    before = parts(path)
    copy = check_and_write(path, template)
    assert [row[2] for row in outline_of(copy)] == [
        *("一、概况", SHOWN[1], SHOWN[2], "2023", *SHOWN[4:], "三行空行里的一行")
    ]
    sheet = openpyxl.load_workbook(copy)["报告提纲"]
    assert sheet["C13"].value is None
    assert sheet["C14"].value == "（不写入：本行的级别和文字要都填好）"
    assert sheet["C12"].border.left.style == "thin"
    # Nothing of the user's in that sheet is different, and no other sheet but the results'.
    changed_parts = [name for name in before if before[name] != parts(copy)[name]]
    assert len(changed_parts) == 2
    was = openpyxl.load_workbook(path)["报告提纲"]
    for line, source in zip(sheet.iter_rows(), was.iter_rows(), strict=True):
        for cell, old in zip(line, source, strict=True):
            assert cell.column == 3 or (cell.value, cell.style_id) == (old.value, old.style_id)
    again = check_and_write(copy, template)
    assert parts(again) == parts(copy)


def test_a_row_too_low_for_its_new_preview_is_made_higher(
    typed: Submission, workbook: Callable[[Submission], Path], template: Template
) -> None:
    path = workbook(typed)
    retyped(path, "报告提纲", {"B7": "字" * 400})
    copy = check_and_write(path, template)
    before, after = (openpyxl.load_workbook(p)["报告提纲"].row_dimensions for p in (path, copy))
    assert before[7].height == 24
    assert after[7].height is not None
    assert after[7].height > 100
    assert after[5].height == before[5].height


def test_a_sheet_whose_previews_are_right_is_not_touched(
    typed: Submission, workbook: Callable[[Submission], Path], template: Template
) -> None:
    path = workbook(typed)
    copy = check_and_write(path, template)
    different = {name for name, part in parts(path).items() if part != parts(copy)[name]}
    assert len(different) <= 1


def test_a_workbook_without_the_column_is_written_all_the_same(
    typed: Submission, workbook: Callable[[Submission], Path], template: Template
) -> None:
    """As one that was made before there were previews."""
    path = workbook(typed)

    def without(name: str, part: bytes) -> bytes:
        return (
            part.replace("提纲_预览".encode(), "提纲_旁注".encode()) if "workbook" in name else part
        )

    path.write_bytes(rewritten(path.read_bytes(), without))
    retyped(path, "报告提纲", {"B4": "概况"})
    assert outline_of(check_and_write(path, template))[0][2] == "一、2023年概况"


@pytest.mark.parametrize("command", ["check", "recalculate"])
def test_an_open_workbook_has_its_previews_refreshed(
    command: str, typed: Submission, template: Template, tmp_path: Path
) -> None:
    content, _ = make_workbook(template, typed, created=CREATED, macros="excel")
    book = OpenBook(content, tmp_path / "单位.xlsm")
    sheet = book.sheets["报告提纲"]
    sheet.values[4, 2], sheet.values[9, 2] = "概况", "=2+2"
    sheet.values[7, 2] = "{{ 完城(收入合计_本年, 收入合计_上年) }}"
    buttons.perform(command, book)
    assert [sheet.values.get((row, 3)) for row in (4, 7, 9, 10, 12)] == [
        "一、概况",
        "（有误：句子没有“完城”这个函数，是否想写“完成”）",
        "=2+2",
        "1.甲\n2.乙",
        None,
    ]
    assert [place for place in sheet.formulas if place[1] == 3] == []
    # What the examples give follows the figures, too.
    table = book.sheets["字段表"]
    (row,) = (r for (r, c), value in table.values.items() if c == 1 and value == "万元(数)")
    assert table.values[row, 4] == "594.67万元"
    book.sheets["收支情况"].values[5, 2] = 600.5
    buttons.perform(command, book)
    assert table.values[row, 4] == "600.5万元"


def test_the_zip_is_still_one(
    typed: Submission, workbook: Callable[[Submission], Path], template: Template
) -> None:
    path = workbook(typed)
    retyped(path, "报告提纲", {"B4": "<b>&\"'_x0041_ ]]> 😀"})
    copy = check_and_write(path, template)
    assert zipfile.ZipFile(copy).testzip() is None
    assert outline_of(copy)[0][2] == "一、<b>&\"'_x0041_ ]]> 😀"
