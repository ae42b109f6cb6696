"""XLE_SENTENCE with what stands in 字段表 prints what the report prints, row by row."""

import io
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from tests.cells.test_functions import call
from tests.conftest import workbook_of
from tests.output.test_previews import retyped
from tests.spreadsheet import convert
from tests.submissions import made_up
from xlevaluate.cells.calls import SentenceAttempt
from xlevaluate.cells.cell_functions import FUNCTIONS
from xlevaluate.form.figures import Figures
from xlevaluate.sentences.outline import written_rows
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import snapshot_of_submission
from xlevaluate.workbook.read import read_workbook


def fields_of(template: Template, submission: Submission) -> list[list[Any]]:
    """The table of fields as the function is handed it: names, meanings, values."""
    snapshot = snapshot_of_submission(template, submission)
    head, end = snapshot.names["字段_名称"], snapshot.names["字段_止"]
    assert head is not None
    assert end is not None
    cells = snapshot.sheets[head.sheet]
    return [
        [cells[row, col].value if (row, col) in cells else None for col in range(3)]
        for row in range(head.row + 1, end.row)
    ]


def sentences_agree(template: Template, submission: Submission) -> int:
    submission = template.completed(submission)
    figures = Figures(template.form, submission)
    fields = fields_of(template, submission)
    duties = [[entry.value] for entry in figures["职能职责_内容"]] + [[None]]
    adapted = template.adapted(submission)
    outline = [row for row in submission.outline or () if row.level == "正文"]
    for row, written in zip(outline, written_rows(figures, adapted.profile, outline), strict=True):
        answer = call("XLE_SENTENCE", row.text, fields, "职能职责", duties)
        assert answer == written.preview(), row.text
    return len(outline)


@pytest.mark.parametrize("name", ["seed", "corrected"])
def test_every_sentence_of_the_outline(
    name: str, template: Template, sample: Callable[[str], Submission]
) -> None:
    assert sentences_agree(template, sample(name)) > 15


@pytest.mark.parametrize("seed", range(40))
def test_every_sentence_with_other_figures(seed: int, template: Template) -> None:
    """Blank fields, 不适用, lists without items, amounts of every size."""
    submission = made_up(template, Random(seed))
    assert sentences_agree(template, submission.model_copy(update={"outline": None})) > 15


def test_the_examples_of_all_functions_can_be_tried(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    fields = fields_of(template, sample("seed"))
    for example in template.examples.values():
        answer = call("XLE_SENTENCE", example, fields, "职能职责", [["甲"]])
        assert not answer.startswith("（"), example


def test_the_workbook_with_macros_has_a_cell_to_try_a_sentence_in(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    content = workbook_of(template, sample("seed"), "excel")
    book = openpyxl.load_workbook(io.BytesIO(content))
    ((sheet, place),) = book.defined_names["字段_试写"].destinations
    cell = book[sheet][place.replace("$", "")]
    assert not cell.protection.locked
    assert cell.number_format == "@"
    beside = book[sheet].cell(cell.row + 1, cell.column)
    assert beside.value == "=" + SentenceAttempt(template.form, "excel").formula()
    assert beside.protection.locked
    calls = [
        c
        for s in book.worksheets
        for r in s.iter_rows()
        for c in r
        if "XLE_SENTENCE(" in str(c.value)
    ]
    assert calls == [beside]
    assert "XLE_SENTENCE" in FUNCTIONS


def test_the_workbook_without_macros_has_none(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    content = workbook_of(template, sample("seed"))
    assert "字段_试写" not in openpyxl.load_workbook(io.BytesIO(content)).defined_names


@pytest.mark.libreoffice
def test_without_python_the_cell_says_so(
    template: Template, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    content = workbook_of(template, sample("seed"), "excel")
    path = tmp_path / "试写.xlsm"
    path.write_bytes(content)
    cell = read_workbook(path)[0].names["字段_试写"]
    assert cell is not None
    retyped(path, cell.sheet, {str(cell): "{{ 年度 }}"})
    (made,) = convert([path], "xlsx", tmp_path / "out", tmp_path / "profile")
    below = read_workbook(made)[0].at(cell._replace(row=cell.row + 1))
    assert below.value == template.form.usable.without_python
