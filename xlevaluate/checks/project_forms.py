"""表间: the forms of projects held against the unit's own, and against one another.

All are queries: a project may carry over, be exempted, or be paid from money outside the budget.
Source of what should agree: 财预〔2020〕10号 (every project has a form), and sense.
"""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Observation,
    Reason,
    RuleResult,
    unchecked,
)
from xlevaluate.checks.reads import NOTHING, Reads, any_of, cell, indicator
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.form.fields import Listing
from xlevaluate.form.form import PROJECTS
from xlevaluate.form.project_layout import lines_in, lines_sheet
from xlevaluate.form.roles import OF_A_PROJECT, FieldRole
from xlevaluate.submission.amounts import canonical, number_or_none
from xlevaluate.submission.texts import clean_text, named_sheets
from xlevaluate.submission.tolerance import agreement
from xlevaluate.template.template import Template

_EVERY = "《项目支出绩效评价管理办法》（财预〔2020〕10号）：项目支出绩效自评覆盖全部项目"
_SAME = "同一件事在各表中一致"

HAS_PROJECTS = Reads(lambda _: (), lambda template: template.form.definition.projects is not None)
"""A workbook in which forms of projects may stand."""


def _money_lists(template: Template) -> Iterator[Listing]:
    """Yield the lists of rows of money, each with a name."""
    for listing in template.form.listings.values():
        if not _MONEY.isdisjoint(str(item.role) for item in listing.fields):
            yield listing


_MONEY = frozenset(OF_A_PROJECT)

ROWS_OF_MONEY = any_of(
    lambda template: (item.name for listing in _money_lists(template) for item in listing.fields)
)
"""Rows that a unit adds to a table of money, as of special funds."""


def path_of(subject: Subject, number: int, role: FieldRole) -> str:
    """Return the path of a project's figure in the whole submission; ``""`` without the field."""
    form = subject.template.form.project
    item = None if form is None else form.with_role(role)
    return "" if item is None else f"{PROJECTS}{number}.{item.path}"


def filled(subject: Subject) -> Iterator[tuple[int, Subject]]:
    """Yield the projects in whose forms something stands, with their numbers."""
    for number, project in enumerate(subject.projects.values()):
        if not project.is_untouched:
            yield number, project


@rule(
    "J01",
    "query",
    "表间",
    "各项目的执行数之和等于项目支出",
    _EVERY,
    cell("project", "current"),
    requires=cell("project", "current") | HAS_PROJECTS,
)
def total(subject: Subject) -> RuleResult:
    """Hold the money of all projects against project expenditure of the final accounts."""
    whole = subject.template.form.cell("project", "current")
    projects = list(filled(subject))
    if whole is None or not projects:
        return NOT_APPLICABLE_HERE
    (entry,) = subject.figures[whole.name]
    spent = [project.figures.number("executed") for _, project in projects]
    if entry.value is None:
        return subject.blank(Reason("blank", (whole.label,)), whole.name)
    amount = number_or_none(entry.value)
    if amount is None:
        return NOT_APPLICABLE_HERE
    lacking = tuple(
        f"《{sheet}》{_label(project)}"
        for sheet, project in subject.projects.items()
        if not project.is_untouched and project.figures.number("executed") is None
    )
    if lacking:
        return unchecked(Reason("blank", lacking))
    paths = tuple(path_of(subject, number, "executed") for number, _ in projects)
    summed = sum((number for number in spent if number is not None), Decimal(0))
    if agreement(amount, [number for number in spent if number is not None]) != "different":
        return RuleResult()
    found = Observation(
        "projects_total",
        entry.path,
        paths,
        canonical(amount),
        canonical(summed),
        canonical(abs(summed - amount)),
        note="多" if summed > amount else "少",
    )
    return RuleResult((found,))


def _label(project: Subject) -> str:
    item = project.template.form.with_role("executed")
    return "" if item is None else item.label


@rule(
    "J02",
    "query",
    "表间",
    "同名的专项与项目表金额一致",
    _SAME,
    ROWS_OF_MONEY,
    requires=HAS_PROJECTS,
    needs=NOTHING,
)
def rows(subject: Subject) -> RuleResult:
    """Hold rows of money that are called as a project against the project's form."""
    called = dict(_by_name(subject))
    found = []
    for listing in _money_lists(subject.template):
        for path, name in _named_rows(subject, listing):
            if name not in called:
                continue
            number, project = called[name]
            for item in listing.fields:
                role = OF_A_PROJECT.get(str(item.role))
                if role is None or subject.is_unread(item.name):
                    continue
                at = f"{path}.{item.path.rsplit('.', 1)[1]}"
                own = number_or_none(_at(subject, at, item.name))
                other = project.figures.number(role)
                if own is not None and other is not None and own != other:
                    there = (path_of(subject, number, role),)
                    difference = canonical(abs(own - other))
                    found.append(Observation("project_row", at, there, own, other, difference))
    return RuleResult(tuple(found), applicable=bool(called))


