"""What the annex of the report says of an explained query: the matter and its figures.

An official document names no cell and gives no instruction. Most sentences are those of the
finding without either; a few are put in other words.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Finding
from xlevaluate.evaluation.messages import WORDS
from xlevaluate.evaluation.places import LabelNames, PlaceNames, place_of
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.texts import HAN, listed

_TWICE = re.compile(r"(\S{2,200}) \1")
"""What was a cell and its label. Without a bound, a long word takes the square of its length."""

_BETWEEN = re.compile(rf"(?:(?<={HAN})|(?<=[）”；，：])) (?={HAN}|[（“])|(?<=[），；]) (?=\S)")
"""Blanks that parted cells from words."""

_STOP = re.compile("。(?![^“]*”)")
"""Ends a sentence, unless in a quotation."""

_ADVICE = re.compile("请|不涉及的填")

_OF_THE_SHEET = "里|中|第|[A-Z]+列|、|没有|还没有"
"""Follows the name of a sheet where the sentence is of the sheet, and not of a label on it."""

_BLANKS = re.compile(" {2,}")
"""A hole in a quotation, which a sentence in one line must not lose."""

_RATE = re.compile(r"([\d.]+)%")


class Official(Struct, frozen=True, dict=True):
    """A finding as an official document says it, put into words when that is asked for."""

    finding: Finding
    place_names: PlaceNames

    @cached_property
    def statement(self) -> str:
        """What, and the figures; no cells, no advice."""
        return statement_of(self.finding, self.place_names)

    def __repr__(self) -> str:
        return f"Official({self.finding!r})"  # not with all of the workbook


def statement_of(finding: Finding, place_names: PlaceNames) -> str:
    """Say a finding for an official document: what, and the figures; no cell, no advice."""
    labels = LabelNames(place_names.template, place_names.reading)
    if finding.case in _OFFICIAL:
        return _OFFICIAL[finding.case](finding, labels)
    message = WORDS[finding.case](finding, labels)
    parts = [part for part in _STOP.split(message) if part]
    kept = [part for part in parts if not _ADVICE.search(part)]
    words = "。".join(kept or parts[:1]).replace("有关单元格", "有关项目")
    words = words.replace("同名项目的项目“", "项目“")
    sheets = "|".join(re.escape(sheet) for sheet in _sheets(finding, place_names))
    words = re.sub(rf"(^|[。；：（])《(?:{sheets})》(?!{_OF_THE_SHEET})的?", r"\1", words)
    return _BLANKS.sub("＿＿", _BETWEEN.sub("", _TWICE.sub(r"\1", words))) + "。"


def _sheets(finding: Finding, place_names: PlaceNames) -> set[str]:
    """Return the sheets that a sentence may begin with."""
    own = {sheet.name for sheet in place_names.template.form.definition.sheet}
    return own | {place_of(finding, place_names).sheet} - {""}


def _overrun(finding: Finding, labels: PlaceNames) -> str:
    """Say each row, what was spent, and which share of its budget that is."""
    paths, rates = (finding.path, *finding.others), _RATE.findall(finding.note)
    said = [
        f"{_named(path, labels)}，为预算数的 {rate}%"
        for path, rate in zip(paths, rates, strict=True)
    ]
    return f"决算数超过预算数：{'；'.join(said)}。"


def _without_budget(finding: Finding, labels: PlaceNames) -> str:
    said = listed(_named(path, labels) for path in (finding.path, *finding.others))
    return f"预算数为 0，有决算数：{said}。"


def _negative(finding: Finding, labels: PlaceNames) -> str:
    return f"{listed(_named(path, labels) for path in (finding.path, *finding.others))}，为负数。"


def _named(path: str, labels: PlaceNames) -> str:
    value = labels.value(path)
    figure = plain(value) if isinstance(value, Decimal) else str(value)
    return f"{labels.place(path).label}{figure}{labels.unit(path)}"


def _twice(finding: Finding, _: PlaceNames) -> str:
    return f"同一个项目“{finding.note}”填了两张表。"


def _nameless(finding: Finding, labels: PlaceNames) -> str:
    return f"{labels.where(finding.path)}没有填写，而这一行有金额。"


def _read(text: str) -> Callable[[Finding, PlaceNames], str]:
    """Make a sentence about reading in which no cell is named."""

    def told(finding: Finding, labels: PlaceNames) -> str:
        problem = finding.problem
        if problem is None:
            raise ValueError(f"{finding.rule} tells of no problem of reading")
        return text.format(
            where=labels.spell(problem.place),
            label=problem.place.label,
            sheet=problem.place.sheet,
            typed=problem.typed,
            several="等处" if "、" in finding.note else "",
        )

    return told


_OFFICIAL: dict[Case, Callable[[Finding, PlaceNames], str]] = {
    "overrun": _overrun,
    "without_budget": _without_budget,
    "negative": _negative,
    "project_twice": _twice,
    "nameless": _nameless,
    "not_calculated": _read("《{sheet}》有公式没有保存计算结果，读不出数字。"),
    "error_value": _read("{where}{several}显示错误值 {typed}。"),
    "stray_value": _read("不是填写项的地方有“{typed}”，没有读取。"),
    "value_beside": _read("表外另有“{typed}”，不属于表中的数据。"),
    "shared_cell": _read("“{typed}”填在同一格，一个数字不能算作两项。"),
    "moved_cell": _read("“{label}”不在它自己的行和列里，可能是剪切后粘贴到了别处。"),
    "other_label": _read("“{label}”这一行的名称现在是“{typed}”，可能是排序或粘贴时移动了。"),
}
