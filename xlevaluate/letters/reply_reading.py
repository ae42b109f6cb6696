"""Reply forms as they come back: rows of 整改情况反馈表 out of Word files, folders and zips."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.errors import CannotDoError
from xlevaluate.letters.letter_problems import read_code
from xlevaluate.letters.reply_form import (
    CODE,
    FINISHED,
    HEADS,
    MEASURES,
    OF_UNIT,
    OF_YEAR,
    PROBLEM,
    RESPONSIBLE,
)
from xlevaluate.letters.sending_list import SENDING_LIST
from xlevaluate.rollup.collection import Unread
from xlevaluate.rollup.found_files import files_in
from xlevaluate.sources.grid import Grid, Source, SourceCell
from xlevaluate.sources.opened_files import read_sources

_NO_FORM = (
    "没有找到《整改情况反馈表》：表头要有“问题”“整改措施”，并有“编号”。请发回随信附的那张表。"
)


class ReplyRow(Struct, frozen=True):
    """A row of a form that came back; ``code`` is ``""`` where none can be read.

    ``written_code`` is what stands there instead; ``unit`` is the name over the table.
    """

    file: str
    place: str
    unit: str
    code: str
    written_code: str
    problem: str
    measures: str
    finished: str
    responsible: str

    @property
    def is_answered(self) -> bool:
        """Tell whether a measure is written down."""
        return bool(self.measures)


class Replies(Struct, frozen=True):
    """All rows in the order of files, and the files without any, with the reason.

    ``repeated`` are files whose form says the same as another, which alone counts.
    """

    rows: tuple[ReplyRow, ...]
    unread: tuple[Unread, ...]
    files: int
    repeated: tuple[str, ...] = ()


def read_replies(paths: Sequence[Path]) -> Replies:
    """Read the forms in some files, folders and zips; raises ``CannotDoError`` for a wrong path.

    A file that cannot be read, or holds no form, keeps no other from being read.
    """
    rows: list[ReplyRow] = []
    unread: list[Unread] = []
    files = files_in(paths)
    names = {name for name, _ in files}
    seen: set[tuple[ReplyRow, ...]] = set()
    repeated: list[str] = []
    for name, path in files:
        if _is_page_of_letter(name, names) or PurePosixPath(name).name == SENDING_LIST:
            continue
        try:
            sources = read_sources(path)
        except CannotDoError as error:
            unread.append(Unread(name, str(error)))
            continue
        inside = {source.name for source in sources}
        for source in sources:
            if _is_page_of_letter(source.name, inside):
                continue
            called = name + source.name.removeprefix(path.name)
            found = [row for grid in source.grids() for row in _rows(called, source, grid)]
            said = tuple(replace(row, file="") for row in found)
            if not found:
                unread.append(Unread(called, " ".join(source.problems) or _NO_FORM))
            elif said in seen:
                repeated.append(called)
            else:
                rows += found
                seen.add(said)
    return Replies(tuple(rows), tuple(unread), len(seen), tuple(repeated))


def _is_page_of_letter(name: str, names: set[str]) -> bool:
    """Tell whether a file is the page of findings that lies beside a letter."""
    path = PurePosixPath(name)
    return path.suffix == ".html" and str(path.with_suffix(".docx")) in names


def _rows(file: str, source: Source, grid: Grid) -> Iterator[ReplyRow]:
    columns: Mapping[str, int] = {}
    unit = _unit(source, grid)
    for number, cells in enumerate(grid.rows):
        if heads := _heads(cells):
            columns = heads  # again at the top of a page, it may be
            continue
        if not columns:
            continue
        said = {head: _line(cells[at].text) for head, at in columns.items()}
        if not any(said.get(head) for head in HEADS[1:]):
            continue
        yield ReplyRow(
            file=file,
            place=grid.address(number, 0),
            unit=unit,
            code=read_code(said.get(CODE, "")),
            written_code=said.get(CODE, ""),
            problem=said.get(PROBLEM, ""),
            measures=said.get(MEASURES, ""),
            finished=said.get(FINISHED, ""),
            responsible=said.get(RESPONSIBLE, ""),
        )


def _heads(cells: Sequence[SourceCell]) -> dict[str, int]:
    """Return the columns by their heads; nothing where a row is no head of a reply form."""
    texts = ["".join(cell.text.split()) for cell in cells]
    found = {head: texts.index(head) for head in HEADS if head in texts}
    return found if {PROBLEM, MEASURES} <= found.keys() else {}


def _unit(source: Source, grid: Grid) -> str:
    for line in source.lines_before(grid):
        if found := re.search(f"{OF_UNIT}(.*?)(?:\\s*{OF_YEAR}|$)", line):
            return found[1].strip()
    return ""


def _line(text: str) -> str:
    return " ".join(text.split())
