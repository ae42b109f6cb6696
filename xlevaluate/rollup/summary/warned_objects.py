"""预警: what the bureau is warned of, each with the figures that give rise to it."""

from xlevaluate.rollup.collection import Collection
from xlevaluate.rollup.score_faults import FAULT
from xlevaluate.rollup.summary.made_tables import MadeSheet, table_of
from xlevaluate.rollup.summary.object_columns import OBJECT_COLUMNS, object_values
from xlevaluate.rollup.summary.object_list import MONEY, RATE, SCORE, WARNING
from xlevaluate.rollup.warnings import COLOURS, warnings_of
from xlevaluate.workbook.list_columns import Column, ListRow

_COLUMNS = (
    WARNING,
    *OBJECT_COLUMNS,
    Column(head="预警内容", wide=50),
    *MONEY[1:],
    RATE,
    SCORE,
    Column(head="等次", kind="word", wide=8),
)


def warned_objects(collection: Collection) -> MadeSheet:
    """Return the list of warnings, the red ones first."""
    rows: list[ListRow] = []
    counts = dict.fromkeys(COLOURS.values(), 0)
    for line in collection.lines:
        if line.handed_in is None:
            continue
        form = line.handed_in.form
        for warning in warnings_of(form):
            counts[warning.words] += 1
            rows.append(
                (
                    warning.words,
                    *object_values(line),
                    warning.message,
                    form.final_budget,
                    form.executed,
                    form.execution_rate,
                    form.score,
                    FAULT if form.score_faults else form.grade,
                )
            )
    order = list(COLOURS.values())
    rows.sort(key=lambda row: order.index(str(row[0])))
    return MadeSheet(
        name="预警",
        title="自评预警",
        notes=(
            "，".join(f"{words} {count} 条" for words, count in counts.items())
            + "。红色：指标得分率比预算执行得分率高出 5% 以上；"
            "黄色：全年预算数为 0，或未执行的超过 20%。",
        ),
        tables=(table_of("预警", _COLUMNS, rows, nothing="没有预警。"),),
        fixed=3,
    )
