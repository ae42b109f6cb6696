"""The marks of all objects as tables: a workbook, and the same as CSV for other programs."""

import csv
import datetime
import io
from decimal import Decimal
from typing import NamedTuple

from xlevaluate.review.list_book import ListBook, Value
from xlevaluate.review.mark_reading import GivenMark, MarkedObject
from xlevaluate.review.mark_results import by_department, deviations_of, verdicts_of
from xlevaluate.review.marked_files import MarkedFiles
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.texts import clean_text


class Table(NamedTuple):
    """A table: its columns with width and look, its rows, and what is said above it."""

    columns: dict[str, tuple[int, str]]
    rows: list[tuple[Value, ...]]
    notes: tuple[str, ...] = ()


_WHO: dict[str, tuple[int, str]] = {
    "代码": (11, "text"),
    "单位名称": (22, "text"),
    "项目名称": (24, "text"),
    "主管部门": (20, "text"),
    "业务科室": (12, "text"),
    "类型": (6, "centred"),
    "评价年度": (6, "centred"),
    "评分表": (16, "text"),
}

RESULTS, DEVIATIONS, DEPARTMENTS = "复核结果", "偏差", "部门偏差"
CSV_TABLES = (RESULTS, DEVIATIONS, DEPARTMENTS)
"""Tables that are written as CSV too."""


def result_tables(files: MarkedFiles) -> dict[str, Table]:
    """Return the tables by name, in order; those of what is wrong only where anything is."""
    tables = {
        RESULTS: _results(files),
        DEVIATIONS: _deviations(files),
        DEPARTMENTS: _departments(files),
        "各项得分": _marks(files),
        "没有评分": _missing(files),
        "不能用的得分": _refused(files),
        "发现的问题": _problems(files),
        "未能读取": _unread(files),
    }
    always = (RESULTS, DEVIATIONS, DEPARTMENTS, "各项得分")
    return {name: table for name, table in tables.items() if table.rows or name in always}


def results_workbook(tables: dict[str, Table], *, created: datetime.datetime) -> bytes:
    """Return the workbook of the tables."""
    book = ListBook("复核汇总", created)
    for name, table in tables.items():
        book.table(name, table.columns, table.rows, notes=table.notes)
    return book.content()


