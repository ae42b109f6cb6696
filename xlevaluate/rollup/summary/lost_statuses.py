"""Statuses of last time that could not be carried into the new list, and why."""

from collections.abc import Iterator, Mapping

from xlevaluate.rollup.collection import Collection
from xlevaluate.rollup.status_reading import EarlierStatus
from xlevaluate.rollup.statuses import STATUSES
from xlevaluate.rollup.summary.made_tables import MadeTable, table_of
from xlevaluate.rollup.summary.object_columns import title_of
from xlevaluate.rollup.summary.problem_list import ProblemList, StatusKey
from xlevaluate.workbook.list_columns import Column, ListRow

_COLUMNS = (
    Column(head="对象", wide=44),
    Column(head="原来的问题", wide=60),
    Column(head="原来的状态", kind="word", wide=10),
    Column(head="原来的备注", wide=24),
    Column(head="为什么没有带入", wide=40),
)


def lost_statuses(
    statuses: Mapping[StatusKey, EarlierStatus], problems: ProblemList, collection: Collection
) -> MadeTable | None:
    """Return the table of them; ``None`` where all were carried."""
    rows = list(_rows(statuses, problems, collection))
    if not rows:
        return None
    title = f"上次的状态没有带入的（{len(rows)} 条）"
    return table_of("状态未带入", _COLUMNS, rows, title=title)


def _rows(
    statuses: Mapping[StatusKey, EarlierStatus], problems: ProblemList, collection: Collection
) -> Iterator[ListRow]:
    objects = {line.entry.id: line for line in collection.lines}
    for key, status in statuses.items():
        why = status.doubt
        if key not in problems.found:
            line = objects.get(key[0])
            if line is None or line.handed_in is None:
                why = "这次没有它的自评表。"
            elif problems.is_changed(key):
                why = "数字变了，请重新判定。"
            else:
                why = "这个问题已经没有了。"
        if why:
            line = objects.get(key[0])
            yield (
                title_of(line) if line else key[0],
                status.sentence or key[1],
                STATUSES[status.entry.status],
                status.entry.remark,
                why,
            )
