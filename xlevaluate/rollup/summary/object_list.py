"""汇总: each object that was evaluated, with its money, its score, its warnings, its findings."""

from xlevaluate.checks.findings import LEVELS
from xlevaluate.output.finding_lines import EXPLAINED
from xlevaluate.rollup.collection import STATES, CollectedLine, Collection, HandedIn
from xlevaluate.rollup.form_record import Counts
from xlevaluate.rollup.score_faults import FAULT
from xlevaluate.rollup.summary.made_tables import MadeSheet, table_of
from xlevaluate.rollup.summary.object_columns import (
    GREEN,
    OBJECT_COLUMNS,
    ORANGE,
    RED,
    STATE,
    object_values,
)
from xlevaluate.rollup.warnings import COLOURS, warnings_of
from xlevaluate.workbook.list_columns import Column, ListRow

MONEY = (
    Column(head="年初预算数（万元）", kind="money", wide=13),
    Column(head="全年预算数（万元）", kind="money", wide=13),
    Column(head="全年执行数（万元）", kind="money", wide=13),
)
RATE = Column(head="预算执行率", kind="share")
SCORE = Column(head="得分", kind="score")
WARNING = Column(
    head="自评预警",
    kind="word",
    wide=10,
    colours={COLOURS["red"]: RED, COLOURS["yellow"]: ORANGE},
)

_ALL_SAID, _NOTHING_TO_SAY, _LACKING = "齐", "无需说明", "缺"

_COLUMNS = (
    OBJECT_COLUMNS[0],
    Column(head="项目编码", kind="word", wide=10),
    Column(head="项目名称", wide=28),
    *(OBJECT_COLUMNS[1], *OBJECT_COLUMNS[3:]),
    *MONEY,
    RATE,
    SCORE,
    Column(head="等次（自评结论）", kind="word", wide=10),
    WARNING,
    STATE,
    *(Column(head=words, kind="count", wide=6) for words in (*LEVELS.values(), EXPLAINED)),
    Column(head="说明齐否", kind="word", wide=9, colours={_LACKING: ORANGE, _ALL_SAID: GREEN}),
)


def object_list(collection: Collection) -> MadeSheet:
    """Return the list of objects of which a form counts."""
    year = f"{collection.year} 年度" if collection.year is not None else ""
    rows = (_row(line, line.handed_in) for line in collection.lines if line.handed_in is not None)
    return MadeSheet(
        name="汇总",
        title=f"{year}绩效自评汇总",
        notes=(
            "部门、单位的金额含其项目，不同类型不要相加。",
            "说明齐否：需核实的问题是否都有单位的说明，“缺”后是没有说明的条数。",
            "《问题清单》里标为不适用、已更正的，不计入错误、核实、提示和已说明。",
        ),
        tables=(table_of("汇总", _COLUMNS, rows),),
        fixed=3,
    )


def explained(counts: Counts) -> str:
    """Say whether the unit has explained all that it has to."""
    if counts.query:
        return f"{_LACKING} {counts.query}"
    return _ALL_SAID if counts.explained else _NOTHING_TO_SAY


def _row(line: CollectedLine, handed_in: HandedIn) -> ListRow:
    kind, unit, project, department, office = object_values(line)
    form = handed_in.form
    counts = form.counts
    warned = dict.fromkeys(warning.words for warning in warnings_of(form))
    return (
        kind,
        line.entry.project_code,
        project,
        unit,
        department,
        office,
        form.initial_budget,
        form.final_budget,
        form.executed,
        form.execution_rate,
        form.score,
        FAULT if form.score_faults else form.grade,
        "\n".join(warned),
        STATES[line.state],
        counts.error,
        counts.query,
        counts.hint,
        counts.explained,
        explained(counts),
    )
