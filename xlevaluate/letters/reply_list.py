"""整改情况: replies as a workbook of the bureau's own, which names who is responsible."""

import datetime
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlevaluate.letters.reply_matching import (
    ANSWERED,
    FOREIGN,
    NOT_RETURNED,
    UNANSWERED,
    Reply,
)
from xlevaluate.rollup.collection import Unread
from xlevaluate.rollup.statuses import STATUSES
from xlevaluate.workbook.list_columns import Column, ListRow, ListSheet, ListTable
from xlevaluate.workbook.list_writer import ListBook

_CREATED = datetime.datetime(2000, 1, 1)
"""The same replies give the same bytes."""

_NOTE = "内部使用：列有责任人姓名，不要转发、公开。“建议状态”由回复推出，要由人核对后再定。"

_COLUMNS = (
    Column(head="单位", wide=26),
    Column(head="编号", kind="word", wide=14),
    Column(head="级别", kind="word", wide=12),
    Column(head="问题", wide=56),
    Column(
        head="回复情况",
        kind="word",
        wide=12,
        colours={UNANSWERED: "#C00000", NOT_RETURNED: "#C00000", FOREIGN: "#B45F06"},
    ),
    Column(head="整改措施", wide=40),
    Column(head="完成时间", kind="word", wide=14),
    Column(head="责任人", kind="word", wide=12),
    Column(head="建议状态", kind="word", wide=12),
    Column(head="核对", wide=30),
    Column(head="文件", wide=36),
)
_UNITS = (
    Column(head="单位", wide=36),
    Column(head="问题数", kind="count"),
    *(Column(head=state, kind="count", wide=12) for state in (ANSWERED, UNANSWERED, NOT_RETURNED)),
)
_UNREAD = (Column(head="文件", wide=50), Column(head="原因", wide=90))


def reply_list(replies: Sequence[Reply], unread: Sequence[Unread]) -> bytes:
    """Return the workbook: units, then each problem with its reply, then files without a form."""
    sheets = (
        _sheet("各单位", "各单位整改回复情况", _UNITS, list(_units(replies))),
        _sheet("整改情况", "整改情况", _COLUMNS, list(map(_row, replies)), fixed=1),
        _sheet(
            "未能读取", "未能读取的回复", _UNREAD, [(item.name, item.reason) for item in unread]
        ),
    )
    with tempfile.TemporaryDirectory(prefix="xlevaluate-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "replies.xlsx"
        book = ListBook(path, "整改情况", _CREATED)
        for sheet in sheets:
            book.add(sheet)
        book.close()
        return path.read_bytes()


def _sheet(
    name: str, title: str, columns: tuple[Column, ...], rows: Sequence[ListRow], fixed: int = 0
) -> ListSheet:
    table = ListTable(columns=columns, rows=rows)
    return ListSheet(name=name, title=title, tables=(table,), notes=(_NOTE,), fixed=fixed)


def _units(replies: Sequence[Reply]) -> Iterator[ListRow]:
    states: dict[str, Counter[str]] = {}
    problems: dict[str, set[str]] = {}
    for reply in replies:
        if reply.asked is not None:
            unit, code = reply.asked.unit, reply.asked.code
            if code not in problems.setdefault(unit, set()):
                problems[unit].add(code)
                states.setdefault(unit, Counter())[reply.state] += 1
    for unit, counts in states.items():
        found = (counts[state] for state in (ANSWERED, UNANSWERED, NOT_RETURNED))
        yield (unit, len(problems[unit]), *found)


def _row(reply: Reply) -> ListRow:
    asked, row = reply.asked, reply.row
    return (
        asked.unit if asked else row.unit if row else "",
        asked.code if asked else row.written_code if row else "",
        asked.priority if asked else "",
        asked.sentence if asked else row.problem if row else "",
        reply.state,
        row.measures if row else "",
        row.finished if row else "",
        row.responsible if row else "",
        STATUSES[reply.status] if reply.status else "",
        "；".join(reply.remarks),
        f"{row.file} {row.place}" if row else "",
    )
