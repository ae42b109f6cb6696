"""Native formulas, worked out by LibreOffice, show what Python says."""

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl
import pytest

from tests.changes import changed
from tests.conftest import CREATED
from tests.hunan import MODEL
from tests.importing.harvests import everything, without_rows
from tests.spreadsheet import convert
from tests.submissions import made_up
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.importing.into_workbook import import_into
from xlevaluate.submission import Submission
from xlevaluate.tables.found import Harvest
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook, snapshot_of_submission
from xlevaluate.workbook.read import book_of, read_workbook, snapshot_of_book

pytestmark = pytest.mark.libreoffice

MADE_UP = (0, 16, 44, 409, 618, 735)
"""Those of 1,500 seeds in which ratios come out in most ways.

``tests/live/libreoffice/test_cells.py`` has more of them worked out by the same formulas.
"""


def compare(ours: Snapshot, theirs: Snapshot) -> tuple[list[str], int]:
    """Compare every formula cell; return what differs, and how many cells there are."""
    differing, compared = [], 0
    for sheet, cells in ours.sheets.items():
        for place, cell in cells.items():
            if not cell.is_formula:
                continue
            compared += 1
            other = theirs.sheets[sheet].get(place)
            shown = other.value if other is not None else None
            if isinstance(cell.value, int | float) and isinstance(shown, int | float):
                same = abs(cell.value - shown) <= max(1e-9, abs(cell.value) * 1e-12)
            else:
                same = cell.value == shown
            if not same:
                differing.append(f"{sheet} {place}: {cell.value!r}, recalculated {shown!r}")
    return differing, compared


def _at_the_edge_of_rounding(submission: Submission) -> Submission:
    """A total that differs from two items by exactly what rounding no longer explains."""
    spending = "basic_data.spending"
    return changed(
        submission,
        {
            f"{spending}.vehicles.budget": "1",
            f"{spending}.overseas_travel.budget": "1",
            f"{spending}.official_reception.budget": "0",
            f"{spending}.three_public.budget": "2.015",
        },
    )


_WAIVED = (
    ("ecological",),
    ("satisfaction",),
    ("economic", "social", "ecological", "sustainable"),
    ("quantity", "quality", "timeliness", "cost"),
    ("quantity", "quality", "timeliness", "cost", "satisfaction"),
)
"""二级指标 that do not apply, one of a dimension or all of them."""


def _waived(submission: Submission, *categories: str) -> Submission:
    """Write 不适用 for some categories, and leave the points of the others as they are."""
    base = "self_evaluation.indicators"
    return changed(submission, {f"{base}.{key}": [{"name": "不适用"}] for key in categories})


def _imported(template: Template, blank: bytes, submission: Submission) -> bytes:
    """Fill in a blank workbook what has a place in it, as an import does."""
    book, harvest = book_of(blank, "a.xlsx"), everything(template, submission)
    found = Harvest(tuple(without_rows(harvest)))
    made = import_into(template, book, snapshot_of_book(book), [found], created=CREATED)
    assert not made.is_new
    return made.content


