"""The official forms of every family, as they are printed, come back as the same submission."""

import pytest

from tests.harvest.foreign import printed, sample
from xlevaluate.form.figures import Figures
from xlevaluate.form.layout import lay_out
from xlevaluate.harvest.recognise import recognise_forms
from xlevaluate.submission import Submission
from xlevaluate.template.lookup import families
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

SAMPLES = sorted(
    (family, path.name)
    for family in families()
    for path in (load_template(family).folder / "samples").glob("*.json")
)


@pytest.mark.parametrize(("family", "name"), SAMPLES)
def test_a_printed_form_comes_back(family: str, name: str) -> None:
    template = load_template(family)
    submission = sample(template, name)
    figures = Figures(template.form, submission)
    harvest = recognise_forms([printed(template, submission)], template, year=figures.year)
    held = figures.by_path
    found = {item.path: item.value for item in harvest.found}
    assert {path: value for path, value in found.items() if held.get(path) != value} == {}
    left = {
        path: value
        for path, value in held.items()
        if value is not None and path not in found and path in printed_paths(template, submission)
    }
    # （略） stands for what somebody else knows, “……” for nothing.
    kept_back = {path for path, value in left.items() if value in {"（略）", "……"}}
    assert left.keys() == kept_back
    assert not harvest.questions


def printed_paths(template: Template, submission: Submission) -> set[str]:
    """Return the paths of what the official forms print."""
    beside = {column.key for column in template.form.indicators.beside}
    whole = template.completed(submission)
    pages = lay_out(template.form, whole, template.printed, on_paper=True)
    paths = {cell.path for page in pages if page.sheet.annex for cell in page.cells if cell.field}
    return {path for path in paths if path.rsplit(".", 1)[-1] not in beside}
