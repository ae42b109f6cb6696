"""Spreadsheets of both kinds, as grids."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
import xlsxwriter
import xlwt

from tests.sources.made import DAY, TABLE, Rows, read, texts, xls, xlsx
from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.sources.grid import Grid, SourceCell
from xlevaluate.xlsx.saved_book import SavedBook

MADE: dict[str, Callable[[Rows], bytes]] = {"xls": xls, "xlsx": xlsx}
both = pytest.mark.parametrize("made", MADE.values(), ids=MADE)


def grid_of(content: bytes) -> Grid:
    (grid,) = read(content).grids()
    return grid


@both
def test_cells_are_as_they_stand(made: Callable[[Rows], bytes]) -> None:
    grid = grid_of(made(TABLE))
    assert grid.place == "工作表“Z01”"
    assert texts(grid) == [["" if it is None else str(it) for it in row] for row in TABLE]
    assert grid.rows[2][3] == SourceCell("594.67", "number", Decimal("594.67"))
    assert grid.rows[3][2] == SourceCell()
    assert grid.rows[2][0].kind == "text"


@both
@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        (0.1 + 0.2, SourceCell("0.3", "number", Decimal("0.3"))),
        (11122315.04, SourceCell("11122315.04", "number", Decimal("11122315.04"))),
        (206.71999999999997, SourceCell("206.72", "number", Decimal("206.72"))),
        (1e15, SourceCell("1000000000000000", "number", Decimal(10**15))),
        (1e308, SourceCell("1e+308", "text")),
        (-1e-300, SourceCell(f"-0.{'0' * 299}1", "number", Decimal("-1e-300"))),
        ("594. 67", SourceCell("594. 67", "text")),
        ("1,367.75", SourceCell("1,367.75", "text")),
        ("数量\n指标", SourceCell("数量\n指标", "text")),
        (True, SourceCell("TRUE", "truth")),
        ("　", SourceCell()),
    ],
)
def test_kinds_are_told_apart(made: Callable[[Rows], bytes], typed: Any, cell: SourceCell) -> None:
    assert grid_of(made([["项目", "决算数"], ["合计", typed]])).rows[1][1:] in {(cell,), ()}


def formatted_xls() -> bytes:
    book, content = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("表")
    for row, (value, code) in enumerate(FORMATTED):
        sheet.write(row, 1, value, xlwt.easyxf(num_format_str=code))
    book.save(content)
    return content.getvalue()


def formatted_xlsx() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("表")
        for row, (value, code) in enumerate(FORMATTED):
            sheet.write(row, 1, value, book.add_format({"num_format": code}))
    return content.getvalue()


FORMATTED: list[tuple[Any, str]] = [
    (0.95, "0%"),
    (1, "0.00%"),
    (1367754.5, "#,##0.00"),
    (1.2, "0.00"),
    (-1.2, "#,##0.00;[Red]-#,##0.00"),
    (12, '0"次"'),
    (DAY, "yyyy-mm-dd"),
    (DAY, 'yyyy"年"m"月"d"日"'),
]


@pytest.mark.parametrize("made", [formatted_xls, formatted_xlsx])
def test_texts_are_what_people_see(made: Callable[[], bytes]) -> None:
    grid = grid_of(made())
    column = [row[0] for row in grid.rows]
    assert grid.address(0, 0) == "B1"
    assert [cell.text for cell in column] == [
        *("95%", "100.00%", "1,367,754.50", "1.20", "-1.20", "12次"),
        *("2024-03-15", "2024年3月15日"),
    ]
    assert [cell.percent for cell in column] == [True, True, *[False] * 6]
    assert [cell.number for cell in column[:4]] == [
        *(Decimal("0.95"), Decimal(1), Decimal("1367754.5"), Decimal("1.2")),
    ]
    assert [cell.kind for cell in column[6:]] == ["date", "date"]


@pytest.mark.parametrize(
    "content",
    [xls(merges=[(0, 0, 0, 3), (2, 3, 2, 2)]), xlsx(merges=["A1:D1", "C3:C4"])],
    ids=["xls", "xlsx"],
)
def test_merges_are_spread_with_a_mark(content: bytes) -> None:
    rows = grid_of(content).rows
    assert [cell.spread_from for cell in rows[0]] == [None, (0, 0), (0, 0), (0, 0)]
    assert {cell.text for cell in rows[0]} == {"收入支出决算总表"}
    assert rows[3][2] == SourceCell("600", "number", Decimal(600), spread_from=(2, 2))
    assert {cell.spread_from for row in rows[1:] for cell in row} == {None, (2, 2)}


@both
def test_blank_rows_and_columns_keep_addresses(made: Callable[[Rows], bytes]) -> None:
    grid = grid_of(made([[], [None, None, "合计", 1]]))
    assert len(grid.rows) == 1
    assert (grid.address(0, 0), grid.address(0, 1)) == ("C2", "D2")


def test_errors_and_formulas_without_a_result() -> None:
    content = xlsx([["决算数", 1], ["合计", 2]])
    part = (
        '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3"><f>B1+B2</f></c>'
        '<c r="C3" t="str"><f>""</f><v></v></c></row></sheetData>'
    )

    def with_formulas(name: str, xml: bytes) -> bytes:
        return xml.replace(b"</sheetData>", part.encode()) if "sheet1" in name else xml

    cells = grid_of(rewritten(content, with_formulas)).rows[2]
    assert [cell.kind for cell in cells] == ["error", "uncomputed"]  # the last one is ""
    assert cells[0].text == "#DIV/0!"


def test_errors_of_an_old_workbook() -> None:
    book, content = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("表").row(0).set_cell_error(0, "#DIV/0!")
    book.save(content)
    assert grid_of(content.getvalue()).rows[0][0] == SourceCell("#DIV/0!", "error")


def test_hidden_sheets_are_marked() -> None:
    book, old = xlwt.Workbook(), io.BytesIO()
    for name in ("说明", "字典"):
        book.add_sheet(name).write(0, 0, name)
    book.get_sheet(1).visibility = 1
    book.save(old)
    new = io.BytesIO()
    with xlsxwriter.Workbook(new) as made:
        made.add_worksheet("说明").write(0, 0, "说明")
        hidden = made.add_worksheet("字典")
        hidden.write(0, 0, "字典")
        hidden.very_hidden()
    for content in (old.getvalue(), new.getvalue()):
        assert [grid.hidden for grid in read(content).grids()] == [False, True]


def test_cells_at_the_ends_of_a_sheet_are_told_of() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("好").write(0, 0, "合计")
        far = book.add_worksheet("远")
        far.write(0, 0, "合计")
        far.write("XFD1048576", 1)
    source = read(content.getvalue())
    assert [grid.sheet for grid in source.grids()] == ["好"]
    assert "工作表“远”太大" in source.problems[0]


def test_formats_without_content_add_nothing() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, bold = book.add_worksheet("表"), book.add_format({"bold": True})
        sheet.write(0, 0, "合计")
        for row in range(2_000):
            sheet.set_row(row, 20, bold)
            sheet.write_blank(row, 200, None, bold)
        sheet.merge_range("A1:Z900", "合计", bold)
    assert texts(grid_of(content.getvalue())) == [["合计"]]


@pytest.mark.parametrize("keep", [40, 600, 3_000])
def test_half_an_old_workbook_is_told_of(keep: int) -> None:
    with pytest.raises(CannotDoError, match="“表”"):
        read(xls()[:keep])


def test_what_all_sheets_lack_is_told_once() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name in "甲乙丙":
            book.add_worksheet(name).write(0, 0, name)
    damaged = rewritten(
        content.getvalue(), lambda name, part: b"<sst" if "sharedStrings" in name else part
    )
    with (
        patch.object(
            SavedBook, "_contents", autospec=True, side_effect=SavedBook._contents
        ) as asked,
        pytest.raises(CannotDoError, match="sharedStrings"),
    ):
        read(damaged)
    assert asked.call_count == 2
