"""What was understood of the texts: every statement, and which cells it was held against."""

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from xlevaluate.checks.holding import Held, held_statements
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.evaluation.places import PlaceNames
from xlevaluate.form.problems import Place
from xlevaluate.submission.amounts import canonical, percent, plain
from xlevaluate.texts.characters import sentences_of
from xlevaluate.texts.counted_lists import CountedList, counted_lists
from xlevaluate.texts.parts_of_whole import PartsOfWhole
from xlevaluate.texts.report_reading import TextRead
from xlevaluate.texts.stated import DOUBTS, Doubt

READ_VERSION = 1

Result = Literal["agrees", "contradicts", "nothing_to_compare", "partly_read"]
RESULTS: dict[Result, str] = {
    "agrees": "一致",
    "contradicts": "不一致",
    "nothing_to_compare": "没有对照的单元格",
    "partly_read": "只读懂一部分",
}
"""What became of a statement, with what users call it."""

_KINDS: dict[str, str] = {
    "figure": "",
    "sum": "合计",
    "change": "增减额",
    "growth": "增减率",
    "growth_points": "增减（百分点）",
    "saving": "节约额",
    "saving_rate": "节约率",
    "share": "占比",
    "completion": "占预算的比例",
    "ratio": "比率",
    "flat": "持平",
}
_ASPECTS = {
    "spent": "实际数",
    "budget": "预算",
    "initial": "年初的预算",
    "final": "调整后的预算",
    "supplement": "追加的预算",
}
_SCOPES: dict[Doubt, tuple[str, str]] = {
    "part": ("part", "一部分"),
    "qualified": ("part", "一部分"),
    "beside": ("part", "一部分"),
    "per": ("per_head", "人均"),
    "unknown_thing": ("unknown", "不明"),
}
_WHOLE = ("unit", "整个单位")
_INSIDE = "文中各部分"
_LISTED = "文中所列"


class Understood(Struct, frozen=True):
    """One statement as it was understood."""

    words: str
    subject: str
    kind: str
    aspect: str
    period: str
    scope: tuple[str, str]
    quantity: str
    result: Result
    doubt: str = ""
    held_against: tuple[tuple[Place, str], ...] = ()
    """Places, with the figure that all of them come to beside the first."""
    compared_with: str = ""
    """What it was held against where that is no cell."""

    @property
    def told(self) -> str:
        """The result in words, with the reason where only a part was understood."""
        return RESULTS[self.result] + (f"：{self.doubt}" if self.doubt else "")

    @property
    def cells(self) -> str:
        """The cells that it was held against, and their figure."""
        if not self.held_against:
            return self.compared_with
        cells = "、".join(f"《{place.sheet}》{place.cell}" for place, _ in self.held_against)
        return f"{cells}：{self.held_against[0][1]}"


class SentenceRead(Struct, frozen=True):
    """A sentence, and what was understood of it."""

    place: Place
    text: str
    statements: tuple[Understood, ...]


def sentences_read(evaluation: Evaluation) -> Iterator[SentenceRead]:
    """Yield every sentence of the texts in the order of the report."""
    subject = evaluation.subject
    names = PlaceNames(subject.template, subject.reading)
    held: dict[str, list[Held]] = {}
    for one in held_statements(subject):
        held.setdefault(one.text.text.path, []).append(one)
    for text in subject.texts_read:
        place = names.place(text.text.path)
        told = [
            *(
                (one.statement.start, _statement(one, names))
                for one in held.get(text.text.path, ())
            ),
            *((parts.start, _parts(text, parts)) for parts in text.parts),
            *((lists.start, _list(text, lists)) for lists in counted_lists(text.plain.text)),
        ]
        for start, end in sentences_of(text.plain):
            here = tuple(words for at, words in told if start <= at < end)
            written = text.plain.quote(start, end)
            if written:
                yield SentenceRead(place, written, here)


def _statement(held: Held, names: PlaceNames) -> Understood:
    said = held.statement
    result: Result = "contradicts" if held.contradicts else "agrees"
    if not held.figures:
        result = "nothing_to_compare" if said.doubt in {"", "compared"} else "partly_read"
    quantity = said.quantity
    return Understood(
        words=held.text.quote(said),
        subject="、".join(dict.fromkeys(thing.name for thing in said.things)) or said.ratio,
        kind=said.kind,
        aspect=said.aspect,
        period="other" if said.doubt == "time" else "last" if said.last_year else "this",
        scope=_SCOPES.get(said.doubt, _WHOLE),
        quantity="" if quantity is None else held.text.plain.quote(quantity.start, quantity.end),
        result=result,
        doubt=DOUBTS[said.doubt] if result == "partly_read" else "",
        held_against=_places(held, names),
    )


