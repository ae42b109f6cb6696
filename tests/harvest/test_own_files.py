"""What we write ourselves comes back: the report with its annexes, and the filed forms."""

import pytest

from tests.conftest import CREATED
from tests.harvest.foreign import sample
from tests.harvest.test_round_trip import printed_paths
from tests.sources.made import read
from xlevaluate.form.figures import Figures
from xlevaluate.harvest.recognise import recognise_forms
from xlevaluate.report.document import make_report
from xlevaluate.template.lookup import families
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.filed_values import make_values
from xlevaluate.workbook.generate import evaluate_submission

_LEFT_OUT = {"（略）"}


@pytest.mark.parametrize("family", families())
def test_a_report_comes_back_with_its_annexes(family: str) -> None:
    template = load_template(family)
    submission = sample(template, "corrected.json")
    content, _ = make_report(evaluate_submission(template, submission))
    figures = Figures(template.form, submission)
    harvest = recognise_forms([read(content, "报告.docx")], template, year=figures.year)
    forms = printed_paths(template, submission)
    found = {item.path: item.value for item in harvest.found if item.path in forms}
    held = {p: v for p, v in figures.by_path.items() if p in forms and v is not None}
    assert found == {path: value for path, value in held.items() if value not in _LEFT_OUT}
    wrong = [
        item.path
        for item in harvest.found
        if item.certain and figures.by_path.get(item.path) not in {item.value, None}
    ]
    assert wrong == []
    assert not harvest.questions
    assert not [c for c in harvest.contradictions if c.message.startswith("标题")]


@pytest.mark.parametrize("family", families())
def test_filed_forms_come_back(family: str) -> None:
    template = load_template(family)
    submission = sample(template, "corrected.json")
    content = make_values(template, submission, created=CREATED)
    figures = Figures(template.form, submission)
    harvest = recognise_forms([read(content, "表.xlsx")], template, year=figures.year)
    forms = printed_paths(template, submission)
    found = {item.path: item.value for item in harvest.found if item.path in forms}
    held = {p: v for p, v in figures.by_path.items() if p in forms and v is not None}
    assert found == {path: value for path, value in held.items() if value not in _LEFT_OUT}
    assert not harvest.questions
