"""The workbook in which an object's marks are given: what was counted filled in, the rest blank."""

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby

from xlevaluate.form.snapshot import a1
from xlevaluate.review.mark_names import (
    FOUND_SHEET,
    advice_name,
    done_name,
    mark_name,
    problem_name,
    reason_name,
)
from xlevaluate.review.mark_object_sheet import add_found_sheet, add_object_sheet
from xlevaluate.review.mark_records import IndicatorMark, Mark, ReviewedObject, SheetMarks
from xlevaluate.review.mark_totals import MarkTotal, verdict_formula, verdict_of
from xlevaluate.review.sheet_definition import DECIMALS, MarkSheetDef
from xlevaluate.review.sheet_linter import Marking
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.texts import shortened
from xlevaluate.workbook.entry_book import EntryBook, EntryPage, EntryValue

_SHOWN, _LONGEST = 5, 60
"""Findings beside an item, and characters of each; all stand in a sheet of their own in full."""

_LEGEND = (
    "绿色格由评分人填写；黄色格已按检查结果预填，核对后可以改。"
    "每项得分在 0 和分值之间，最多三位小数；全部评分后才有合计。"
)

_SIGNED = "评分人（签字）：　　　　　　　　　　　日期：　　　　年　　月　　日"

_ITEM_WIDTHS = (16, 16, 8, 32, 10, 28, 52)
_INDICATOR_WIDTHS = (11, 13, 24, 9, 14, 9, 9, 18, 10, 22, 18, 9)
_PROBLEM_WIDTHS = (6, 70, 40, 12, 36)


def make_mark_workbook(
    marking: Marking, of: ReviewedObject, *, created: datetime.datetime
) -> bytes:
    """Return the workbook; the same arguments give the same bytes."""
    maker = _Maker(marking, of, EntryBook(f"{marking.definition.title} {of.entry.title}", created))
    return maker.content()


