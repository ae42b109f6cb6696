"""The five figures that disclosures quote: number, money, average, grades, share evaluated."""

from collections import Counter
from collections.abc import Collection as Several
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.rollup.collection import OBJECT_KINDS, CollectedLine, Collection, ObjectKind
from xlevaluate.rollup.score_faults import not_counted
from xlevaluate.rollup.spreads import grades_in_order
from xlevaluate.submission.amounts import fixed, percent, plain, round_half_up
from xlevaluate.submission.texts import listed

TOGETHER: tuple[tuple[ObjectKind, ...], ...] = (("department", "unit"), ("project",))
"""Kinds of which the five figures are said: a project's money is part of its unit's."""


class GradeCount(Struct, frozen=True):
    """How many have a grade, and how many of them were returned to be mended."""

    grade: str
    count: int
    returned: int

    @property
    def words(self) -> str:
        """Say both: ``优9个（其中8个有错误、已退回）``."""
        returned = f"（其中{self.returned}个有错误、已退回）" if self.returned else ""
        return f"{self.grade}{self.count}个{returned}"


class FiveFigures(Struct, frozen=True):
    """What can be said of all objects of some kinds together.

    ``due`` stand in the roster and have to be evaluated; ``evaluated`` were. What stands in no
    roster is in none of the figures, where the roster lists others of its kind: ``beyond`` counts
    it, ``beyond_money`` is its 全年预算数. ``money`` is the 全年预算数 in 万元 of the ``funded``
    that say it; ``average`` is the mean of the scores of ``scored``, to 0.01 and half up, ``None``
    where there are none; ``grades`` counts them, the best first. ``faulty`` names the forms whose
    score cannot be, which is in neither.
    """

    kinds: tuple[ObjectKind, ...]
    due: int
    evaluated: int
    money: Decimal
    funded: int
    average: Decimal | None
    scored: int
    grades: tuple[GradeCount, ...]
    beyond: int = 0
    beyond_money: Decimal = Decimal(0)
    faulty: str = ""
    by_kind: dict[ObjectKind, Decimal] = {}
    """``money`` by kind of object, of those that say it."""

    @property
    def share(self) -> Decimal | None:
        """The share of what is due that was evaluated; ``None`` where that is not known."""
        return Decimal(self.evaluated) / self.due if self.due else None

    def sentence(self, year: int | None) -> str:
        """Say the five figures as a disclosure does; what cannot be said is left out, or said so.

        ``2023年度，对17个项目开展绩效自评，涉及资金5312.5万元，平均得分98.3分，评价等次为优15个、良2个，
        自评覆盖率94.44%。``
        """
        when = f"{year}年度，" if year is not None else ""
        what = "、".join(OBJECT_KINDS[kind] for kind in self.kinds)
        if not self.evaluated:
            due = f"应评价{what}{self.due}个" if self.due else what
            return f"{when}{due}，尚未开展绩效自评。{self._beyond_words}"
        parts = [f"对{self.evaluated}个{what}开展绩效自评", f"涉及资金{self._money_words}"]
        if self.funded < self.evaluated:
            parts[-1] += f"（{self.evaluated - self.funded}个没有填写全年预算数，未计入）"
        if self.average is not None:
            parts.append(f"平均得分{plain(self.average)}分")
            if self.scored < self.evaluated:
                parts[-1] += f"（{self.evaluated - self.scored}个没有得分或得分有误，未计入）"
        if self.grades:
            grades = listed(item.words for item in self.grades)
            parts.append(f"评价等次为{grades}")
        if self.share is not None:
            parts.append(f"自评覆盖率{plain(percent(self.share))}%")
        return f"{when}{'，'.join(parts)}。{self.faulty}{self._beyond_words}"

    @property
    def _money_words(self) -> str:
        """Say the money of each kind: a department's may hold that of its units."""
        if len(self.by_kind) < 2:
            return f"{fixed(self.money)}万元"
        return "、".join(
            f"{OBJECT_KINDS[kind]}{fixed(money)}万元" for kind, money in self.by_kind.items()
        )

    @property
    def _beyond_words(self) -> str:
        if not self.beyond:
            return ""
        money = f"，涉及资金{fixed(self.beyond_money)}万元" if self.beyond_money else ""
        return f"另有名单外{self.beyond}个{money}，没有计入。"


def grade_counts(lines: Sequence[CollectedLine]) -> tuple[GradeCount, ...]:
    """Count the grades of the forms that count, the best first."""
    given = [(line.state, line.handed_in.form.counted_grade) for line in lines if line.handed_in]
    counts = Counter(grade for _, grade in given)
    returned = Counter(grade for state, grade in given if state == "returned")
    return tuple(
        GradeCount(grade, counts[grade], returned[grade]) for grade in grades_in_order(lines)
    )


def five_figures(lines: Sequence[CollectedLine], kinds: Several[ObjectKind]) -> FiveFigures:
    """Return the five figures of the lines of some kinds.

    Without a roster nothing is due. What is beyond it and of which no form counts is not counted.
    """
    asked = [line for line in lines if line.entry.kind in kinds]
    of = [line for line in asked if not line.is_beyond]
    forms = [line.handed_in.form for line in of if line.handed_in is not None]
    budgets = [form.final_budget for form in forms if form.final_budget is not None]
    beyond = [line.handed_in.form for line in asked if line.is_beyond and line.handed_in]
    scores = [score for form in forms if (score := form.counted_score) is not None]
    return FiveFigures(
        kinds=tuple(kinds),
        due=sum(line.entry.is_listed for line in of),
        evaluated=len(forms),
        money=sum(budgets, Decimal(0)),
        funded=len(budgets),
        average=round_half_up(sum(scores, Decimal(0)) / len(scores), 2) if scores else None,
        scored=len(scores),
        grades=grade_counts(of),
        beyond=len(beyond),
        faulty=not_counted(of),
        by_kind={kind: money for kind in kinds if (money := _money_of(of, kind)) is not None},
        beyond_money=sum((form.final_budget or Decimal(0) for form in beyond), Decimal(0)),
    )


def _money_of(lines: Sequence[CollectedLine], kind: ObjectKind) -> Decimal | None:
    budgets = [
        line.handed_in.form.final_budget
        for line in lines
        if line.entry.kind == kind and line.handed_in is not None
    ]
    said = [budget for budget in budgets if budget is not None]
    return sum(said, Decimal(0)) if said else None


def five_figure_sentences(collection: Collection) -> Iterator[str]:
    """Yield the five figures of units, and those of projects, where there are any, as sentences."""
    for several in TOGETHER:
        of = {line.entry.kind for line in collection.lines}
        if there := [kind for kind in several if kind in of]:
            yield five_figures(collection.lines, there).sentence(collection.year)
