"""Packages made from submissions, and ways to change them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import CREATED
from xlevaluate.filing.package import make_package
from xlevaluate.packages import zipped
from xlevaluate.submission import Submission
from xlevaluate.template import Template
from xlevaluate.workbook.generate import evaluate_submission

Files = dict[str, bytes]


def unzipped(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="session")
def packed(template: Template) -> Callable[..., Files]:
    """Make a package and return the files in it."""

    def make(submission: Submission, **how: bool) -> Files:
        evaluation = evaluate_submission(template, submission)
        return unzipped(make_package(evaluation, exported=CREATED, **how).content)

    return make


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Files], Path]:
    """Write files as a package and return its path."""

    def save(files: Files) -> Path:
        path = tmp_path / "单位-上报件.zip"
        path.write_bytes(zipped(files, CREATED))
        return path

    return save
