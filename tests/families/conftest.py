"""A family of forms that the package does not know, and its variant."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.libreoffice.office import Office
from tests.template_folders import Data, read_folder, write_folder
from xlevaluate import cli
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

Run = Callable[..., tuple[int, str]]

SOURCE = Path(__file__).parent / "project_four"


def _base() -> Path:
    return load_template().folder / "report.docx"


def put(source: Path, beside: Path) -> Path:
    """Put a family's folder where its workbooks will lie."""
    made = beside / source.name
    shutil.copytree(source, made)
    shutil.copy(_base(), made)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The family's folder, beside where its workbooks will lie."""
    return put(SOURCE, tmp_path)


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command beside the families' folders: its exit code, and what it printed."""
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.main(list(arguments))
        return code, capsys.readouterr().out

    return ran


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    running = Office(tmp_path_factory.mktemp("office"))
    yield running
    running.close()


@pytest.fixture
def family(folder: Path) -> Template:
    return load_template(folder=folder)


@pytest.fixture
def inside(folder: Path, tmp_path: Path) -> Template:
    """The variant in which 满意 is no first level but a category of 效益."""
    data = read_folder(folder)
    dimensions = _indicators(data["form"])["dimensions"]
    content = dimensions.pop()
    dimensions[-1]["categories"].extend(content["categories"])
    frame = data["profile"]["frame"]
    frame["dimensions"]["effects"] = frame.pop("joint")[0]["weight"]
    for series in data["charts"]["chart"][1]["series"]:
        series["fields"].pop()
    data["charts"]["chart"][1]["categories"].pop()
    return load_template(folder=write_folder(data, tmp_path / "project_three", _base()))


def _indicators(form: Data) -> Any:
    (found,) = (
        block["indicators"]
        for sheet in form["sheet"]
        for block in sheet["block"]
        if "indicators" in block
    )
    return found


@pytest.fixture
def agreeing(family: Template) -> Submission:
    """A submission in which every figure agrees with every other."""
    content = (family.folder / "samples" / "agreeing.json").read_bytes()
    made: Submission = family.form.model.model_validate_json(content)
    return made
