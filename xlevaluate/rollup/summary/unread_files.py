"""未能读取: files without a result, and why; what stands in no roster, what is odd of it."""

from xlevaluate.rollup.collection import STATES, Collection
from xlevaluate.rollup.summary.made_tables import MadeSheet, MadeTable, table_of
from xlevaluate.rollup.summary.object_columns import OBJECT_COLUMNS, STATE, object_values
from xlevaluate.workbook.list_columns import Column


def unread_files(collection: Collection, left: MadeTable | None = None) -> MadeSheet:
    """Return the sheet; ``left`` are statuses of last time that belong to nothing any more."""
    unread = ((file.name, file.reason) for file in collection.unreadable)
    tables = [
        table_of(
            "未能读取",
            (Column(head="文件", wide=44), Column(head="原因和办法", wide=60)),
            unread,
            title=f"未能读取的文件（{len(collection.unreadable)} 个）",
            nothing="没有，报送的文件都读了。",
        )
    ]
    if left is not None:
        tables.append(left)
    if collection.has_roster:
        tables.append(_outside_the_roster(collection))
    tables.append(
        table_of(
            "名单存疑",
            (Column(head="内容", wide=44),),
            ((remark,) for remark in collection.remarks),
            title="名单存疑",
        )
    )
    if others := collection.attachments:
        tables.append(
            table_of(
                "其他材料",
                (Column(head="文件", wide=44), Column(head="说明", wide=60)),
                ((file.name, file.reason) for file in others),
                title=f"其他材料（{len(others)} 个，不是自评表，没有读取）",
            )
        )
    return MadeSheet(name="未能读取", title="未能读取和对不上的", tables=tuple(tables))


def _outside_the_roster(collection: Collection) -> MadeTable:
    outside = [line for line in collection.lines if line.is_beyond]
    rows = (
        (
            "、".join(item.name for item in line.forms),
            "；".join(line.remarks),
            *object_values(line),
            STATES[line.state],
        )
        for line in outside
    )
    return table_of(
        "名单外",
        (Column(head="文件", wide=44), Column(head="备注", wide=60), *OBJECT_COLUMNS, STATE),
        rows,
        title=f"名单里没有的（{len(outside)} 个，请核对名单和单位编码、名称）",
    )