def _at(subject: Subject, path: str, name: str) -> object:
    return next((entry.value for entry in subject.figures[name] if entry.path == path), None)


def _named_rows(subject: Subject, listing: Listing) -> Iterator[tuple[str, str]]:
    """Yield the rows of a list of money by the path of each, with its name."""
    for entry in subject.figures[listing.fields[0].name]:
        if entry.value is not None:
            yield entry.path.rsplit(".", 1)[0], _plain(entry.value)


def _by_name(subject: Subject) -> Iterator[tuple[str, tuple[int, Subject]]]:
    for number, project in filled(subject):
        name = project.figures.text("project_name")
        if name is not None:
            yield _plain(name), (number, project)


def _plain(value: object) -> str:
    return "".join((clean_text(str(value)) or "").split())


@rule(
    "J03",
    "query",
    "表间",
    "同一指标在部门和项目表中的完成值一致",
    _SAME,
    indicator("name", "actual"),
    requires=HAS_PROJECTS,
    needs=NOTHING,
)
def indicators(subject: Subject) -> RuleResult:
    """Hold indicators that stand in the unit's form and in a project's against one another."""
    roles = subject.template.form.indicator_columns
    if not {"name", "actual"} <= set(roles):
        return NOT_APPLICABLE_HERE
    own = {_plain(row.name): row for row in subject.figures.indicators if row.name and row.actual}
    found, compared = [], False
    for number, project in filled(subject):
        for row in project.figures.indicators:
            other = own.get(_plain(row.name)) if row.name and row.actual else None
            if other is None:
                continue
            compared = True
            if _plain(other.actual) != _plain(row.actual):
                found.append(
                    Observation(
                        "project_indicator",
                        other.paths["actual"],
                        (f"{PROJECTS}{number}.{row.paths['actual']}",),
                        str(other.actual),
                        str(row.actual),
                    )
                )
    return RuleResult(tuple(found), applicable=compared)


@rule("J06", "hint", "完整性", "项目表都已填写", _EVERY, requires=HAS_PROJECTS, needs=NOTHING)
def blank_forms(subject: Subject) -> RuleResult:
    """Find forms of projects in which nothing stands; all of them are one finding."""
    written = {number for number, _ in filled(subject)}
    blank = {n: sheet for n, sheet in enumerate(subject.projects) if n not in written}
    if not blank:
        return RuleResult(applicable=bool(subject.projects))
    first, *others = (path_of(subject, number, "project_name") for number in blank)
    note = named_sheets(tuple(blank.values()))
    return RuleResult((Observation("project_blank", first, tuple(others), note=note),))


@rule("J07", "query", "表间", "一个项目只有一张表", _SAME, requires=HAS_PROJECTS)
def twice(subject: Subject) -> RuleResult:
    """Find forms of projects of the same name."""
    first: dict[str, int] = {}
    found = []
    for number, project in filled(subject):
        name = project.figures.text("project_name")
        if name is None:
            continue
        before = first.setdefault(_plain(name), number)
        if before != number:
            path, other = (path_of(subject, n, "project_name") for n in (number, before))
            found.append(Observation("project_twice", path, (other,), note=name))
    return RuleResult(tuple(found), applicable=bool(first))


@rule(
    "J08", "hint", "完整性", "项目汇总列有每张项目表", _EVERY, requires=HAS_PROJECTS, needs=NOTHING
)
def listed_forms(subject: Subject) -> RuleResult:
    """Find sheets of projects that the table of projects does not list."""
    snapshot = subject.reading.snapshot
    lines = lines_in(subject.template.form, snapshot)
    table = lines_sheet(subject.template.form, snapshot)
    if table is None:
        return NOT_APPLICABLE_HERE
    said = {str(snapshot.at(line).value) for line in lines}
    found = tuple(
        Observation("project_unlisted", path_of(subject, number, "project_name"), note=table)
        for number, sheet in enumerate(subject.projects)
        if sheet not in said
    )
    return RuleResult(found, applicable=bool(subject.projects))


RULES = (total, rows, indicators, blank_forms, twice, listed_forms)
