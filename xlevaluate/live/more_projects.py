"""“新增项目”: a copy of a project's sheet with nothing in it, listed in the table of projects."""

from collections.abc import Iterator
from typing import Any

from xlevaluate.errors import CannotDoError
from xlevaluate.form.form import Form
from xlevaluate.form.project_layout import end_name, head_names
from xlevaluate.form.snapshot import Address, Snapshot
from xlevaluate.live.book import Book, evaluate_book
from xlevaluate.template.laid_out import sheet_of


def add_project(book: Book) -> str:
    """Add a project's sheet after the last one, and its name to the table; say which it is."""
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
    line = _blank_line(template.form, snapshot)
    if line is None:
        table = template.form.sheet_with("projects")
        raise CannotDoError(f"《{table}》没有空行了。请在最后一个项目下面插入一行，再新增项目。")
    untouched = [sheet for sheet, project in there.items() if project.is_untouched]
    source = (untouched or list(there))[0]
    name = next(n for n in (sheet_of(given, i) for i in range(10_000)) if n not in snapshot.sheets)
    copy = book.sheets[source].copy(after=book.sheets[list(there)[-1]], name=name)
    if not untouched:
        _clear(copy, _inputs(template.project.form, snapshot, source))
    book.sheets[line.sheet].range((line.row + 1, line.col + 1)).value = name
    copy.activate()
    return f"新增了《{name}》，已列入《{line.sheet}》。"


def _blank_line(form: Form, snapshot: Snapshot) -> Address | None:
    """Return the first cell of the table in which no sheet is named."""
    given = form.project_list
    if given is None:
        return None
    head = snapshot.names.get(head_names(given)["sheet"])
    end = snapshot.names.get(end_name(form, given))
    if head is None or end is None or head.sheet != end.sheet:
        return None
    rows = (head._replace(row=row) for row in range(head.row + 1, end.row))
    return next((at for at in rows if snapshot.at(at).value in {None, ""}), None)


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


def _clear(sheet: Any, cells: Iterator[Address]) -> None:
    """Take out what was typed; formulas stay."""
    for at in cells:
        sheet.range((at.row + 1, at.col + 1)).value = None
