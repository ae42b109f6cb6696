"""What stands in a cell, in every way that programs write it."""

import datetime
from pathlib import Path

import pytest

from tests.workbook.parts import MAIN, parts_of, sheet_of, strings_of, styles_of, write_parts
from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import CHUNK
from xlevaluate.form.snapshot import Area, CellValue, ErrorValue, Snapshot, Value
from xlevaluate.workbook.read import read_workbook


def read(tmp_path: Path, rows: str, **parts: str) -> dict[tuple[int, int], CellValue]:
    path = write_parts(tmp_path / "手写.xlsx", parts_of(rows, **parts))
    return dict(read_workbook(path)[0].sheets["表"])


def one(tmp_path: Path, cell: str, **parts: str) -> CellValue | None:
    return read(tmp_path, f"<row>{cell}</row>", **parts).get((0, 0))


@pytest.mark.parametrize(
    ("cell", "value", "is_formula"),
    [
        ("<c><v>12</v></c>", 12, False),
        ("<c><v> 12.5 </v></c>", 12.5, False),
        ("<c><v>1E+2</v></c>", 100.0, False),
        ("<c><v>-.5</v></c>", -0.5, False),
        ('<c t="n"><v>0</v></c>', 0, False),
        ("<c><v>1<!-- 注 -->2</v></c>", 12, False),
        ("<c><v><![CDATA[12]]></v></c>", 12, False),
        ('<c t="b"><v>1</v></c>', True, False),
        ('<c t="b"><v>false</v></c>', False, False),
        ('<c t="e"><v>#DIV/0!</v></c>', ErrorValue("#DIV/0!"), False),
        ('<c t="e"><f>A2:A9</f><v>#SPILL!</v></c>', ErrorValue("#SPILL!"), True),
        ('<c t="str"><v>字</v></c>', "字", False),
        ('<c t="str"><f>A2</f><v>字</v></c>', "字", True),
        ('<c t="d"><v>2024-07-23</v></c>', datetime.datetime(2024, 7, 23), False),
        ('<c t="d"><v>2024-07-23T08:30:00Z</v></c>', datetime.datetime(2024, 7, 23, 8, 30), False),
        ('<c t="d"><v>七月</v></c>', "七月", False),
        ('<c t="inlineStr"><is><t>字</t></is></c>', "字", False),
        ('<c t="inlineStr"><f>A2</f><is><t>字</t></is></c>', "字", True),
        # Excel's own, with what newer programs lay beside the value.
        ('<c t="e" vm="1"><f>A2</f><v>#VALUE!</v></c>', ErrorValue("#VALUE!"), True),
        ('<c><f>A2</f><v>3</v><extLst><ext uri="x"/></extLst></c>', 3, True),
    ],
)
def test_a_value(tmp_path: Path, cell: str, value: Value, is_formula: bool) -> None:
    found = one(tmp_path, cell)
    assert found == CellValue(value, is_formula)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><f>A2</f></c>", None),
        ("<c><f>A2</f><v/></c>", None),
        ('<c t="b"><f>A2</f><v></v></c>', None),
        ('<c t="str"><f>A2</f><v></v></c>', ""),
        ('<c t="str"><f>A2</f></c>', ""),
        ('<c><f t="shared" si="0"/></c>', None),
    ],
)
def test_a_formula_without_a_result_and_one_that_is_empty(
    tmp_path: Path, cell: str, value: Value
) -> None:
    assert one(tmp_path, cell) == CellValue(value, is_formula=True)


@pytest.mark.parametrize("cell", ["<c/>", "<c><v/></c>", '<c t="s"><v></v></c>', "<c> </c>"])
def test_nothing(tmp_path: Path, cell: str) -> None:
    assert read(tmp_path, f"<row>{cell}</row>") == {}


