"""How the parts of a workbook are found, and where its names point."""

from pathlib import Path

import pytest

from tests.workbook.parts import (
    STRICT,
    STRICT_RELATED,
    book_of,
    custom_properties,
    parts_of,
    relations,
    sheet_of,
    write_parts,
)
from xlevaluate.errors import CannotDoError
from xlevaluate.form.snapshot import Address, CellValue
from xlevaluate.workbook.properties import FAMILY_PROPERTY, PROFILE_PROPERTY
from xlevaluate.workbook.read import read_names, read_workbook
from xlevaluate.xlsx.defined_names import address_of

ROW = "<row><c><v>1</v></c></row>"
ONE = {(0, 0): CellValue(1)}


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("表!$B$9", Address("表", 8, 1)),
        ("=表!$B$9", Address("表", 8, 1)),
        ("表!B9", Address("表", 8, 1)),
        ("表!$b$9", Address("表", 8, 1)),
        ("'表'!$B$9", Address("表", 8, 1)),
        ("表!$B$9:$C$10", Address("表", 8, 1)),
        ("表!$B$9,表!$D$1:$E$2", Address("表", 8, 1)),
        ("'它''s 乙'!$A$1", Address("它's 乙", 0, 0)),
        ("'有,逗号!'!$A$1", Address("有,逗号!", 0, 0)),
        ("'有,逗号!'!$A$1,表!$A$2", Address("有,逗号!", 0, 0)),
        ("表!$XFD$1048576", Address("表", 1048575, 16383)),
        ("表!$XFE$1", None),
        ("表!$A$1048577", None),
        ("表!$A$0", None),
        ("表!$A:$A", None),
        ("表!$1:$9", None),
        ("表!#REF!", None),
        ("#REF!$A$1", None),
        ("#REF!", None),
        ("别的!$A$1", None),
        ("[1]表!$A$1", None),
        ("'[1]表'!$A$1", None),
        ("表:另!$A$1", None),
        ('"文字"', None),
        ("3.14", None),
        ("OFFSET(表!$A$1,1,1)", None),
        ("表!$A$1+表!$A$2", None),
        ("", None),
    ],
)
def test_the_cell_that_a_reference_means(reference: str, address: Address | None) -> None:
    assert address_of(reference, {"表", "它's 乙", "有,逗号!"}) == address


def test_names_of_single_sheets_are_not_the_workbooks(tmp_path: Path) -> None:
    names = (
        '<definedName name="甲">表!$A$1</definedName>'
        '<definedName name="乙" localSheetId="0">表!$A$2</definedName>'
        '<definedName name="甲" localSheetId="0">表!$A$3</definedName>'
        '<definedName name="丙" hidden="1">表!#REF!</definedName>'
        '<definedName name="丁">"hunan_department"</definedName>'
        '<definedName name="戊"/>'
    )
    path = write_parts(tmp_path / "名.xlsx", parts_of(names=names))
    expected = {"甲": Address("表", 0, 0), "丙": None, "丁": None, "戊": None}
    assert read_workbook(path)[0].names == expected


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("./worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("../xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("/别处/一.xml", "别处/一.xml"),
        ("worksheets/%E4%B8%80.xml", "xl/worksheets/一.xml"),
        ("worksheets/a%20b.xml", "xl/worksheets/a b.xml"),
        ("WorkSheets/Sheet1.XML", "xl/worksheets/sheet1.xml"),
        ("worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml"),
        ("worksheets/sheet1.xml", "XL/Worksheets/Sheet1.xml"),
    ],
)
def test_a_sheet_is_found_wherever_it_lies(tmp_path: Path, target: str, part: str) -> None:
    parts = parts_of()
    del parts["xl/worksheets/sheet1.xml"]
    parts[part] = sheet_of(ROW)
    parts["xl/_rels/workbook.xml.rels"] = relations(("s1", "worksheet", target))
    path = write_parts(tmp_path / "处.xlsx", parts)
    assert read_workbook(path)[0].sheets["表"] == ONE


@pytest.mark.parametrize("folder", ["xl", "WORKBOOK", "内容/里", "book"])
def test_the_list_of_sheets_is_found_through_the_packages_relationships(
    tmp_path: Path, folder: str
) -> None:
    parts = {
        name.replace("xl/", f"{folder}/").replace("workbook.xml", "workbook2.xml"): content
        for name, content in parts_of(ROW).items()
    }
    target = f"{folder}/workbook2.xml"
    parts["_rels/.rels"] = relations(
        ("r0", "extended-properties", "docProps/app.xml"), ("r1", "officeDocument", target)
    )
    path = write_parts(tmp_path / "处.xlsx", parts)
    assert read_workbook(path)[0].sheets["表"] == ONE


@pytest.mark.parametrize(
    ("part", "content"),
    [("word/document.xml", "<document/>"), ("xl/workbook.bin", "x"), ("没有.xml", "")],
)
def test_documents_of_other_kinds_are_none(tmp_path: Path, part: str, content: str) -> None:
    parts = {"_rels/.rels": relations(("r1", "officeDocument", part))}
    parts |= {part: content} if content else {}
    with pytest.raises(CannotDoError, match=r"不是 Excel 工作簿.*另存为"):
        read_workbook(write_parts(tmp_path / "文.xlsx", parts))


