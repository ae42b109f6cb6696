"""The workbook as other programs save it: the same submission, or it is told."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CREATED
from tests.spreadsheet import convert
from tests.workbook.other_programs import CHANGES, TOLD, changed_by
from xlevaluate.commands.opening import open_workbook
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook

OTHER_PROFILE = "hubei"


@pytest.fixture(scope="module")
def submission(sample: Callable[[str], Submission]) -> Submission:
    return sample("corrected")


@pytest.fixture(scope="module")
def made(submission: Submission) -> bytes:
    """A workbook under a scoring profile that has to be remembered."""
    template = load_template(profile=OTHER_PROFILE)
    return make_workbook(template, submission, created=CREATED)[0]


def saved(path: Path, content: bytes) -> Evaluation:
    path.write_bytes(content)
    return open_workbook(path).evaluation


def read(evaluation: Evaluation) -> Any:
    template = evaluation.subject.template
    return template.reduced(evaluation.subject.submission).model_dump()


@pytest.mark.parametrize("name", CHANGES)
def test_the_same_is_read(name: str, made: bytes, submission: Submission, tmp_path: Path) -> None:
    evaluation = saved(tmp_path / "别.xlsx", changed_by(CHANGES[name], made))
    assert evaluation.subject.reading.problems == ()
    assert read(evaluation) == submission.model_dump()
    assert evaluation.subject.template.profile_name == OTHER_PROFILE


@pytest.mark.parametrize("name", TOLD)
def test_it_is_told(name: str, made: bytes, submission: Submission, tmp_path: Path) -> None:
    change, cases = TOLD[name]
    evaluation = saved(tmp_path / "别.xlsx", changed_by(change, made))
    assert cases <= {told.finding.case for told in evaluation.findings}
    assert not list(differing(read(evaluation), submission.model_dump()))


def differing(now: Any, then: Any, path: str = "") -> Iterator[str]:
    """Yield where something else is read than stood there; blanks may be anywhere."""
    if isinstance(now, dict):
        for key in now:
            yield from differing(now[key], then[key], f"{path}.{key}")
    elif isinstance(now, list | tuple):
        for index, row in enumerate(now):
            if not any(not list(differing(row, other)) for other in then):
                yield f"{path}.{index}"
    elif now is not None and now != then:
        yield f"{path}: {now}, {then}"


def test_there_are_as_many_as_said() -> None:
    assert len(CHANGES) + len(TOLD) + 4 >= 40


@pytest.mark.libreoffice
def test_libreoffice_s_own_ways(
    made: bytes, submission: Submission, template: Template, tmp_path: Path
) -> None:
    source = tmp_path / "源.xlsx"
    source.write_bytes(made)
    profile, folders = tmp_path / "profile", {}
    for kind in ("xlsx", "ods", "xls", "fods"):
        folders[kind] = tmp_path / kind
        (there,) = convert([source], kind, folders[kind], profile)
        if kind != "xlsx":
            (there,) = convert([there], "xlsx", folders[kind] / "back", profile)
        evaluation = open_workbook(there).evaluation
        assert evaluation.subject.reading.problems == (), kind
        assert read(evaluation) == submission.model_dump(), kind
        assert evaluation.subject.template.profile_name == OTHER_PROFILE, kind
