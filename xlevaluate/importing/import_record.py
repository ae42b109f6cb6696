"""What an import did, line by line: for the workbook's own sheet, a page, a terminal, JSON."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace

from xlevaluate.form.problems import Reading
from xlevaluate.importing.merged import Difference, Merged, SourcedValue
from xlevaluate.importing.partial_totals import partial_totals
from xlevaluate.importing.remaking import Own
from xlevaluate.sources.grid import Grid, Source
from xlevaluate.submission import NotApplicable
from xlevaluate.submission.amounts import fixed, in_words
from xlevaluate.submission.texts import clean_text, shortened
from xlevaluate.tables.found import Found, Origin, Unplaced
from xlevaluate.template.template import Template

LineState = Literal[
    "question",
    "differs",
    "proposed",
    "partial",
    "own",
    "contradiction",
    "unplaced",
    "placed",
    "same",
    "no_source",
]
STATES: dict[LineState, str] = {
    "question": "待回答",
    "differs": "有出入",
    "proposed": "待确认",
    "partial": "合计不全",
    "own": "自己的内容",
    "contradiction": "来源自身不符",
    "unplaced": "未能放置",
    "placed": "已放置",
    "same": "已有且相同",
    "no_source": "来源没有",
}
"""What becomes of a thing, in the order of what the user has to look at."""

_SELDOM: tuple[LineState, ...] = ("partial", "own")
"""What is counted only where there is any."""

HEADS = ("结果", "表", "单元格", "项目", "表中", "来源的数或文字", "来源", "说明")
_WIDTHS = (12, 14, 9, 30, 18, 30, 44, 44)
_LONGEST = 200
_MOST_CELLS = 4
"""Cells of one origin that are named one by one."""
_USED = "已照原样导入，请核对来源。"


class RecordLine(Struct, frozen=True):
    """One thing: what became of it, where in the form, what stands there, what a source says."""

    state: LineState
    sheet: str = ""
    cell: str = ""
    label: str = ""
    path: str = ""
    there: str = ""
    text: str = ""
    origins: tuple[Origin, ...] = ()
    note: str = ""
    number: int = 0
    stood: tuple[Origin, ...] = ()
    """Each cell of a source that went into it, those of a sum one by one."""

    def row(self) -> tuple[str, ...]:
        """Return the texts of the line under ``HEADS``."""
        state = STATES[self.state] + (f" {self.number}" if self.number else "")
        source = "\n".join(dict.fromkeys(map(_origin_words, self.origins)))
        return (state, self.sheet, self.cell, self.label, self.there, self.text, source, self.note)

    def as_data(self) -> dict[str, object]:
        """Return the line as JSON has it."""
        return {
            "state": self.state,
            "path": self.path,
            "sheet": self.sheet,
            "cell": self.cell,
            "label": self.label,
            "there": self.there,
            "text": self.text,
            "origins": [
                {key: clean_text(text) or "" for key, text in asdict(origin).items()}
                for origin in self.origins
            ],
            "note": self.note,
            "number": self.number,
        }


class ImportRecord(Struct, frozen=True):
    """All lines of an import, in the order of their states."""

    lines: tuple[RecordLine, ...]
    files: tuple[str, ...]
    created: datetime
    heads = HEADS
    widths = _WIDTHS

    @property
    def title(self) -> str:
        """What it is a record of."""
        files = "、".join(shortened(name) for name in self.files)
        return f"导入记录　{self.created:%Y-%m-%d %H:%M}　来源：{files}"

    def rows(self) -> list[tuple[str, ...]]:
        """Return the texts of every line."""
        return [line.row() for line in self.lines]

    def count(self, state: LineState) -> int:
        """Return how many lines are of a state."""
        return sum(line.state == state for line in self.lines)

    def as_data(self, written: Path | None) -> dict[str, object]:
        """Return the record as JSON has it; ``written`` is the file that was made."""
        return {
            "version": 1,
            "written": None if written is None else str(written),
            "sources": list(self.files),
            "summary": {state: self.count(state) for state in STATES},
            "lines": [line.as_data() for line in self.lines],
        }

    def summary(self) -> str:
        """Say how many there are of each state."""
        kinds = ((words, self.count(state), state) for state, words in STATES.items())
        said = (f"{words} {n} 项" for words, n, state in kinds if n or state not in _SELDOM)
        return "，".join(said)


def record_of(
    template: Template,
    merged: Merged,
    reading: Reading,
    sources: Sequence[Source],
    created: datetime,
    own: Sequence[Own] = (),
) -> ImportRecord:
    """Tell all that became of what was found; ``reading`` is of the workbook as it is now.

    ``own`` is what the user wrote beside the form.
    """
    teller = _Teller(template, reading)
    lines = [
        *teller.lines(merged),
        *(teller.left(item) for item in _ignored(sources, merged)),
        *map(_own, own),
    ]
    order = list(STATES)
    lines.sort(key=lambda line: order.index(line.state))
    return ImportRecord(tuple(lines), tuple(source.name for source in sources), created)


def _own(item: Own) -> RecordLine:
    place = item.place
    return RecordLine("own", place.sheet, place.cell, place.label, there=item.text, note=item.note)


class _Teller(Struct, frozen=True):
    template: Template
    reading: Reading

    def lines(self, merged: Merged) -> Iterator[RecordLine]:
        for question in merged.questions:
            answers = "、".join(_as_typed(question.key, said) for said in question.answers)
            yield RecordLine(
                "question", label=question.text, note=f"请加上其中之一再导入：{answers}"
            )
        for difference in merged.differing:
            yield self._difference(difference)
        for value in merged.proposed:
            note = f"没有把握，没有填入。确实是这一项的，请加上 --accept {value.number} 再导入"
            yield self._value("proposed", value, note)
        for value in merged.placed:
            yield self._value("placed", value)
        for value in merged.same:
            yield self._value("same", value)
        for item in merged.agreed:
            yield replace(self.left(item), state="same")
        for item in merged.unplaced:
            yield self.left(item)
        for told in merged.contradictions:
            yield RecordLine(
                "contradiction",
                text=told.origin.text,
                origins=(told.origin,),
                note=f"{told.message.rstrip('。')}。{_USED if told.is_used else ''}",
            )
        yield from self._partial(merged)
        for path in merged.blank:
            yield self._line("no_source", path, note="来源里没有这一项，仍空着")

    def _partial(self, merged: Merged) -> Iterator[RecordLine]:
        """Say of totals that lack parts which these are, and why each of them is blank."""
        differing = {difference.path for difference in merged.differing}
        proposed = {value.path for value in merged.proposed}
        told = {value.path for value in (*merged.placed, *merged.same)} | differing | proposed
        for total in partial_totals(self.template, self.reading, told):
            why = dict.fromkeys(differing, STATES["differs"])
            why |= dict.fromkeys(proposed, STATES["proposed"])
            lacking = "、".join(
                f"{self._label(path)}（{why.get(path, '来源里没有')}）" for path in total.lacking
            )
            note = f"公式只加了已经填的几项，还缺：{lacking}；请补填这几项，或改写合计"
            there = self._words(total.path, total.shown)
            yield self._line("partial", total.path, there=there, note=note)

    def _label(self, path: str) -> str:
        place = self.reading.places.get(path)
        return self.template.form.field_at(path).label if place is None else place.label

    def left(self, item: Unplaced) -> RecordLine:
        """Say what was not placed, and why."""
        text = _short(item.origin.text)
        return RecordLine("unplaced", text=text, origins=(item.origin,), note=item.reason)

    def _difference(self, difference: Difference) -> RecordLine:
        path, there = difference.path, difference.there
        said = [
            f"{_file(v.found[0].origin)} {self._words(path, v.value)}" for v in difference.values
        ]
        here = "表中空着" if there is None else f"表中 {self._words(path, there)}"
        note = f"{'，'.join((here, *said))}；没有改动，请选定一个填入"
        found = [found for value in difference.values for found in value.found]
        return self._line(
            "differs",
            path,
            there=self._words(path, there),
            text="\n".join(self._words(path, value.value) for value in difference.values),
            origins=tuple(item.origin for item in found),
            stood=_stood(found),
            note=note,
        )

    def _value(self, state: LineState, value: SourcedValue, note: str = "") -> RecordLine:
        notes = [item.note for item in value.found if item.note]
        return self._line(
            state,
            value.path,
            there=self._words(value.path, value.value) if state in {"placed", "same"} else "",
            text="\n".join(dict.fromkeys(_said(item.origin, value) for item in value.found)),
            origins=tuple(item.origin for item in value.found),
            stood=_stood(value.found),
            note="；".join(dict.fromkeys([*notes, note] if note else notes)),
            number=value.number,
        )

    def _words(self, path: str, value: Any) -> str:
        """Return a value as its field has it: people are counted, money has two decimals."""
        is_money = self.template.form.field_at(path).kind == "money"
        return words(value) if is_money or not isinstance(value, Decimal) else in_words(value)

    def _line(self, state: LineState, path: str, **more: Any) -> RecordLine:
        place = self.reading.places.get(path)
        item = self.template.form.field_at(path)
        if place is None:
            return RecordLine(state, item.sheet, "", item.label, path, **more)
        return RecordLine(state, place.sheet, place.cell, place.label, path, **more)


def _stood(found: Sequence[Found]) -> tuple[Origin, ...]:
    return tuple(at for item in found for at in item.stood or (item.origin,))


def _ignored(sources: Sequence[Source], merged: Merged) -> Iterator[Unplaced]:
    """Yield what no recogniser said anything of: whole tables, whole files, and why."""
    told = tuple(dict.fromkeys(_origins(merged)))
    for source in sources:
        for problem in source.problems:
            yield Unplaced(Origin(source.name, ""), problem)
        grids = source.grids()
        is_told = any(source.name in {at.file, *at.file.split("、")} for at in told)
        for grid in grids:
            if not any(at.is_in(source.name, grid.place) for at in told):
                cells = (
                    cell.text
                    for row in grid.rows
                    for cell in row
                    if cell.text.strip() and cell.spread_from is None
                )
                first = "　".join(text for _, text in zip(range(3), cells, strict=False))
                yield Unplaced(
                    Origin(source.name, grid.place, text=first), _why_left(source, grid, merged)
                )
        if not grids and not source.problems and not is_told:
            yield Unplaced(Origin(source.name, ""), "没有认出里面的内容")


def _as_typed(key: str, answer: str) -> str:
    """Return an answer as it is typed in a terminal: in quotes where a blank would part it."""
    given = f"{key}={answer}"
    return f'--answer "{given}"' if re.search(r"[\s&|<>()]", given) else f"--answer {given}"


def _why_left(source: Source, grid: Grid, merged: Merged) -> str:
    """Say why a table is left: it was not known, or what it holds waits for an answer."""
    for question in merged.questions:
        if any(source.name in text for text in (question.key, question.text, *question.answers)):
            return "回答了问题才能导入这份文件里的表"
    return "没有认出这张表（隐藏的工作表）" if grid.hidden else "没有认出这张表"


def _origins(merged: Merged) -> Iterator[Origin]:
    values = [*merged.placed, *merged.same, *merged.proposed]
    values += [value for difference in merged.differing for value in difference.values]
    for value in values:
        yield from (found.origin for found in value.found)
    yield from (item.origin for item in merged.unplaced)
    yield from (item.origin for item in merged.contradictions)
    yield from (item.origin for item in merged.agreed)


def note_of(value: SourcedValue) -> str:
    """Return the note on a cell: where its figure came from, and how it was converted."""
    lines = []
    for found in value.found:
        lines.append(f"来源：{_origin_words(found.origin)}")
        text = _said(found.origin, value)
        if text and text != words(value.value):
            lines.append(f"原文：{text}")
        if found.note:
            lines.append(found.note)
    return "\n".join(dict.fromkeys(lines))


def _origin_words(origin: Origin) -> str:
    """Say where something stood: file, table, cell, and the labels that it stood under."""
    labels = "，".join(filter(None, (origin.row, origin.column)))
    cells = origin.address.split("、")
    address = (
        f"{cells[0]}至{cells[-1]}等{len(cells)}格" if len(cells) > _MOST_CELLS else origin.address
    )
    where = " ".join(filter(None, (origin.file, origin.place, address)))
    return f"{where} “{labels}”" if labels else where


def _file(origin: Origin) -> str:
    return " ".join(filter(None, (origin.file, origin.place)))


def _said(origin: Origin, value: SourcedValue) -> str:
    """Return the words of a source, with the unit of its table where they lack it."""
    text = _short(origin.text) or words(value.value)
    is_amount = isinstance(value.value, Decimal) and origin.unit and origin.unit not in text
    return f"{text} {origin.unit}" if is_amount else text


def _short(text: str) -> str:
    return shortened(clean_text(text) or "", _LONGEST)


def words(value: Any) -> str:
    """Return a value as people write it: money with two decimals, texts cut where they are long."""
    if isinstance(value, Decimal):
        return fixed(value)
    if isinstance(value, NotApplicable):
        return in_words(value)
    return "" if value is None else _short(str(value))
