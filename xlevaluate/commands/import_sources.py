"""``import``: fill the blanks of a workbook from files made elsewhere, and tell of all the rest."""

import argparse
import datetime
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from xlevaluate.commands.named_files import named_files
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import beside, write_new
from xlevaluate.form.figures import Figures
from xlevaluate.importing.import_page import import_page
from xlevaluate.importing.import_record import STATES, ImportRecord, LineState, record_of
from xlevaluate.importing.into_workbook import Imported, import_into, new_workbook, with_record
from xlevaluate.importing.own_workbooks import refuse_own
from xlevaluate.importing.recognisers import RECOGNISERS, Asked, harvests_of
from xlevaluate.inspection.template_choice import (
    chosen_template,
    other_version,
    template_of_workbook,
)
from xlevaluate.sources.grid import Source
from xlevaluate.sources.opened_files import read_sources
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.read import names_of, saved_book

_WAITING: tuple[LineState, ...] = ("question", "differs", "proposed", "contradiction")
"""What the user has to look at before the workbook is done."""

_MOST_TOLD = 20
"""Lines of one state that the terminal shows; all are in the record."""


def run(arguments: argparse.Namespace) -> int:
    """Write a copy of the workbook, or a new one, with what was found in its blanks."""
    into: Path | None = arguments.into
    target: Path | None = arguments.output
    if into is None and target is None:
        raise CannotDoError("请用 --into 指出要导入哪个工作簿，或用 -o 写明新工作簿的文件名。")
    answers = dict(map(_answer, arguments.answer))
    accepted = _numbers(arguments.accept)
    sources = tuple(_sources(arguments.files))
    created = datetime.datetime.now().replace(microsecond=0)
    asked = beside(into, "导入") if target is None and into is not None else target
    if into is None:
        template = chosen_template(arguments.template, arguments.profile)
        year = arguments.year
        harvests = harvests_of(Asked(sources, template, year, answers), RECOGNISERS)
        macros = _suffix(asked, None) == ".xlsm"
        imported = new_workbook(
            template,
            harvests,
            created=created,
            accepted=accepted,
            macros="excel" if macros else None,
        )
    else:
        book = saved_book(into)
        snapshot, made = names_of(book, into)
        template = template_of_workbook(into, made, arguments.template, arguments.profile)
        if note := other_version(into, made, template):
            say(note)
        _suffix(asked, into)
        figures = Figures(template.form, read_forms(template, snapshot).submission)
        year = arguments.year or figures.year
        harvests = harvests_of(Asked(sources, template, year, answers), RECOGNISERS)
        imported = import_into(
            template, book, snapshot, harvests, created=created, accepted=accepted
        )
    record = record_of(template, imported.merged, imported.reading, sources, created, imported.own)
    return _told(arguments, record, imported, sources, asked)


def _told(
    arguments: argparse.Namespace,
    record: ImportRecord,
    imported: Imported,
    sources: Sequence[Source],
    asked: Path | None,
) -> int:
    written = None
    if record.count("placed") and asked is not None:
        written = write_new(asked, with_record(imported, record))
    if arguments.html is not None:
        page = write_new(arguments.html, import_page(record, sources).encode())
        say(f"已生成网页：{shown_name(page)}")
    for line in _lines(record, imported, written, arguments.into):
        say(line)
    if arguments.json:
        print(json.dumps(record.as_data(written), ensure_ascii=False))
    elif written is not None and asked is not None:
        tell_written(written, asked)
    return ERRORS_FOUND if written is None or any(map(record.count, _WAITING)) else FINE


def _lines(
    record: ImportRecord, imported: Imported, written: Path | None, into: Path | None
) -> Iterator[str]:
    """Say what came of it: first how much, then what the user has to look at."""
    yield f"{record.summary()}。"
    for state in (*_WAITING, "partial", "unplaced", "own"):
        lines = [line for line in record.lines if line.state == state]
        for line in lines[:_MOST_TOLD]:
            _, sheet, cell, label, there, text, source, note = line.row()
            where = f"《{sheet}》{cell} {label}".rstrip() if sheet else label
            number = f"{line.number}. " if line.number else ""
            found = [text, source.replace("\n", "；")] if state != "differs" else []  # in the note
            found = [there] if state in {"own", "partial"} else found
            said = "，".join(filter(None, (where, *found)))
            yield f"{STATES[state]}：{number}{said}：{note}" if said else f"{STATES[state]}：{note}"
        if len(lines) > _MOST_TOLD:
            yield f"……还有 {len(lines) - _MOST_TOLD} 项{STATES[state]}，见《导入记录》或网页。"
    if written is None:
        yield "没有可以填入的内容，没有生成文件。"
    elif imported.is_new and into is not None:
        yield (
            f"“{shown_name(into.name)}”里的空行或项目表不够，已按同一模板重做了一个工作簿：原来填的、批注和"
            "以前的导入记录都在里面，自己改过的底色、列宽等格式不在；原文件没有改动。"
        )
    elif into is not None:
        yield f"“{shown_name(into.name)}”没有改动，导入的内容在副本里，逐格的来源见批注。"


def _sources(files: Sequence[Path]) -> Iterator[Source]:
    for path in named_files(files):
        refuse_own(path)
        yield from read_sources(path)


def _answer(given: str) -> tuple[str, str]:
    key, equals, answer = given.rpartition("=")
    if not equals or not key.strip() or not answer.strip():
        raise CannotDoError(f"--answer 应写成 问题=答案，现在是“{given}”。问题和答案照提示的写。")
    return key.strip(), answer.strip()


def _numbers(given: str) -> Collection[int] | None:
    """Return the numbers of proposals that the user says yes to; ``None`` is all of them."""
    parts = [part.strip() for part in given.replace("，", ",").split(",") if part.strip()]
    if parts in (["all"], ["全部"]):
        return None
    if not all(part.isdecimal() for part in parts):
        raise CannotDoError(f"--accept 应为编号，如 1,3，或 all，现在是“{given}”。")
    return frozenset(map(int, parts))


def _suffix(asked: Path | None, into: Path | None) -> str:
    """Return the ending of the file to be written; raises ``CannotDoError`` for a wrong one."""
    suffix = "" if asked is None else asked.suffix.lower()
    if into is not None and suffix != into.suffix.lower():
        raise CannotDoError(
            f"“{asked}”：副本与原来的工作簿同类，请把文件名写成 {into.suffix.lower()} 结尾。"
        )
    if suffix not in {".xlsx", ".xlsm"}:
        raise CannotDoError(
            f"“{asked}”：请把文件名写成 .xlsx（不带宏）或 .xlsm（带宏和按钮）结尾。"
        )
    return suffix
