"""What all tests share: the template, the samples, and workbooks made from them."""

import datetime
import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from openpyxl.worksheet.merge import MergedCellRange

from tests.hunan import MODEL
from xlevaluate.cells.calls import Host
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.reader import read_snapshot
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import read_workbook

hypothesis.settings.register_profile("ours", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, print_blob=True)
hypothesis.settings.load_profile("ours")

os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
"""Every program that a test starts sees these fonts and no others."""

TOGETHER = {
    *("test_deleted", "test_hostile", "test_monkey", "test_recalculated", "test_renamed"),
    *("test_formulas", "test_pages", "test_saved", "test_dashboard", "ooxml", "history"),
    *("test_whole_year", "test_rolling_up", "test_workers", "test_rollup"),
}
"""Modules, and folders of them, whose tests share what takes long to make.

One worker runs all of them, and first.
"""


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let those modules stay whole where tests run side by side (``--dist loadgroup``)."""
    for item in items:
        for name in {item.path.stem, item.path.parent.name} & TOGETHER:
            item.add_marker(pytest.mark.xdist_group(name))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a file's bytes by its argument: they may hold the time, and differ between workers."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Fail where groups came apart: pytest-xdist keeps them in the names of tests.

    What has been imported by then stays: without looking for garbage in it again and again, tests
    take a tenth less of the processor.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    if getattr(session.config.option, "loadgroup", False) is not True:
        return
    alone = [
        item.nodeid
        for item in session.items
        if item.get_closest_marker("xdist_group") and "@" not in item.nodeid
    ]
    if alone:
        raise pytest.UsageError(f"{alone[0]} is in no group: this pytest-xdist does not fit pytest")


DRAW_BORDERS = MergedCellRange.format
"""What openpyxl does for joined cells: three quarters of the time in which it loads a workbook."""


@pytest.fixture(scope="session", autouse=True)
def _joined_cells_without_borders() -> Iterator[None]:
    """No test looks at such a border."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MergedCellRange, "format", lambda _: None)
        yield


CREATED = datetime.datetime(2024, 1, 1)

_MADE: dict[tuple[Template, str, Host | None], bytes] = {}


def workbook_of(template: Template, submission: Submission, macros: Host | None = None) -> bytes:
    """Return the workbook of a submission, which is made once however many tests open it."""
    key = template, submission.model_dump_json(), macros
    if key not in _MADE:
        _MADE[key] = make_workbook(template, submission, created=CREATED, macros=macros)[0]
    return _MADE[key]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--explore",
        action="store_true",
        help="let hypothesis make up new examples each time (a nightly run)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--explore"):
        hypothesis.settings.load_profile("explore")


@pytest.fixture(scope="session")
def template() -> Template:
    return load_template()


@pytest.fixture(scope="session")
def sample(template: Template) -> Callable[[str], Submission]:
    """A sample by its name: ``seed`` or ``corrected``."""

    def load(name: str) -> Submission:
        text = (template.folder / "samples" / f"{name}.json").read_text(encoding="utf-8")
        submission: Submission = MODEL.model_validate_json(text)
        return submission

    return load


@pytest.fixture
def workbook(tmp_path: Path, template: Template) -> Callable[[Submission], Path]:
    """Make a workbook from a submission and return its path."""

    def make(submission: Submission) -> Path:
        path = tmp_path / f"{len(list(tmp_path.glob('*.xlsx')))}.xlsx"
        path.write_bytes(workbook_of(template, submission))
        return path

    return make


@pytest.fixture(scope="session")
def check_file(template: Template) -> Callable[[Path], Evaluation]:
    """Evaluate what stands in a saved workbook."""

    def check(path: Path) -> Evaluation:
        snapshot, _ = read_workbook(path)
        reading = read_snapshot(template.form, snapshot, template.computations)
        return evaluate(template, reading)

    return check


PLATFORM = Path(__file__).parent / "scoring" / "platform.toml"
"""Another way of scoring, with all that the template's own profile does not use."""


@pytest.fixture(scope="session")
def platform() -> Template:
    return load_template(profile_file=PLATFORM)
