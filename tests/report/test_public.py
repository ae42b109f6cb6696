"""What is made public names nobody."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from tests.changes import changed
from tests.hunan import MODEL, filled_in
from xlevaluate.form.cells_definition import InputDef
from xlevaluate.report.public import LEFT_OUT, public_version, still_named
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template

NAME, TELEPHONE = "某甲乙", "0000-1234567"
FILED = {"basic_data.filing.preparer": NAME, "basic_data.filing.telephone": TELEPHONE}


@pytest.fixture
def filed(sample: Callable[[str], Submission]) -> Submission:
    return changed(sample("corrected"), FILED)


def test_names_and_telephones_are_left_out(template: Template, filed: Submission) -> None:
    public = public_version(template, filed)
    assert filled_in(public).basic_data.filing.preparer == LEFT_OUT
    assert filled_in(public).basic_data.filing.telephone == LEFT_OUT
    assert public == changed(filed, dict.fromkeys(FILED, LEFT_OUT)), "and nothing else is changed"
    assert public_version(template, public) == public


def test_a_blank_stays_blank(template: Template, filed: Submission) -> None:
    public = public_version(template, changed(filed, {"basic_data.filing.telephone": None}))
    assert filled_in(public).basic_data.filing.telephone is None
    assert public_version(template, MODEL()) == MODEL()


def test_other_fields_that_hold_them_are_told(template: Template, filed: Submission) -> None:
    assert still_named(template, filed) == ()
    typed = {
        "texts.other": f"联系人：{NAME}。",
        "explanations": [{"finding": "V01·某项", "text": f"请电询 {TELEPHONE}"}],
    }
    assert still_named(template, changed(filed, typed)) == ("其他说明", "说明")
    assert still_named(template, public_version(template, changed(filed, typed))) == ()


def test_only_a_text_can_be_left_out() -> None:
    with pytest.raises(ValidationError, match="personal 只用于文字"):
        InputDef(path="year", kind="year", personal=True)
