"""Every rule looks, and every finding is put into words, in time linear in the texts.

All texts of a form are filled with one thing again and again, twice as much the second time.
"""

import time
from collections.abc import Callable

import pytest

from tests.texts.test_linear import SHAPES
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

LENGTH = 1_500
ROOM = 3.0
"""Twice as much may take so many times as long: half as much again as if it were linear."""

QUICK = 0.1
"""Seconds of the processor in which what is measured is mostly what is measured with."""

MORE = {"names": "项目", "tabs": "\t", "dashes": "——", "telephones": "13812345678", "stops": "。"}


@pytest.fixture(scope="module")
def filled(
    template: Template, sample: Callable[[str], Submission]
) -> Callable[[str, int], Submission]:
    """The sample, with each of its texts so long."""
    paths = [
        field.path
        for field in template.form.fields.values()
        if field.kind in {"text", "paragraph"} and not field.path.startswith("ratio_scores")
    ]
    submission = sample("corrected")

    def fill(shape: str, length: int) -> Submission:
        text = (shape * (length // len(shape) + 1))[:length]
        return with_values(submission, dict.fromkeys(paths, text))

    return fill


def taken(template: Template, submission: Submission) -> float:
    """Return the seconds that rules take, and all that is said of what they find."""
    begun = time.process_time()
    evaluation: Evaluation = evaluate_submission(template, submission)
    assert all(told.message and told.statement for told in evaluation.findings)
    return time.process_time() - begun


@pytest.mark.parametrize("name", [*SHAPES, *MORE])
def test_twice_the_text_takes_twice_the_time(
    name: str, template: Template, filled: Callable[[str, int], Submission]
) -> None:
    shape = {**SHAPES, **MORE}[name]
    once = taken(template, filled(shape, LENGTH))
    twice = taken(template, filled(shape, 2 * LENGTH))
    if twice > max(QUICK, ROOM * once):  # measured once more, for a busy machine
        once = taken(template, filled(shape, LENGTH))
        twice = taken(template, filled(shape, 2 * LENGTH))
    assert twice <= max(QUICK, ROOM * once)