@pytest.mark.parametrize("digits", ["9" * 310, "1e400", "-1E+999999999", "12万", "1_000", "１２"])
def test_what_no_spreadsheet_holds_as_a_number_stays_as_it_is_written(
    tmp_path: Path, digits: str
) -> None:
    assert one(tmp_path, f"<c><v>{digits}</v></c>") == CellValue(digits)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<t>两_x000D_&#10;行</t>", "两\r\n行"),
        ("<t>_x005F_x000D_</t>", "_x000D_"),
        ("<t>_x005F_x005F_</t>", "_x005F_"),
        ("<t>_X0041_ _x041_ _x0041</t>", "_X0041_ _x041_ _x0041"),
        ("<t>_xD83D__xDE00_</t>", "😀"),
        ("<t>_xD800_a</t>", "\ufffda"),
        ("<r><t>一</t></r><r><rPr><b/></rPr><t>二</t></r>", "一二"),
        ("<r><t>_x00</t></r><r><t>41_</t></r>", "_x0041_"),
        ('<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>', "東京"),
        ('<r><t>東</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh><r><t>京</t></r>', "東京"),
        ("<t> 前后 </t>", "前后"),
        ('<t xml:space="preserve"> 前后 </t>', " 前后 "),
        ("<t/>", ""),
        ("", ""),
        ("<t>&lt;&amp;&#20013;</t>", "<&中"),
    ],
)
def test_a_text_is_what_excel_means_by_it(tmp_path: Path, item: str, text: str) -> None:
    shared = one(tmp_path, '<c t="s"><v>1</v></c>', strings=f"<si><t>零</t></si><si>{item}</si>")
    assert shared == CellValue(text)
    assert one(tmp_path, f'<c t="inlineStr"><is>{item}</is></c>') == CellValue(text)


def test_a_result_of_text_is_decoded_too(tmp_path: Path) -> None:
    found = one(tmp_path, '<c t="str"><f>A2</f><v> _x005F_x0041__x0041_</v></c>')
    assert found == CellValue(" _x0041_A", is_formula=True)


def test_all_cells_of_an_array_and_of_a_data_table_are_formulas(tmp_path: Path) -> None:
    cells = read(
        tmp_path,
        '<row><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c><c r="B1"><v>1</v></c>'
        '<c r="C1"><f t="dataTable" ref="C1:D2" dt2D="1" r1="A1" r2="A2"/><v>3</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>2</v></c><c r="C2"/><c r="D2"><v>4</v></c>'
        "</row>",
    )
    formulas = {place for place, cell in cells.items() if cell.is_formula}
    assert formulas == {(0, 0), (1, 0), (0, 2), (1, 3)}
    assert (1, 2) not in cells


def test_rows_and_cells_without_an_address_follow_the_ones_before(tmp_path: Path) -> None:
    cells = read(
        tmp_path,
        "<row><c><v>1</v></c><c/><c><v>2</v></c></row>"
        '<row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row>'
        "<row><c><v>5</v></c></row>",
    )
    found = {place: cell.value for place, cell in cells.items()}
    assert found == {(0, 0): 1, (0, 2): 2, (4, 2): 3, (4, 3): 4, (5, 0): 5}


@pytest.mark.parametrize("prefix", ["x", "很长的前缀"])
def test_a_prefix_changes_nothing(tmp_path: Path, prefix: str) -> None:
    parts = parts_of(strings="<si><t>字</t></si>", styles=styles_of("0%"))
    p = prefix
    rows = (
        f'<{p}:row r="1"><{p}:c r="A1" t="s"><{p}:v>0</{p}:v></{p}:c>'
        f'<{p}:c r="B1" s="0"><{p}:f>A2</{p}:f><{p}:v>0.5</{p}:v></{p}:c></{p}:row>'
    )
    parts["xl/worksheets/sheet1.xml"] = (
        f'<{p}:worksheet xmlns:{p}="{MAIN}"><{p}:sheetData>{rows}</{p}:sheetData></{p}:worksheet>'
    )
    cells = read_workbook(write_parts(tmp_path / "前缀.xlsx", parts))[0].sheets["表"]
    assert cells[0, 0] == CellValue("字", number_format="0%")
    assert cells[0, 1] == CellValue(0.5, is_formula=True, is_percent=True, number_format="0%")


def test_what_is_not_the_sheets_own_is_left_alone(tmp_path: Path) -> None:
    """Formulas of conditional formats, and elements of other namespaces inside cells."""
    cells = read(
        tmp_path,
        '<row><c><v>1</v><y:f xmlns:y="urn:y">A2</y:f><y:v xmlns:y="urn:y">9</y:v></c></row>',
        after="<conditionalFormatting><cfRule><formula>A1</formula></cfRule>"
        "</conditionalFormatting>",
    )
    assert cells == {(0, 0): CellValue(1)}


