"""What the sentences of a circular and of a summary report can say: of all units together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from xlevaluate.letters.letterhead import LEFT_BLANK, Letterhead
from xlevaluate.letters.money_sums import MoneySum, by_department, money_sum
from xlevaluate.letters.standing import Standing, late
from xlevaluate.letters.typical_problems import FoundProblems
from xlevaluate.letters.unit_values import LETTERHEAD_SAMPLES, letterhead_values, or_blank
from xlevaluate.rollup.collection import STATES, CollectedLine, ObjectKind
from xlevaluate.rollup.department_ranks import ends
from xlevaluate.rollup.five_figures import five_figures, grade_counts
from xlevaluate.rollup.form_record import FormSummary
from xlevaluate.rollup.spreads import RATE_BANDS, rate_band
from xlevaluate.sentences.values import SentenceValue
from xlevaluate.submission.amounts import percent, plain

GROUPS: Mapping[str, tuple[ObjectKind, ...]] = {
    "单位": ("department", "unit"),
    "项目": ("project",),
}
"""Departments and units are said of together, projects apart from them."""

_GROUP_SAMPLES: Mapping[str, SentenceValue] = {
    "应报数": 2,
    **{f"{words}数": 1 for words in STATES.values()},
    **{f"{words}占比": Decimal(50) for words in STATES.values()},
    **{f"{words}名单": "某局" for words in STATES.values()},
    "逾期名单": "某局",
    "逾期数": 1,
    "名单外数": 1,
    "名单外名单": "某局",
    "名单外预算合计": Decimal(2),
    "五项数字": "对2个单位开展绩效自评。",
    "等次分布": "优1个，占100%",
    "执行率分布": "100%的1个",
    "全年预算合计": Decimal(2),
    "全年执行合计": Decimal(1),
    "合计执行率": Decimal(50),
    "兼有部门和单位": True,
    "缺预算执行数": 1,
    "平均得分": Decimal(98),
}

WHOLE_SAMPLES: Mapping[str, SentenceValue] = {
    "年度": 2024,
    "范围": "某局",
    "有名单": True,
    **{f"{group}{name}": value for group in GROUPS for name, value in _GROUP_SAMPLES.items()},
    "部门数": 2,
    "前几名": "某局",
    "后几名": "某局",
    "各部门同分": Decimal(98),
    "未能读取数": 1,
    "典型问题": ["1.问题。"],
    "典型问题数": 1,
    "问题总数": 4,
    "待整改数": 1,
    "已说明数": 1,
    "已了结数": 2,
    **LETTERHEAD_SAMPLES,
}

_BEST = 5
"""Departments that are named at either end of the ranking."""


def whole_values(
    lines: Sequence[CollectedLine],
    year: int | None,
    letterhead: Letterhead,
    typical: Sequence[str],
    problems: FoundProblems,
    *,
    of: str = "",
    has_roster: bool = False,
    unread: int = 0,
) -> dict[str, SentenceValue]:
    """Return what can be said of all lines; ``of`` is the department that they are of, if of one.

    ``typical`` are sentences of typical problems, ``problems`` counts all. What is due, and
    missing, is known by a roster alone: without one it is blank. What is beyond the roster is said
    apart, and in no sum.
    """
    ranked = [item for item in by_department(lines) if item.average is not None]
    averages = [item.average for item in ranked if item.average is not None]
    first, last = ends(averages, _BEST)
    alike = averages[0] if len(averages) > 1 and averages[0] == averages[-1] else None
    said: dict[str, SentenceValue] = {
        "年度": LEFT_BLANK if year is None else year,
        "范围": of or None,
        "部门数": len(ranked),
        "前几名": _ranked(ranked[:first]) or None,
        "后几名": _ranked(ranked[last:]) or None,
        "各部门同分": alike,
        "未能读取数": unread,
        "典型问题": list(typical) or None,
        "典型问题数": len(typical),
        "问题总数": problems.open + problems.explained + problems.settled,
        "待整改数": problems.open,
        "已说明数": problems.explained,
        "已了结数": problems.settled,
    }
    for group, kinds in GROUPS.items():
        own = [line for line in lines if line.entry.kind in kinds]
        values = _group_values(own, kinds, year, letterhead, has_roster=has_roster)
        said |= {f"{group}{name}": value for name, value in values.items()}
    return {**or_blank(said), **letterhead_values(letterhead), "有名单": has_roster}


def _group_values(
    lines: Sequence[CollectedLine],
    kinds: tuple[ObjectKind, ...],
    year: int | None,
    letterhead: Letterhead,
    *,
    has_roster: bool,
) -> dict[str, SentenceValue]:
    listed = Standing(tuple(line for line in lines if line.entry.is_listed))
    unlisted = [line for line in lines if line.is_beyond]
    covered = [line for line in lines if not line.is_beyond]
    overdue = late(covered, letterhead.deadline)
    total, beyond = money_sum("", covered), money_sum("", unlisted)
    said: dict[str, SentenceValue] = {
        "应报数": listed.due if has_roster else None,
        "名单外数": len(unlisted) if has_roster else None,
        "名单外名单": _titles(unlisted) or None,
        "名单外预算合计": beyond.budget,
        "逾期数": len(overdue) if letterhead.deadline else None,
        "逾期名单": _titles(overdue) or None,
        "五项数字": five_figures(lines, kinds).sentence(year) if lines else None,
        "等次分布": _grades(covered) or None,
        "执行率分布": _bands(covered) or None,
        "全年预算合计": total.budget,
        "全年执行合计": total.executed,
        "合计执行率": total.rate,
        "兼有部门和单位": len({line.entry.kind for line in covered if line.handed_in}) > 1,
        "缺预算执行数": total.partial,
        "平均得分": total.average,
    }
    for state, words in STATES.items():
        said[f"{words}数"] = listed.count(state) if has_roster else None
        said[f"{words}占比"] = listed.share(state) if has_roster else None
        said[f"{words}名单"] = (_titles(listed.of(state)) or None) if has_roster else None
    return said


def _titles(lines: Iterable[CollectedLine]) -> str:
    return "、".join(" ".join(line.entry.title.split()) for line in lines)


def _grades(lines: Sequence[CollectedLine]) -> str:
    counts = [(item.grade, item.count) for item in grade_counts(lines)]
    returned = [(item.grade, item.returned) for item in grade_counts(lines) if item.returned]
    said = _shares(counts, "{}{}个，占{}%")
    if not returned:
        return said
    return said + f"（其中有错误、已退回的{'、'.join(f'{grade}{n}个' for grade, n in returned)}）"


def _bands(lines: Sequence[CollectedLine]) -> str:
    bands = Counter(rate_band(form) for form in _forms(lines))
    counts = [(words, bands[number]) for number, words in enumerate(RATE_BANDS) if bands[number]]
    return _shares(counts, "{}的{}个，占{}%")


def _forms(lines: Sequence[CollectedLine]) -> list[FormSummary]:
    return [line.handed_in.form for line in lines if line.handed_in is not None]


def _shares(counts: Sequence[tuple[str, int]], pattern: str) -> str:
    total = sum(number for _, number in counts)
    return "；".join(
        pattern.format(words, number, plain(percent(Decimal(number) / total)))
        for words, number in counts
    )


def _ranked(sums: Iterable[MoneySum]) -> str:
    return "、".join(
        f"{item.name}（{plain(item.average)}分）" for item in sums if item.average is not None
    )
