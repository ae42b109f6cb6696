"""xlwings' own ``Book``, ``Sheet`` and ``Range`` over a document of LibreOffice."""

import datetime
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from tests.live.libreoffice.office import Office
from xlevaluate.live.libreoffice.cell_blocks import LackingError
from xlevaluate.live.libreoffice.engine import App, Book, open_book
from xlevaluate.live.libreoffice.formulas import excel_reference
from xlevaluate.live.libreoffice.uno_bridge import property_value

BOOK = "private:factory/scalc"


@pytest.mark.parametrize(
    ("content", "reference"),
    [
        ("$封面.$B$2", "=封面!$B$2"),
        ("$'表 一'.$B$2", "='表 一'!$B$2"),
        ("$'张''三'.$AB$12", "='张''三'!$AB$12"),
        ("$自评表.$A$5:$A$9", "=自评表!$A$5:$A$9"),
        ("$自评表.$A$5:$自评表.$A$9", "=自评表!$A$5:$A$9"),
        ('"hunan_department"', '="hunan_department"'),
        ("$封面.#REF!", "=$封面.#REF!"),
        ("#REF!", "=#REF!"),
    ],
)
def test_references_are_written_as_excel_writes_them(content: str, reference: str) -> None:
    assert excel_reference(content) == reference


pytestmark = pytest.mark.libreoffice


@pytest.fixture
def document(office: Office) -> Iterator[Any]:
    options = (property_value("Hidden", True),)
    opened = office.desktop.loadComponentFromURL(BOOK, "_blank", 0, options)
    yield opened
    opened.close(True)


@pytest.fixture
def book(document: Any) -> xw.Book:
    return open_book(document)


def typed(book: xw.Book, **cells: str) -> xw.Sheet:
    """Type into cells of the first sheet."""
    sheet = book.sheets[0]
    for place, text in cells.items():
        sheet.impl.api.getCellRangeByName(place).Formula = text
    return sheet


def test_values_come_as_excel_gives_them(book: xw.Book) -> None:
    sheet = typed(book, A1="12.5", B1="文字", C1="=A1*2", A2="=1/0", B2="2024-07-23", C2='=""')
    sheet.range("B2").number_format = "YYYY-MM-DD"
    values = sheet.range("A1:D2").options(ndim=2, err_to_str=True).value
    assert values == [
        [12.5, "文字", 25.0, None],
        ["#DIV/0!", datetime.datetime(2024, 7, 23), None, None],
    ]
    assert sheet.range("A2").value is None
    assert [row[2][:1] for row in sheet.range("A1:C2").formula] == ["=", "="]


@pytest.mark.parametrize("rows", [[["甲", 1.5], [None, "=1+1"]], [["多\n行", "0012"]]])
def test_a_block_is_written_and_texts_stay_texts(book: xw.Book, rows: list[list[Any]]) -> None:
    area = book.sheets[0].range((2, 3), (1 + len(rows), 4))
    area.value = rows
    assert area.options(ndim=2).value == rows
    assert not any("=2" in str(cell) for row in area.formula for cell in row)


def test_a_scalar_fills_the_range(book: xw.Book) -> None:
    book.sheets[0].range("B2:C3").value = 7
    assert book.sheets[0].range("B2:C3").value == [[7, 7], [7, 7]]


def test_a_row_is_copied_onto_each_row_of_the_target(book: xw.Book) -> None:
    sheet = typed(book, A1="样", B1="1")
    sheet.range("A1").number_format = "@"
    sheet.range("A1:B1").copy(sheet.range("A2:B4"))
    assert sheet.range("A1:B4").value == [["样", 1.0]] * 4
    assert [sheet.range((row, 1)).number_format for row in range(1, 5)] == ["@"] * 4


def test_cells_are_cleared_and_linked(book: xw.Book) -> None:
    sheet = typed(book, A1="1", A2="2")
    sheet.range("A1:A1").clear()
    sheet.range("A2").add_hyperlink("#'表 一'!B9", "B9", "去")
    assert sheet.range("A1:A2").value == [None, "B9"]
    field = sheet.impl.api.getCellRangeByName("A2").TextFields.getByIndex(0)
    assert field.URL == "#表 一.B9"


def test_sheets_names_and_selection(book: xw.Book, document: Any) -> None:
    document.Sheets.insertNewByName("表 一", 1)
    place = document.Sheets.getByIndex(0).getCellRangeByName("A1").CellAddress
    document.NamedRanges.addNewByName("合计", "$'表 一'.$B$2", place, 0)
    assert [sheet.name for sheet in book.sheets][1:] == ["表 一"]
    assert {name.name: name.refers_to for name in book.names} == {"合计": "='表 一'!$B$2"}
    sheet = book.sheets["表 一"]
    sheet.activate()
    sheet.range("C3:D4").select()
    assert book.sheets.active.name == "表 一"
    assert str(book.selection and book.selection.address) == "$C$3:$D$4"
    sheet.range("C3").select()
    assert str(book.selection and book.selection.address) == "$C$3"
    assert sheet.used_range.last_cell.address == "$A$1"
    assert str(book.app.version).startswith("LibreOffice")


def test_with_nobody_to_see_it_a_question_gets_the_cautious_answer(
    book: xw.Book, capsys: pytest.CaptureFixture[str]
) -> None:
    assert book.app.alert("仍要生成吗？", "绩效自评", "yes_no") == "no"
    assert book.app.alert("好了。", "绩效自评") == "ok"
    assert capsys.readouterr().err == "仍要生成吗？\n好了。\n"


def test_each_text_in_the_status_bar_ends_before_the_next_begins() -> None:
    """One that is never ended would lie over the status bar for good."""
    told: list[str] = []

    def indicator() -> SimpleNamespace:
        number = len(told)
        return SimpleNamespace(
            start=lambda text, _: told.append(text), end=lambda: told.append(f"end {number}")
        )

    frame = SimpleNamespace(createStatusIndicator=indicator)
    document = SimpleNamespace(getCurrentController=lambda: SimpleNamespace(Frame=frame))
    app = App(Book(document))
    app.status_bar = "读取"
    app.status_bar = "写入"
    app.status_bar = False
    app.status_bar = False
    assert told == ["读取", "end 0", "写入", "end 2"]


def test_what_the_host_lacks_is_named(book: xw.Book) -> None:
    cell = book.sheets[0].range("A1")
    with pytest.raises(LackingError, match="没有实现 xlwings 的 Range"):
        cell.expand()
    with pytest.raises(LackingError, match="color"):
        cell.color = (255, 0, 0)
    with pytest.raises(LackingError, match="datetime"):
        cell.value = datetime.datetime(2024, 1, 1)
    with pytest.raises(LackingError, match="autofit"):
        cell.columns.autofit()
