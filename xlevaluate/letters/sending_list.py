"""发文清单: which letter of a run went to whom, under which number, with how many problems."""

import datetime
import tempfile
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from xlevaluate.workbook.list_columns import Column, ListSheet, ListTable
from xlevaluate.workbook.list_writer import ListBook

_TITLE = "发文清单"
SENDING_LIST = f"{_TITLE}.xlsx"
"""The file, in the folder of the letters."""

_CREATED = datetime.datetime(2000, 1, 1)
"""The same letters give the same bytes."""

_COLUMNS = (
    Column(head="序号", kind="count"),
    Column(head="单位编码", kind="word", wide=12),
    Column(head="单位", wide=36),
    Column(head="种类", kind="word", wide=12),
    Column(head="文号", wide=26),
    Column(head="文件", wide=50),
    Column(head="问题数", kind="count"),
    Column(head="应补报数", kind="count", wide=10),
)


class SentLetter(Struct, frozen=True):
    """A letter; ``number`` is its 发文字号, ``""`` where none was given.

    ``lacking`` counts what the unit has still to hand in.
    """

    code: str
    unit: str
    kind: str
    number: str
    file: str
    problems: int
    lacking: int


def sending_list(letters: Iterable[SentLetter]) -> bytes:
    """Return the workbook, letters in the order of their numbers."""
    rows = [
        (place, of.code, of.unit, of.kind, of.number, of.file, of.problems, of.lacking)
        for place, of in enumerate(letters, 1)
    ]
    with tempfile.TemporaryDirectory(prefix="xlevaluate-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "letters.xlsx"
        book = ListBook(path, _TITLE, _CREATED)
        table = ListTable(columns=_COLUMNS, rows=rows)
        book.add(ListSheet(name=_TITLE, title=_TITLE, tables=(table,), notes=(), fixed=0))
        book.close()
        return path.read_bytes()