ONE = '<c r="{}1" s="0"><v>1</v></c>'
BLANK_CELLS = "".join(f'<c r="{letter}1" s="0"/>' for letter in "ABC")
BLANK_ROWS = "".join(f'<row r="{row}" s="0" ht="9"/>' for row in range(1, 9))


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        (BLANK_ROWS, []),
        (BLANK_ROWS + '<row r="9"><c><v>1</v></c></row>', [(8, 0)]),
        (BLANK_ROWS + "<row><c><v>1</v></c></row>", [(8, 0)]),
        (f"<row>{BLANK_CELLS}</row>", []),
        (f"<row>{BLANK_CELLS}<c><v>1</v></c></row>", [(0, 3)]),
        (f"<row>{BLANK_CELLS}{ONE.format('F')}</row>", [(0, 5)]),
        (f'<row r="1">{BLANK_CELLS}</row>{BLANK_ROWS[26:]}', []),
        ('<row r="9"/><row r="3"><c><v>1</v></c></row>', [(2, 0)]),
    ],
)
def test_blank_rows_and_cells_count_where_no_address_follows(
    tmp_path: Path, rows: str, places: list[tuple[int, int]]
) -> None:
    assert list(read(tmp_path, rows)) == places


@pytest.mark.parametrize("before", ["<!-- -->", "<![CDATA[ ]]>", "<?x ?>"])
def test_what_only_looks_like_a_blank_row_stays_in_its_text(tmp_path: Path, before: str) -> None:
    text = '<row r="1"/><row r="2"/><c r="A1" s="0"/></row>'
    found = one(tmp_path, f'<c t="str"><v>{before}<![CDATA[{text}]]></v></c>')
    assert found is not None
    assert str(found.value).strip() == text


@pytest.mark.parametrize("cut", range(12))
def test_text_is_text_wherever_it_is_unpacked(tmp_path: Path, cut: int) -> None:
    """Pieces end anywhere: also within the mark that a text begins with."""
    text = '<row r="1"/>' * 9_000 + '<row r="2"/>'
    head = parts_of("?")["xl/worksheets/sheet1.xml"].partition("?")[0]
    start = f'{head}<row><c t="str"><v>'
    filling = CHUNK - len(start) - 20 + cut
    found = one(tmp_path, f'<c t="str"><v>{"x" * filling}<![CDATA[{text}]]></v></c>')
    assert found == CellValue("x" * filling + text)


def test_merged_areas(tmp_path: Path) -> None:
    after = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="B3:B4"/></mergeCells>'
    path = write_parts(tmp_path / "合并.xlsx", parts_of(after=after))
    assert read_workbook(path)[0].merges["表"] == (Area(0, 0, 0, 2), Area(2, 1, 3, 1))


@pytest.mark.parametrize(
    "row",
    [
        '<row><c t="s"><v>7</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row><c s="9"><v>1</v></c></row>',
        '<row><c t="z"><v>1</v></c></row>',
        '<row><c t="b"><v>2</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row r="2"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        "<row><c><v>1</v><v>2</v></c></row>",
        "<row><c><v>1</v></row>",
        '</sheetData><mergeCells><mergeCell ref="?"/></mergeCells><sheetData>',
    ],
)
def test_what_cannot_be_meant_is_told_with_the_part(tmp_path: Path, row: str) -> None:
    parts = parts_of()
    parts["xl/worksheets/sheet1.xml"] = sheet_of(row)
    parts["xl/sharedStrings.xml"] = strings_of("<si><t>零</t></si>")
    snapshot = read_workbook(write_parts(tmp_path / "坏.xlsx", parts))[0]
    with pytest.raises(CannotDoError, match=r"损坏（xl/worksheets/sheet1\.xml）。请用 Excel"):
        snapshot.sheets["表"]


@pytest.mark.parametrize("part", ["worksheets/sheet1", "sharedStrings", "styles", "workbook"])
def test_a_part_in_another_language_is_not_taken_for_a_blank_one(tmp_path: Path, part: str) -> None:
    rows = '<row><c t="s"><v>0</v></c></row>'
    parts = parts_of(rows, strings="<si><t>零</t></si>", styles=styles_of(0))
    parts[f"xl/{part}.xml"] = parts[f"xl/{part}.xml"].replace(MAIN, "urn:other")
    path = write_parts(tmp_path / "别.xlsx", parts)
    with pytest.raises(CannotDoError, match=rf"损坏（xl/{part}\.xml）"):
        read_workbook(path)[0].sheets["表"]


def test_equal_sheets_make_equal_snapshots(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "同.xlsx", parts_of("<row><c><v>1</v></c></row>"))
    assert read_workbook(path)[0] == read_workbook(path)[0]
    assert Snapshot({"表": {(0, 0): CellValue(1)}}).sheets == read_workbook(path)[0].sheets
