"""A sample drawn so that anybody can repeat it and see that it was fair.

Of every stratum (a grade; with departments, a grade in a department) the members are put in the
order of their ids. ``random.Random("seed|department|grade")`` gives each in this order a number;
those with the smallest numbers are drawn. Python promises that the same seed gives the same
``random()`` in every version and on every system. It is made a whole number of 15 digits, which
every program keeps exactly. Strata do not disturb one another.
"""

from collections.abc import Sequence
from random import Random

from msgspec import Struct

from xlevaluate.review.sample_request import NO_GRADE, SampleRequest
from xlevaluate.rollup.collection import CollectedLine

ALGORITHM = (
    "同一等次（分主管部门抽取的，同一主管部门的同一等次）的对象为一层，按对象标识（类型、单位代码或名称、项目）的次序编号；"
    "由种子给每个对象一个 15 位的随机数，随机数最小的若干个被抽中。"
    "抽取前定下种子并公开，谁用同一种子、同一份底册再抽一次，抽中的都是同样的对象。"
)
"""How objects are drawn, for whoever asks why one was drawn."""

RECIPE = (
    "供信息技术人员复核：随机数用 Python 的 "
    'random.Random("种子|主管部门|等次")，按编号依次取 '
    "int(random() * 10**15)；不分主管部门抽取的，主管部门为空。"
)
"""The same to the digit, to repeat it without this program."""


_WHOLE = 10**15


class Member(Struct, frozen=True):
    """An object of a stratum: its number there from 1, what was drawn for it, its rank by that."""

    line: CollectedLine
    number: int
    drawn: int
    rank: int
    is_taken: bool

    @property
    def shown(self) -> str:
        """What was drawn, as texts that stand in the same order."""
        return f"{self.drawn:015}"


class Stratum(Struct, frozen=True):
    """A stratum: who may be drawn, how many were asked for, how many there are to draw from."""

    department: str
    grade: str
    members: tuple[Member, ...]
    wanted: int | None
    """``None`` where nothing was asked of this grade."""

    @property
    def taken(self) -> tuple[Member, ...]:
        """Those who were drawn, in the order in which they were."""
        found = [member for member in self.members if member.is_taken]
        return tuple(sorted(found, key=lambda member: member.rank))

    @property
    def remark(self) -> str:
        """What has to be said of it: nothing was asked, or more than there is."""
        if self.wanted is None:
            return "没有要求抽取"
        lacking = self.wanted - len(self.members)
        return (
            f"要求抽 {self.wanted} 个，只有 {len(self.members)} 个，全部抽取" if lacking > 0 else ""
        )


class Sample(Struct, frozen=True):
    """A sample: the obligatory objects with their reasons, the strata, what it was asked for.

    ``population`` is how many objects were looked at.
    """

    request: SampleRequest
    seed: str
    population: int
    obligatory: tuple[tuple[CollectedLine, str], ...]
    strata: tuple[Stratum, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What whoever asked has to know: strata with too few, grades that nobody has."""
        short = [
            f"{_called(stratum)}：{stratum.remark}。"
            for stratum in self.strata
            if stratum.wanted is not None and stratum.remark
        ]
        there = {stratum.grade for stratum in self.strata}
        lacking = [grade for grade in self.request.per_grade if grade not in there]
        if lacking:
            short.append(f"没有等次为{'、'.join(lacking)}的对象可以随机抽取。")
        return tuple(short)


def _called(stratum: Stratum) -> str:
    return " ".join(filter(None, (stratum.department, stratum.grade)))


def draw(lines: Sequence[CollectedLine], request: SampleRequest, seed: str) -> Sample:
    """Draw a sample from lines with a form that counts; the order of the lines does not matter."""
    meant = sorted(
        (line for line in lines if line.handed_in is not None and request.is_meant(line)),
        key=_place,
    )
    obligatory = []
    strata: dict[tuple[str, str], list[CollectedLine]] = {}
    for line in meant:
        if why := request.why_obligatory(line):
            obligatory.append((line, why))
            continue
        department = line.entry.department if request.by_department else ""
        grade = line.handed_in.form.grade if line.handed_in else ""
        strata.setdefault((department, grade or NO_GRADE), []).append(line)
    grades = list(request.per_grade)
    order = sorted(strata, key=lambda key: (key[0], _rank(grades, key[1]), key[1]))
    return Sample(
        request,
        seed,
        len(meant),
        tuple(obligatory),
        tuple(_stratum(request, seed, *key, strata[key]) for key in order),
    )


def _place(line: CollectedLine) -> tuple[str, str]:
    return line.entry.id, "" if line.handed_in is None else line.handed_in.name


def _rank(grades: Sequence[str], grade: str) -> int:
    return grades.index(grade) if grade in grades else len(grades)


def _stratum(
    request: SampleRequest,
    seed: str,
    department: str,
    grade: str,
    lines: Sequence[CollectedLine],
) -> Stratum:
    random = Random(f"{seed}|{department}|{grade}")  # noqa: S311 - fair, and to be repeated
    numbers = [int(random.random() * _WHOLE) for _ in lines]
    wanted = request.per_grade.get(grade)
    count = None if wanted is None else wanted.of(len(lines))
    ranks = {at: rank for rank, at in enumerate(sorted(range(len(lines)), key=numbers.__getitem__))}
    members = tuple(
        Member(line, at + 1, numbers[at], ranks[at] + 1, ranks[at] < (count or 0))
        for at, line in enumerate(lines)
    )
    return Stratum(department, grade, members, count)
