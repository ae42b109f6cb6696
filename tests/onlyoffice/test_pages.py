"""ONLYOFFICE prints on the same pages as LibreOffice, and no label is cut off."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import CREATED, workbook_of
from tests.onlyoffice.fitting import HEIGHTS, Label, as_sheets, labels_of
from tests.onlyoffice.office import Document, run
from tests.spreadsheet import convert
from xlevaluate.form.layout import lay_out
from xlevaluate.form.measure import growing_rows
from xlevaluate.output.finding_lines import finding_lines
from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.filed_values import make_values
from xlevaluate.workbook.generate import evaluate_submission

pytestmark = [pytest.mark.onlyoffice, pytest.mark.libreoffice]

SAMPLES = ("seed", "corrected")
FULL = "seed"
"""The sample of which every sheet is printed; of the other one, what is handed in."""


class Printed(NamedTuple):
    """Pages of each sheet or document in both programs, and how high labels would be there."""

    onlyoffice: Mapping[str, int]
    libreoffice: Mapping[str, int]
    labels: list[Label]
    heights: list[list[float]]


def fixed_sheets(template: Template, submission: Submission) -> list[str]:
    """Return the sheets whose rows no program makes higher or lower by itself."""
    lines = finding_lines(evaluate_submission(template, submission))
    pages = lay_out(template.form, submission, template.printed, lines=lines)
    return [page.sheet.name for page in pages if not growing_rows(page)]


@pytest.fixture(scope="module")
def printed(
    template: Template,
    sample: Callable[[str], Submission],
    tmp_path_factory: pytest.TempPathFactory,
) -> Printed:
    folder = tmp_path_factory.mktemp("pages")
    files: list[Path] = []
    documents: list[Document] = []
    prints: dict[str, Path] = {}
    for name in SAMPLES:
        submission = sample(name)
        book = workbook_of(template, submission)
        forms = make_values(template, submission, created=CREATED)
        handed_in = [sheet.name for sheet in template.form.definition.sheet if sheet.annex]
        for kind, content, sheets in (
            ("表式", forms, handed_in),
            ("工作簿", book, fixed_sheets(template, submission) if name == FULL else handed_in),
        ):
            path = folder / f"{name}{kind}.xlsx"
            path.write_bytes(content)
            files.append(path)
            steps: list[tuple[str, ...]] = []
            for sheet in sheets:
                target = prints[f"{path.stem}·{sheet}"] = folder / f"{len(prints)}.pdf"
                show = f"(Api.GetSheet({json.dumps(sheet)}).SetActive(), 'null')"
                steps += [("ask", show), ("save", "pdf", str(target))]
            documents.append(Document(path, steps))
        path = folder / f"{name}.docx"
        path.write_bytes(make_report(evaluate_submission(template, submission))[0])
        files.append(path)
        target = prints[path.stem] = folder / f"{len(prints)}.pdf"
        documents.append(Document(path, [("save", "pdf", str(target))]))
    labels = labels_of(folder / f"{FULL}工作簿.xlsx")
    path = folder / "字样.xlsx"
    as_sheets(labels, path)
    documents.append(Document(path, [("ask", HEIGHTS)]))
    *_, (heights,) = run(documents, folder)
    theirs = {name: pages_in(path) for name, path in prints.items()}
    ours: dict[str, int] = {}
    for path in convert(files, "pdf", folder / "libreoffice", folder / "profile"):
        by_sheet = pages_by_sheet(path)
        ours |= {path.stem: pages_in(path)} | {f"{path.stem}·{k}": n for k, n in by_sheet.items()}
    return Printed(theirs, ours, labels, heights)


def pages_in(path: Path) -> int:
    said = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True)
    found = re.search(r"^Pages:\s+(\d+)$", said.stdout, re.MULTILINE)
    assert found is not None
    return int(found[1])


def pages_by_sheet(path: Path) -> dict[str, int]:
    """Return the pages of each sheet of a printed workbook, by its bookmarks."""
    command = ["pdftohtml", "-xml", "-i", "-stdout", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    marks = re.findall(r'<item page="(\d+)">([^<]+)</item>', said.partition("<outline>")[2])
    starts = [(int(page), name) for page, name in marks] + [(pages_in(path) + 1, "")]
    return {name: after - page for (page, name), (after, _) in pairwise(starts)}


def test_the_report_takes_as_many_pages(printed: Printed) -> None:
    for name in SAMPLES:
        assert printed.onlyoffice[name] == printed.libreoffice[name] > 10, name


def test_the_forms_take_as_many_pages(printed: Printed) -> None:
    names = [name for name in printed.onlyoffice if "·" in name]
    assert len(names) > 12
    theirs = {name: printed.onlyoffice[name] for name in names}
    assert theirs == {name: printed.libreoffice[name] for name in names}


def test_no_label_is_cut_off(printed: Printed) -> None:
    """Neither by the height of its row nor, as texts break at the column's edge, by its width."""
    assert len(printed.labels) > 1000
    assert [label for label in printed.labels if label.is_cut(printed.heights)] == []


def test_it_would_be_told(printed: Printed) -> None:
    """A row half as high as it is cuts what takes more than a line."""
    lower = [label._replace(height=label.height / 2) for label in printed.labels]
    cut = sum(label.is_cut(printed.heights) for label in lower)
    assert cut > 200
