"""The history of an object as lines of tables, for the terminal and the page alike."""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.findings import LEVELS
from xlevaluate.errors import CannotDoError
from xlevaluate.history.last_year_agreement import LastYearHeld
from xlevaluate.history.object_years import ObjectYear, ObjectYears
from xlevaluate.history.store_contents import StoredYear
from xlevaluate.history.withdrawing import Withdrawn
from xlevaluate.rollup.collection import OBJECT_KINDS
from xlevaluate.rollup.form_labels import FigureLabel, figure_labels
from xlevaluate.rollup.form_record import Counts
from xlevaluate.rollup.statuses import STATUSES
from xlevaluate.submission.amounts import in_words, percent, plain

HistoryLine = tuple[str, ...]

CONTENT_HEADS = ("年度", *OBJECT_KINDS.values(), "报送份数", "问题", "已处理")
WITHDRAWN_HEADS = ("年度", "代号", "单位或项目", "份数")
YEAR_HEADS = (
    *("年度", "全年预算数", "全年执行数", "执行率", "得分", "等次"),
    *LEVELS.values(),
    *("已说明", "处理情况", "上年核对", "填报日期", "份数"),
)
YEAR_PARTS = ((0, 1, 2, 3, 4, 5, 12, 13), (0, 6, 7, 8, 9, 10, 11))
"""Columns of years, in two tables where one is too wide: what was filed, and what became of it."""

PROBLEM_HEADS = ("年度", "级别", "位置", "问题", "说明", "状态", "备注")

DIFFERENCE_HEADS = ("年度", "项目", "本年填的上年数", "上年自评的数", "相差", "问题")

_NONE = "—"
"""Stands where a form has nothing to say: no figures of last year, no score."""


def content_lines(years: tuple[StoredYear, ...]) -> tuple[HistoryLine, ...]:
    """Return what a store holds, a line a year."""
    return tuple(
        tuple(
            map(
                str,
                (
                    *(year.year, year.departments, year.units, year.projects),
                    *(year.forms, year.findings, year.decided),
                ),
            )
        )
        for year in years
    )


def withdrawn_lines(withdrawn: tuple[Withdrawn, ...]) -> tuple[HistoryLine, ...]:
    """Return what was withdrawn, a line a year of an object."""
    return tuple(
        (
            str(item.year),
            item.id,
            f"{OBJECT_KINDS[item.entry.kind]} {item.entry.title}",
            str(item.forms),
        )
        for item in withdrawn
    )


def title_of(history: ObjectYears) -> str:
    """Say what an object is: kind, code, name, whose it is."""
    entry = history.entry
    is_project = entry.kind == "project"
    code = entry.project_code if is_project else entry.code
    of = (entry.name if is_project else "", entry.department, entry.office)
    whose = "，".join(dict.fromkeys(part for part in of if part and part != entry.title))
    named = " ".join(filter(None, (code, entry.title)))
    return f"{OBJECT_KINDS[entry.kind]} {named}{f'（{whose}）' if whose else ''}"


def year_lines(history: ObjectYears) -> tuple[HistoryLine, ...]:
    """Return the years of an object, a line each."""
    return tuple(map(_year, history.years))


def _year(year: ObjectYear) -> HistoryLine:
    form = year.form
    counts: Counts = form.counts
    return (
        str(year.year),
        in_words(form.final_budget) or _NONE,
        in_words(form.executed) or _NONE,
        rate_words(form.execution_rate),
        in_words(form.score) or _NONE,
        (form.grade or _NONE) + ("（草稿）" if form.is_draft else ""),
        *(str(getattr(counts, level)) for level in LEVELS),
        str(counts.explained),
        _status_words(year),
        _NONE if year.last_year is None else agreement_words(year.last_year),
        form.filing_date,
        str(1 + len(year.former)),
    )


def rate_words(rate: Decimal | None) -> str:
    """Say a rate in percent."""
    return _NONE if rate is None else f"{plain(percent(rate))}%"


def _status_words(year: ObjectYear) -> str:
    """Say how many findings are in which state."""
    counts = year.status_counts
    said = (f"{words} {counts[status]}" for status, words in STATUSES.items() if counts[status])
    return "，".join(said) or _NONE


def agreement_words(held: LastYearHeld) -> str:
    """Say how a form agrees with last year's."""
    if held.reason:
        return f"未核对：{held.reason}"
    apart = f"{len(held.differences)} 项不一致" if held.differences else "都一致"
    blank = f"，上年没有 {len(held.blank)} 项" if held.blank else ""
    return f"{held.compared} 项，{apart}{blank}"


def problem_lines(history: ObjectYears) -> Iterator[tuple[str, HistoryLine]]:
    """Yield the findings of all years, the last year first, each with its level."""
    for year in reversed(history.years):
        for finding in year.findings:
            status = year.statuses.get(finding.key)
            yield (
                "explained" if finding.is_explained else finding.level,
                (
                    str(year.year),
                    LEVELS[finding.level],
                    f"《{finding.sheet}》{finding.cell}" if finding.sheet else "",
                    finding.statement or finding.message,
                    finding.explanation,
                    STATUSES[year.status_of(finding)],
                    "" if status is None else status.remark,
                ),
            )


def difference_lines(history: ObjectYears) -> Iterator[HistoryLine]:
    """Yield where a year's form says otherwise of last year than last year's own, last first."""
    for year in reversed(history.years):
        for item in year.last_year.differences if year.last_year else ():
            figures = (item.actual, item.expected, item.difference)
            yield (str(year.year), item.label, *map(plain, figures), item.message)


def figure_lines(
    history: ObjectYears, asked: str | None = None
) -> Iterator[tuple[str, HistoryLine]]:
    """Yield the figures of the forms, each with its sheet: label, unit, a cell a year.

    Fields stand in the order of the newest form; what only older forms have comes after them.
    ``asked`` is what ``--template`` says.
    """
    labels: dict[str, FigureLabel] = {}
    for year in reversed(history.years):
        named = _labels(year.form.template, asked)
        unknown = (FigureLabel(path, "", path, "", "") for path in year.figures)
        for label in (*named.values(), *unknown):
            labels.setdefault(label.path, label)
    for path, label in labels.items():
        said = tuple(year.figures.get(path, "") for year in history.years)
        if any(said):
            yield label.sheet, (label.label, label.unit, *said)


def _labels(template: str, asked: str | None) -> dict[str, FigureLabel]:
    try:
        return figure_labels(template, asked)
    except CannotDoError:  # a template of somebody's own that is no longer here
        return {}
