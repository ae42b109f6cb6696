"""指标分析: how indicators were scored, and which have a target that can be measured."""

import re
import unicodedata
from decimal import Decimal

from msgspec import Struct

from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.form_record import FileRecord, FormRecord, IndicatorRecord
from xlevaluate.rollup.summary.made_tables import MadeSheet, MadeTable, table_of
from xlevaluate.submission.amounts import round_half_up
from xlevaluate.texts.quantities import quantity_at
from xlevaluate.workbook.list_columns import Column, ListRow

_COMMONEST = 50
_NAMED = 5
_KINDS = {"unit": "整体", "project": "项目"}

_AFTER_NUMBER = re.compile(r"\d\s*[^\d\s.,;:、，。；：()（）≥≤><=~～—–-]")
"""A number, and after it what is neither another number, a sign nor punctuation."""

_SHARES = (
    Column(head="平均得分率", kind="share", wide=10),
    Column(head="得满分的占比", kind="share", wide=10),
)


class _Indicators(Struct):
    """What was found of indicators; shares are sums, of those that say weight and score."""

    count: int = 0
    scored: int = 0
    shares: Decimal = Decimal(0)
    full: int = 0
    targets: int = 0
    without_number: int = 0
    without_unit: int = 0

    def take(self, item: IndicatorRecord) -> None:
        self.count += 1
        if item.weight and item.score is not None and 0 <= item.score <= item.weight:
            self.scored += 1
            self.shares += item.score / item.weight
            self.full += item.score >= item.weight
        if item.target.strip():
            self.targets += 1
            self.without_number += not has_number(item.target)
            self.without_unit += has_number(item.target) and not _has_unit(item.target)

    def rates(self) -> tuple[Decimal | None, Decimal | None]:
        return _share(self.shares, self.scored), _share(Decimal(self.full), self.scored)


class IndicatorAnalysis:
    """Takes the forms that count, one after another."""

    def __init__(self) -> None:
        self._categories: dict[tuple[str, str, str], _Indicators] = {}
        self._names: dict[tuple[str, str, str, str], _Indicators] = {}

    def take(self, _line: CollectedLine, form: FormRecord, _record: FileRecord) -> None:
        """Count the indicators of a form."""
        for item in form.indicators:
            category = (_KINDS[form.kind], item.dimension, item.category)
            self._categories.setdefault(category, _Indicators()).take(item)
            if item.name:
                named = (*category, " ".join(item.name.split()))
                self._names.setdefault(named, _Indicators()).take(item)

    def sheet(self) -> MadeSheet:
        """Return the sheet."""
        return MadeSheet(
            name="指标分析",
            title="指标分析",
            notes=(
                "得分率＝得分÷分值，只算两样都有的。",
                "指标值没有数字：如“完成”，达没达到难以衡量；没有单位：有数字，后面没有单位，如“≥30”。",
            ),
            tables=(self._by_category(), self._commonest()),
        )

    def _by_category(self) -> MadeTable:
        common: dict[tuple[str, str, str], list[str]] = {}
        for named, found in sorted(self._names.items(), key=_frequency):
            names = common.setdefault(named[:3], [])
            if len(names) < _NAMED and found.count > 1:
                names.append(f"{named[3]}（{found.count}）")
        rows: list[ListRow] = [
            (
                *category,
                found.count,
                *found.rates(),
                _share(Decimal(found.without_number), found.targets),
                _share(Decimal(found.without_unit), found.targets),
                "、".join(common.get(category, ())),
            )
            for category, found in sorted(self._categories.items(), key=lambda item: item[0][0])
        ]
        columns = (
            Column(head="表", kind="word", wide=8),
            Column(head="一级指标", wide=16),
            Column(head="二级指标", wide=20),
            Column(head="指标个数", kind="count", wide=10),
            *_SHARES,
            Column(head="指标值没有数字", kind="share", wide=10),
            Column(head="指标值没有单位", kind="share", wide=10),
            Column(head="最常见的三级指标（个数）", wide=60),
        )
        return table_of("指标分析", columns, rows, title="按二级指标", nothing="没有指标。")

    def _commonest(self) -> MadeTable:
        rows: list[ListRow] = [
            (named[0], named[3], named[2], found.count, *found.rates())
            for named, found in sorted(self._names.items(), key=_frequency)[:_COMMONEST]
        ]
        columns = (
            Column(head="表", kind="word", wide=8),
            Column(head="三级指标", wide=24),
            Column(head="二级指标", wide=20),
            Column(head="指标个数", kind="count", wide=10),
            *_SHARES,
        )
        title = f"最常见的三级指标（前 {_COMMONEST} 个）"
        return table_of("常见指标", columns, rows, title=title, nothing="没有指标。")


def has_number(target: str) -> bool:
    """Tell whether a target says a number, in digits or in Chinese with a unit.

    >>> has_number("≥95%"), has_number("培训三次"), has_number("建立并落实")
    (True, True, False)
    """
    text = unicodedata.normalize("NFKC", target)
    return any(char.isdigit() for char in text) or _has_quantity(text)


def _has_unit(target: str) -> bool:
    """Tell whether a number in a target has a unit.

    >>> _has_unit("≥95%"), _has_unit("40处"), _has_unit("≥30"), _has_unit("1,200.5")
    (True, True, False, False)
    """
    text = unicodedata.normalize("NFKC", target)
    return _AFTER_NUMBER.search(text) is not None or _has_quantity(text)


def _has_quantity(text: str) -> bool:
    return any(quantity_at(text, at) is not None for at in range(len(text)))


def _share(part: Decimal, whole: int) -> Decimal | None:
    return round_half_up(part / whole, 4) if whole else None


def _frequency(item: tuple[tuple[str, ...], _Indicators]) -> tuple[int, tuple[str, ...]]:
    return -item[1].count, item[0]
