"""上年核对 of a whole year: a line for each figure that differs and each unit that was not held."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from xlevaluate.history.last_year_agreement import LastYearHeld
from xlevaluate.rollup.collection import RosterEntry

LAST_YEAR_SHEET = "上年核对"
LAST_YEAR_HEADS = (
    *("单位编码", "单位名称", "主管部门", "业务科室"),
    *("项目", "本年填的上年数", "上年自评的数", "相差", "计量单位", "问题"),
)

LastYearRow = tuple[str | Decimal | None, ...]
"""Cells under ``LAST_YEAR_HEADS``; the three figures are numbers, blank where nothing was held."""


class LastYearTable(Struct, frozen=True):
    """The lines, and what they come to.

    ``held`` units have a form of last year in the store, by which ``figures`` figures were
    compared; ``differing`` of them have differences. ``unheld`` counts the others by the reason.
    """

    rows: tuple[LastYearRow, ...]
    held: int
    figures: int
    differences: int
    differing: int
    unheld: Counter[str]

    def sentence(self, year: int) -> str:
        """Say it all in one sentence; what was not compared is never called right."""
        why = "；".join(
            f"{count} 个单位没有核对：{reason}" for reason, count in self.unheld.items()
        )
        if not self.held:
            return f"{year} 年度的上年数没有核对：{why or '没有要核对的表'}。"
        apart = (
            f"{self.differing} 个单位有 {self.differences} 处不一致"
            if self.differences
            else "都一致"
        )
        whole = f"{year} 年度的上年数：{self.held} 个单位核对了 {self.figures} 个数，{apart}"
        return f"{whole}；{why}。" if why else f"{whole}。"


def last_year_table(held: Iterable[tuple[RosterEntry, LastYearHeld]]) -> LastYearTable:
    """Return the lines in the order of the objects; units without last year's form come last.

    Where no unit has one, there is no line: then it is not the units that lack something.
    """
    rows: list[LastYearRow] = []
    without: list[LastYearRow] = []
    compared: list[LastYearHeld] = []
    unheld: Counter[str] = Counter()
    for entry, item in held:
        unit = (entry.code, entry.name, entry.department, entry.office)
        if item.reason:
            unheld[item.reason] += 1
            without.append((*unit, "", None, None, None, "", f"没有核对：{item.reason}。"))
            continue
        compared.append(item)
        rows += (
            (*unit, one.label, one.actual, one.expected, one.difference, one.unit, one.message)
            for one in item.differences
        )
    return LastYearTable(
        rows=(*rows, *(without if compared else ())),
        held=len(compared),
        figures=sum(item.compared for item in compared),
        differences=len(rows),
        differing=sum(bool(item.differences) for item in compared),
        unheld=unheld,
    )
