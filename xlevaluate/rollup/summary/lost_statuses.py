"""Statuses of last time that could not be carried into the new list, and why."""

from collections.abc import Iterator, Sequence

from xlevaluate.rollup.carried_statuses import CarriedStatuses
from xlevaluate.rollup.collection import Collection
from xlevaluate.rollup.statuses import STATUSES, EarlierStatus
from xlevaluate.rollup.summary.made_tables import MadeTable, table_of
from xlevaluate.rollup.summary.object_columns import title_of
from xlevaluate.workbook.list_columns import Column

_COLUMNS = (
    Column(head="对象", wide=44),
    Column(head="原来的问题", wide=60),
    Column(head="原来的状态", kind="word", wide=10),
    Column(head="原来的备注", wide=24),
    Column(head="为什么没有带入", wide=40),
)


def lost_statuses(
    statuses: Sequence[EarlierStatus], carried: CarriedStatuses, collection: Collection
) -> tuple[MadeTable | None, tuple[str, ...]]:
    """Return the table of them, ``None`` where all were carried; and which were not understood."""
    rows = list(_rows(statuses, carried, collection))
    unclear = tuple(
        f"{of}，{problem}{why}" for (of, problem, *_, why), is_unclear in rows if is_unclear
    )
    if not rows:
        return None, ()
    lost = sum(status.key not in carried.went_on for status in statuses)
    counts = [
        f"没有带入的 {lost} 条" if lost else "",
        f"看不懂的 {len(unclear)} 条" if unclear else "",
    ]
    title = f"上次的状态：{'，'.join(filter(None, counts))}"
    return table_of("状态未带入", _COLUMNS, (row for row, _ in rows), title=title), unclear


def _rows(
    statuses: Sequence[EarlierStatus], carried: CarriedStatuses, collection: Collection
) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield rows, each with whether the status was not understood."""
    objects = {line.entry.id: line for line in collection.lines}
    for status in statuses:
        key, why = status.key, ""
        line = objects.get(carried.now.get(key[0], key[0]))
        if key not in carried.went_on:
            if line is None or line.handed_in is None:
                why = "这次没有它的自评表。"
            elif key in carried.changed:
                why = "数字变了，改回待处理，原来的状态和备注写在那一行的备注里。"
            else:
                why = "这个问题已经没有了。"
        if why or status.doubt:
            row = (
                title_of(line) if line else key[0],
                status.sentence or key[1],
                STATUSES[status.entry.status],
                status.entry.remark,
                status.doubt + why,
            )
            yield row, bool(status.doubt)
