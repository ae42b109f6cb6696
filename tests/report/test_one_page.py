"""A form takes one page of the report where it can be read there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.families.test_every_family import OTHERS, ids
from tests.families.test_every_family import submission as given_by
from tests.projects import department, project
from tests.spreadsheet import convert, pages_of
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.form import Form
from xlevaluate.report.annex import Annex, Box, FormTable
from xlevaluate.report.content import report_content
from xlevaluate.report.document import make_report
from xlevaluate.report.one_page import USUAL, Room, on_one_page
from xlevaluate.report.word_table import Size
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission

UPRIGHT, LINE = Room(8845, 12756), 579


def form(rows: int, *, landscape: bool, words: str = "一行") -> Annex:
    boxes = tuple(Box(row, 0, lines=(words,)) for row in range(rows))
    return Annex("某表", landscape, (), (FormTable((1,), rows, 0, boxes),), ())


@pytest.mark.parametrize(
    ("rows", "landscape", "upright", "size"),
    [
        (15, True, False, 19),
        (28, False, True, 19),
        (28, True, True, 19),  # rather upright than smaller
        (34, False, True, 18),
        (38, True, True, 16),
        (50, True, False, 19),  # two pages in any case
        (50, False, True, 19),
    ],
)
def test_the_largest_text_with_which_it_fits(
    rows: int, landscape: bool, upright: bool, size: int
) -> None:
    fit = on_one_page(form(rows, landscape=landscape), UPRIGHT, LINE)
    assert (not fit.annex.landscape, fit.size) == (upright, Size(size))


def test_columns_are_as_wide_as_is_said_of_an_upright_form() -> None:
    wide = FormTable((1, 9), 30, 0, tuple(Box(row, 0, lines=("四个字吧",)) for row in range(30)))
    annex = replace(form(30, landscape=True), tables=(wide,), upright=(5, 5))
    fit = on_one_page(annex, UPRIGHT, LINE)
    assert not fit.annex.landscape
    assert [table.widths for table in fit.annex.tables] == [(5, 5)]


def test_long_texts_keep_the_form_on_its_side(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    annexes = report_content(evaluate_submission(template, sample("seed"))).annexes
    fit = on_one_page(annexes[1], UPRIGHT, LINE)
    assert (fit.annex, fit.size) == (annexes[1], USUAL)


# ------------------------------------------------------------------ on paper


def of_family(number: int) -> Evaluation:
    kind = OTHERS[number]
    template = kind.template()
    return evaluate_submission(template, given_by(template, kind.sample("corrected")))


@pytest.mark.libreoffice
def test_every_form_takes_one_page(tmp_path: Path) -> None:
    """That of every family, and those of a department with projects."""
    made = {name: of_family(number) for number, name in enumerate(ids(OTHERS))}
    with_projects = department(project("节水灌溉改造"), project("村道硬化"))
    made["projects"] = evaluate_submission(load_template(), with_projects)
    paths = []
    for name, evaluation in made.items():
        paths.append(tmp_path / f"{name}.docx")
        paths[-1].write_bytes(make_report(evaluation)[0])
    for path in convert(paths, "pdf", tmp_path / "out", tmp_path / "profile"):
        texts = ["".join(text.split()) for text in pages_of(path)]
        first = next(n for n, text in enumerate(texts) if re.match("附件1?(?![\\d.．：])", text))
        forms: Form = made[path.stem].subject.template.form
        count = sum(sheet.annex is not None for sheet in forms.definition.sheet)
        count += len(made[path.stem].subject.projects)
        labels = ["附件"] if count == 1 else [f"附件{number}" for number in range(1, count + 1)]
        heads = [text[: len(labels[0])] for text in texts[first:]]
        assert heads == labels, path.stem
