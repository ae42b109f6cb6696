"""Mark sheets of all objects, one workbook each, named as the budget system names them."""

import datetime
from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from xlevaluate.files.file_names import as_file_name
from xlevaluate.review.counted_marks import reviewed
from xlevaluate.review.mark_records import code_of
from xlevaluate.review.mark_workbook import make_mark_workbook
from xlevaluate.review.sheet_linter import Marking
from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.statuses import StatusKey


def made_sheets(
    marking: Marking,
    result: RolledUp,
    created: datetime.datetime,
    only: Collection[str] | None = None,
    settled: Collection[StatusKey] = frozenset(),
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the mark sheet of each object that counts, one at a time.

    ``only`` are the ids of the objects that are wanted; findings that are ``settled`` take nothing
    off and are not shown. The name is ``代码&名称&yyyymmdd.xlsx``, with a number where two objects
    would have the same.
    """
    lines = [line for line in result.collection.counting() if only is None or line.entry.id in only]
    names = _names(lines, created)
    by_file: dict[str, list[tuple[CollectedLine, str]]] = {}
    for line, name in zip(lines, names, strict=True):
        if line.handed_in is not None:
            by_file.setdefault(line.handed_in.key, []).append((line, name))
    for record in result.kept.records(by_file):
        for line, name in by_file[record.key]:
            id_ = line.entry.id
            left = tuple(item for item in record.findings if (id_, item.key) not in settled)
            of = reviewed(marking, line, replace(record, findings=left))
            yield name, make_mark_workbook(marking, of, created=created)


def _names(lines: Sequence[CollectedLine], created: datetime.datetime) -> list[str]:
    taken: set[str] = set()  # in small letters: Windows and macOS do not tell case apart
    found = []
    for line in lines:
        code, title = as_file_name(code_of(line)), as_file_name(line.entry.title)
        stem = f"{code}&{title}&{created:%Y%m%d}"
        name, number = stem, 2
        while name.casefold() in taken:
            name, number = f"{stem}({number})", number + 1
        taken.add(name.casefold())
        found.append(f"{name}.xlsx")
    return found
