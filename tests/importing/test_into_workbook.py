"""What was found, written into a copy: every figure in its cell, and nothing else changed."""

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal

import openpyxl
import pytest
from msgspec.structs import replace

from tests.conftest import workbook_of
from tests.importing.harvests import everything, found, without_rows
from xlevaluate.cells.calls import Host
from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.importing.import_record import RecordLine, record_of
from xlevaluate.importing.into_workbook import Imported, import_into, with_record
from xlevaluate.importing.new_rows import with_rows
from xlevaluate.submission import Submission
from xlevaluate.tables.found import Found, Harvest
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import evaluate_submission
from xlevaluate.workbook.mending import mend
from xlevaluate.workbook.read import book_of, snapshot_of_book

CREATED = datetime.datetime(2024, 3, 15, 9, 30)
GENERAL = "finances.income.general_budget.current"
TOTAL = "finances.income.total.current"
QUALITY = "self_evaluation.indicators.quality"


def snapshot(content: bytes) -> Snapshot:
    return snapshot_of_book(book_of(content, "a.xlsx"))


def imported(template: Template, content: bytes, harvest: Sequence[Found]) -> Imported:
    book = book_of(content, "a.xlsx")
    found_ = [Harvest(tuple(harvest))]
    return import_into(template, book, snapshot_of_book(book), found_, created=CREATED)


def finished(template: Template, result: Imported) -> bytes:
    record = record_of(template, result.merged, result.reading, (), CREATED)
    return with_record(result, record)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("macros", [None, "excel"])
def test_cells_are_filled_in_and_all_else_stays(
    template: Template, sample: Callable[[str], Submission], macros: Host | None
) -> None:
    before = workbook_of(template, template.blank(), macros)
    harvest = without_rows(everything(template, sample("corrected")))
    result = imported(template, before, harvest)
    after = finished(template, result)
    assert not result.is_new
    assert len(result.merged.placed) == len(harvest)
    reading = read_forms(template, snapshot(after))
    assert template.reduced(reading.submission) == result.merged.submission
    old, new = parts(before), parts(after)
    sheets = {name for name in old if name.startswith("xl/worksheets/sheet")}
    may_change = {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"}
    may_change |= {"xl/_rels/workbook.xml.rels", "xl/calcChain.xml"}
    drawn = {name for name in old if name.endswith((".vml", ".xml.rels"))}
    (record,) = (new[name] for name in new.keys() - old.keys() if "worksheets/sheet" in name)
    assert b'fitToPage="1"' in record  # as wide as a page, with the notes
    assert b'fitToHeight="0"' in record
    for name in old.keys() - sheets - may_change - drawn:
        assert new[name] == old[name], name
    # Formulas say what those of a new workbook with the same figures say.
    wanted = evaluate_submission(template, result.merged.given)
    shown = evaluate(template, reading)
    assert [f.message for f in shown.findings] == [f.message for f in wanted.findings]


def test_a_cell_keeps_its_look_and_others_their_content(template: Template) -> None:
    before = workbook_of(template, template.blank())
    after = imported(template, before, [found(GENERAL, "594.67")]).content
    old, new = (openpyxl.load_workbook(io.BytesIO(content)) for content in (before, after))
    different = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in old
        for row in sheet.iter_rows()
        for cell in row
        if new[sheet.title][cell.coordinate].value != cell.value
        or new[sheet.title][cell.coordinate].style_id != cell.style_id
    }
    assert different == {("收支情况", "B6"): None}
    assert new["收支情况"]["B6"].value == 594.67


def test_totals_are_worked_out_without_a_spreadsheet(template: Template) -> None:
    before = workbook_of(template, template.blank())
    result = imported(template, before, [found(GENERAL, "594.67")])
    total = result.reading.snapshot.names["收入合计_本年"]
    assert total is not None
    cell = result.reading.snapshot.at(total)
    assert (cell.value, cell.is_formula) == (594.67, True)


def test_rows_of_lists_take_blank_rows_of_their_group(template: Template) -> None:
    before = workbook_of(template, with_rows(template.blank(), {f"{QUALITY}.0.name": "合格率"}))
    result = imported(
        template,
        before,
        [found(f"{QUALITY}.0.name", "准确率"), found(f"{QUALITY}.0.target", "≥95%")],
    )
    assert not result.is_new
    rows = result.reading.submission.model_dump()["self_evaluation"]["indicators"]["quality"]
    assert [(row["name"], row["target"]) for row in rows] == [("合格率", None), ("准确率", "≥95%")]


