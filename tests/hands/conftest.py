"""One LibreOffice for all tests of a worker, and a workbook laid on its desk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import workbook_of
from tests.hands.hand import Desk, Hands
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template

Open = Callable[[Submission], Hands]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    running = Desk(tmp_path_factory.mktemp("desk"))
    yield running
    running.close()


@pytest.fixture
def template_blank(template: Template) -> Submission:
    return template.blank()


@pytest.fixture
def opened(desk: Desk, template: Template, tmp_path: Path) -> Iterator[Open]:
    """Open a workbook made from a submission."""
    hands: list[Hands] = []

    def opening(submission: Submission) -> Hands:
        path = tmp_path / f"本年{len(hands)}.xlsx"
        path.write_bytes(workbook_of(template, submission))
        hands.append(desk.open(path))
        return hands[-1]

    yield opening
    for each in hands:
        each.close()
