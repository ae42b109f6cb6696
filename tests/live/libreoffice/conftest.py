"""One LibreOffice for all tests of a worker, ended when they have run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import CREATED
from tests.live.libreoffice.office import Office
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook

Make = Callable[[Submission], Path]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    running = Office(tmp_path_factory.mktemp("office"))
    yield running
    running.close()


@pytest.fixture
def make(template: Template, tmp_path: Path) -> Make:
    """Make a workbook for LibreOffice."""

    def made(submission: Submission) -> Path:
        path = tmp_path / f"单位{len(list(tmp_path.glob('*.xlsm')))}.xlsm"
        content, _ = make_workbook(template, submission, created=CREATED, macros="libreoffice")
        path.write_bytes(content)
        return path

    return made