def test_a_workbook_with_too_few_rows_is_made_anew(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    before = workbook_of(template, template.blank(), "excel")
    result = imported(template, before, everything(template, sample("corrected")).found)
    assert result.is_new
    assert "xl/vbaProject.bin" in parts(result.content)
    assert template.reduced(result.reading.submission) == result.merged.submission
    again = imported(
        template, finished(template, result), everything(template, sample("corrected")).found
    )
    assert not again.merged.placed


def with_own_note(content: bytes) -> bytes:
    """Return the workbook with something written below the forms."""
    cell = b'<row r="900"><c r="A900" t="inlineStr"><is><t>mine</t></is></c></row></sheetData>'
    return rewritten(
        content,
        lambda name, part: (
            part.replace(b"</sheetData>", cell) if name == "xl/worksheets/sheet4.xml" else part
        ),
    )


def test_rows_without_a_place_are_told_where_a_new_workbook_would_lose_something(
    template: Template,
) -> None:
    before = with_own_note(workbook_of(template, template.blank()))
    assert mend(template, snapshot(before)).left
    rows = [found(f"{QUALITY}.{number}.name", f"指标{number}") for number in range(3)]
    result = imported(template, before, [*rows, found(GENERAL, "1")])
    assert not result.is_new
    assert {value.value for value in result.merged.placed} == {"指标0", "指标1", Decimal(1)}
    (left,) = result.merged.unplaced
    assert "“质量指标”的空行不够，请在那里插入行" in left.reason
    assert snapshot(result.content).sheets["收支情况"][899, 0].value == "mine"


def test_every_figure_keeps_its_origin_as_a_note(template: Template) -> None:
    before = workbook_of(template, template.blank(), "excel")
    item = found(GENERAL, "594.67", note="元 → 万元：5,946,700.00元 = 594.67万元")
    item = replace(
        item,
        origin=replace(item.origin, text="5946700", unit="元", row="本年收入合计", address="E33"),
    )
    first = finished(template, imported(template, before, [item]))
    book = openpyxl.load_workbook(io.BytesIO(first), keep_vba=True)
    note = book["收支情况"]["B6"].comment
    assert note is not None
    assert note.text == (
        "来源：Z01.xls 工作表“Z01” E33 “本年收入合计”\n原文：5946700 元\n"
        "元 → 万元：5,946,700.00元 = 594.67万元"
    )
    second = finished(
        template, imported(template, first, [found("finances.income.business.current", "1")])
    )
    book = openpyxl.load_workbook(io.BytesIO(second), keep_vba=True)
    assert {cell.coordinate for row in book["收支情况"] for cell in row if cell.comment} == {
        *("B6", "B10"),
    }
    assert book.sheetnames[-2:] == ["导入记录", "导入记录(2)"]
    drawing = next(part.decode() for part in parts(second).values() if b'ObjectType="Note"' in part)
    assert drawing.count('ObjectType="Note"') == 2


def lines_of(template: Template, result: Imported) -> dict[str, RecordLine]:
    record = record_of(template, result.merged, result.reading, (), CREATED)
    return {line.state: line for line in reversed(record.lines)}


def test_the_record_tells_place_and_both_figures(template: Template) -> None:
    before = workbook_of(template, with_rows(template.blank(), {GENERAL: Decimal("206.70")}))
    result = imported(
        template,
        before,
        [
            found(GENERAL, "206.72", file="决算.docx"),
            found("finances.income.business.current", "1", certain=False),
            found("finances.nothing", "7"),
            found("basic_data.approved_posts", "20"),
        ],
    )
    lines = lines_of(template, result)
    assert lines["differs"].row()[:6] == (
        *("有出入", "收支情况", "B6", "一般公共预算财政拨款收入（本年）", "206.70", "206.72"),
    )
    assert "表中 206.70，决算.docx 工作表“Z01” 206.72；没有改动" in lines["differs"].note
    assert lines["proposed"].row()[0] == "待确认 1"
    assert "--accept 1" in lines["proposed"].note
    assert (lines["unplaced"].text, lines["unplaced"].note) == ("7", "本表没有这一项")
    assert lines["placed"].cell == "B4"
    assert lines["no_source"].note == "来源里没有这一项，仍空着"
    cells = snapshot(finished(template, result)).sheets["导入记录"]
    assert cells[1, 0].value == "结果"
