"""A damaged workbook mended: what can be read goes into a new one, and the rest is listed.

The old workbook is only read. What is filled in, explanations, the report's outline, parameters and
inserted rows go along; a total whose formula failed is added up anew from its parts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.checks.computed_reads import sources_of
from xlevaluate.checks.deletions import Deletion, deletions_of
from xlevaluate.computed.sums import SumFill
from xlevaluate.form.figures import Figures
from xlevaluate.form.indicator_rows import indicators_of
from xlevaluate.form.inserted_rows import inserted_rows
from xlevaluate.form.page import RowCell
from xlevaluate.form.problems import Place, Reading, Trouble
from xlevaluate.form.snapshot import Area, Snapshot, a1, column_number, place_of
from xlevaluate.submission import Submission, entries
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.paths import with_values
from xlevaluate.submission.texts import clean_text
from xlevaluate.template.made_parameters import following, outdated
from xlevaluate.template.renamed_sheets import renamed_sheets, with_renamed
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.lost_names import with_found_names
from xlevaluate.workbook.mended_projects import (
    counted_projects,
    mended_projects,
    with_projects,
)
from xlevaluate.workbook.record_sheet import is_record

_MOST_TYPED = 40
"""Characters of a text that is shown in the list."""


class Left(Struct, frozen=True):
    """Something that was not moved, or not as it was: where it stood, what, and why."""

    place: Place
    typed: str
    reason: str


class Mended(Struct, frozen=True):
    """What goes into the new workbook, how much of each sheet, and what does not."""

    submission: Submission
    moved: dict[str, int]
    """Filled-in cells by the sheet of the form; what is the template's own is not counted."""
    restored: tuple[Left, ...]
    """What was worked out anew, or taken from the template."""
    left: tuple[Left, ...]


def mend(template: Template, snapshot: Snapshot) -> Mended:
    """Make out what of a workbook can be moved into a new one of the same template.

    Raises ``CannotDoError`` where none of the form's names is in it.
    """
    renamed = renamed_sheets(template, snapshot)
    snapshot = with_renamed(template, snapshot, renamed)
    damaged = read_forms(template, snapshot)
    deleted = deletions_of(template, damaged)
    columns = {
        deletion.place.sheet: column_number(deletion.number)
        for deletion in deleted
        if deletion.kind == "column_deleted"
    }
    whole = with_found_names(template, snapshot, columns)
    reading = read_forms(template, whole)
    submission, restored = _restored(template, reading)
    scores = _proposed(template, reading, submission)
    submission = with_values(submission, {path: score for path, (score, _) in scores.items()})
    restored += [item for _, item in scores.values()]

    def mended(of: Template, project: Reading) -> Submission:
        found, items = _restored(of, project)
        restored.extend(items)
        return found

    projects = mended_projects(template, reading, mended)
    submission = with_projects(template, submission, projects)
    restored += [
        Left(Place(now, "", ""), "", f"表头和各行名称与《{sheet}》相同，按《{sheet}》搬")
        for sheet, now in renamed.items()
    ]
    restored += _outdated(template, reading, submission)
    submission = following(template, snapshot, submission)
    worked_out = {item.place for item in restored}
    read = (reading, *reading.projects.values())
    left = [
        *map(_deleted, _lost(deleted, deletions_of(template, reading))),
        *(
            Left(problem.place, _short(problem.typed), reason)
            for problem in (problem for each in read for problem in each.problems)
            if (reason := _REASONS.get(problem.trouble)) and problem.place not in worked_out
        ),
        *_beside(template, reading),
    ]
    restored += [
        Left(Place(each.before, "", ""), "", f"在新的工作簿里是《{each.now}》")
        for each in projects
        if each.before != each.now
    ]
    as_it_was = [[_where_it_is(item, columns) for item in items] for items in (restored, left)]
    moved = _counted(template, submission) | dict(counted_projects(projects, _counted))
    return Mended(submission, moved, *map(tuple, as_it_was))


def _outdated(template: Template, reading: Reading, submission: Submission) -> Iterator[Left]:
    """Yield the parameters that follow the template, which is newer than the workbook."""
    for key in ("parameters", "project_parameters"):
        given = getattr(submission, key)
        of = template if key == "parameters" or not given else template.project
        now = {} if of is None else outdated(of, reading.snapshot, given)
        for name, value in now.items():
            place = reading.places.get(f"{key}.{name}") or Place("", "", name)
            text = f"制作以后没有改过，按现在的评分办法换成 {plain(value)}"
            yield Left(place, plain(given[name]), text)