def test_formulas_give_the_python_values(
    tmp_path: Path, template: Template, sample: Callable[[str], Submission]
) -> None:
    submissions = [MODEL(), sample("seed"), sample("corrected")]
    submissions.append(_at_the_edge_of_rounding(sample("seed")))
    said = ("three_public", "project", "procurement", "government_funds", "balances", "buildings")
    submissions.append(changed(MODEL(), {f"absent.{key}": "无" for key in said}))
    submissions.append(changed(sample("seed"), {f"absent.{key}": "无" for key in said}))
    submissions += [_waived(sample("corrected"), *keys) for keys in _WAIVED]
    submissions += [made_up(template, Random(seed)) for seed in MADE_UP]
    files, expected = [], []
    for number, submission in enumerate(submissions):
        path = tmp_path / f"{number}.xlsx"
        content, _ = make_workbook(template, submission, created=CREATED)
        path.write_bytes(content)
        files.append(path)
        expected.append(snapshot_of_submission(template, submission))
    files.append(tmp_path / "imported.xlsx")
    files[-1].write_bytes(_imported(template, files[0].read_bytes(), sample("corrected")))
    expected.append(read_workbook(files[-1])[0])
    made = convert(files, "xlsx", tmp_path / "out", tmp_path / "profile")
    shown: set[str] = set()
    for before, path in zip(expected, made, strict=True):
        after = read_workbook(path)[0]
        differing, compared = compare(before, after)
        assert not differing, f"{path.name}: {differing}"
        assert compared > 100
        results = [
            after.at(address).value
            for name in template.ratios
            if (address := after.names[name]) is not None
        ]
        shown.update("number" if isinstance(value, float) else str(value) for value in results)
    # Every way a ratio can come out has come up.
    assert shown >= {"", "—", *(ratio.zero.text for ratio in template.ratios.values())}


def test_the_comparison_would_notice(
    tmp_path: Path, template: Template, sample: Callable[[str], Submission]
) -> None:
    """Stored results that are wrong are worked out anew, so agreement above is not an echo."""
    content = make_workbook(template, sample("seed"), created=CREATED)[0]

    def spoil(name: str, part: bytes) -> bytes:
        return re.sub(rb"(</f><v>)[0-9.]+(</v>)", rb"\g<1>4711\2", part)

    spoilt, true = tmp_path / "spoilt.xlsx", tmp_path / "true.xlsx"
    spoilt.write_bytes(rewritten(content, spoil))
    true.write_bytes(content)
    with zipfile.ZipFile(spoilt) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sum(package.read(name).count(b"4711") for name in sheets) > 50
    (made,) = convert([spoilt], "xlsx", tmp_path / "out", tmp_path / "profile")
    assert compare(read_workbook(true)[0], read_workbook(spoilt)[0])[0]
    assert not compare(read_workbook(true)[0], read_workbook(made)[0])[0]


def test_a_workbook_saved_by_libreoffice_is_read_the_same(
    tmp_path: Path,
    workbook: Callable[[Submission], Path],
    sample: Callable[[str], Submission],
    check_file: Callable[[Path], Evaluation],
) -> None:
    path = workbook(sample("seed"))
    (made,) = convert([path], "xlsx", tmp_path / "out", tmp_path / "profile")
    before, after = check_file(path), check_file(made)
    assert after.subject.submission == before.subject.submission
    assert [told.message for told in after.findings] == [told.message for told in before.findings]


def test_formulas_follow_parameters_that_are_changed_in_the_workbook(
    tmp_path: Path,
    template: Template,
    sample: Callable[[str], Submission],
    check_file: Callable[[Path], Evaluation],
) -> None:
    """Every number of the profile is typed over; the check, in Python, agrees with every cell."""
    path = tmp_path / "参数.xlsx"
    unchanged = changed(sample("seed"), {"self_evaluation.budget.initial": "594.67"})
    path.write_bytes(make_workbook(template, unchanged, created=CREATED)[0])
    names = read_workbook(path)[0].names
    book = openpyxl.load_workbook(path)
    for parameter in template.parameters:
        address = names[f"参数_{parameter.name}"]
        assert address is not None
        cell = book[address.sheet].cell(address.row + 1, address.col + 1)
        cell.value = float(parameter.value * Decimal("1.02"))
    book.save(path)
    (made,) = convert([path], "xlsx", tmp_path / "out", tmp_path / "profile")
    evaluation = check_file(made)
    assert evaluation.subject.template.profile.frame.execution == Decimal("10.2")
    assert evaluation.outcomes["P00"].status == "passed"
    shown = evaluation.subject.reading.shown
    assert shown["预算执行得分"] == 10.2
    assert shown["规模控制率_建议得分"] == 8.16
    assert shown["预算调整率_建议得分"] == 8.16  # nothing was adjusted: the first step
