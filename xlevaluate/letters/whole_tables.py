"""The tables of a circular and of a summary report: ranking, sums by unit, all objects."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlevaluate.letters.addressees import Addressee
from xlevaluate.letters.money_sums import MoneySum, by_department, money_sum, ranks
from xlevaluate.report.annex import Alignment, Annex, plain_table
from xlevaluate.rollup.collection import OBJECT_KINDS, STATES, CollectedLine, HandingState
from xlevaluate.submission.amounts import fixed

_NONE = "—"
_TOTAL = "合计"
_NOT_COUNTED = "不计"
_BEYOND, _BEYOND_PROJECTS = "（名单外）", "（含名单外项目）"
_UNIT = "金额单位：万元"


def ranking_annex(title: str, lines: Sequence[CollectedLine], *, has_roster: bool) -> Annex:
    """Rank the departments by the average score of their own form and their units'.

    How many are due is known by a roster alone.
    """
    sums = by_department(lines)
    heads = ("名次", "主管部门", "应报", "已收", "平均得分", "全年预算数", "全年执行数", "执行率")
    rows = [
        (
            _whole(rank),
            item.name,
            str(item.due) if has_roster else _NONE,
            str(item.forms),
            _money(item.average),
            *_of(item),
        )
        for rank, item in zip(ranks(sums), sums, strict=True)
    ]
    sides: tuple[Alignment, ...] = (
        *("center", "left", "center", "center"),
        *("right", "right", "right", "right"),
    )
    return _annex(title, (heads, *rows), (6, 38, 7, 7, 11, 16, 16, 11), sides)


def units_annex(title: str, units: Iterable[Addressee]) -> Annex:
    """Add up budget and execution for each unit, of its own form and of its projects.

    What is beyond the roster stands in no total, and says so.
    """
    given = list(units)
    heads = (
        *("序号", "单位", "全年预算数", "全年执行数", "执行率"),
        *("项目个数", "项目预算数", "项目执行数", "项目执行率"),
    )
    rows = [
        (str(number), *_unit_row(_named(unit), _own(unit), unit.projects))
        for number, unit in enumerate(given, 1)
    ]
    covered = [line for unit in given for line in unit.lines if not line.is_beyond]
    own = [line for line in covered if line.entry.kind != "project"]
    projects = [line for line in covered if line.entry.kind == "project"]
    rows.append(("", *_unit_row(_TOTAL, own, projects)))
    sides: tuple[Alignment, ...] = (
        *("center", "left", "right", "right", "right"),
        *("right", "right", "right", "right"),
    )
    return _annex(title, (heads, *rows), (6, 36, 15, 15, 11, 9, 15, 15, 11), sides)


def missing_annex(title: str, lines: Sequence[CollectedLine]) -> Annex | None:
    """List what of the roster is missing, blank, of another year, or returned; else ``None``."""
    listed = [line for line in lines if line.entry.is_listed]
    states: tuple[HandingState, ...] = ("missing", "blank", "other_year", "returned")
    ordered = [line for state in states for line in listed if line.state == state]
    if not ordered:
        return None
    heads = ("序号", "类型", "单位", "项目", "主管部门", "状态")
    rows = [
        (
            str(number),
            OBJECT_KINDS[line.entry.kind],
            line.entry.name,
            line.entry.project_name,
            line.entry.department,
            STATES[line.state],
        )
        for number, line in enumerate(ordered, 1)
    ]
    sides: tuple[Alignment, ...] = ("center", "center", "left", "left", "left", "center")
    table = plain_table((heads, *rows), (6, 8, 30, 34, 26, 11), sides)
    return Annex(title=title, landscape=True, above=(), tables=(table,), below=())


def objects_annex(title: str, lines: Sequence[CollectedLine]) -> Annex:
    """List all units and projects with their money, their scores, and how they stand."""
    heads = (
        *("序号", "类型", "单位", "项目", "全年预算数", "全年执行数", "执行率"),
        *("得分", "等次", "错误", "核实", "状态"),
    )
    rows = [(str(number), *_object_row(line)) for number, line in enumerate(lines, 1)]
    sides: tuple[Alignment, ...] = (
        *("center", "center", "left", "left", "right", "right", "right"),
        *("right", "center", "center", "center", "center"),
    )
    return _annex(title, (heads, *rows), (6, 6, 28, 28, 13, 13, 10, 9, 6, 6, 6, 8), sides)


def _annex(
    title: str, rows: Sequence[Sequence[str]], widths: tuple[int, ...], sides: Sequence[Alignment]
) -> Annex:
    return Annex(
        title=title,
        landscape=True,
        may_turn=False,  # upright, its amounts and rates would break
        above=(_UNIT,),
        tables=(plain_table(rows, widths, sides),),
        below=(),
    )


def _named(unit: Addressee) -> str:
    """Return a unit's name, with a mark where totals lack any of its money."""
    if any(line.is_beyond for line in _own(unit)):
        return f"{unit.name}{_BEYOND}"
    return unit.name + (_BEYOND_PROJECTS if any(line.is_beyond for line in unit.lines) else "")


def _own(unit: Addressee) -> list[CollectedLine]:
    return [line for line in unit.lines if line.entry.kind != "project"]


def _unit_row(
    name: str, own: Iterable[CollectedLine], projects: Iterable[CollectedLine]
) -> tuple[str, ...]:
    of_projects = money_sum("", projects)
    return (name, *_of(money_sum("", own)), str(of_projects.forms), *_of(of_projects))


def _object_row(line: CollectedLine) -> tuple[str, ...]:
    entry = line.entry
    head = (OBJECT_KINDS[entry.kind], entry.name, entry.project_name)
    state = STATES[line.state] + (_BEYOND if line.is_beyond else "")
    if line.handed_in is None:
        return (*head, *[_NONE] * 7, state)
    form = line.handed_in.form
    counts = form.counts
    return (
        *head,
        *_of(money_sum("", [line])),
        _money(form.score),
        _NOT_COUNTED if form.score_faults else form.grade or _NONE,
        str(counts.error),
        str(counts.query),
        state,
    )


def _of(item: MoneySum) -> tuple[str, str, str]:
    rate = _NONE if item.rate is None else f"{fixed(item.rate)}%"
    return (_money(item.budget), _money(item.executed), rate)


def _money(value: Decimal | None) -> str:
    return _NONE if value is None else fixed(value)


def _whole(value: int | None) -> str:
    return _NONE if value is None else str(value)
