"""What a sample is asked for: objects meant at all, in any case, how many of each grade."""

import re
from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal, InvalidOperation

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.rollup.collection import OBJECT_KINDS, CollectedLine, ObjectKind
from xlevaluate.rollup.same_names import same_name
from xlevaluate.submission.amounts import plain

NO_GRADE = "无等次"
"""What objects without a grade are asked for by."""

_PART = re.compile(
    r"(?P<grade>[^=＝]+)[=＝](?:(?P<number>\d+)|(?P<percent>[\d.]+)[%％]|(?P<all>全部))"
)


class StratumSize(Struct, frozen=True):
    """How many of a stratum: a number, or a share of it (1 is all)."""

    number: int | None = None
    share: Decimal | None = None

    def of(self, size: int) -> int:
        """Return how many that is of a stratum of some size; a share is rounded up."""
        if self.share is not None:
            return int((self.share * size).to_integral_value(rounding=ROUND_CEILING))
        return self.number or 0

    @property
    def words(self) -> str:
        """What it is called."""
        if self.share is None:
            return f"{self.number} 个"
        return "全部" if self.share == 1 else f"{plain(self.share * 100)}%"


def wanted_in(text: str) -> dict[str, StratumSize]:
    """Read ``优=5,良=10%,中=全部``; raises ``CannotDoError`` where it says something else."""
    found: dict[str, StratumSize] = {}
    for part in re.split("[,，、;；]", text):
        match = _PART.fullmatch("".join(part.split()))
        percent = None if match is None or not match["percent"] else _decimal(match["percent"])
        if match is None or (match["percent"] and (percent is None or percent > 100)):
            raise CannotDoError(
                f"“{part.strip()}”看不懂：请写“等次=个数”“等次=百分比”或“等次=全部”，"
                f"如 优=5,良=10%,中=全部；没有等次的写“{NO_GRADE}”。"
            )
        grade = match["grade"]
        if grade in found:
            raise CannotDoError(f"等次“{grade}”写了两次。")
        if percent is not None:
            found[grade] = StratumSize(share=percent / 100)
        elif match["all"]:
            found[grade] = StratumSize(share=Decimal(1))
        else:
            found[grade] = StratumSize(number=int(match["number"]))
    return found


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


class SampleRequest(Struct, frozen=True, kw_only=True):
    """The request. Money is 全年预算数 in 万元.

    Only objects that the limits leave are looked at. Of those, projects of ``all_above`` or more,
    and departments where ``all_departments``, are in the sample in any case; ``per_grade`` are
    drawn from the rest, of each department where ``by_department``.
    """

    per_grade: Mapping[str, StratumSize]
    by_department: bool = False
    all_above: Decimal | None = None
    all_departments: bool = False
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    offices: tuple[str, ...] = ()
    kinds: tuple[ObjectKind, ...] = ()

    def is_meant(self, line: CollectedLine) -> bool:
        """Tell whether an object is looked at; without a budget it is beyond every limit of it."""
        budget = _budget(line)
        if self.at_least is not None and (budget is None or budget < self.at_least):
            return False
        if self.at_most is not None and (budget is None or budget > self.at_most):
            return False
        if self.kinds and line.entry.kind not in self.kinds:
            return False
        offices = {same_name(office) for office in self.offices}
        return not offices or same_name(line.entry.office) in offices

    def why_obligatory(self, line: CollectedLine) -> str:
        """Say why an object is in the sample in any case; nothing where it is not."""
        if self.all_departments and line.entry.kind == "department":
            return "部门整体全部抽查"
        budget = _budget(line)
        if self.all_above is None or line.entry.kind != "project" or budget is None:
            return ""
        if budget < self.all_above:
            return ""
        return f"项目全年预算数 {plain(budget)} 万元，不低于 {plain(self.all_above)} 万元"

    @property
    def words(self) -> tuple[str, ...]:
        """The request in words, a line each."""
        limits = []
        if self.at_least is not None:
            limits.append(f"全年预算数不低于 {plain(self.at_least)} 万元")
        if self.at_most is not None:
            limits.append(f"全年预算数不高于 {plain(self.at_most)} 万元")
        if self.offices:
            limits.append(f"业务科室为{'、'.join(self.offices)}")
        if self.kinds:
            limits.append(f"类型为{'、'.join(OBJECT_KINDS[kind] for kind in self.kinds)}")
        sure = ["部门整体全部抽查"] if self.all_departments else []
        if self.all_above is not None:
            sure.append(f"全年预算数不低于 {plain(self.all_above)} 万元的项目全部抽查")
        drawn = [f"{grade} {wanted.words}" for grade, wanted in self.per_grade.items()]
        each = "每个主管部门各等次：" if self.by_department else "各等次："
        return (
            f"范围：{'，'.join(limits) or '已报送的全部对象'}。",
            f"必抽：{'，'.join(sure) or '无'}。",
            f"随机抽取（不含必抽的）：{each + '、'.join(drawn) if drawn else '无'}。",
        )


def _budget(line: CollectedLine) -> Decimal | None:
    return None if line.handed_in is None else line.handed_in.form.final_budget
