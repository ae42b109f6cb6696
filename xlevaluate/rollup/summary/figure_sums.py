"""合计表: the figures of the official forms, summed at full precision; who lacks one is named.

Each template has a table of its figures, and a list of its forms: a department's own form (本级)
and those of the units below it stand under its sum. A figure has at most 15 digits, so that a
binary number keeps it exactly; sums are made in Decimal.
"""

import math
from array import array
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import pandas as pd

from xlevaluate.errors import CannotDoError
from xlevaluate.rollup.collection import CollectedLine, Collection
from xlevaluate.rollup.form_labels import FigureLabel, figure_labels
from xlevaluate.rollup.form_record import FileRecord, FormRecord
from xlevaluate.rollup.summary.made_tables import MadeSheet, MadeTable, frame_of, table_of
from xlevaluate.rollup.summary.object_columns import BEYOND, summed_under, title_of
from xlevaluate.submission.amounts import NOT_APPLICABLE
from xlevaluate.submission.texts import listed
from xlevaluate.workbook.list_columns import Column, ListRow, ListValue

SHEET = "合计表"
ADDITIVE = frozenset({"money", "area", "count"})
"""Kinds of figures that add up; points and shares do not."""

_NAMED = 40
_ALL, _SUM = "全部", "合计"
_BLANK, _NONE = math.nan, math.inf
"""A blank and a 不适用, among numbers."""

_NOT_SUMMED = "名单外的不计入合计，单列在后面各表的最后。"

_LABEL_COLUMNS = (
    Column(head="工作表", wide=14),
    Column(head="栏目", wide=40),
    Column(head="计量单位", kind="word", wide=9),
)

_OWN = {"department": "本级", "unit": "单位", "project": "项目"}


class FigureSums:
    """Takes the forms that count, and keeps of each its figures as numbers."""

    def __init__(self, collection: Collection, asked: str | None = None) -> None:
        """``asked`` is what ``--template`` says, where labels of other templates come from."""
        self._lines = collection.lines
        self._places = {id(line): place for place, line in enumerate(collection.lines)}
        self._asked = asked
        self._templates: dict[tuple[str, str], _Template] = {}

    def take(self, line: CollectedLine, form: FormRecord, _: FileRecord) -> None:
        """Take the figures of a form."""
        key = (form.kind, form.template)
        if key not in self._templates:
            self._templates[key] = _Template(form, _labels_for(form, self._asked))
        self._templates[key].take(self._places[id(line)], form)

    def sheets(self) -> Iterator[MadeSheet]:
        """Yield the sums, then the list of forms of each template."""
        templates = [self._templates[key] for key in sorted(self._templates, key=_units_first)]
        yield MadeSheet(
            name=SHEET,
            title="各表合计",
            notes=(
                "只加金额、面积、人数等能相加的；空着的、填“不适用”的不算。",
                "部门的表按本级计，与所属单位的相加；已经含有所属单位的，合计会重复，请核对。",
                f"缺数的最多列 {_NAMED} 个，其余见后面各表的空格。",
                *([_NOT_SUMMED] if any(line.is_beyond for line in self._lines) else []),
            ),
            tables=tuple(table for item in templates for table in item.sums(self._lines))
            or (_nothing(),),
        )
        names: dict[str, int] = {}
        for item in templates:
            name = item.list_name
            names[name] = names.get(name, 0) + 1
            called = name if names[name] == 1 else f"{name}{names[name]}"
            yield item.listing(called, self._lines)


