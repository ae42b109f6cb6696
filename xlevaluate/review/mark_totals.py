"""The sum of a sheet's marks and the word for it: one record gives the figure and the formula.

There is no sum while a mark is blank, is no number, is below 0 or above its points, or is finer
than three decimals: not in the workbook, and not when it is read back.
"""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.review.sheet_definition import DECIMALS, BandDef
from xlevaluate.submission.amounts import plain

_BLANK = "项没有评分，不计合计。"
_WRONG = f"有得分不在 0 和分值之间，或多于 {DECIMALS} 位小数，不计合计。"


class MarkTotal(Struct, frozen=True):
    """The sum of marks: their points, in the order in which they stand below one another."""

    points: tuple[Decimal, ...]

    def total(self, marks: Sequence[Decimal | None]) -> Decimal | None:
        """Return the sum; ``None`` where a mark is missing or may not be given."""
        if not marks or len(marks) != len(self.points):
            return None
        pairs = zip(marks, self.points, strict=True)
        good = [mark for mark, most in pairs if mark is not None and not unfit(mark, most)]
        return sum(good, Decimal(0)) if len(good) == len(marks) else None

    def formula(self, marks: str, points: str) -> str:
        """Return the formula of the sum, given the ranges of marks and of points."""
        if not self.points:
            return '=""'
        total = f"ROUND(SUM({marks}),{DECIMALS})"
        return f'=IF({self._blank(marks)}>0,"",IF({self._wrong(marks, points)}>0,"",{total}))'

    def remark(self, marks: Sequence[Decimal | None]) -> str:
        """Say why there is no sum; nothing where there is one."""
        blank = sum(mark is None for mark in marks)
        if blank:
            return f"还有 {blank} {_BLANK}"
        return "" if self.total(marks) is not None else _WRONG

    def remark_formula(self, marks: str, points: str) -> str:
        """Return the formula of what ``remark`` says."""
        blank = self._blank(marks)
        wrong = f'IF({self._wrong(marks, points)}>0,"{_WRONG}","")'
        return f'=IF({blank}>0,"还有 "&({blank})&" {_BLANK}",{wrong})'

    def _blank(self, marks: str) -> str:
        """Return the formula of how many marks are no numbers."""
        return f"({len(self.points)}-COUNT({marks}))"

    def _wrong(self, marks: str, points: str) -> str:
        """Return the formula of how many marks may not be given, where all are numbers."""
        wrong = f"({marks}<0)+({marks}>{points})+(ROUND({marks},{DECIMALS})<>{marks})"
        return f"SUMPRODUCT({wrong})"


def unfit(mark: Decimal, most: Decimal) -> str:
    """Say why a mark may not be given; nothing where it may."""
    if mark < 0:
        return "小于 0"
    if mark > most:
        return f"大于分值 {plain(most)}"
    return f"多于 {DECIMALS} 位小数" if mark != round(mark, DECIMALS) else ""


def verdict_of(bands: Sequence[BandDef], total: Decimal | None) -> str:
    """Return the word for a sum; nothing without one."""
    if total is None:
        return ""
    return next((band.name for band in bands if total >= band.at_least), "")


def verdict_formula(bands: Sequence[BandDef], total: str) -> str:
    """Return the formula of what ``verdict_of`` says of the sum in a cell."""
    words = '""'
    for band in reversed(bands):
        words = f'IF({total}>={plain(band.at_least)},"{_quoted(band.name)}",{words})'
    return f'=IF({total}="","",{words})'


def _quoted(text: str) -> str:
    return text.replace('"', '""')
