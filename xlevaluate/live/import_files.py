"""“导入”: a copy of the open workbook whose blanks are filled from a file that the user chooses.

The copy is made of the file as it was saved, so that everything in it stays as it is.
"""

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

from xlevaluate.errors import CannotDoError
from xlevaluate.files.new_files import beside, write_new
from xlevaluate.form.figures import Figures
from xlevaluate.importing.import_record import ImportRecord, record_of
from xlevaluate.importing.into_workbook import Imported, import_into, with_record
from xlevaluate.importing.own_workbooks import refuse_own
from xlevaluate.importing.recognisers import Asked, harvests_of
from xlevaluate.live.book import OpenBook, read_book
from xlevaluate.sources.opened_files import read_sources
from xlevaluate.tables.found import Harvest, Question
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.read import saved_book, snapshot_of_book

_TITLE = "选决算表、公开表、别处填好的表，或装着它们的压缩包"
_FILES = (".xls", ".xlsx", ".xlsm", ".et", ".docx", ".html", ".htm", ".csv", ".txt", ".pdf", ".zip")
_MOST_ROUNDS = 10
"""How often questions may follow from answers."""

_MOST_LINES = 8
"""Lines that a message shows; all are in the record."""

Ask = Callable[[str], bool]
"""Asks the user, who says yes or no."""


def import_files(book: OpenBook, ask: Ask) -> str:
    """Write the copy beside the workbook; say what it holds, or nothing if no file was chosen."""
    picked = str(book.macro("XlePickFile")(_TITLE, _kinds()) or "")
    if not picked:
        return ""
    path, own = Path(picked), Path(book.fullname)
    if not path.is_file():
        raise CannotDoError(f"“{path}”不在这台电脑上，请先另存到这台电脑的一个文件夹。")
    refuse_own(path)
    opened, template = read_book(book)
    saved = saved_book(own)
    snapshot = snapshot_of_book(saved)
    submission = read_forms(template, snapshot).submission
    if submission != read_forms(template, opened).submission:
        raise CannotDoError("工作簿改动后还没有保存。请先保存，再点“导入”。")
    sources = read_sources(path)
    year = Figures(template.form, submission).year
    asked = Asked(sources, template, year)
    harvests = _answered(asked, ask)
    created = datetime.datetime.now().replace(microsecond=0)
    imported = import_into(template, saved, snapshot, harvests, created=created)
    if imported.merged.proposed and ask(_proposed(len(imported.merged.proposed))):
        imported = import_into(template, saved, snapshot, harvests, created=created, accepted=None)
    record = record_of(template, imported.merged, imported.reading, sources, created, imported.own)
    if not record.count("placed"):
        return "\n".join(("没有可以填入的内容，没有生成文件。", *_lines(record)))
    target = write_new(beside(own, "导入"), with_record(imported, record))
    return "\n".join((*_head(imported, target), *_lines(record)))


def _answered(asked: Asked, ask: Ask) -> Sequence[Harvest]:
    """Return what was found, after the user's answers to what has two of them."""
    answers = dict(asked.answers)
    harvests = harvests_of(asked)
    for _ in range(_MOST_ROUNDS):
        open_ = [
            question
            for harvest in harvests
            for question in harvest.questions
            if len(question.answers) == 2 and question.key not in answers
        ]
        if not open_:
            break
        answers |= {question.key: _answer(question, ask) for question in open_}
        harvests = harvests_of(Asked(asked.sources, asked.template, asked.year, answers))
    return harvests


def _answer(question: Question, ask: Ask) -> str:
    first, second = question.answers
    said = ask(f"{question.text}\n点“是”：{first}；点“否”：{second}。")
    return first if said else second


def _proposed(count: int) -> str:
    return (
        f"有 {count} 项没有把握（口径可能不同）。\n点“是”一并填入，逐项的来源和说明见批注；"
        "点“否”只列在《导入记录》里。"
    )


def _head(imported: Imported, target: Path) -> Sequence[str]:
    anew = "空行或项目表不够，已按同一模板重做，自己改过的格式不在里面；" if imported.is_new else ""
    return (f"新的工作簿：{target}（{anew}打开的这一个没有改动）。请打开它继续填写。",)


def _lines(record: ImportRecord) -> Sequence[str]:
    """Return how much there is of each kind, and what the user has to look at."""
    waiting = [
        " ".join(filter(None, (state, f"{f'《{sheet}》' if sheet else ''}{cell}", label, note)))
        for state, sheet, cell, label, _, _, _, note in (
            line.row()
            for line in record.lines
            if line.state in {"question", "differs", "partial", "own"}
        )
    ]
    more = ("……其余见《导入记录》。",) if len(waiting) > _MOST_LINES else ()
    return (f"{record.summary()}。", *waiting[:_MOST_LINES], *more)


def _kinds() -> str:
    """Return the kinds of files as Excel's dialog takes them."""
    patterns = ";".join(f"*{suffix}" for suffix in _FILES)
    return f"xlevaluate ({patterns}),{patterns}"