class _Template:
    """The figures of the forms of one template, form by form."""

    def __init__(self, form: FormRecord, labels: Sequence[FigureLabel]) -> None:
        self.title, self.name, self.is_project = (
            form.form_title,
            form.template,
            form.kind == "project",
        )
        self.labels = labels
        self._places = array("q")
        self._cells = array("d")

    @property
    def list_name(self) -> str:
        return "分项目合计" if self.is_project else "分单位合计"

    def take(self, place: int, form: FormRecord) -> None:
        """Take a form's figures, in the order of labels."""
        self._places.append(place)
        for label in self.labels:
            value = form.figures.get(label.path)
            if value is None:
                self._cells.append(_BLANK)
            else:
                self._cells.append(_NONE if value == str(NOT_APPLICABLE) else float(value))

    def _rows(self) -> list[tuple[int, Sequence[float]]]:
        """Return the forms in the order of their lines, each with its figures."""
        count = len(self.labels)
        rows = [
            (place, self._cells[number * count : (number + 1) * count])
            for number, place in enumerate(self._places)
        ]
        return sorted(rows, key=lambda row: row[0])

    def sums(self, lines: Sequence[CollectedLine]) -> Iterator[MadeTable]:
        """Yield each figure with its sum, how many have it, who lacks it; then what nobody has."""
        rows = [(place, cells) for place, cells in self._rows() if not lines[place].is_beyond]
        shown: list[ListRow] = []
        for col in self._said():
            label = self.labels[col]
            cells = [cells[col] for _, cells in rows]
            lacking = [title_of(lines[place]) for place, cells in rows if math.isnan(cells[col])]
            shown.append(
                (
                    label.sheet,
                    label.label,
                    label.unit,
                    _shown(_sum(cells), label),
                    sum(map(math.isfinite, cells)),
                    sum(map(math.isinf, cells)),
                    len(lacking),
                    _names(lacking, len(rows)),
                )
            )
        columns = (
            *_LABEL_COLUMNS,
            Column(head=_SUM, kind="money", wide=18),
            Column(head="有数的", kind="count"),
            Column(head=str(NOT_APPLICABLE), kind="count"),
            Column(head="缺数的", kind="count"),
            Column(head="缺数的是谁", wide=70),
        )
        what = "个项目" if self.is_project else "个部门、单位"
        title = f"{self.title}（{len(rows)} {what}，模板 {self.name}）"
        yield table_of(f"{SHEET}-{self.name}", columns, shown, title=title)
        if (blank := self._blank()) is not None:
            yield blank

    def _blank(self) -> MadeTable | None:
        """Return the figures that nobody filled in: blank, and no sum of 0."""
        said = set(self._said())
        rows = [
            (label.sheet, label.label, label.unit)
            for col, label in enumerate(self.labels)
            if col not in said
        ]
        if not rows:
            return None
        name, title = f"{SHEET}-{self.name}-没有填写", f"都没有填写的（{len(rows)} 项）"
        return table_of(name, _LABEL_COLUMNS, rows, title=f"{self.title}：{title}")

    def _said(self) -> list[int]:
        """Return the figures that somebody filled in."""
        count = len(self.labels)
        return [
            col
            for col in range(count)
            if any(not math.isnan(cell) for cell in self._cells[col::count])
        ]

    def listing(self, name: str, lines: Sequence[CollectedLine]) -> MadeSheet:
        """Return all forms below the sums of their departments."""
        said = self._said()
        labels = [self.labels[col] for col in said]
        heads = _unique([f"{label.label}（{label.unit}）" for label in labels])
        left_out = len(self.labels) - len(said)
        columns = (
            Column(head="主管部门", wide=18),
            Column(head="项目" if self.is_project else "单位", wide=30),
            Column(head="范围", kind="word", wide=7),
            *(
                Column(
                    head=head,
                    kind="money",
                    wide=15,
                    has_words=True,
                )
                for head in heads
            ),
        )
        table = MadeTable(
            name=f"{name}-{self.name}",
            columns=columns,
            frames=lambda: self._frames(columns, lines, said),
            is_sum=lambda row: row[2] == _SUM,
            is_outline=True,
        )
        return MadeSheet(
            name=name,
            title=f"{self.title}：{self.list_name}",
            notes=(
                "部门的合计含它的本级和所属单位、项目；左边的按钮收起、展开。空着的是没有填。",
                *([f"另有 {left_out} 个栏目谁都没有填，不列，见《{SHEET}》。"] if left_out else []),
            ),
            tables=(table,),
            fixed=3,
        )

    def _frames(
        self, columns: Sequence[Column], lines: Sequence[CollectedLine], said: Sequence[int]
    ) -> Iterator[pd.DataFrame]:
        departments: dict[str, list[tuple[int, Sequence[float]]]] = {}
        everything = self._rows()
        for place, cells in everything:
            departments.setdefault(summed_under(lines[place]), []).append((place, cells))
        beyond = departments.pop(BEYOND, None)
        covered = [row for rows in departments.values() for row in rows]
        yield frame_of(columns, [self._sum_row(_ALL, covered, said)])
        if beyond is not None:
            departments[BEYOND] = beyond
        for department, rows in departments.items():
            own = (
                (
                    department,
                    title_of(lines[place]),
                    _OWN[lines[place].entry.kind],
                    *self._values(cells, said),
                )
                for place, cells in rows
            )
            yield frame_of(columns, [self._sum_row(department, rows, said), *own])

    def _sum_row(
        self, name: str, rows: Sequence[tuple[int, Sequence[float]]], said: Sequence[int]
    ) -> ListRow:
        sums = (_shown(_sum([cells[col] for _, cells in rows]), self.labels[col]) for col in said)
        return name, "", _SUM, *sums

    def _values(self, cells: Sequence[float], said: Sequence[int]) -> Iterator[ListValue]:
        for col in said:
            is_answer = math.isinf(cells[col])
            value = _shown(_sum([cells[col]]), self.labels[col])
            yield str(NOT_APPLICABLE) if is_answer else value


def _labels_for(form: FormRecord, asked: str | None) -> list[FigureLabel]:
    """Return the figures that add up, of the template that knows most of the form's."""
    best: dict[str, FigureLabel] = {}
    most = -1
    ways: list[Callable[[], dict[str, FigureLabel]]] = [lambda: figure_labels(form.template)]
    if asked is not None:
        ways.insert(0, lambda: figure_labels(form.template, asked))
    for way in ways:
        try:
            labels = way()
        except CannotDoError:
            continue
        known = len(form.figures.keys() & labels.keys())
        if known > most:
            best, most = labels, known
    return [label for label in best.values() if label.kind in ADDITIVE]


def _units_first(key: tuple[str, str]) -> tuple[bool, str]:
    return key[0] != "unit", key[1]


def _sum(cells: Sequence[float]) -> Decimal | None:
    numbers = [_exact(cell) for cell in cells if math.isfinite(cell)]
    return sum(numbers, Decimal(0)) if numbers else None


def _exact(cell: float) -> Decimal:
    """Return the figure that was kept as a binary number: the shortest text of that is it."""
    return Decimal(repr(cell))


def _shown(value: Decimal | None, label: FigureLabel) -> ListValue:
    """Let a count be a whole number."""
    is_whole = value is not None and label.kind == "count" and value == value.to_integral_value()
    return int(value) if value is not None and is_whole else value


def _names(lacking: Sequence[str], count: int) -> str:
    if len(lacking) == count > 1:
        return _ALL
    more = f" 等 {len(lacking)} 个" if len(lacking) > _NAMED else ""
    return listed(lacking[:_NAMED]) + more


def _unique(heads: Sequence[str]) -> list[str]:
    """Tell heads that are alike apart."""
    seen: dict[str, int] = {}
    unique = []
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        unique.append(head if seen[head] == 1 else f"{head}{seen[head]}")
    return unique


def _nothing() -> MadeTable:
    return table_of(SHEET, (Column(head="栏目", wide=40),), (), nothing="没有报来的表。")
