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
from xlevaluate.evaluation.places import LabelNames, PlaceNames
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.texts import HAN, listed

_TWICE = re.compile(r"(\S{2,200}) \1")
"""What was a cell and its label. Without a bound, a long word takes the square of its length."""

_BETWEEN = re.compile(rf"(?:(?<={HAN})|(?<=[）”；，：])) (?={HAN}|[（“])|(?<=[），；]) (?=\S)")
"""Blanks that parted cells from words."""

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
    kept = [part for part in message.split("。") if part and "请" not in part]
    words = "。".join(kept or [message.partition("。")[0]]).replace("有关单元格", "有关项目")
    for sheet in place_names.template.form.definition.sheet:
        words = words.replace(f"《{sheet.name}》的", "").replace(f"《{sheet.name}》", "")
    return _BETWEEN.sub("", _TWICE.sub(r"\1", words)) + "。"


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


def _beside(finding: Finding, _: PlaceNames) -> str:
    typed = "" if finding.problem is None else f"“{finding.problem.typed}”"
    return f"表外另有{typed}，不属于表中的数据。"


_OFFICIAL: dict[Case, Callable[[Finding, PlaceNames], str]] = {
    "overrun": _overrun,
    "without_budget": _without_budget,
    "negative": _negative,
    "value_beside": _beside,
}
