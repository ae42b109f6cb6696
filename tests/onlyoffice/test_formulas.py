"""Native formulas, worked out by ONLYOFFICE, show what Python says."""

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from tests.changes import changed
from tests.conftest import workbook_of
from tests.consistent import consistent
from tests.families.test_every_family import OTHERS, submission
from tests.onlyoffice.office import VALUES, Document, at, run, stale, unprotected
from tests.projects import department, project
from tests.submissions import made_up
from xlevaluate.form.figures import Figures
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import snapshot_of_submission
from xlevaluate.workbook.read import read_workbook
from xlevaluate.xlsx.serial_days import number_of

pytestmark = pytest.mark.onlyoffice

TYPED = {
    "三公经费上年预算": "12.5",
    "公车购置_本年决算": "18.01",
    "公务接待_本年预算": "0.33",
    "编制数": "7",
    "全年预算数": "600",
    "人员经费_上年": "不适用",
    "政府采购金额_本年决算": "0",
    "预算投资": "1000",
    "实际投资": "1033.3",
    "单位名称": "某某单位",
}
"""Typed over what a sample holds: greater, smaller, 0, 不适用, where nothing stood, a text."""

TYPE = """
(function () {
  var given = %s;
  given.forEach(function (one) {
    Api.GetSheet(one[0]).GetCells(one[1] + 1, one[2] + 1).SetValue(one[3]);
  });
  return "null";
})()
"""


PROJECTS = "projects"


class Seen(NamedTuple):
    """What stood in a workbook's cells before something was done, and then."""

    before: dict[str, Any]
    then: dict[str, Any]


def submissions(template: Template, sample: Callable[[str], Submission]) -> dict[str, Submission]:
    """Return both samples, and 20 that are made up, half of them so that all figures agree."""
    return {
        "seed": sample("seed"),
        "corrected": sample("corrected"),
        **{f"made up {seed}": made_up(template, Random(seed)) for seed in range(10)},
        **{f"consistent {seed}": consistent(template, Random(seed)) for seed in range(10)},
    }


@pytest.fixture(scope="module")
def given(template: Template, sample: Callable[[str], Submission]) -> dict[str, Submission]:
    return submissions(template, sample)


@pytest.fixture(scope="module")
def ours(template: Template, given: dict[str, Submission]) -> dict[str, Snapshot]:
    return {name: snapshot_of_submission(template, of) for name, of in given.items()}


@pytest.fixture(scope="module")
def others() -> dict[str, tuple[Template, Submission]]:
    """The sample with slips of every other family, and a department with projects."""
    found = {}
    for kind in OTHERS:
        template = kind.template()
        found[kind.family] = template, submission(template, kind.sample("filled"))
    over = project("村道硬化", **{"funds.total.executed": "400"})
    found[PROJECTS] = load_template(), department(project("节水灌溉改造"), over, {})
    return found


@pytest.fixture(scope="module")
def seen(
    template: Template,
    given: dict[str, Submission],
    others: dict[str, tuple[Template, Submission]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Seen]:
    """All workbooks in one run: results that are wrong, worked out anew; and figures typed."""
    folder = tmp_path_factory.mktemp("formulas")
    ask, documents = ("ask", VALUES), []
    ours = {name: (template, each) for name, each in given.items()}
    for name, (of, each) in (ours | others).items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(stale(workbook_of(of, each)))
        # What is joined from all projects is right only when their sheets have been calculated.
        calculate = [("calculate",)] * (2 if name == PROJECTS else 1)
        documents.append(Document(path, [ask, *calculate, ask]))
    path = folder / "typed.xlsx"
    path.write_bytes(unprotected(workbook_of(template, given["corrected"])))
    code = TYPE % json.dumps(typed_cells(template, given["corrected"]))
    documents.append(Document(path, [ask, ("ask", code), ask]))
    answers = run(documents, folder)
    return {
        name: Seen(found[0], found[-1])
        for name, found in zip([*given, *others, "typed"], answers, strict=True)
    }


def typed_cells(template: Template, submission: Submission) -> list[tuple[str, int, int, str]]:
    """Return sheet, row, column (from 0) and text of each figure that is typed."""
    names = snapshot_of_submission(template, submission).names
    cells = []
    for name, text in TYPED.items():
        address = names[name]
        assert address is not None, name
        cells.append((address.sheet, address.row, address.col, text))
    return cells


def followed(template: Template, submission: Submission, before: Snapshot) -> Submission:
    """Let inputs that were filled in by formulas follow what was typed."""
    while True:
        figures, behind = Figures(template.form, submission), {}
        for name, fill in template.fills.items():
            address = before.names[name]
            if address and before.at(address).is_formula:
                shown = fill.shown(figures)
                if shown != figures.value(name):
                    behind[template.form.fields[name].path] = shown
        if not behind:
            return submission
        submission = changed(submission, behind)


def test_every_computed_cell_agrees(ours: dict[str, Snapshot], seen: dict[str, Seen]) -> None:
    for name, snapshot in ours.items():
        assert list(differing(snapshot, seen[name].then)) == [], name


def test_every_family_agrees(
    others: dict[str, tuple[Template, Submission]], seen: dict[str, Seen], tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    for name, (of, each) in others.items():
        path.write_bytes(workbook_of(of, each))
        snapshot, _ = read_workbook(path)
        assert list(differing(snapshot, seen[name].then)) == [], name
        assert len(list(differing(snapshot, seen[name].before))) > 10, name


def test_the_comparison_would_notice(ours: dict[str, Snapshot], seen: dict[str, Seen]) -> None:
    """Before it was told to calculate, every formula showed a result that is wrong."""
    for name, snapshot in ours.items():
        sheets = snapshot.sheets.values()
        count = sum(cell.is_formula for cells in sheets for cell in cells.values())
        assert len(list(differing(snapshot, seen[name].before))) == count > 500, name


def test_typed_figures_move_the_cells_that_depend_on_them(
    template: Template,
    given: dict[str, Submission],
    ours: dict[str, Snapshot],
    seen: dict[str, Seen],
) -> None:
    """Without being told to calculate anything."""
    before = ours["corrected"]
    paths = {template.form.fields[name].path: text for name, text in TYPED.items()}
    submission = followed(template, changed(given["corrected"], paths), before)
    then = snapshot_of_submission(template, submission)
    moved = list(differing(then, seen["typed"].before))
    assert len(moved) > 40
    assert list(differing(before, seen["typed"].before)) == []
    assert list(differing(then, seen["typed"].then)) == []


def differing(ours: Snapshot, shown: dict[str, Any]) -> Iterator[str]:
    """Yield every formula cell that shows something else."""
    for sheet, cells in ours.sheets.items():
        for (row, col), cell in cells.items():
            there = at(shown[sheet], row, col)
            if cell.is_formula and not _same(cell.value, there):
                yield f"《{sheet}》{row + 1}/{col + 1}: {cell.value!r}, shown {there!r}"


def _same(ours: Any, shown: Any) -> bool:
    if isinstance(ours, datetime.datetime):
        ours = number_of(ours)
    if isinstance(ours, int | float) and isinstance(shown, int | float):
        return abs(ours - shown) <= max(1e-9, abs(ours) * 1e-12)
    return bool(("" if ours is None else ours) == shown)
