"""What is found in a workbook is the same whatever was read before it, and in which process."""

import json
import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.changes import changed
from tests.conftest import workbook_of
from tests.units import unit
from xlevaluate.commands.opening import open_workbook
from xlevaluate.output.json_data import as_data
from xlevaluate.template.template import Template

OLD = Path(__file__).parents[1] / "files" / "v0_1"
"""Other profiles, blank forms, and names and texts of another version of the form."""

ALONE = """
import json, sys
from pathlib import Path
from tests.checks.test_many_files import found
print(json.dumps([found(Path(name)) for name in sys.argv[1:]]))
"""


def found(path: Path) -> dict[str, Any]:
    """Return all that is said of a workbook."""
    evaluation = open_workbook(path).evaluation
    said = [told.statement for told in evaluation.findings]
    return as_data(evaluation, path.name) | {"statements": said}


@pytest.fixture(scope="module")
def files(template: Template, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("many")
    parameter = next(item for item in template.parameters if item.value)
    other = {f"parameters.{parameter.name}": str(parameter.value * Decimal("0.98"))}
    made = []
    for number, changes in enumerate(({}, {}, other)):
        made.append(folder / f"{number}.xlsx")
        submission = changed(unit(template, number), changes)
        made[-1].write_bytes(workbook_of(template, submission))
    return [*made, *(OLD / f"{name}.xlsx" for name in ("seed", "hubei", "made_up", "empty"))]


def elsewhere(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Read them in a process of their own, one after the other."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE, *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def test_other_files_before_it_change_nothing(files: list[Path]) -> None:
    """Forwards and backwards here, where much was read before; and first in a new process."""
    here = [found(path) for path in files]
    assert len({json.dumps(said["findings"]) for said in here}) == len(files), "all are different"
    assert [found(path) for path in reversed(files)] == here[::-1]
    first = len(files) // 2
    assert elsewhere([*files[first:], *files[:first]]) == [*here[first:], *here[:first]]
    assert elsewhere(files[:1]) == here[:1]
