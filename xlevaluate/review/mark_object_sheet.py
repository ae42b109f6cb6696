"""Sheets that go with every mark sheet: all that was found, and, hidden, whose marks these are."""

from xlevaluate.review.mark_names import (
    FOUND_SHEET,
    INFO_KEYS,
    MARKS_NAME,
    OBJECT_SHEET,
    InfoKey,
    info_name,
)
from xlevaluate.review.mark_records import ReviewedObject
from xlevaluate.review.sheet_linter import Marking
from xlevaluate.submission.amounts import plain
from xlevaluate.workbook.entry_book import EntryBook


def add_found_sheet(book: EntryBook, marking: Marking, of: ReviewedObject) -> None:
    """List all that was found, by item: beside the items there is room for the first few."""
    rows = [
        (sheet.name, mark.label, note)
        for sheet in marking.definition.sheet
        for marks in of.sheets
        if marks.key == sheet.key and sheet.kind == "items"
        for mark in marks.marks
        for note in mark.notes
    ]
    rows += [("", "没有对应的评分项目", line) for line in of.unmatched]
    columns = {"工作表": (14, "text"), "评分项目": (26, "text"), "检查发现": (110, "text")}
    notes = ["已说明的不扣分。"] if rows else ["没有检查发现。"]
    book.table(FOUND_SHEET, columns, rows, notes=notes).protect()


def add_object_sheet(
    book: EntryBook, marking: Marking, of: ReviewedObject, problem_rows: int
) -> None:
    """Say in a hidden sheet whose marks these are, and which there are."""
    entry, form = of.entry, of.form
    said: dict[InfoKey, str] = {
        "form": marking.name,
        "digest": marking.digest,
        "object": entry.id,
        "kind": of.kind_words,
        "code": of.code,
        "unit": entry.name,
        "project": entry.project_name,
        "department": entry.department,
        "office": entry.office,
        "year": "" if form.year is None else str(form.year),
        "score": "" if form.score is None else plain(form.score),
        "grade": form.grade,
        "problems": str(problem_rows),
    }
    page = book.page(OBJECT_SHEET, (14, 30, 40, 12, 20))
    for key in INFO_KEYS:
        row = page.line((key, said[key]), "text")
        page.name_cell(info_name(key), row, 1)
    page.name_cell(MARKS_NAME, page.row, 0)
    names = {sheet.key: sheet.name for sheet in marking.definition.sheet}
    for sheet in of.sheets:
        for mark in sheet.marks:
            page.line(
                (sheet.key, mark.key, mark.label, plain(mark.points), names[sheet.key]), "text"
            )
    page.protect()
    page.sheet.very_hidden()
