"""报送情况: who has handed in, and how many have, in all and by department."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from xlevaluate.rollup.collection import OBJECT_KINDS, STATES, CollectedLine, Collection
from xlevaluate.rollup.score_faults import fault_remark
from xlevaluate.rollup.summary.made_tables import MadeSheet, MadeTable, table_of
from xlevaluate.rollup.summary.object_columns import (
    OBJECT_COLUMNS,
    RED,
    STATE,
    department_of,
    object_values,
)
from xlevaluate.rollup.summary.return_reasons import ReturnReasons
from xlevaluate.submission.amounts import round_half_up
from xlevaluate.workbook.list_columns import Column, ListRow

_UNLISTED = "名单外"
_REPEATED = "重复"
_TOTAL = "合计"

_COLUMNS = (
    *OBJECT_COLUMNS,
    Column(head="应报", kind="word", wide=7, colours={_UNLISTED: RED}),
    STATE,
    Column(head="年度", kind="word", wide=7),
    Column(head="份数", kind="count", wide=6),
    Column(head=_REPEATED, kind="word", wide=6, colours={_REPEATED: RED}),
    Column(head="填报日期", kind="word", wide=12),
    Column(head="文件", wide=28),
    Column(head="备注", wide=32),
)

_COUNTED = ("应报", *STATES.values(), _REPEATED, _UNLISTED)
_COUNTS = (
    *(Column(head=head, kind="count", wide=10) for head in _COUNTED),
    Column(head="报送率", kind="share", wide=10),
)


class HandedCounts(Counter[str]):
    """How many objects there are in each state; keys are the heads of columns.

    With a roster, states are those of what stands in it: they add up to what is due. Without one,
    or where it lists none of a kind, they are those of whatever was handed in, and nothing can be
    said of what is due.
    """

    @classmethod
    def of(cls, lines: Iterable[CollectedLine], *, has_roster: bool) -> "HandedCounts":
        """Count lines."""
        counts = cls()
        for line in lines:
            is_due = line.entry.is_listed
            if is_due or not has_roster:
                counts[STATES[line.state]] += 1
            counts["应报"] += is_due
            counts[_REPEATED] += line.is_repeated
            counts[_UNLISTED] += line.is_beyond
        return counts

    @property
    def share(self) -> Decimal | None:
        """The share of what is due that was handed in, with errors or without."""
        if not self["应报"]:
            return None
        come = self[STATES["handed_in"]] + self[STATES["returned"]]
        return round_half_up(Decimal(come) / self["应报"], 4)

    def words(self, *, has_roster: bool) -> str:
        """Say the counts in a line; what is none of them is left out where it is seldom."""
        due = [f"应报 {self['应报']}"] if has_roster else []
        states = [f"{words} {self[words]}" for words in STATES.values()]
        rare = [f"{words} {self[words]}" for words in (_REPEATED, _UNLISTED) if self[words]]
        return "，".join([*due, *states, *rare])


def handing_in(collection: Collection, reasons: ReturnReasons) -> Iterator[MadeSheet]:
    """Yield the list of all objects, and the counts."""
    has_roster = collection.has_roster
    year = f"{collection.year} 年度" if collection.year is not None else ""
    notes = [
        f"{words}：{HandedCounts.of(lines, has_roster=asks).words(has_roster=asks)}"
        for words, lines, asks in _by_kind(collection)
        if lines
    ]
    notes.append(
        "退回：草稿，或者有错误，应更正后重报。备注说明为什么退回、用了哪一份、有什么不符。"
    )
    if not has_roster:
        notes.append("没有名单（--roster），不知道谁没报：下面只有报来的。")
    rows = (_row(line, reasons.of(line)) for line in collection.lines)
    yield MadeSheet(
        name="报送情况",
        title=f"{year}绩效自评报送情况",
        notes=tuple(notes),
        tables=(table_of("报送情况", _COLUMNS, rows),),
        fixed=2,
    )
    yield MadeSheet(
        name="报送统计",
        title=f"{year}绩效自评报送统计",
        notes=tuple(_sums(collection)),
        tables=(
            _counts("报送统计-类型", "类型", "按类型", _by_kind(collection)),
            _counts("报送统计-部门", "主管部门", "按主管部门", _departments(collection)),
        ),
    )


def _row(line: CollectedLine, reason: str) -> ListRow:
    used = line.handed_in or (line.others[0] if line.others else None)
    fault = fault_remark(line.handed_in.form) if line.handed_in else ""
    due = "应报" if line.entry.is_listed else _UNLISTED if line.is_beyond else ""
    return (
        *object_values(line),
        due,
        STATES[line.state],
        "" if used is None or used.form.year is None else str(used.form.year),
        len(line.forms),
        _REPEATED if line.is_repeated else "",
        used.filed if used else "",
        used.name if used else "",
        "\n".join(filter(None, (reason, fault, *line.remarks))),
    )


_Group = tuple[str, Sequence[CollectedLine], bool]
"""What a row is of, its lines, and whether it is known what of it is due."""


def _by_kind(collection: Collection) -> Iterator[_Group]:
    yield _TOTAL, collection.asked(), collection.has_roster
    for kind, words in OBJECT_KINDS.items():
        lines = [line for line in collection.lines if line.entry.kind == kind]
        is_asked = any(line.entry.is_listed or line.is_beyond for line in lines)
        yield words, lines, collection.has_roster and (is_asked or not lines)


def _departments(collection: Collection) -> Iterator[_Group]:
    found: dict[str, list[CollectedLine]] = {}
    for line in collection.asked():
        found.setdefault(department_of(line), []).append(line)
    yield _TOTAL, collection.asked(), collection.has_roster
    yield from ((words, lines, collection.has_roster) for words, lines in found.items())


def _sums(collection: Collection) -> Iterator[str]:
    """Say what adds up to what, and which kinds the roster does not list."""
    if not collection.has_roster:
        yield "没有名单（--roster），各种状态只数报来的。"
        return
    yield f"应报＝{'＋'.join(STATES.values())}；报送率＝（已报＋退回）÷应报。"
    if kinds := "、".join(collection.unasked_kinds()):
        yield f"名单没有列{kinds}：{kinds}只数报来的，不在合计和各主管部门里。"


def _counts(name: str, head: str, title: str, groups: Iterable[_Group]) -> MadeTable:
    rows: list[ListRow] = []
    for words, lines, asks in groups:
        counts = HandedCounts.of(lines, has_roster=asks)
        told = [counts[column] for column in _COUNTED]
        rows.append((words, *(told if asks else [None, *told[1:]]), counts.share))
    columns = (Column(head=head, wide=28), *_COUNTS)
    return table_of(name, columns, rows, title=title, is_sum=lambda row: row[0] == _TOTAL)