def _where_it_is(item: Left, columns: Mapping[str, int]) -> Left:
    """Say where something stands in the workbook as it is, without the blank columns."""
    place = item.place
    if place.sheet not in columns or not place.cell:
        return item
    row, col = place_of(place.cell)
    cell = a1(row, col - (col > columns[place.sheet]))
    return replace(item, place=replace(place, cell=cell))


def _restored(template: Template, reading: Reading) -> tuple[Submission, list[Left]]:
    """Add up anew the totals that failed, and put the template's outline in for an empty one."""
    submission, restored = reading.submission, []
    failed = {problem.place for problem in reading.problems if problem.trouble in _FAILED}
    # A total may be a part of another one.
    unread = set(reading.unread)
    while found := _totals(template, reading, submission, unread):
        values: dict[str, Any] = {}
        for name, total in found.items():
            path = template.form.fields[name].path
            place = reading.places[path]
            unread.discard(name)
            if place in failed:
                values[path] = total
                restored.append(Left(place, plain(total), "公式已失效，按分项重新合计"))
        submission = with_values(submission, values)
    if submission.outline == ():
        sheet = template.form.sheet_with("outline")
        place = Place(sheet, "", sheet)
        restored.append(Left(place, "", "原来是空的，换成模板的标题和句子"))
        submission = submission.model_copy(update={"outline": None})
    return submission, restored


def _proposed(
    template: Template, reading: Reading, submission: Submission
) -> dict[str, tuple[Decimal, Left]]:
    """Return the proposed scores of rows that were inserted, and have no formula that gives one."""
    form, snapshot = template.form, reading.snapshot
    rows = {(row.sheet, row.row) for row in inserted_rows(form, snapshot)}
    listing, scores = form.listings[form.indicators.name], template.printed.scores
    if not rows or scores is None:
        return {}
    figures, found = Figures(form, submission), {}
    for indicator in indicators_of(form.indicators, listing, submission):
        path = indicator.paths.get("score", "")
        place = reading.places.get(path)
        if place is None or indicator.score is not None:
            continue
        if (place.sheet, place_of(place.cell)[0]) not in rows:
            continue
        cells = {role: RowCell("", of) for role, of in indicator.paths.items()}
        fill = scores(cells, indicator.category.limits)
        score = fill.shown(figures) if fill else None
        if isinstance(score, Decimal):
            found[path] = score, Left(place, plain(score), "插入的行没有公式，填入建议得分")
    return found


def _totals(
    template: Template, reading: Reading, submission: Submission, unread: set[str]
) -> dict[str, Decimal]:
    """Return the totals that could not be read while every one of their parts could."""
    figures = Figures(template.form, submission)
    found = {}
    for name in sorted(unread & template.fills.keys()):
        fill = template.fills[name]
        if not isinstance(fill, SumFill):
            continue
        parts = {
            source
            for part in fill.identity.parts
            for source in (sources_of(template, part.name) if part.computation else (part.name,))
        }
        total = fill.shown(figures)
        is_there = template.form.fields[name].path in reading.places
        if is_there and unread.isdisjoint(parts) and isinstance(total, Decimal):
            found[name] = total
    return found


_FAILED: frozenset[Trouble] = frozenset({"error_value", "not_calculated"})

_REASONS: dict[Trouble, str] = {
    "not_calculated": "公式没有保存计算结果",
    "error_value": "是错误值",
    "not_a_number": "不是数字",
    "not_a_date": "不是日期",
    "not_a_year": "不是四位年份",
    "not_a_choice": "不在可选范围内",
    "incomplete_row": "这一行没有填全",
    "text_too_long": "文字超过一个单元格的容量",
    "no_group": "认不出是哪一类指标，随上一行",
}
"""Why what could not be read was not moved."""


def _lost(before: Iterable[Deletion], after: Iterable[Deletion]) -> Iterator[Deletion]:
    """Yield what was deleted as it is known best: all together, where not all was found again."""
    left = list(after)
    for deletion in before:
        here = [d for d in left if d.place.sheet == deletion.place.sheet and d.is_needed]
        if here or deletion.kind == "column_deleted":
            yield deletion


def _deleted(deletion: Deletion) -> Left:
    reasons = {
        "sheet_deleted": "工作表已被删",
        "sheet_renamed": "工作表已改名",
        "row_deleted": f"第{deletion.number}行已被删",
        "column_deleted": f"{deletion.number}列已被删",
        "cells_deleted": "单元格已被删",
    }
    return Left(deletion.place, "", f"{reasons[deletion.kind]}，新的工作簿里是空的")


