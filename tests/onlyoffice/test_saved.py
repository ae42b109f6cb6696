"""A workbook that ONLYOFFICE opened and saved is read as the same submission."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import CREATED
from tests.onlyoffice.office import Document, run, unprotected
from xlevaluate.commands.opening import open_workbook
from xlevaluate.submission import Submission
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import read_workbook

pytestmark = pytest.mark.onlyoffice

PROFILE = "hubei"
"""A scoring profile that has to be remembered."""

TYPE = """
(function () {
  Api.GetSheet("%s").GetCells(%d, %d).SetValue("4321.05");
  return "null";
})()
"""


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """Every kind of workbook that we make, by a name with its ending."""
    template = load_template(profile=PROFILE)
    text = (template.folder / "samples" / "corrected.json").read_text(encoding="utf-8")
    submission = template.form.model.model_validate_json(text)
    plain = make_workbook(template, submission, created=CREATED)[0]
    return {
        "plain.xlsx": plain,
        "excel.xlsm": make_workbook(template, submission, created=CREATED, macros="excel")[0],
        "office.xlsm": make_workbook(template, submission, created=CREATED, macros="libreoffice")[
            0
        ],
        "typed.xlsx": unprotected(plain),
    }


@pytest.fixture(scope="module")
def saved(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All of them saved, each as it was named; into one a figure is typed before."""
    folder = tmp_path_factory.mktemp("saved")
    documents, paths = [], {}
    for name, content in made.items():
        source, paths[name] = folder / name, folder / f"saved {name}"
        source.write_bytes(content)
        steps: list[tuple[str, ...]] = []
        if name.startswith("typed"):
            address = read_workbook(source)[0].names["全年预算数"]
            assert address is not None
            steps = [("ask", TYPE % (address.sheet, address.row + 1, address.col + 1))]
        save = ("save", source.suffix.removeprefix("."), str(paths[name]))
        documents.append(Document(source, [*steps, save]))
    run(documents, folder)
    return paths


@pytest.mark.parametrize("name", ["plain.xlsx", "excel.xlsm", "office.xlsm"])
def test_the_same_is_read(
    name: str, made: dict[str, bytes], saved: dict[str, Path], sample: Callable[[str], Submission]
) -> None:
    assert saved[name].read_bytes() != made[name]
    evaluation = open_workbook(saved[name]).evaluation
    template = evaluation.subject.template
    assert evaluation.subject.reading.problems == ()
    assert template.reduced(evaluation.subject.submission) == sample("corrected")
    assert template.profile_name == PROFILE


def test_a_figure_typed_there_is_read(
    saved: dict[str, Path], sample: Callable[[str], Submission]
) -> None:
    evaluation = open_workbook(saved["typed.xlsx"]).evaluation
    assert evaluation.subject.reading.problems == ()
    assert str(evaluation.subject.figures.number("final_budget")) == "4321.05"
