"""The forms with values only show what the unit's own workbook evaluates to, cell by cell."""

import datetime
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import CREATED
from tests.spreadsheet import convert, pages_of
from tests.submissions import made_up
from xlevaluate.form.snapshot import Snapshot, Value
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.filed_values import filed_snapshot, make_values
from xlevaluate.workbook.read import read_workbook

FORMS = ["基础数据表", "自评表"]
MADE_UP = range(10)

Submissions = dict[str, Submission]


@pytest.fixture
def submissions(template: Template, sample: Callable[[str], Submission]) -> Submissions:
    """Both samples, and ten that are made up."""
    made = {f"made-{seed}": made_up(template, Random(seed)) for seed in MADE_UP}
    return {name: sample(name) for name in ("seed", "corrected")} | made


def opened(template: Template, submission: Submission) -> Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(make_values(template, submission, created=CREATED)), data_only=False
    )


def shown(value: object) -> object:
    """A blank and an empty text show the same; a day has no hour."""
    if isinstance(value, datetime.datetime):
        return value.date()
    return None if value == "" else value


def printed_rows(book: Workbook) -> dict[str, list[list[object]]]:
    """Return the rows of the official forms, blank ones left out."""
    rows = {
        name: [[shown(cell.value) for cell in row] for row in book[name].iter_rows()]
        for name in FORMS
    }
    return {
        name: [row for row in found if any(value is not None for value in row)]
        for name, found in rows.items()
    }


def test_every_figure_is_as_in_the_unit_s_workbook(
    submissions: Submissions, template: Template, workbook: Callable[[Submission], Path]
) -> None:
    """The same values with the same number formats, in another layout; labels stand twice here."""
    counts: Counter[str] = Counter()
    for name, submission in submissions.items():
        source = openpyxl.load_workbook(workbook(submission), data_only=True)
        filed = opened(template, submission)
        for form in FORMS:
            ours, theirs = (Counter(figures_of(book[form])) for book in (filed, source))
            assert ours <= theirs, (name, form, ours - theirs)
            counts[name] += sum(ours.values())
    assert min(counts["seed"], counts["corrected"]) > 70


def figures_of(sheet: Worksheet) -> list[tuple[object, str]]:
    return [
        (shown(cell.value), str(cell.number_format))
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float | datetime.date)
    ]


def test_there_is_nothing_in_it_but_values(submissions: Submissions, template: Template) -> None:
    for submission in submissions.values():
        content = make_values(template, submission, created=CREATED)
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames == FORMS
        assert dict(book.defined_names) == {}
        for sheet in book.worksheets:
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
            assert sheet.data_validations.dataValidation == []
            assert sheet.print_area
            widths = next(
                len(given.paper_widths)
                for given in template.form.definition.sheet
                if given.name == sheet.title
            )
            assert sheet.max_column == widths, "nothing stands beside the form"
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            texts = b"".join(map(package.read, names))
        assert not [n for n in names if "vba" in n.lower() or "calcChain" in n or "drawing" in n]
        assert b"<f>" not in texts


def test_not_applicable_is_a_dash_and_figures_are_numbers(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    filed = opened(template, sample("seed"))
    rows = printed_rows(filed)
    buildings = next(row for row in rows["基础数据表"] if "—" in row)
    assert buildings == [None, 0, 0, "—", 0, 0, "—"]
    assert rows["自评表"][-1][:1] + rows["自评表"][-1][7:8] == ["总分", 97]
    assert ["三公经费", 5.41, None, 0, None, 0.1, None] in rows["基础数据表"]


def test_a_mark_stands_before_each_title(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    content = make_values(template, sample("seed"), created=CREATED, mark="（草稿）")
    book = openpyxl.load_workbook(io.BytesIO(content))
    titles = [sheet["A1"].value for sheet in book.worksheets]
    assert titles == ["（草稿）部门整体支出绩效评价基础数据表", "（草稿）整体支出绩效自评表"]


@pytest.mark.libreoffice
def test_libreoffice_shows_the_same(
    tmp_path: Path, submissions: Submissions, template: Template
) -> None:
    files, wanted = [], []
    for name, submission in submissions.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(make_values(template, submission, created=CREATED))
        files.append(path)
        wanted.append(filed_snapshot(template, submission))
    made = convert(files, "xlsx", tmp_path / "out", tmp_path / "profile")
    for expected, path in zip(wanted, made, strict=True):
        assert visible(read_workbook(path)[0]) == visible(expected), path.name


def visible(snapshot: Snapshot) -> dict[tuple[str, int, int], Value | object]:
    return {
        (sheet, *place): shown(cell.value)
        for sheet, cells in snapshot.sheets.items()
        for place, cell in cells.items()
        if shown(cell.value) is not None
    }


@pytest.mark.libreoffice
def test_it_prints_as_the_form_does(
    tmp_path: Path, template: Template, sample: Callable[[str], Submission]
) -> None:
    path = tmp_path / "自评表式.xlsx"
    path.write_bytes(make_values(template, sample("corrected"), created=CREATED))
    (printed,) = convert([path], "pdf", tmp_path / "out", tmp_path / "profile")
    text = "\n".join(pages_of(printed))
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    assert "三公经费 5.41 0.00 0.10" in lines
    assert any(line.startswith("年度资金总额 394.50 594.67 594.67 10 100% 10.00") for line in lines)
    assert "总分 100" in lines
    assert "校验" not in text
