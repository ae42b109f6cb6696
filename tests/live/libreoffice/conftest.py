"""One LibreOffice for all tests of a worker, ended when they have run."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import workbook_of
from tests.live.libreoffice.office import Office
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template

Make = Callable[[Submission], Path]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    running = Office(tmp_path_factory.mktemp("office"))
    yield running
    running.close()


@pytest.fixture
def make(template: Template, tmp_path: Path) -> Make:
    """Make a workbook for LibreOffice."""

    def making(submission: Submission) -> Path:
        path = tmp_path / f"单位{len(list(tmp_path.glob('*.xlsm')))}.xlsm"
        path.write_bytes(workbook_of(template, submission, "libreoffice"))
        return path

    return making


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """A screen that nobody looks at; a window without one would draw itself for ever."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        yield f":{int(server.stdout.readline())}"
        server.terminate()
