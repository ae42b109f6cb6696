"""A deleted row, column or sheet is said once, whichever it was; nothing else comes of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import workbook_of
from tests.live.libreoffice.deletions import Deleting, Deletion, deletions_of
from tests.live.libreoffice.office import Office, load
from xlevaluate.checks.reading_problems import RULES
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import ErrorValue, Snapshot
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.mending import mend
from xlevaluate.workbook.read import read_workbook

pytestmark = pytest.mark.libreoffice

MOST = 3
"""Findings more than before."""

ONE_MORE = ("自评表", "row")
"""Of which deletions one takes one more: the row of a group's only indicator."""

STEPS = {
    "得分与参数": 6,
    "文字材料": 3,
    "指标评分": 2,
    "指标计算": 2,
    "校验结果": 2,
    "报告提纲": 12,
}
STEPS |= {"图表": 10, "校验规则": 40, "字段表": 80, "填报说明": 5}
"""Sheets of rows alike, of which only each so-manieth is tried; of the others every one."""


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
def deleting(office: Office, path: Path, saved: Snapshot) -> Iterator[Deleting]:
    document = load(office.desktop, path)
    yield Deleting(document, saved)
    document.close(True)


Left = list[tuple[Deletion, Snapshot]]


@pytest.fixture(scope="module")
def deleted(deleting: Deleting, saved: Snapshot) -> Left:
    """What is left after each deletion."""
    found = []
    for deletion in deletions_of(saved, lambda sheet: STEPS.get(sheet, 1)):
        with deleting.without(deletion) as left:
            found.append((deletion, left))
    return found


def evaluated(template: Template, snapshot: Snapshot) -> Evaluation:
    return evaluate(template, read_snapshot(template.form, snapshot, template.computations))


def test_any_row_column_or_sheet(deleted: Left, saved: Snapshot, template: Template) -> None:
    before = {told.key for told in evaluated(template, saved).findings}
    wrong, more = [], []
    for deletion, left in deleted:
        told = evaluated(template, left).findings
        new = [item for item in told if item.key not in before]
        gone = gone_from(left, saved)
        said = [item for item in new if item.finding.case in SAID[deletion.kind]]
        if len(new) == MOST + 1 and (deletion.sheet, deletion.kind) == ONE_MORE:
            more.append(deletion)
        elif len(new) > MOST or len(said) != (bool(gone) or deletion.kind == "sheet"):
            wrong.append((deletion, [item.message for item in new], gone))
    assert not wrong
    assert len(more) <= 1


def gone_from(left: Snapshot, saved: Snapshot) -> list[str]:
    """Return the names that led to a cell, and lead to none; some stand for a text."""
    return [name for name, at in left.names.items() if at is None and saved.names[name]]


def test_whatever_is_moved_was_there_before(
    deleted: Left, saved: Snapshot, template: Template, sample: Callable[[str], Submission]
) -> None:
    before = sample("corrected").model_dump()
    wrong = []
    for deletion, left in deleted:
        if not gone_from(left, saved):
            continue
        mended = mend(template, left)
        after = template.reduced(mended.submission).model_dump()
        strange = list(not_there_before(after, before))
        if strange or (not mended.left and after != before):
            wrong.append((deletion, strange, mended.left))
    assert not wrong


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
