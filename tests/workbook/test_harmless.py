"""A harmless copy holds what a user filled in, and nothing that could run."""

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.conftest import CREATED, workbook_of
from tests.submissions import made_up
from xlevaluate.cells.calls import Host
from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.live.libreoffice.add_in_names import CALLABLE, reaching_the_add_in
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.formula_tokens import calculates_only
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.harmless import HarmlessCopy, harmless_copy
from xlevaluate.workbook.read import read_workbook
from xlevaluate.xlsx.shared_strings import plainly_written

OLD = Path(__file__).parents[1] / "files" / "v0_1"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def copy_of(content: bytes) -> HarmlessCopy:
    return harmless_copy(content, "单位.xlsm", functions=CALLABLE)


def assert_same(content: bytes, copy: HarmlessCopy, folder: Path) -> None:
    before, after = folder / "before.xlsm", folder / "after.xlsm"
    before.write_bytes(content)
    after.write_bytes(copy.content)
    assert read_workbook(after) == read_workbook(before)


@pytest.mark.parametrize("host", [None, "excel", "libreoffice"])
@pytest.mark.parametrize("name", ["seed", "corrected"])
def test_cells_names_and_template_are_those_of_the_workbook(
    name: str,
    host: Host | None,
    template: Template,
    sample: Callable[[str], Submission],
    tmp_path: Path,
) -> None:
    content = workbook_of(template, sample(name), host)
    copy = copy_of(content)
    assert_same(content, copy, tmp_path)
    gone = ("功能区按钮", "宏", "按钮和控件（换成本程序的按钮）")
    assert copy.left_out == (gone if host == "excel" else ())
    assert copy_of(copy.content).content == copy.content, "a copy of a copy is the same"


@pytest.mark.parametrize(
    ("run", "written"),
    [
        ("_x4E2D_", "中"),
        ("_x0041__x005F_x0041_", "A_x005F_x0041_"),
        ("_xD83D__xDE00_", "😀"),
        ("两_x000A_行_x000D_", "两\n行_x000D_"),
        ("_x0008__xFFFF_", "_x0008__xFFFF_"),
        ("_x41_ _X0041_", "_x41_ _X0041_"),
    ],
)
def test_codes_of_characters_become_characters(run: str, written: str, tmp_path: Path) -> None:
    """LibreOffice takes most of them for letters and digits."""
    assert plainly_written(run) == written
    path = tmp_path / "甲.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("甲")
        sheet.write_string("A1", "代码")
        sheet.write_string("A2", " 前后 ")
    content = rewritten(
        path.read_bytes(), lambda _, part: part.replace("代码".encode(), run.encode())
    )
    assert_same(content, copy_of(content), tmp_path)


def test_every_workbook_of_the_first_version_is_copied(tmp_path: Path) -> None:
    for path in sorted(OLD.glob("*.xls[xm]")):
        assert_same(path.read_bytes(), copy_of(path.read_bytes()), tmp_path)


@pytest.fixture
def own(tmp_path: Path) -> bytes:
    """A workbook with what users add of their own."""
    path = tmp_path / "own.xlsx"
    (tmp_path / "dot.png").write_bytes(DOT)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("我的 表")
        sheet.write("A1", 1)
        sheet.write_formula("A2", "=SUM(A1,'我的 表'!A1)*2", None, 4)
        sheet.write_formula("A3", '=HYPERLINK("http://x/","去")', None, "去")
        sheet.write_comment("A1", "批注")
        sheet.insert_image("C3", str(tmp_path / "dot.png"))
        sheet.write_url("A4", "http://x/", string="网址")
        sheet.data_validation("B1", {"validate": "list", "source": ["是", "否"]})
        sheet.conditional_format("A1:A3", {"type": "cell", "criteria": ">", "value": 1})
    return path.read_bytes()


def test_what_users_add_stays_and_what_does_not_is_said(own: bytes) -> None:
    copy = copy_of(own)
    with zipfile.ZipFile(io.BytesIO(copy.content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert "<f>SUM(A1,'我的 表'!A1)*2</f>" in sheet
    assert "HYPERLINK" not in sheet
    assert "dataValidation " in sheet
    assert "cfRule" in sheet
    assert "批注" in parts["xl/comments1.xml"].decode()
    assert parts["xl/media/image1.png"] == DOT
    assert not any(b"http://x/" in part for part in parts.values())
    assert set(copy.left_out) == {"公式（只保留了数值） 1 处", "超链接 2 处"}


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:B2,$C$3)",
        "IF(甲!A1=\"a(b|c[\",'乙 丙'!B2,1.5E+3)",
        "_xlfn.IFNA(A1,#N/A)",
        'XLE_RATIO("x",A1:A1,B1:B1)',
        "xle.ratio(1,2,3)",
        "{1,2;3,4}",
        "SUM (A1)",
    ],
)
def test_what_only_calculates_stays(formula: str) -> None:
    assert calculates_only(formula, ["甲", "乙 丙"], CALLABLE)


@pytest.mark.parametrize(
    "formula",
    [
        "INDIRECT(A1)",
        "WEBSERVICE (A1)",
        "SUM(webservice\n(A1))",
        "'[1]甲'!A1",
        "丁!A1",
        "'file:///x.ods'#$甲.A1",
        "a|b!c",
        "甲.乙(1)",
        "Table1[x]",
        "A1#",
        "@A1",
        "SUM（A1）",
        "\\x(1)",
        'SUM("unclosed)',
        "SUM(" * 3000,
    ],
)
def test_what_might_do_more_goes(formula: str) -> None:
    assert not calculates_only(formula, ["甲", "乙 丙"], CALLABLE)


def test_a_formula_that_reaches_the_add_in_is_left_as_it_is(template: Template) -> None:
    formula = "IFERROR(XLE_GRADE(总分,D3,'甲 乙'!E4,90,SUM(A1),XLE_RATIO(A1,\"(,\")),1)"
    once = reaching_the_add_in(formula)
    assert once == (
        "IFERROR(XLE.GRADE(总分:总分,D3:D3,'甲 乙'!E4:E4,90,SUM(A1),XLE.RATIO(A1:A1,\"(,\")),1)"
    )
    assert reaching_the_add_in(once) == once


@pytest.mark.parametrize("cut", [0, 100, 5000])
def test_a_damaged_file_is_told(cut: int, template: Template, tmp_path: Path) -> None:
    from random import Random

    content, _ = make_workbook(template, made_up(template, Random(1)), created=CREATED)
    broken = bytearray(content)
    broken[cut : cut + 60] = bytes(60)
    with pytest.raises(CannotDoError, match=r"“单位\.xlsm”"):
        copy_of(bytes(broken))
