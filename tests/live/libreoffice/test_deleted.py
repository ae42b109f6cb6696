"""A deleted row, column or sheet is said once, whichever it was; nothing else comes of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.conftest import workbook_of
from tests.live.libreoffice.deletions import (
    Deleting,
    Deletion,
    Unseen,
    deletions_of,
    moved_snapshot,
    rows_referred_to,
)
from tests.live.libreoffice.office import Office, load
from xlevaluate.checks.reading_problems import RULES
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.fields import Listing
from xlevaluate.form.problems import Reading
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import ErrorValue, Snapshot, place_of
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.mending import mend
from xlevaluate.workbook.read import read_workbook

pytestmark = pytest.mark.libreoffice

MOST = 3
"""Findings more than before."""

CONFIRMED = 30
"""Of the rows that nothing depends on, each so-manieth is deleted in LibreOffice, too."""

MENDED = 5
"""Each so-manieth deletion that takes a name away is mended, and all that take one of a list."""


@pytest.fixture(scope="module")
def path(
    template: Template,
    sample: Callable[[str], Submission],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    path = tmp_path_factory.mktemp("deleted") / "单位.xlsx"
    path.write_bytes(workbook_of(template, sample("corrected")))
    return path


@pytest.fixture(scope="module")
def saved(path: Path) -> Snapshot:
    read = read_workbook(path)[0]
    return Snapshot({name: dict(cells) for name, cells in read.sheets.items()}, read.names)


@pytest.fixture(scope="module")
def base(template: Template, saved: Snapshot) -> Reading:
    return read_snapshot(template.form, saved, template.computations)


@pytest.fixture(scope="module")
def deleting(office: Office, path: Path, saved: Snapshot, template: Template) -> Iterator[Deleting]:
    document = load(office.desktop, path)
    shown = (at.sheet for name in template.computations if (at := saved.names.get(name)))
    read = {item.sheet for item in template.form.all_fields.values()} | set(shown)
    yield Deleting(office, document, saved, read)
    document.close(True)


@dataclass(frozen=True)
class Left:
    """What is left after each deletion, by whether anything depends on what was deleted."""

    depended: list[tuple[Deletion, Snapshot]]
    confirmed: list[tuple[Deletion, Snapshot]]
    quiet: list[Deletion]

    @property
    def in_office(self) -> list[tuple[Deletion, Snapshot]]:
        return self.depended + self.confirmed


@pytest.fixture(scope="module")
def deleted(deleting: Deleting, path: Path, saved: Snapshot, base: Reading) -> Left:
    busy = rows_referred_to(path)
    busy |= {(at.sheet, at.row) for at in saved.names.values() if at}
    busy |= {(p.sheet, place_of(p.cell)[0]) for p in base.places.values() if p.cell}
    left = Left([], [], [])
    for deletion in deletions_of(saved):
        is_quiet = deletion.kind == "row" and (deletion.sheet, deletion.number) not in busy
        if is_quiet:
            left.quiet.append(deletion)
        if is_quiet and len(left.quiet) % CONFIRMED != 1:
            continue
        with deleting.without(deletion) as found:
            (left.confirmed if is_quiet else left.depended).append((deletion, found))
    return left


def evaluated(template: Template, snapshot: Snapshot) -> Evaluation:
    return evaluate(template, read_snapshot(template.form, snapshot, template.computations))


def test_every_row_column_and_sheet(deleted: Left, saved: Snapshot, template: Template) -> None:
    before = {told.key for told in evaluated(template, saved).findings}
    wrong = []
    for deletion, left in deleted.in_office:
        told = evaluated(template, left).findings
        new = [item for item in told if item.key not in before]
        gone = gone_from(left, saved)
        said = [item for item in new if item.finding.case in SAID[deletion.kind]]
        if len(new) > MOST or len(said) != (bool(gone) or deletion.kind == "sheet"):
            wrong.append((deletion, [item.message for item in new], gone))
    assert not wrong


def test_of_rows_that_nothing_depends_on_nothing_is_said(
    deleted: Left, saved: Snapshot, template: Template, base: Reading
) -> None:
    """What was read is the same, and so is whatever is made of it."""
    assert [found for deletion, found in deleted.confirmed] == [
        moved_snapshot(saved, deletion) for deletion, _ in deleted.confirmed
    ]
    assert len(deleted.quiet) > len(deleted.depended) / 2
    unseen = {sheet for sheet in saved.sheets if is_unseen(sheet, template, saved)}
    assert {"校验规则", "字段表", "填报说明"} <= unseen
    for deletion in deleted.quiet:
        if deletion.sheet in unseen:
            continue
        left = moved_snapshot(saved, deletion)
        reading = read_snapshot(template.form, left, template.computations)
        assert reading.submission == base.submission, deletion
        assert (reading.problems, reading.unread) == (base.problems, base.unread), deletion
        assert reading.shown == base.shown, deletion


def is_unseen(sheet: str, template: Template, saved: Snapshot) -> bool:
    """Tell whether a workbook is read without a look at a sheet."""
    left = replace(saved, sheets={**saved.sheets, sheet: Unseen()})
    try:
        read_snapshot(template.form, left, template.computations)
    except AssertionError:
        return False
    return True


def gone_from(left: Snapshot, saved: Snapshot) -> list[str]:
    """Return the names that led to a cell, and lead to none; some stand for a text."""
    return [name for name, at in left.names.items() if at is None and saved.names[name]]


def test_whatever_is_moved_was_there_before(
    deleted: Left, saved: Snapshot, template: Template, sample: Callable[[str], Submission]
) -> None:
    before = sample("corrected").model_dump()
    wrong = []
    lists = {name for listing in template.form.listings.values() for name in names_of(listing)}
    named = [(of, left, gone_from(left, saved)) for of, left in deleted.depended]
    every = [(of, left) for of, left, gone in named if gone and not lists & set(gone)]
    of_lists = [(of, left) for of, left, gone in named if lists & set(gone)]
    for deletion, left in [*every[::MENDED], *of_lists]:
        mended = mend(template, left)
        after = template.reduced(mended.submission).model_dump()
        strange = list(not_there_before(after, before))
        if strange or (not mended.left and after != before):
            wrong.append((deletion, strange, mended.left))
    assert not wrong


def names_of(listing: Listing) -> set[str]:
    return {item.name for item in listing.fields} | {listing.end, listing.group_column or ""}


def not_there_before(after: Any, before: Any, path: str = "") -> Iterator[str]:
    """Yield what stands where it did not; blanks and rows that are left out may be anywhere."""
    if isinstance(after, dict):
        for key, value in after.items():
            yield from not_there_before(value, before[key], f"{path}.{key}")
    elif isinstance(after, list | tuple):
        for index, row in enumerate(after):
            if not any(not list(not_there_before(row, other)) for other in before):
                yield f"{path}.{index}: {row}"
    elif after is not None and after != before:
        yield f"{path}: {after}, {before}"


SAID = {
    "sheet": {"sheet_deleted"},
    "row": {"row_deleted"},
    "column": {"column_deleted", "row_deleted"},  # of a sheet with one row of names
}


@pytest.mark.parametrize(
    ("deletion", "said"),
    [
        (
            Deletion("row", "基础数据表", 7),
            "《基础数据表》第8行“公车购置”被删，连带36处公式失效。",
        ),
        (
            Deletion("column", "基础数据表", 3),
            "《基础数据表》D列“本年决算”被删，连带119处公式失效。",
        ),
        (
            Deletion("sheet", "收支情况"),
            "工作表《收支情况》被删，表中各项都读不出，连带151处公式失效。",
        ),
        (
            Deletion("row", "指标计算", 4),
            "《指标计算》第5行“三公经费变动率”被删，连带7处公式失效。",
        ),
    ],
)
def test_a_saved_file_says_the_same(
    deletion: Deletion, said: str, deleting: Deleting, template: Template, tmp_path: Path
) -> None:
    path = tmp_path / "删.xlsx"
    deleting.save(deletion, path)
    with deleting.without(deletion) as left:
        pass
    read = read_workbook(path)[0]
    assert {name: read.names[name] for name in left.names} == left.names
    assert [failing(read), failing(left)] == [failing(left)] * 2
    (told,) = (
        item
        for item in evaluated(template, read).findings
        if item.finding.rule in {rule.id for rule in RULES}
    )
    assert told.message.startswith(said)
    assert "xlevaluate repair" in told.message


def failing(snapshot: Snapshot) -> set[tuple[str, int, int]]:
    return {
        (sheet, *place)
        for sheet, cells in snapshot.sheets.items()
        for place, cell in cells.items()
        if isinstance(cell.value, ErrorValue)
    }
