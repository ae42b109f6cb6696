"""The marks of all objects as tables."""

from msgspec import Struct

from xlevaluate.review.given_marks import GivenMark, MarkedObject
from xlevaluate.review.mark_results import by_department, deviations_of, verdicts_of
from xlevaluate.review.marked_files import MarkedFiles
from xlevaluate.rollup.summary.made_tables import MadeSheet, table_of
from xlevaluate.workbook.list_columns import Column, ListRow

_CODE = Column(head="代码", wide=11)
_UNIT = Column(head="单位名称", wide=22)
_PROJECT = Column(head="项目名称", wide=24)
_DEPARTMENT = Column(head="主管部门", wide=20)
_WHO = (
    *(_CODE, _UNIT, _PROJECT, _DEPARTMENT),
    Column(head="业务科室", wide=12),
    Column(head="类型", kind="word", wide=6),
    Column(head="评价年度", kind="word", wide=9),
    Column(head="评分表", wide=18),
)
_FILE = Column(head="文件", wide=34)
_OWN_SCORE = Column(head="自评得分", kind="figure", wide=10)


class _Table(Struct, frozen=True):
    columns: tuple[Column, ...]
    rows: list[ListRow]
    notes: tuple[str, ...] = ()


def result_sheets(files: MarkedFiles) -> dict[str, MadeSheet]:
    """Return the sheets by name, a table each; of what is wrong only where anything is."""
    always = {
        "复核结果": _results(files),
        "偏差": _deviations(files),
        "部门偏差": _departments(files),
        "各项得分": _marks(files),
    }
    sometimes = {
        "没有评分": _missing(files),
        "不能用的得分": _refused(files),
        "发现的问题": _problems(files),
        "未能读取": _unread(files),
    }
    tables = always | {name: table for name, table in sometimes.items() if table.rows}
    return {
        name: MadeSheet(
            name=name,
            title=name,
            tables=(table_of(name, table.columns, table.rows),),
            notes=table.notes,
        )
        for name, table in tables.items()
    }


CSV_TABLES = ("复核结果", "偏差", "部门偏差")
"""Tables that are written as CSV too."""


def _who(of: MarkedObject) -> ListRow:
    return (of.code, of.unit, of.project, of.department, of.office, of.kind, of.year, of.form)


def _results(files: MarkedFiles) -> _Table:
    """Each object with its sums and results; a sheet that it was not marked on is blank."""
    found = [
        (of, {item[0].definition.key: item for item in verdicts_of(of)}) for of in files.objects
    ]
    sheets = {key: sheet.definition for _, marked in found for key, (sheet, _, _) in marked.items()}
    columns = [*_WHO, _OWN_SCORE, Column(head="自评等次", kind="word", wide=10)]
    for sheet in sheets.values():
        columns.append(Column(head=sheet.result, kind="figure", wide=14))
        if sheet.verdict:
            columns.append(Column(head=sheet.verdict, kind="word", wide=14))
    columns.append(Column(head="没有评分", kind="count", wide=10))
    columns += [Column(head="不能用的得分", kind="count", wide=13), _FILE]
    rows: list[ListRow] = []
    for of, marked in found:
        row = [*_who(of), of.score, of.grade]
        for key, sheet in sheets.items():
            _, total, verdict = marked.get(key, (None, None, ""))
            row += [total, verdict] if sheet.verdict else [total]
        rows.append((*row, len(of.missing), len(of.refused), of.name))
    notes = ("有一项没有评分或得分不能用的，没有合计和结果。", *files.remarks)
    return _Table(tuple(columns), rows, notes)


def _deviations(files: MarkedFiles) -> _Table:
    deviations = deviations_of(files.objects)
    columns = (
        *(*_WHO, _OWN_SCORE),
        Column(head="复核得分", kind="figure", wide=10),
        Column(head="偏差", kind="figure", wide=10),
        Column(head="复核得分取自", kind="word", wide=16),
    )
    rows: list[ListRow] = [
        (*_who(item.of), item.score, item.reviewed, item.points, _compared(item.of))
        for item in deviations
    ]
    said = {sheet.definition.compared_note for item in deviations for sheet in item.of.sheets}
    left = len(files.objects) - len(rows)
    notes = ["偏差 = 自评得分 − 复核得分，自评偏高的在前。", *sorted(filter(None, said))]
    if left:
        notes.append(f"另有 {left} 个没有自评得分，或者没有评完，不计算偏差。")
    return _Table(columns, rows, tuple(notes))


def _compared(of: MarkedObject) -> str:
    compared = (sheet.definition for sheet in of.sheets if sheet.definition.compared)
    return next((sheet.result for sheet in compared), "")


def _departments(files: MarkedFiles) -> _Table:
    columns = (
        Column(head="主管部门", wide=34),
        Column(head="对象数", kind="count", wide=10),
        Column(head="平均偏差", kind="figure"),
        Column(head="最大偏差", kind="figure"),
        Column(head="偏差最大的对象", wide=44),
    )
    rows: list[ListRow] = [
        (item.department, item.count, item.mean, item.largest.points, item.largest.of.title)
        for item in by_department(deviations_of(files.objects))
    ]
    return _Table(columns, rows, ("平均偏差高的在前；最大偏差按绝对值比较。",))


_MARK_COLUMNS = (
    *(_CODE, _UNIT, _PROJECT),
    Column(head="工作表", wide=16),
    Column(head="评分项目", wide=36),
    Column(head="分值", kind="figure", wide=8),
)
_CELL = Column(head="单元格", kind="word", wide=9)


def _of_mark(of: MarkedObject, mark: GivenMark) -> ListRow:
    return (of.code, of.unit, of.project, mark.sheet, mark.label, mark.points)


def _marks(files: MarkedFiles) -> _Table:
    columns = (
        *_MARK_COLUMNS,
        Column(head="得分", kind="figure", wide=9),
        Column(head="扣分原因或备注", wide=40),
        Column(head="核实完成值", wide=20),
    )
    rows: list[ListRow] = [
        (*_of_mark(of, mark), mark.mark, mark.reason, mark.done)
        for of in files.objects
        for mark in of.marks
    ]
    return _Table(columns, rows)


def _missing(files: MarkedFiles) -> _Table:
    rows: list[ListRow] = [
        (*_of_mark(of, mark), mark.cell, of.name) for of in files.objects for mark in of.missing
    ]
    return _Table((*_MARK_COLUMNS, _CELL, _FILE), rows, ("请打开文件补上得分，再汇总一次。",))


def _refused(files: MarkedFiles) -> _Table:
    columns = (*_MARK_COLUMNS, _CELL, Column(head="为什么不能用", wide=46), _FILE)
    rows: list[ListRow] = [
        (*_of_mark(of, mark), mark.cell, mark.refused, of.name)
        for of in files.objects
        for mark in of.refused
    ]
    return _Table(columns, rows, ("请打开文件改正得分，再汇总一次。",))


def _problems(files: MarkedFiles) -> _Table:
    columns = (
        *(_CODE, _UNIT, _PROJECT, _DEPARTMENT),
        Column(head="问题", wide=80),
        Column(head="整改建议", wide=40),
    )
    rows: list[ListRow] = [
        (of.code, of.unit, of.project, of.department, problem.words, problem.advice)
        for of in files.objects
        for problem in of.problems
    ]
    return _Table(columns, rows)


def _unread(files: MarkedFiles) -> _Table:
    rows: list[ListRow] = [(one.name, one.reason) for one in files.unread]
    return _Table((Column(head="文件", wide=50), Column(head="原因", wide=90)), rows)
