"""Reports of submissions, as python-docx reads them."""

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document

from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

Report = Callable[[Submission], Document]


@pytest.fixture
def report(template: Template) -> Report:
    def make(submission: Submission) -> Document:
        content, _ = make_report(evaluate_submission(template, submission))
        return docx.Document(io.BytesIO(content))

    return make


@pytest.fixture(scope="session")
def seed_report(template: Template, sample: Callable[[str], Submission]) -> bytes:
    return make_report(evaluate_submission(template, sample("seed")))[0]


@pytest.fixture
def seed(seed_report: bytes) -> Document:
    return docx.Document(io.BytesIO(seed_report))
