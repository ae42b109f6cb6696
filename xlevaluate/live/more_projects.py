"""Projects in the open workbook: “新增项目”, and the table of projects made to list every sheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.form import Form
from xlevaluate.form.project_layout import lines_in, sheets_of_findings
from xlevaluate.form.snapshot import Address, Snapshot, a1
from xlevaluate.live.book import OpenBook, evaluate_book
from xlevaluate.template.laid_out import project_form_of, sheet_of
from xlevaluate.template.project_table import score_cell


def add_project(book: OpenBook) -> str:
    """Add a project's sheet after the last one, and its line to the table; say which it is."""
    snapshot, evaluation = evaluate_book(book)
    template = evaluation.subject.template
    given = template.form.definition.projects
    if given is None or template.project is None:
        raise CannotDoError("这个工作簿的模板没有项目自评表。")
    there = evaluation.subject.projects
    if not there:
        raise CannotDoError(
            "这个工作簿里还没有项目自评表，没有可以照着增加的。请在命令行运行 "
            "xlevaluate new 新文件.xlsx --projects 个数，得到带项目表的工作簿。"
        )
    lines = lines_in(template.form, snapshot)
    if len(there) >= len(lines):
        table = template.form.sheet_with("projects")
        raise CannotDoError(f"《{table}》没有空行了。请在最后一个项目下面插入一行，再新增项目。")
    untouched = [sheet for sheet, project in there.items() if project.is_untouched]
    source = (untouched or list(there))[0]
    name = next(n for n in (sheet_of(given, i) for i in range(10_000)) if n not in snapshot.sheets)
    copy = book.sheets[source].copy(after=book.sheets[list(there)[-1]], name=name)
    if not untouched:
        for at in _inputs(template.project.form, snapshot, source):
            copy.range((at.row + 1, at.col + 1)).value = None
    _write_lines(book, evaluation, lines, [*there, name])
    copy.activate()
    return f"新增了《{name}》，已列入《{lines[0].sheet}》。"


def list_projects(book: OpenBook, snapshot: Snapshot, evaluation: Evaluation) -> bool:
    """Let the table name the sheets that there are, in their order; tell whether it did not."""
    sheets = list(evaluation.subject.projects)
    lines = lines_in(evaluation.subject.template.form, snapshot)
    said = [str(value) for at in lines if (value := snapshot.at(at).value) not in {None, ""}]
    if said == sheets or not lines:
        return False
    _write_lines(book, evaluation, lines, sheets)
    return True


def _write_lines(
    book: OpenBook, evaluation: Evaluation, lines: Sequence[Address], sheets: Sequence[str]
) -> None:
    """Write the names of the sheets and the formulas beside them; what is left is spare."""
    form, of = evaluation.subject.template.form, project_form_of(evaluation.subject.template)
    given = form.project_list
    if given is None or of is None:
        return
    sheet = book.sheets[lines[0].sheet]
    was_locked = book.macro("XleUnlock")(sheet.name)
    try:
        for number, at in enumerate(lines):
            named = sheets[number] if number < len(sheets) else None
            if number and named is not None:
                _row(sheet, lines[0], len(given.columns)).copy(_row(sheet, at, len(given.columns)))
            _cell(sheet, at, 0).value = named
            for col, column in enumerate(given.columns, 1):
                if named is None:
                    _cell(sheet, at, col).value = None
                    continue
                where = a1(at.row, at.col)
                counted, score = sheets_of_findings(form), score_cell(given, where)
                _cell(sheet, at, col).formula = of.formula(
                    column.shows, named, where, counted, score
                )
    finally:
        if was_locked:
            book.macro("XleLock")(sheet.name)


def _row(sheet: Any, at: Address, columns: int) -> Any:
    return sheet.range((at.row + 1, at.col + 1), (at.row + 1, at.col + 1 + columns))


def _cell(sheet: Any, at: Address, right: int) -> Any:
    return sheet.range((at.row + 1, at.col + 1 + right))


def _inputs(form: Form, snapshot: Snapshot, sheet: str) -> Iterator[Address]:
    """Yield the cells of a project's sheet in which something was typed."""
    names = snapshot.local_names[sheet]
    for item in form.fields.values():
        at = names.get(item.name)
        if at is not None and at.sheet == sheet and not snapshot.at(at).is_formula:
            yield at
    for listing in form.listings.values():
        end = names.get(listing.end)
        heads = [at for item in listing.fields if (at := names.get(item.name)) is not None]
        if end is None or not heads:
            continue
        for row in range(max(head.row for head in heads) + 1, end.row):
            for head in heads:
                at = head._replace(row=row)
                if not snapshot.at(at).is_formula:
                    yield at