def test_sheets_without_cells_are_left_out_and_hidden_ones_are_not(tmp_path: Path) -> None:
    parts = parts_of()
    sheets = (
        '<sheet name="图" r:id="c"/><sheet name="乙" state="veryHidden" r:id="b"/>'
        '<sheet name="对话" r:id="d"/><sheet name="甲" r:id="a"/>'
    )
    names = (
        '<definedName name="在图">图!$A$1</definedName>'
        '<definedName name="在乙">乙!$A$1</definedName>'
    )
    parts["xl/workbook.xml"] = book_of(sheets, names)
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("a", "worksheet", "worksheets/sheet1.xml"),
        ("b", "worksheet", "worksheets/sheet2.xml"),
        ("c", "chartsheet", "chartsheets/sheet1.xml"),
        ("d", "dialogsheet", "dialogsheets/sheet1.xml"),
    )
    parts["xl/worksheets/sheet2.xml"] = sheet_of(ROW)
    snapshot, _ = read_workbook(write_parts(tmp_path / "藏.xlsx", parts))
    assert list(snapshot.sheets) == ["乙", "甲"]
    assert snapshot.names == {"在图": None, "在乙": Address("乙", 0, 0)}
    assert snapshot.at(Address("乙", 0, 0)) == CellValue(1)


def test_a_strict_workbook_is_read(tmp_path: Path) -> None:
    parts = parts_of()
    parts["_rels/.rels"] = relations(
        ("r1", "officeDocument", "xl/workbook.xml"),
        ("r2", "customProperties", "docProps/custom.xml"),
        base=STRICT_RELATED,
    )
    parts["docProps/custom.xml"] = custom_properties(**{PROFILE_PROPERTY: "hubei"})
    parts["xl/workbook.xml"] = book_of('<sheet name="表" r:id="s1"/>', namespace=STRICT)
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("s1", "worksheet", "worksheets/sheet1.xml"),
        ("t", "sharedStrings", "sharedStrings.xml"),
        base=STRICT_RELATED,
    )
    rows = '<row><c t="s"><v>0</v></c><c t="d"><v>2024-07-23</v></c></row>'
    parts["xl/worksheets/sheet1.xml"] = sheet_of(rows, namespace=STRICT)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{STRICT}"><si><t>字</t></si></sst>'
    snapshot, made = read_workbook(write_parts(tmp_path / "严.xlsx", parts))
    assert [str(cell.value)[:10] for cell in snapshot.sheets["表"].values()] == ["字", "2024-07-23"]
    assert made.profile == "hubei"


def test_properties_are_found_through_relationships(tmp_path: Path) -> None:
    parts = parts_of()
    parts["_rels/.rels"] = relations(
        ("r1", "officeDocument", "/xl/workbook.xml"),
        ("r2", "custom-properties", "./属性/mine.xml"),
    )
    given = {FAMILY_PROPERTY: "hunan_department", PROFILE_PROPERTY: "hubei"}
    parts["属性/mine.xml"] = custom_properties(别人="1", **given)
    _, made = read_workbook(write_parts(tmp_path / "性.xlsx", parts))
    assert made[:2] == ("hunan_department", "hubei")


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/workbook.xml", "<workbook"),
        ("xl/workbook.xml", "<html/>"),
        ("xl/workbook.xml", book_of('<sheet name="表" r:id="没有"/>')),
        ("xl/workbook.xml", book_of('<sheet name="表" r:id="s1"/><sheet name="表" r:id="s1"/>')),
        ("xl/_rels/workbook.xml.rels", "乱"),
        ("_rels/.rels", "<"),
    ],
)
def test_a_damaged_list_of_sheets_is_told(tmp_path: Path, part: str, content: str) -> None:
    path = write_parts(tmp_path / "坏.xlsx", parts_of() | {part: content})
    with pytest.raises(CannotDoError, match=r"损坏（.*）。请用 Excel 或 WPS 打开并另存"):
        read_workbook(path)


def test_a_sheet_is_not_read_before_it_is_asked_for(tmp_path: Path) -> None:
    parts = parts_of() | {"xl/worksheets/sheet1.xml": "坏"}
    snapshot, _ = read_names(write_parts(tmp_path / "懒.xlsx", parts))
    assert list(snapshot.sheets) == ["表"]
    assert "表" in snapshot.sheets
    assert snapshot.sheets.get("没有") is None
    for _ in range(2):
        with pytest.raises(CannotDoError, match="损坏"):
            snapshot.sheets["表"]


def test_a_sheet_without_its_part_is_told(tmp_path: Path) -> None:
    parts = parts_of()
    del parts["xl/worksheets/sheet1.xml"]
    snapshot, _ = read_names(write_parts(tmp_path / "缺.xlsx", parts))
    with pytest.raises(CannotDoError, match=r"损坏（xl/worksheets/sheet1\.xml）"):
        snapshot.sheets["表"]