class _Maker:
    def __init__(self, marking: Marking, of: ReviewedObject, book: EntryBook) -> None:
        self.marking, self.of, self.book = marking, of, book
        self.problem_rows = 0

    def content(self) -> bytes:
        marks = {sheet.key: sheet for sheet in self.of.sheets}
        for definition in self.marking.definition.sheet:
            if definition.kind == "items":
                self._items(definition, marks[definition.key])
            elif definition.kind == "indicators":
                self._indicators(definition, marks[definition.key])
            else:
                self._problems(definition)
        add_found_sheet(self.book, self.marking, self.of)
        add_object_sheet(self.book, self.marking, self.of, self.problem_rows)
        return self.book.content()

    def _page(self, definition: MarkSheetDef, widths: Sequence[int]) -> EntryPage:
        page = self.book.page(definition.name, widths)
        page.across(definition.title or definition.name, "title", large=1.6)
        entry, form = self.of.entry, self.of.form
        unit = f"{entry.code} {entry.name}".strip()
        what = (
            ("评价对象", self.of.called),
            ("单位", unit if entry.kind == "project" else entry.code),
            ("主管部门", entry.department),
            ("业务科室", entry.office),
            ("评价年度", "" if form.year is None else str(form.year)),
            ("自评得分", "" if form.score is None else plain(form.score)),
            ("自评等次", form.grade),
        )
        page.across("　　".join(f"{label}：{said}" for label, said in what if said), "note")
        for notice in self.marking.definition.notices:
            page.across(f"注：{notice}。", "note")
        return page

    # ------------------------------------------------------------------ items

    def _items(self, definition: MarkSheetDef, sheet: SheetMarks) -> None:
        page = self._page(definition, _ITEM_WIDTHS)
        page.across(_LEGEND, "note")
        heads = ("评价内容", "评价要点", "分值", "评分标准", "得分", "扣分原因", "检查发现")
        page.line(heads, "head")
        page.freeze(page.row)
        top = page.row
        for mark in sheet.marks:
            row: tuple[EntryValue, ...] = (
                *(mark.group, mark.name, mark.points, mark.standard, mark.proposed),
                *(mark.reason, _shown(mark.notes)),
            )
            looks = ("text", "text", "mark", "text", _look(mark), _reason_look(mark), "text")
            at = page.line(row, looks)
            self._open(page, definition, mark, at, 4, mark.points)
            page.name_cell(reason_name(definition.key, mark.key), at, 5)
        self._join(page, top, sheet.marks, 0, lambda mark: mark.group)
        self._join(page, top, sheet.marks, 3, lambda mark: (mark.group, mark.standard))
        self._totals(page, definition, sheet, top, columns=(2, 4))
        page.across(_SIGNED, "note")
        page.fit()
        if self.of.unmatched:
            page.across("没有对应评分项目的检查发现：", "note")
            for line in self.of.unmatched:
                page.across(line, "note")
        page.protect()

    def _join(
        self,
        page: EntryPage,
        top: int,
        marks: Sequence[Mark],
        col: int,
        by: Callable[[Mark], object],
    ) -> None:
        """Join the cells below one another that say the same."""
        row = top
        for _, group in groupby(marks, key=by):
            several = list(group)
            if len(several) > 1:
                text = several[0].group if col == 0 else several[0].standard
                shape = self.book.look("text")
                page.sheet.merge_range(row, col, row + len(several) - 1, col, "", shape)
                page.put(row, col, text, "text")
            row += len(several)

    # ------------------------------------------------------------- indicators

    def _indicators(self, definition: MarkSheetDef, sheet: SheetMarks) -> None:
        page = self._page(definition, _INDICATOR_WIDTHS)
        page.across(_LEGEND, "note")
        page.line(
            (
                *("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位", "指标权重"),
                *("抽评核实完成值", "抽评得分", "备注", "自评完成值", "自评得分"),
            ),
            "head",
        )
        page.freeze(page.row)
        top = page.row
        for mark in (item for item in sheet.marks if isinstance(item, IndicatorMark)):
            proposed = mark.actual if mark.proposed is not None else None
            row: tuple[EntryValue, ...] = (
                *(mark.dimension, mark.category, mark.indicator, mark.sign, mark.target, mark.unit),
                *(mark.points, proposed, mark.proposed, "".join(mark.notes)),
                *(mark.actual, mark.own_score),
            )
            looks = (
                *("text", "text", "text", "centred", "text", "centred", "mark"),
                *("to_write" if proposed is None else "written", _look(mark), "to_write"),
                *("text", "mark"),
            )
            at = page.line(row, looks)
            self._open(page, definition, mark, at, 8, mark.points)
            page.name_cell(done_name(definition.key, mark.key), at, 7)
            page.name_cell(reason_name(definition.key, mark.key), at, 9)
        if not sheet.marks:
            page.across("自评表里没有填写指标，不能评分。", "warning")
        self._totals(page, definition, sheet, top, columns=(6, 8))
        page.across(_SIGNED, "note")
        page.fit()
        page.protect()

    # --------------------------------------------------------------- problems

    def _problems(self, definition: MarkSheetDef) -> None:
        page = self._page(definition, _PROBLEM_WIDTHS)
        page.across(
            "前面是检查发现的问题，核对后不属实的请清空；绿色格填写抽评发现的问题。", "note"
        )
        page.line(("序号", "问题", "位置", "来源", "整改建议"), "head")
        page.freeze(page.row)
        rows = [(item.words, item.place, f"{item.rule} {item.level}") for item in self.of.problems]
        for words, place, source in [*rows, *[("", "", "抽评")] * definition.blank_rows]:
            self.problem_rows += 1
            look = "written" if words else "to_write"
            looks = ("count", look, "written" if words else "to_write", "centred", "to_write")
            at = page.line((self.problem_rows, words, place, source, None), looks)
            page.name_cell(problem_name(self.problem_rows), at, 1)
            page.name_cell(advice_name(self.problem_rows), at, 4)
        page.protect()

    # ----------------------------------------------------------------- common

    def _open(
        self, page: EntryPage, sheet: MarkSheetDef, mark: Mark, row: int, col: int, most: Decimal
    ) -> None:
        """Name the cell of a mark, and let only a mark into it."""
        page.name_cell(mark_name(sheet.key, mark.key), row, col)
        cell = a1(row, col)
        message = f"请填 0 到 {plain(most)} 之间的数，最多 {DECIMALS} 位小数。"
        bounds = f"{cell}>=0,{cell}<={plain(most)},ROUND({cell},{DECIMALS})={cell}"
        page.sheet.data_validation(
            row,
            col,
            row,
            col,
            {
                "validate": "custom",
                "value": f"=IF(ISNUMBER({cell}),AND({bounds}),FALSE)",
                "error_title": "得分不能用",
                "error_message": message,
            },
        )

    def _totals(
        self,
        page: EntryPage,
        definition: MarkSheetDef,
        sheet: SheetMarks,
        top: int,
        columns: tuple[int, int],
    ) -> None:
        points, marks = columns
        last = top + max(len(sheet.marks), 1) - 1
        total = MarkTotal(tuple(mark.points for mark in sheet.marks))
        given = [mark.proposed for mark in sheet.marks]
        ranges = [f"{a1(top, col)}:{a1(last, col)}" for col in (marks, points)]
        width = len(page.widths)
        row = page.line([None] * width, "computed_text")
        page.put(row, 0, definition.result, "computed_text")
        page.put(row, points, sum(total.points, Decimal(0)), "computed")
        reached = total.total(given)
        page.formula(row, marks, total.formula(*ranges), reached, "computed")
        cell = a1(row, marks)
        if definition.band:
            row = page.line([None] * width, "computed_text")
            page.put(row, 0, definition.verdict, "computed_text")
            formula = verdict_formula(definition.band, cell)
            page.formula(row, marks, formula, verdict_of(definition.band, reached), "computed_text")
        if sheet.marks:
            formula = total.remark_formula(*ranges)
            page.formula(page.row, 0, formula, total.remark(given), "warning_line")
            page.row += 1


def _look(mark: Mark) -> str:
    return "to_judge" if mark.proposed is None else "counted"


def _reason_look(mark: Mark) -> str:
    return "to_write" if mark.proposed is None else "written"


def _shown(notes: Sequence[str]) -> str:
    """Return the first of what was found, and how much more there is."""
    more = len(notes) - _SHOWN
    first = [f"· {shortened(note, _LONGEST)}" for note in notes[:_SHOWN]]
    lines = [*first, *([f"另有 {more} 处，见《{FOUND_SHEET}》。"] if more > 0 else [])]
    return "\n".join(lines)
