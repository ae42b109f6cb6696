"""Statuses of last time that could not be carried into the new list, and why."""

from collections.abc import Iterator, Mapping

from xlevaluate.rollup.collection import Collection
from xlevaluate.rollup.status_reading import EarlierStatus
from xlevaluate.rollup.statuses import STATUSES, StatusKey
from xlevaluate.rollup.summary.made_tables import MadeTable, table_of
from xlevaluate.rollup.summary.object_columns import title_of
from xlevaluate.rollup.summary.problem_list import ProblemList
from xlevaluate.workbook.list_columns import Column

_COLUMNS = (
    Column(head="对象", wide=44),
    Column(head="原来的问题", wide=60),
    Column(head="原来的状态", kind="word", wide=10),
    Column(head="原来的备注", wide=24),
    Column(head="为什么没有带入", wide=40),
)


def lost_statuses(
    statuses: Mapping[StatusKey, EarlierStatus], problems: ProblemList, collection: Collection
) -> tuple[MadeTable | None, tuple[str, ...]]:
    """Return the table of them, ``None`` where all were carried; and which were not understood."""
    rows = list(_rows(statuses, problems, collection))
    unclear = tuple(
        f"{of}，{problem}{why}" for (of, problem, *_, why), is_unclear in rows if is_unclear
    )
    if not rows:
        return None, ()
    lost = sum(key not in problems.found for key in statuses)
    counts = [
        f"没有带入的 {lost} 条" if lost else "",
        f"看不懂的 {len(unclear)} 条" if unclear else "",
    ]
    title = f"上次的状态：{'，'.join(filter(None, counts))}"
    return table_of("状态未带入", _COLUMNS, (row for row, _ in rows), title=title), unclear


def _rows(
    statuses: Mapping[StatusKey, EarlierStatus], problems: ProblemList, collection: Collection
) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield rows, each with whether the status was not understood."""
    objects = {line.entry.id: line for line in collection.lines}
    for key, status in statuses.items():
        why = ""
        if key not in problems.found:
            line = objects.get(key[0])
            if line is None or line.handed_in is None:
                why = "这次没有它的自评表。"
            elif problems.is_changed(key):
                why = "数字变了，改回待处理，原来的状态和备注写在那一行的备注里。"
            else:
                why = "这个问题已经没有了。"
        if why or status.doubt:
            line = objects.get(key[0])
            row = (
                title_of(line) if line else key[0],
                status.sentence or key[1],
                STATUSES[status.entry.status],
                status.entry.remark,
                status.doubt + why,
            )
            yield row, bool(status.doubt)
