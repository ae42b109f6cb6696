"""Statuses that somebody typed into an earlier 汇总.xlsx, found by the heads of its columns."""

from collections.abc import Iterator
from pathlib import Path

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.user_files import read_whole
from xlevaluate.rollup.statuses import (
    STATUSES,
    EarlierStatus,
    StatusEntry,
    status_of,
)
from xlevaluate.rollup.summary.object_columns import OBJECT_COLUMNS, entry_of
from xlevaluate.rollup.summary.problem_list import (
    FINDING_HEAD,
    OBJECT_HEAD,
    REMARK_HEAD,
    SENTENCE_HEAD,
    SHEET,
    STATUS_HEAD,
)
from xlevaluate.xlsx.row_stream import RowValues
from xlevaluate.xlsx.saved_book import SavedBook, workbook_part
from xlevaluate.xlsx.zip_parts import Package

LARGEST_FILE = 300 * 1024 * 1024
"""Bytes that an earlier summary may have."""

_LARGEST_UNPACKED = 3 * 1024**3
_NEEDED = {OBJECT_HEAD, FINDING_HEAD, STATUS_HEAD}


def read_statuses(path: Path) -> tuple[EarlierStatus, ...]:
    """Return the statuses and remarks that somebody gave; pending ones without remark are none.

    Raises ``CannotDoError`` where the file cannot be read, or has no such list.
    """
    name = shown_name(path.name)
    content = read_whole(path, "上次的汇总工作簿", LARGEST_FILE)
    package = Package(content, name, _LARGEST_UNPACKED)
    part = workbook_part(package)
    if part is None:
        raise CannotDoError(f"“{name}”不是 Excel 工作簿（.xlsx）。")
    book = SavedBook(package, part)
    for sheet in sorted(book.sheets, key=lambda sheet: sheet != SHEET):
        rows = _Rows()
        book.hand_rows(sheet, rows.take)
        if rows.columns:
            return tuple({status.key: status for status in rows.statuses}.values())
    raise CannotDoError(
        f"“{name}”里没有《{SHEET}》（或者它隐藏的两列“{OBJECT_HEAD}”“{FINDING_HEAD}”被删了），"
        "状态带不过来。请指出上次 rollup 写的汇总工作簿。"
    )


class _Rows:
    """Takes rows, and looks for heads until it has found them."""

    def __init__(self) -> None:
        self.columns: dict[str, int] = {}
        self.statuses: list[EarlierStatus] = []

    def take(self, row: RowValues) -> None:
        texts = {col: "" if cell.value is None else str(cell.value) for col, cell in row.items()}
        if not self.columns:
            heads = {"".join(text.split()): col for col, text in reversed(texts.items())}
            if heads.keys() >= _NEEDED:
                self.columns = heads
            return
        self.statuses += self._status(texts)

    def _status(self, texts: dict[int, str]) -> Iterator[EarlierStatus]:
        def said(head: str) -> str:
            return texts.get(self.columns.get(head, -1), "")

        of, finding = said(OBJECT_HEAD), said(FINDING_HEAD)
        words, remark = said(STATUS_HEAD).strip(), said(REMARK_HEAD).strip()
        status = status_of(words)
        if not of or not finding or (not remark and (status == "pending" or not words)):
            return
        known = "、".join(STATUSES.values())
        doubt = ""
        if words and not status:
            doubt = f"状态“{words}”不是{known}之一，按待处理，原话写进备注。"
            remark = f"（原写状态：{words}）{remark}"
        entry = StatusEntry(of, finding, status or "pending", remark)
        yield EarlierStatus(
            entry=entry,
            whose=entry_of(of, *(said(column.head) for column in OBJECT_COLUMNS[1:4])),
            sentence=said(SENTENCE_HEAD),
            doubt=doubt,
            is_typed=True,
        )
