"""问题清单: every finding of every form that counts, with what the unit says, and its status."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from xlevaluate.checks.findings import LEVELS
from xlevaluate.output.finding_lines import EXPLAINED
from xlevaluate.rollup.collection import CollectedLine, Collection
from xlevaluate.rollup.form_record import FileRecord, FindingRecord, FormRecord
from xlevaluate.rollup.statuses import STATUSES, StatusEntry, StatusKey
from xlevaluate.rollup.summary.made_tables import MadeSheet, MadeTable, frame_of
from xlevaluate.rollup.summary.object_columns import (
    GREEN,
    OBJECT_COLUMNS,
    ORANGE,
    RED,
    object_values,
)
from xlevaluate.rollup.summary.spilled_rows import SpilledRows
from xlevaluate.workbook.list_columns import Column, ListRow, ListValue
from xlevaluate.workbook.list_writer import number_in
from xlevaluate.workbook.styles import LEVEL_COLOURS

SHEET = "问题清单"
STATUS_HEAD, REMARK_HEAD = "状态", "备注"
OBJECT_HEAD, FINDING_HEAD = "对象标识（勿改）", "问题标识（勿改）"
SENTENCE_HEAD = "问题"

_COLUMNS = (
    OBJECT_COLUMNS[0],
    *(Column(head=column.head, wide=22) for column in OBJECT_COLUMNS[1:3]),
    Column(head="主管部门", wide=14),
    Column(head="业务科室", wide=10),
    Column(
        head="级别",
        kind="word",
        wide=7,
        colours={words: LEVEL_COLOURS[words] for words in (*LEVELS.values(), EXPLAINED)},
    ),
    Column(head="规则", kind="word", wide=6),
    Column(head=SENTENCE_HEAD, wide=56),
    Column(head="位置", wide=18),
    Column(head="指标或栏目", wide=20),
    Column(head="表中数", kind="figure"),
    Column(head="核对数", kind="figure"),
    Column(head="相差", kind="figure"),
    Column(head="单位说明", wide=28),
    Column(
        head=STATUS_HEAD,
        kind="word",
        wide=9,
        is_typed=True,
        choices=tuple(STATUSES.values()),
        colours={
            STATUSES["true"]: RED,
            STATUSES["pending"]: ORANGE,
            STATUSES["corrected"]: GREEN,
        },
    ),
    Column(head=REMARK_HEAD, wide=20, is_typed=True),
    Column(head=OBJECT_HEAD, kind="hidden"),
    Column(head=FINDING_HEAD, kind="hidden"),
)


class ProblemList:
    """Takes the forms that count; their findings wait in a folder until all have come."""

    def __init__(
        self, collection: Collection, folder: Path, statuses: Mapping[StatusKey, StatusEntry]
    ) -> None:
        """``statuses`` are of findings as they are called now."""
        self._lines = collection.lines
        self._places = {id(line): place for place, line in enumerate(collection.lines)}
        self._rows = SpilledRows(folder, FindingRecord)
        self._statuses = statuses
        self.count = 0

    def take(self, line: CollectedLine, form: FormRecord, record: FileRecord) -> None:
        """Take the findings of a form."""
        findings = record.findings_of(form)
        self.count += len(findings)
        self._rows.add(self._places[id(line)], findings)

    def sheet(self) -> MadeSheet:
        """Return the sheet."""
        table = MadeTable(name=SHEET, columns=_COLUMNS, frames=self._frames, nothing="没有问题。")
        return MadeSheet(
            name=SHEET,
            title=f"问题清单（{self.count} 条）",
            notes=(
                "“状态”从列表里选，“备注”自己写；下次汇总用 --statuses 指出这本工作簿，都带过去。",
                "最后两列是隐藏的，程序靠它们认出每条问题。金额单位：万元。",
            ),
            tables=(table,),
            fixed=2,
        )

    def _frames(self) -> Iterator[pd.DataFrame]:
        for rows in self._rows.in_order():
            yield frame_of(
                _COLUMNS, (self._row(self._lines[place], finding) for place, finding in rows)
            )

    def _row(self, line: CollectedLine, item: FindingRecord) -> ListRow:
        key = (line.entry.id, item.key)
        given = self._statuses.get(key)
        place = f"《{item.sheet}》{item.cell}" if item.sheet else item.cell
        return (
            *object_values(line),
            EXPLAINED if item.is_explained else LEVELS[item.level],
            item.rule,
            item.statement or item.message,
            place,
            item.label,
            *(_figure(value) for value in (item.actual, item.expected, item.difference)),
            item.explanation,
            STATUSES[given.status if given else "pending"],
            given.remark if given else "",
            *key,
        )


def _figure(value: str | None) -> ListValue:
    """Return a figure as a number where it is one, else as it was told."""
    if value is None:
        return ""
    number = number_in(value)
    return value if number is None else number
