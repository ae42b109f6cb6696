"""Native formulas, worked out by LibreOffice, show what Python says."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.conftest import CREATED
from tests.spreadsheet import convert
from tests.submissions import made_up
from xlevaluate.evaluation import Evaluation
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.packages import rewritten
from xlevaluate.submission import Submission
from xlevaluate.template import Template
from xlevaluate.workbook.generate import make_workbook, snapshot_of_submission
from xlevaluate.workbook.read import read_workbook

pytestmark = pytest.mark.libreoffice

MADE_UP = 150


def _differing(ours: Snapshot, theirs: Snapshot) -> tuple[list[str], int]:
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


def test_formulas_give_the_python_values(
    tmp_path: Path, template: Template, sample: Callable[[str], Submission]
) -> None:
    submissions = [Submission(), sample("seed"), sample("corrected")]
    submissions += [made_up(template, Random(seed)) for seed in range(MADE_UP)]
    files, expected = [], []
    for number, submission in enumerate(submissions):
        path = tmp_path / f"{number}.xlsx"
        content, _ = make_workbook(template, submission, created=CREATED)
        path.write_bytes(content)
        files.append(path)
        expected.append(snapshot_of_submission(template, submission))
    made = convert(files, "xlsx", tmp_path / "out", tmp_path / "profile")
    shown: set[str] = set()
    for before, path in zip(expected, made, strict=True):
        after = read_workbook(path)[0]
        differing, compared = _differing(before, after)
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
        assert b"4711" in package.read("xl/worksheets/sheet7.xml")
    (made,) = convert([spoilt], "xlsx", tmp_path / "out", tmp_path / "profile")
    assert _differing(read_workbook(true)[0], read_workbook(spoilt)[0])[0]
    assert not _differing(read_workbook(true)[0], read_workbook(made)[0])[0]


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
