"""What goes into a workbook comes out of it."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from tests.hunan import MODEL
from tests.submissions import SEEDS, made_up
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission


@pytest.mark.parametrize("name", ["seed", "corrected"])
def test_a_sample_comes_back_whole(
    name: str,
    sample: Callable[[str], Submission],
    workbook: Callable[[Submission], Path],
    check_file: Callable[[Path], Evaluation],
    template: Template,
) -> None:
    submission = sample(name)
    evaluation = check_file(workbook(submission))
    assert template.reduced(evaluation.subject.submission) == submission


def with_nothing(template: Template, submission: Submission) -> Submission:
    """Return a submission with the zeros that a workbook fills in where there is none."""
    return template.reduced(template.completed(submission))


@given(seed=SEEDS)
def test_any_submission_comes_back_from_its_cells(seed: int, template: Template) -> None:
    submission = made_up(template, Random(seed))
    evaluation = evaluate_submission(template, submission)
    assert evaluation.subject.reading.problems == ()
    assert template.reduced(evaluation.subject.submission) == with_nothing(template, submission)


@settings(max_examples=25)
@given(seed=SEEDS)
def test_any_submission_comes_back_from_its_file(
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
    check_file: Callable[[Path], Evaluation],
    template: Template,
) -> None:
    from tests.conftest import CREATED
    from xlevaluate.workbook.generate import make_workbook

    submission = made_up(template, Random(seed))
    path = tmp_path_factory.mktemp("made") / "up.xlsx"
    path.write_bytes(make_workbook(template, submission, created=CREATED)[0])
    evaluation = check_file(path)
    assert evaluation.subject.reading.problems == ()
    assert template.reduced(evaluation.subject.submission) == with_nothing(template, submission)


@given(seed=SEEDS)
def test_json_comes_back(seed: int, template: Template) -> None:
    submission = made_up(template, Random(seed))
    assert MODEL.model_validate_json(submission.model_dump_json()) == submission