def as_csv(table: Table) -> bytes:
    """Return a table as CSV, in UTF-8 that spreadsheets know by its mark.

    A text that a spreadsheet would take for a formula has a blank before it, which shows nothing
    and keeps it a text.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(map(_in_csv, row))
    return stream.getvalue().encode("utf-8-sig")


def _in_csv(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if not isinstance(value, str):
        return str(value)
    text = clean_text(value) or ""
    return f" {text}" if text.startswith(("=", "+", "-", "@")) else text


def _who(of: MarkedObject) -> tuple[Value, ...]:
    return (of.code, of.unit, of.project, of.department, of.office, of.kind, of.year, of.form)


def _results(files: MarkedFiles) -> Table:
    """Each object with its sums and results; a sheet that it was not marked on is blank."""
    found = [
        (of, {item[0].definition.key: item for item in verdicts_of(of)}) for of in files.objects
    ]
    sheets = {key: sheet.definition for _, marked in found for key, (sheet, _, _) in marked.items()}
    columns = {**_WHO, "自评得分": (10, "mark"), "自评等次": (10, "centred")}
    for sheet in sheets.values():
        columns[sheet.result] = (10, "mark")
        if sheet.verdict:
            columns[sheet.verdict] = (10, "centred")
    columns |= {"没有评分": (6, "count"), "不能用的得分": (8, "count"), "文件": (30, "text")}
    rows = []
    for of, marked in found:
        sums: list[Value] = []
        for key, sheet in sheets.items():
            _, total, verdict = marked.get(key, (None, None, ""))
            sums += [total, verdict] if sheet.verdict else [total]
        row = (*_who(of), of.score, of.grade, *sums, len(of.missing), len(of.refused), of.name)
        rows.append(row)
    notes = ("有一项没有评分或得分不能用的，没有合计和结果。", *files.remarks)
    return Table(columns, rows, notes)


def _deviations(files: MarkedFiles) -> Table:
    deviations = deviations_of(files.objects)
    columns = {
        **_WHO,
        "自评得分": (10, "mark"),
        "复核得分": (10, "mark"),
        "偏差": (10, "mark"),
        "复核得分取自": (18, "centred"),
    }
    rows = [
        (*_who(item.of), item.score, item.reviewed, item.points, _compared(item.of))
        for item in deviations
    ]
    said = {sheet.definition.compared_note for item in deviations for sheet in item.of.sheets}
    left = len(files.objects) - len(rows)
    notes = ["偏差 = 自评得分 − 复核得分，自评偏高的在前。"]
    notes += sorted(filter(None, said))
    if left:
        notes.append(f"另有 {left} 个没有自评得分，或者没有评完，不计算偏差。")
    return Table(columns, rows, tuple(notes))


def _compared(of: MarkedObject) -> str:
    compared = (sheet.definition for sheet in of.sheets if sheet.definition.compared)
    return next((sheet.result for sheet in compared), "")


def _departments(files: MarkedFiles) -> Table:
    columns = {
        "主管部门": (34, "text"),
        "对象数": (10, "count"),
        "平均偏差": (12, "mark"),
        "最大偏差": (12, "mark"),
        "偏差最大的对象": (44, "text"),
    }
    rows: list[tuple[Value, ...]] = [
        (item.department, item.count, item.mean, item.largest.points, item.largest.of.title)
        for item in by_department(deviations_of(files.objects))
    ]
    return Table(columns, rows, ("平均偏差高的在前；最大偏差按绝对值比较。",))


_MARK_COLUMNS: dict[str, tuple[int, str]] = {
    **{key: _WHO[key] for key in ("代码", "单位名称", "项目名称")},
    "工作表": (16, "text"),
    "评分项目": (36, "text"),
    "分值": (8, "mark"),
}


def _of_mark(of: MarkedObject, mark: GivenMark) -> tuple[Value, ...]:
    return (of.code, of.unit, of.project, mark.sheet, mark.label, mark.points)


def _marks(files: MarkedFiles) -> Table:
    columns = {
        **_MARK_COLUMNS,
        "得分": (9, "mark"),
        "扣分原因或备注": (40, "text"),
        "核实完成值": (20, "text"),
    }
    rows = [
        (*_of_mark(of, mark), mark.mark, mark.reason, mark.done)
        for of in files.objects
        for mark in of.marks
    ]
    return Table(columns, rows)


def _missing(files: MarkedFiles) -> Table:
    columns = {**_MARK_COLUMNS, "单元格": (10, "centred"), "文件": (40, "text")}
    rows = [
        (*_of_mark(of, mark), mark.cell, of.name) for of in files.objects for mark in of.missing
    ]
    return Table(columns, rows, ("请打开文件补上得分，再汇总一次。",))


def _refused(files: MarkedFiles) -> Table:
    columns = {
        **_MARK_COLUMNS,
        "单元格": (10, "centred"),
        "为什么不能用": (46, "text"),
        "文件": (40, "text"),
    }
    rows = [
        (*_of_mark(of, mark), mark.cell, mark.refused, of.name)
        for of in files.objects
        for mark in of.refused
    ]
    return Table(columns, rows, ("请打开文件改正得分，再汇总一次。",))


def _problems(files: MarkedFiles) -> Table:
    columns = {
        **{key: _WHO[key] for key in ("代码", "单位名称", "项目名称", "主管部门")},
        "问题": (80, "text"),
        "整改建议": (40, "text"),
    }
    rows: list[tuple[Value, ...]] = [
        (of.code, of.unit, of.project, of.department, problem.words, problem.advice)
        for of in files.objects
        for problem in of.problems
    ]
    return Table(columns, rows)


def _unread(files: MarkedFiles) -> Table:
    columns = {"文件": (50, "text"), "原因": (90, "text")}
    return Table(columns, [(one.name, one.reason) for one in files.unread])
