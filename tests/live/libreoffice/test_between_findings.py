"""Buttons on every form: from finding to finding, from a line to its cell, and back by undo."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import Office, Workbook
from xlevaluate.submission import Submission
from xlevaluate.vba.button_layout import BUTTONS, SHEET_BUTTONS

pytestmark = pytest.mark.libreoffice

Sample = Callable[[str], Submission]

PIXEL = 2540 / 96
SCREEN = 1600
POINT = 2540 / 72


@pytest.fixture
def seed(office: Office, make: Make, sample: Sample) -> Iterator[Workbook]:
    with office.opened(make(sample("seed"))) as workbook:
        yield workbook


def go(workbook: Workbook, sheet: str, place: str) -> Any:
    """Go to a cell, as a user does."""
    cell = workbook.cell(sheet, place)
    controller = workbook.document.getCurrentController()
    controller.setActiveSheet(cell.Spreadsheet)
    controller.select(cell)
    return cell


def controls(sheet: Any) -> list[Any]:
    page = sheet.DrawPage
    shapes = [page.getByIndex(index) for index in range(page.Count)]
    return [shape for shape in shapes if shape.supportsService("com.sun.star.drawing.ControlShape")]


def test_every_sheet_that_is_filled_in_has_buttons_which_cover_nothing(seed: Workbook) -> None:
    sheets = [seed.document.Sheets.getByIndex(i) for i in range(seed.document.Sheets.Count)]
    cover, *others = sheets
    assert [shape.Control.Label for shape in controls(cover)] == [b.caption for b in BUTTONS]
    with_buttons = {sheet.Name: controls(sheet) for sheet in others if controls(sheet)}
    filled_in = {"基础数据表", "收支情况", "自评表", "文字材料", "报告提纲", "指标评分"}
    assert filled_in | {"得分与参数", "校验结果"} <= set(with_buttons)
    assert {"填报说明", "xle_help"}.isdisjoint(with_buttons)
    for name, shapes in with_buttons.items():
        assert [shape.Control.Label for shape in shapes] == [b.caption for b in SHEET_BUTTONS]
        assert not any(shape.Control.Printable for shape in shapes)
        title = seed.cell(name, "A1")
        cursor = title.Spreadsheet.createCursorByRange(title)
        cursor.collapseToMergedArea()
        text = len(title.String) * title.CharHeight * POINT
        free = (cursor.Size.Width - text) / 2
        for shape in shapes:
            assert shape.Position.Y >= 0
            assert shape.Position.Y + shape.Size.Height <= cursor.Size.Height, name
            assert shape.Position.X + shape.Size.Width < min(free, SCREEN * PIXEL), name
        lefts = [shape.Position.X for shape in shapes]
        rights = [shape.Position.X + shape.Size.Width for shape in shapes]
        assert all(right <= left for right, left in zip(rights, lefts[1:], strict=False))


def test_a_sheet_of_the_users_own_gets_no_buttons(
    office: Office, make: Make, sample: Sample
) -> None:
    path = make(sample("seed"))
    with office.opened(path) as workbook:
        workbook.document.Sheets.insertNewByName("底稿", 3)
        workbook.cell("底稿", "A1").Value = 148.58
        workbook.save()
    with office.opened(path) as workbook:
        assert workbook.cell("底稿", "A1").Value == 148.58
        assert controls(workbook.document.Sheets.getByName("底稿")) == []
        assert controls(workbook.document.Sheets.getByName("基础数据表")) != []


def test_the_next_finding_follows_the_last_wherever_the_selection_is(seed: Workbook) -> None:
    said = []
    for _ in range(3):
        go(seed, "封面", "A1")
        said.append(seed.press("下一处问题"))
    assert [text.partition("，")[0] for text in said] == ["第 1 处", "第 2 处", "第 3 处"]
    assert len(set(said)) == 3
    go(seed, "封面", "A1")
    assert seed.press("上一处") == said[1]
    assert seed.press("上一处") == said[0]
    last = seed.press("上一处问题")
    number, _, total = last.partition("，共 ")
    assert number.removeprefix("第 ").removesuffix(" 处") == total.partition(" ")[0]
    assert seed.press("下一处") == said[0]


def test_a_mended_finding_gives_way_to_the_next(seed: Workbook) -> None:
    """What is typed here mends two findings at once, of which the second was gone to."""
    for _ in range(2):
        seed.press("下一处")
    third = seed.press("下一处")
    seed.press("上一处")
    assert seed.selected() == ("基础数据表", "B7")
    seed.cell("基础数据表", "B7").Value = 0
    after = seed.press("下一处")
    assert after.startswith("第 1 处，")
    assert after.partition("。")[2] == third.partition("。")[2]


def test_a_double_click_on_a_line_of_the_results_goes_to_its_cell(seed: Workbook) -> None:
    seed.press("校验")
    head = seed.named("校验_级别")
    sheet, top = head.Spreadsheet, head.CellAddress.Row + 1
    lines = seed.results()
    assert any(":" in line[2] for line in lines[:5])
    for number, line in enumerate(lines[:5]):
        go(seed, sheet.Name, "A1")
        cell = sheet.getCellByPosition(4, top + number)
        assert seed.click(cell, 1)
        assert seed.selected()[0] == sheet.Name
        assert not seed.click(cell, 2)
        assert seed.selected() == (line[1], line[2])
    seed.press("下一处")
    assert seed.selected() == tuple(lines[5][1:3]) != tuple(lines[4][1:3])


@pytest.mark.parametrize("place", ["E3", "E2"])
def test_a_double_click_beside_the_lines_is_left_to_libreoffice(place: str, seed: Workbook) -> None:
    before = seed.selected()
    assert seed.click(seed.cell("校验结果", place), 2)
    assert seed.selected() == before


def test_a_double_click_where_a_reason_is_written_edits_it(seed: Workbook) -> None:
    seed.press("校验")
    head = seed.named("校验_级别")
    column = seed.named("校验_说明").CellAddress.Column
    before = seed.selected()
    cell = head.Spreadsheet.getCellByPosition(column, head.CellAddress.Row + 1)
    assert seed.click(cell, 2)
    assert seed.selected() == before


def used_areas(workbook: Workbook) -> Iterator[Any]:
    """Yield the cells in use of every sheet."""
    sheets = workbook.document.Sheets
    for sheet in (sheets.getByIndex(index) for index in range(sheets.Count)):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        yield sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)


@pytest.mark.parametrize("caption", ["校验", "重新计算"])
def test_a_command_is_undone_in_one_step(caption: str, seed: Workbook) -> None:
    seed.cell("基础数据表", "B7").Value = 0
    seed.cell("报告提纲", "B4").String = "概况"
    manager = seed.document.UndoManager
    manager.clear()
    before = [area.getFormulaArray() for area in used_areas(seed)]
    seed.press(caption)
    after = [area.getDataArray() for area in used_areas(seed)]
    assert list(manager.getAllUndoActionTitles()) == [caption]
    assert [area.getFormulaArray() for area in used_areas(seed)] != before
    manager.undo()
    assert [area.getFormulaArray() for area in used_areas(seed)] == before
    assert not manager.isUndoPossible()
    manager.redo()
    assert [area.getDataArray() for area in used_areas(seed)] == after


def test_going_to_a_finding_leaves_nothing_to_undo(seed: Workbook) -> None:
    manager = seed.document.UndoManager
    manager.clear()
    seed.press("下一处")
    assert not manager.isUndoPossible()


def test_a_suggestion_is_taken_one_at_a_time_and_undone(seed: Workbook) -> None:
    manager = seed.document.UndoManager
    manager.clear()
    go(seed, "基础数据表", "B6")
    assert "要由您判断" in seed.press("照建议改"), "a part of this sum is in question itself"
    assert not manager.isUndoPossible()
    cell = go(seed, "基础数据表", "B7")
    assert seed.press("照建议改").endswith("原为“5.41”，已改为 0。")
    assert cell.Value == 0
    assert list(manager.getAllUndoActionTitles()) == ["照建议改"]
    assert "没有问题" in seed.press("照建议改")
    manager.undo()
    assert cell.Value == 5.41


@pytest.mark.parametrize("typed", ["５．４１", "5.41万元", " 5.41 "])
def test_a_figure_typed_as_a_text_becomes_a_number(typed: str, seed: Workbook) -> None:
    cell = go(seed, "基础数据表", "B11")
    cell.String = typed
    assert seed.press("照建议改").endswith("已改为 5.41。")
    assert (cell.Type.value, cell.Value) == ("VALUE", 5.41)
    seed.document.UndoManager.undo()
    assert cell.String.strip() == typed.strip()


def test_the_selected_line_of_the_results_is_mended(seed: Workbook) -> None:
    seed.press("校验")
    head = seed.named("校验_级别")
    place = next(i for i, line in enumerate(seed.results()) if line[1:3] == ["基础数据表", "B7"])
    go(seed, head.Spreadsheet.Name, f"E{head.CellAddress.Row + 2 + place}")
    assert seed.press("照建议改").endswith("已改为 0。")
    assert seed.cell("基础数据表", "B7").Value == 0