def _beside(template: Template, reading: Reading) -> Iterator[Left]:
    """Yield what somebody wrote where the program reads nothing.

    Sheets of the user's own are only counted. Of the form's own sheets it is what stands under a
    merged cell, in a row of a list between its columns, or beside and below all that is printed:
    whatever else is no field is locked.
    """
    snapshot = reading.snapshot
    sheets = {sheet.name for sheet in template.form.definition.sheet}
    ours = {at.sheet for at in snapshot.names.values() if at is not None}
    held = {(place.sheet, place.cell) for place in reading.places.values()}
    rows = _list_rows(template, snapshot)
    edges = _edges(template, snapshot)
    for sheet, cells in snapshot.sheets.items():
        if sheet in reading.projects:
            continue
        if sheet not in ours | sheets:
            if cells and sheet not in _HIDDEN and not is_record(sheet):
                text = f"另加的工作表，{len(cells)} 个单元格有内容"
                yield Left(Place(sheet, "", ""), "", text)
            continue
        merges = snapshot.merges.get(sheet, ())
        for (row, col), cell in sorted(cells.items()):
            text = _short(str(cell.value if cell.value is not None else ""))
            if cell.is_formula or not text or (sheet, a1(row, col)) in held:
                continue
            is_covered = any(m.holds(row, col) and (row, col) != m[:2] for m in merges)
            is_between = any(sheet == of and area.holds(row, col) for of, area in rows)
            if is_covered or is_between or _is_outside(edges.get(sheet), row, col):
                yield Left(Place(sheet, a1(row, col), ""), text, "不在填写项里")


def _list_rows(template: Template, snapshot: Snapshot) -> list[tuple[str, Area]]:
    """Return the rows of each list, from its first column to the last."""
    found = []
    for listing in template.form.listings.values():
        heads = [at for item in listing.fields if (at := snapshot.names.get(item.name))]
        end = snapshot.names.get(listing.end)
        if end is not None and len(heads) == len(listing.fields) > 1:
            cols = [at.col for at in heads]
            area = Area(heads[0].row + 1, min(cols), end.row - 1, max(cols))
            if listing.name != template.form.findings.name:
                found.append((end.sheet, area))
    return found


def _edges(template: Template, snapshot: Snapshot) -> dict[str, Area]:
    """Return what each sheet with fields prints, as wide and high as it is now."""
    filled = {item.sheet for item in template.form.all_fields.values()}
    edges = {}
    for page in template.blank_pages:
        known = [
            (at, cell)
            for cell in page.cells
            for name in cell.names
            if (at := snapshot.names.get(name)) is not None
        ]
        if not known or page.sheet.name not in filled or "contents" in page.slots:
            continue
        down = max(at.row - cell.row for at, cell in known)
        right = max(at.col - cell.col for at, cell in known)
        bottom = max(page.height, *(cell.row + 1 for cell in page.cells)) + down
        widest = max(cell.col + cell.cols for cell in page.cells) + right
        # Beside the forms stands the column in which formulas say what is wrong.
        edges[known[0][0].sheet] = Area(0, 0, bottom - 1, widest + 1)
    return edges


def _is_outside(edge: Area | None, row: int, col: int) -> bool:
    return edge is not None and not edge.holds(row, col)


_HIDDEN = frozenset({"xle_help"})
"""Sheets of the program's own that no form declares."""


def _short(text: str) -> str:
    text = clean_text(text) or ""
    return text if len(text) <= _MOST_TYPED else f"{text[:_MOST_TYPED]}……"


def _counted(template: Template, submission: Submission) -> dict[str, int]:
    submission = template.reduced(submission)
    counts: Counter[str] = Counter()
    for item in template.form.all_fields.values():
        found = entries(submission, item.path)
        counts[item.sheet] += sum(entry.value is not None for entry in found)
    return {sheet: number for sheet, number in counts.items() if number}


def mended_lines(mended: Mended) -> list[str]:
    """Say what was moved, what was worked out anew and what was not moved, a line each."""
    sheets = "，".join(f"《{sheet}》{number} 项" for sheet, number in mended.moved.items())
    lines = [
        f"搬过去 {sum(mended.moved.values())} 项：{sheets}。" if sheets else "没有能搬的内容。"
    ]
    for title, items in (("重新得出", mended.restored), ("没有搬", mended.left)):
        if items:
            lines.append(f"{title} {len(items)} 处：")
            lines += [f"  {_line(item)}" for item in items]
    return lines


def _line(item: Left) -> str:
    sheet = f"《{item.place.sheet}》" if item.place.sheet else ""
    where = " ".join(part for part in (f"{sheet}{item.place.cell}", item.place.label) if part)
    typed = f"“{item.typed}”" if item.typed else ""
    return f"{where}：{typed}{item.reason}"


def as_listing(lines: list[str]) -> bytes:
    """Return lines as a text file that Windows' editor opens."""
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def listing_beside(workbook: Path) -> Path:
    """Return the name of the list that lies beside a new workbook."""
    return workbook.with_name(f"{workbook.stem}-清单.txt")