def _places(held: Held, names: PlaceNames) -> tuple[tuple[Place, str], ...]:
    if not held.figures:
        return ()
    nearest, said = held.nearest, held.statement
    is_rate = said.quantity is None or (said.quantity.kind != "money" and said.kind != "figure")
    shown = percent(nearest.value / 100) if is_rate else canonical(nearest.value)
    unit = "%" if is_rate else names.unit(nearest.places[0])
    figure = f"{plain(shown)}{unit}"
    return tuple((names.place(place), figure) for place in nearest.places)


def _parts(text: TextRead, parts: PartsOfWhole) -> Understood:
    quote = text.plain.quote
    return Understood(
        words=text.quote(parts),
        subject=quote(parts.start, parts.whole.start) or _INSIDE,
        kind="parts",
        aspect="spent",
        period="this",
        scope=("part", _INSIDE),
        quantity=quote(parts.whole.start, parts.whole.end),
        result="contradicts" if parts.contradicts else "agrees",
        compared_with=f"{_INSIDE}：{plain(canonical(parts.total))}",
    )


def _list(text: TextRead, listed: CountedList) -> Understood:
    most = "" if listed.most == listed.least else "或更多"
    return Understood(
        words=text.plain.quote(listed.start, listed.end),
        subject=_LISTED,
        kind="list",
        aspect="spent",
        period="this",
        scope=("part", _LISTED),
        quantity=str(listed.number),
        result="contradicts" if listed.contradicts else "agrees",
        compared_with=f"{_LISTED}：{listed.least}{most}",
    )


HEADS = ("位置", "原文", "说的是", "哪一年", "数", "对照的单元格", "结果")
_PERIODS = {"this": "本年", "last": "上年", "other": "其他时间"}


def meaning(read: Understood) -> str:
    """Say what a statement is about: 三公经费，年初的预算."""
    kind = _KINDS.get(read.kind, "")
    aspect = _ASPECTS.get(read.aspect, "") if read.kind in {"figure", "sum"} else ""
    scope = read.scope[1] if read.scope[0] in {"part", "per_head"} else ""
    return "，".join(part for part in (read.subject, kind, aspect, scope) if part)


def lines_of(sentences: list[SentenceRead]) -> tuple[tuple[str, ...], ...]:
    """Return the lines of a table of all statements."""
    return tuple(
        (
            f"《{sentence.place.sheet}》{sentence.place.cell}",
            read.words,
            meaning(read),
            _PERIODS[read.period],
            read.quantity,
            read.cells,
            read.told,
        )
        for sentence in sentences
        for read in sentence.statements
    )


def counts_of_results(sentences: list[SentenceRead]) -> dict[Result, int]:
    """Count the statements by what became of them."""
    results = [read.result for sentence in sentences for read in sentence.statements]
    return {result: results.count(result) for result in RESULTS}


def read_data(sentences: list[SentenceRead], file: str) -> dict[str, Any]:
    """Return what ``read --json`` prints; figures are strings, as they are written."""
    return {
        "version": READ_VERSION,
        "file": file,
        "summary": {
            "sentences": len(sentences),
            "statements": sum(len(sentence.statements) for sentence in sentences),
            **counts_of_results(sentences),
        },
        "sentences": [
            {
                "sheet": sentence.place.sheet,
                "cell": sentence.place.cell,
                "label": sentence.place.label,
                "text": sentence.text,
                "statements": [_data(read) for read in sentence.statements],
            }
            for sentence in sentences
        ],
    }


def _data(read: Understood) -> dict[str, Any]:
    return {
        "words": read.words,
        "subject": read.subject,
        "kind": read.kind,
        "aspect": read.aspect,
        "period": read.period,
        "scope": read.scope[0],
        "quantity": read.quantity,
        "sure": read.result != "partly_read",
        "doubt": read.doubt,
        "result": read.result,
        "held_against": [
            {"sheet": place.sheet, "cell": place.cell, "label": place.label, "figure": figure}
            for place, figure in read.held_against
        ],
    }
