"""Budgets, executions and scores added up: of departments over their units, and of projects."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.letters.unit_values import rate_of
from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.department_ranks import ranked_lines
from xlevaluate.rollup.same_names import same_name
from xlevaluate.submission.amounts import round_half_up


class MoneySum(Struct, frozen=True):
    """What the forms that count say together; 万元, and points to 0.01.

    ``rate`` is in percent, of the forms that say both, all but ``partial``; ``average`` is of those
    with a score.
    """

    name: str
    due: int
    forms: int
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    average: Decimal | None
    partial: int = 0


def money_sum(name: str, lines: Iterable[CollectedLine]) -> MoneySum:
    """Add up the forms that count of some lines; blanks are left out, and of blanks alone blank."""
    given = list(lines)
    forms = [line.handed_in.form for line in given if line.handed_in is not None]
    budgets = [form.final_budget for form in forms if form.final_budget is not None]
    executed = [form.executed for form in forms if form.executed is not None]
    both = [form for form in forms if form.final_budget is not None and form.executed is not None]
    scores = [score for form in forms if (score := form.counted_score) is not None]
    return MoneySum(
        name=name,
        due=len(given),
        forms=len(forms),
        budget=sum(budgets, Decimal(0)) if budgets else None,
        executed=sum(executed, Decimal(0)) if executed else None,
        rate=rate_of(
            sum((form.final_budget or Decimal(0) for form in both), Decimal(0)),
            sum((form.executed or Decimal(0) for form in both), Decimal(0)),
        ),
        average=round_half_up(sum(scores, Decimal(0)) / len(scores), 2) if scores else None,
        partial=len(forms) - len(both),
    )


def by_department(lines: Sequence[CollectedLine]) -> tuple[MoneySum, ...]:
    """Return a sum for each department over the forms of itself and its units, without projects.

    The best average score comes first, then the better execution; without a score last. Who stands
    in no roster, where there is one, and who is of no department is in none of them.
    """
    groups: dict[str, list[CollectedLine]] = {}
    names: dict[str, str] = {}
    for line in ranked_lines(lines):
        names.setdefault(same_name(line.department), line.department)
        groups.setdefault(same_name(line.department), []).append(line)
    sums = [money_sum(names[key], group) for key, group in groups.items()]
    return tuple(sorted(sums, key=_order))


def ranks(sums: Sequence[MoneySum]) -> list[int | None]:
    """Return the ranks of sums in their order: equal averages share one; ``None`` without one."""
    found: list[int | None] = []
    for place, item in enumerate(sums):
        if item.average is None:
            found.append(None)
        elif place and sums[place - 1].average == item.average:
            found.append(found[-1])
        else:
            found.append(place + 1)
    return found


def _order(item: MoneySum) -> tuple[bool, Decimal, Decimal, str]:
    average, rate = item.average or Decimal(0), item.rate or Decimal(0)
    return (item.average is None, -average, -rate, item.name)
