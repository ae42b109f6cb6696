"""The workbook as its user meets it: locks, colours, validation, print set-up."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.changes import changed
from tests.conftest import CREATED
from tests.hunan import MODEL
from xlevaluate.computed.sums import NoneFill
from xlevaluate.form.measure import lines_of
from xlevaluate.submission import Submission
from xlevaluate.template.project_table import project_totals
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.styles import FILLED_COLOUR, INPUT_COLOUR

SHEETS = [
    "封面",
    "填报说明",
    "基础数据表",
    "收支情况",
    "自评表",
    "文字材料",
    "报告提纲",
    "指标计算",
    "指标评分",
    "得分与参数",
    "校验结果",
    "图表",
    "校验规则",
    "字段表",
]


@pytest.fixture
def book(
    workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]
) -> openpyxl.Workbook:
    return openpyxl.load_workbook(workbook(sample("seed")))


def cell_named(book: openpyxl.Workbook, name: str) -> tuple[Worksheet, str]:
    (target,) = book.defined_names[name].destinations
    return book[target[0]], target[1].replace("$", "")


def test_what_a_user_fills_in_comes_first(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_inputs_are_open_and_coloured_and_all_else_is_locked(
    book: openpyxl.Workbook, template: Template
) -> None:
    for page in book.worksheets:
        assert page.protection.sheet, page.title
        assert not page.protection.insertRows, "inserting rows is allowed"
    for name in template.form.fields:
        sheet, place = cell_named(book, name)
        assert not sheet[place].protection.locked, name
        fill = template.fills.get(name)
        is_typed = fill is None or (isinstance(fill, NoneFill) and fill.otherwise is None)
        colour = INPUT_COLOUR if is_typed else FILLED_COLOUR
        assert sheet[place].fill.fgColor.rgb == "FF" + colour.removeprefix("#"), name
    of_projects = {cell.name for cell in project_totals(template.form)}  # there are none
    for name in template.computations.keys() - of_projects:
        sheet, place = cell_named(book, name)
        assert sheet[place].protection.locked, name
        assert str(sheet[place].value).startswith("="), name


def test_every_number_year_and_choice_is_validated(
    book: openpyxl.Workbook, template: Template
) -> None:
    for field in template.form.fields.values():
        sheet, place = cell_named(book, field.name)
        rules = [v for v in sheet.data_validations.dataValidation if place in v.sqref]
        assert bool(rules) == (field.is_number or field.kind in {"date", "year", "choice"}), (
            field.name
        )
    outline = book["报告提纲"].data_validations.dataValidation
    assert {rule.formula1 for rule in outline} == {'"一级标题,二级标题,三级标题,正文"'}


def test_forms_print_on_a4_as_wide_as_the_page(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        # An official form that takes a little more than a page is printed on one.
        fitted = (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight)
        assert fitted in {(1, 0), (1, None), (1, 1)}
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # Findings vary in number: whatever stands there is printed.
        assert sheet.print_area or sheet.title == "校验结果"
    assert book["自评表"].page_setup.orientation == "landscape"
    assert book["自评表"].print_title_rows == "$15:$15"


def test_the_form_is_laid_out_as_printed(book: openpyxl.Workbook) -> None:
    sheet = book["基础数据表"]
    column = [str(sheet.cell(row, 1).value or "") for row in range(3, 27)]
    assert column[3:] == [
        "三公经费",
        "1、公务用车购置和维护经费",
        "其中：公车购置",
        "公车运行维护",
        "2、出国经费",
        "3、公务接待",
        "项目支出：",
        "1、业务工作经费",
        "2、运行维护经费",
        "3、本级专项资金（一个专项一行）",
        "",
        "",
        "公用经费：",
        "其中：办公经费",
        "水费、电费、差旅费",
        "会议费、培训费",
        "政府采购金额",
        "部门基本支出预算调整",
        '=IF(ISNUMBER(年度),"楼堂馆所控制情况\n（"&年度&"年完工项目）","楼堂馆所控制情况\n（本年完工项目）"&"")',
        "规模（㎡）",
        "投资（万元）",
    ]


def test_no_cell_to_fill_in_is_joined_to_another(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        joined = {place for area in sheet.merged_cells.ranges for place in area.cells}
        open_cells = {
            (cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked
        }
        assert not joined & open_cells, sheet.title


def test_no_row_can_be_inserted_into_joined_labels(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert all(area.min_row == area.max_row for area in sheet.merged_cells.ranges), sheet.title


def test_a_total_goes_on_adding_up_until_it_is_written_over(book: openpyxl.Workbook) -> None:
    sheet, wrong = cell_named(book, "三公经费_上年决算")
    _, right = cell_named(book, "三公经费_本年决算")
    assert sheet[wrong].value == 5.41
    assert "COUNT(" in str(sheet[right].value)


def test_a_text_that_looks_like_a_formula_stays_a_text(
    workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]
) -> None:
    path = workbook(changed(sample("seed"), {"texts.other": "=1+1", "unit.self_name": "@我办"}))
    sheet, place = cell_named(openpyxl.load_workbook(path), "其他说明")
    assert (sheet[place].value, sheet[place].data_type) == ("=1+1", "s")


def test_rows_are_high_enough_for_their_texts(book: openpyxl.Workbook) -> None:
    sheet = book["自评表"]
    text, width = str(sheet["D16"].value), sheet.column_dimensions["D"].width
    height = sheet.row_dimensions[16].height
    assert height is not None
    assert height >= 15 * lines_of(text, width)
    assert 20 <= (sheet.row_dimensions[17].height or 0) <= 30, "a blank row is a line high"


def test_rows_of_texts_grow_while_one_types(
    workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]
) -> None:
    """A height that is fixed does not follow the text in any program."""
    with zipfile.ZipFile(workbook(sample("seed"))) as package:
        rows = [package.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (5, 6)]
    scores, texts = (dict(re.findall(r'<row r="(\d+)"([^>]*)', xml)) for xml in rows)
    assert "customHeight" not in scores["16"]
    assert "customHeight" in scores["4"]
    assert "customHeight" not in texts["4"]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("一二三四", 9, 1), ("一二三四五", 9, 2), ("ab\ncd", 9, 2), ("a" * 17, 9, 3)],
)
def test_lines(text: str, width: int, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_the_same_arguments_give_the_same_bytes(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    first, second = (make_workbook(template, sample("seed"), created=CREATED)[0] for _ in range(2))
    assert first == second


def test_findings_stand_in_the_workbook_with_links(book: openpyxl.Workbook) -> None:
    sheet = book["校验结果"]
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[0]]
    assert len(rows) == 31
    assert rows[0][:4] == ("错误", "基础数据表", "B6", "三公经费（上年决算）")
    assert sheet["C4"].hyperlink is not None
    assert sheet["C4"].hyperlink.location == "'基础数据表'!B6"


def test_no_function_is_newer_than_excel_2010(
    workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]
) -> None:
    old = {"IF", "OR", "AND", "COUNT", "ROUND", "SUM", "OFFSET", "COLUMN", "ROW", "MIN", "MAX"}
    old |= {"FIND", "LEN", "LOOKUP", "MID", "SUBSTITUTE", "SUMPRODUCT", "TRIM"}
    old |= {"ABS", "CHAR", "COUNTA", "COUNTIF", "IFERROR", "INDEX", "INT", "LEFT", "NOT", "TEXT"}
    old |= {"SUMPRODUCT", "TRIM"}
    with zipfile.ZipFile(workbook(sample("seed"))) as package:
        names = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        xml = "".join(package.read(name).decode() for name in names)
    formulas = re.findall(r"<f>(.*?)</f>", xml) + re.findall(r"<formula1>(.*?)</formula1>", xml)
    used = {name for formula in formulas for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", formula)}
    assert used <= old | {"ISNUMBER", "ISTEXT", "N"}


@pytest.mark.parametrize("cover", [{}, {"unit": {"name": "示例局"}, "year": 2023}])
def test_a_workbook_that_nobody_has_begun_was_not_checked(
    cover: dict[str, object], workbook: Callable[[Submission], Path]
) -> None:
    book = openpyxl.load_workbook(workbook(MODEL.model_validate(cover)), data_only=True)
    (said,) = (row[1] for row in book["封面"].iter_rows(values_only=True) if row[0] == "上次校验")
    assert said == "尚未校验"
    assert not any(row[0] for row in book["校验结果"].iter_rows(min_row=4, values_only=True))


def test_excel_marks_nothing_that_is_meant(workbook: Callable[[Submission], Path]) -> None:
    """Texts that are digits, and formulas that may be written over, get no green triangle."""
    with zipfile.ZipFile(workbook(MODEL())) as package:
        part = package.read("xl/worksheets/sheet3.xml").decode()
    found = re.findall(r'<ignoredError sqref="([^"]+)" (\w+)="1"/>', part)
    assert len({area for area, _ in found}) == 1
    assert {kind for _, kind in found} == {
        *("numberStoredAsText", "formula", "formulaRange", "unlockedFormula"),
        "emptyCellReference",
    }
