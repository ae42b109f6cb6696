"""排名与分布: how scores and execution are spread, and which departments are first and last."""

from collections.abc import Callable, Iterable, Sequence

from xlevaluate.rollup.collection import OBJECT_KINDS, CollectedLine, Collection
from xlevaluate.rollup.department_ranks import DepartmentRank, best_and_worst
from xlevaluate.rollup.form_record import FormSummary
from xlevaluate.rollup.spreads import RATE_BANDS, SCORE_BANDS, rate_band, score_band
from xlevaluate.rollup.summary.made_tables import MadeSheet, MadeTable, table_of
from xlevaluate.workbook.list_columns import ChartPlan, Column, ListRow

_NUMBER = "个数"


def ranking(collection: Collection) -> MadeSheet:
    """Return the sheet with its charts."""
    lines = collection.covered()
    best, worst = best_and_worst(collection.lines)
    return MadeSheet(
        name="排名与分布",
        title="排名与分布",
        notes=(
            "部门的平均分是它本级和所属单位自评表得分的平均，项目不计。",
            "名单外的不计入分布和排名；没有注明主管部门的不参加排名。",
            "平均分相同的列在一起；最低的只列没有排在最高里的；全部相同的不分先后，两张表都不列。",
        ),
        tables=(
            _spread("得分分布", "得分", SCORE_BANDS, lines, score_band),
            _spread("执行率分布", "预算执行率", RATE_BANDS, lines, rate_band),
            _departments("平均分最高的部门", best),
            _departments("平均分最低的部门", worst),
        ),
    )


def _spread(
    name: str,
    head: str,
    bands: Sequence[str],
    lines: Iterable[CollectedLine],
    band: Callable[[FormSummary], int | None],
) -> MadeTable:
    counts = {words: dict.fromkeys(bands, 0) for words in OBJECT_KINDS.values()}
    for line in lines:
        if line.handed_in is not None and (found := band(line.handed_in.form)) is not None:
            counts[OBJECT_KINDS[line.entry.kind]][bands[found]] += 1
    kinds = list(counts)
    rows: list[ListRow] = [
        (
            words,
            sum(counts[kind][words] for kind in kinds),
            *(counts[kind][words] for kind in kinds),
        )
        for words in bands
    ]
    columns = (
        Column(head=head, kind="word", wide=24),
        Column(head=_NUMBER, kind="count", wide=10),
        *(Column(head=kind, kind="count", wide=10) for kind in kinds),
    )
    chart = ChartPlan(name, "column", head, (_NUMBER,), "个")
    return table_of(name, columns, rows, title=name, chart=chart)


def _departments(name: str, ranks: Sequence[DepartmentRank]) -> MadeTable:
    rows = [
        (rank.name, rank.average, max(rank.scores), min(rank.scores), len(rank.scores))
        for rank in ranks
    ]
    columns = (
        Column(head="主管部门", wide=24),
        Column(head="平均分", kind="score", wide=10),
        Column(head="最高", kind="score", wide=10),
        Column(head="最低", kind="score", wide=10),
        Column(head=_NUMBER, kind="count", wide=10),
    )
    chart = ChartPlan(name, "bar", "主管部门", ("平均分",), "分")
    return table_of(name, columns, rows, title=name, chart=chart)
