"""What a workbook that is made anew keeps of what the user did, and what it is told to lack."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tests.conftest import CREATED, workbook_of
from tests.importing.harvests import found
from tests.importing.test_into_workbook import QUALITY, finished, imported
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.importing.import_record import record_of
from xlevaluate.importing.into_workbook import Imported
from xlevaluate.importing.new_rows import with_rows
from xlevaluate.importing.remaking import own_contents
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.cell_notes import add_notes
from xlevaluate.workbook.package_changes import PackageChanges
from xlevaluate.workbook.read import book_of, snapshot_of_book

FORMULA = "原来是自己写的公式，新工作簿里只有它的结果"
ROWS = [found(f"{QUALITY}.{number}.name", f"指标{number}") for number in range(4)]


def unsaved(content: bytes, change: Callable[[Any], None]) -> bytes:
    """Change a workbook in a program that saves no results of formulas."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_formulas_of_the_form_without_results_are_no_reason_to_keep_it(template: Template) -> None:
    there = template.form.model.model_validate({"projects": [{}]})
    content = unsaved(workbook_of(template, there), lambda _: None)
    saved = book_of(content, "a.xlsx")
    reading = read_forms(template, snapshot_of_book(saved))
    assert own_contents(template, reading.snapshot, reading) == ()


def test_what_is_the_user_s_own_is(template: Template) -> None:
    def change(book: Any) -> None:
        book["收支情况"]["B6"] = "=100+200"
        book["收支情况"]["H50"] = "备注"
        book["项目1"]["B90"] = "别的"
        book.create_sheet("台账")["A1"] = "序号"

    there = template.form.model.model_validate({"projects": [{}]})
    saved = book_of(unsaved(workbook_of(template, there), change), "a.xlsx")
    reading = read_forms(template, snapshot_of_book(saved))
    found_ = own_contents(template, reading.snapshot, reading)
    assert [(own.place.sheet, own.place.cell, own.text) for own in found_] == [
        ("收支情况", "B6", ""),
        ("收支情况", "H50", "备注"),
        ("台账", "", ""),
        ("项目1", "B90", "别的"),
    ]
    assert all("重做工作簿会丢掉它，所以没有重做" in own.note for own in found_)
    assert found_[0].note.startswith("公式没有保存计算结果")


def with_formula(content: bytes) -> bytes:
    """Put a formula with its result into a cell of 收支情况, and call a sheet otherwise."""

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/workbook.xml":
            return part.replace("基础数据表".encode(), "基础表".encode())
        return (
            re.sub(rb'<c r="B27"( s="\d+")/>', rb'<c r="B27"\1><f>100+200</f><v>300</v></c>', part)
            if name == "xl/worksheets/sheet4.xml"
            else part
        )

    return rewritten(content, change)


@pytest.fixture(scope="module")
def remade(template: Template) -> Imported:
    there = workbook_of(template, with_rows(template.blank(), {f"{QUALITY}.0.name": "合格率"}))
    changes = PackageChanges(book_of(with_formula(there), "a.xlsx"))
    add_notes(changes, "收支情况", {(6, 1): "领导要求核对", (59, 0): "别处"})
    return imported(template, changes.to_bytes(), ROWS)


def test_notes_go_along_where_the_form_has_their_cell(remade: Imported, template: Template) -> None:
    book = openpyxl.load_workbook(io.BytesIO(finished(template, remade)))
    note = book["收支情况"]["B7"].comment
    assert note is not None
    assert note.text == "领导要求核对"
    assert book["收支情况"]["A60"].comment is None


def test_what_it_lacks_is_told_with_its_place(remade: Imported, template: Template) -> None:
    assert remade.is_new
    assert not remade.merged.unplaced
    record = record_of(template, remade.merged, remade.reading, (), CREATED, remade.own)
    lines = [line.row()[1:5] + line.row()[7:] for line in record.lines if line.state == "own"]
    assert lines == [
        ("收支情况", "B27", "年中追加预算（本年）", "", FORMULA),
        ("基础表", "", "", "", "在新工作簿里叫《基础数据表》"),
        ("收支情况", "A60", "", "别处", "这一格不是填写项，它的批注没有带到新工作簿，原文件里还有"),
    ]
    assert "自己的内容 3 项" in record.summary()
