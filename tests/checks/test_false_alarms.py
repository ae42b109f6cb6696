"""The measure of false alarms: none on clean texts, in any place where a text can stand."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.changes import changed
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

CLEAN: list[str] = tomllib.loads(
    Path(__file__).with_name("clean_texts.toml").read_text(encoding="utf-8")
)["texts"]
PLACES = ("texts.other", "texts.analysis.benefits", "self_evaluation.actual_results")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_text_raises_nothing(
    text: str, place: str, template: Template, sample: Callable[[str], Submission]
) -> None:
    before = evaluate_submission(template, sample("corrected"))
    after = evaluate_submission(template, changed(sample("corrected"), {place: text}))
    known = {told.message for told in before.findings}
    assert [told.message for told in after.findings if told.message not in known] == []
