"""``import`` of files that are too large, broken or made to harm: told in time, by their name."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.conftest import workbook_of
from tests.fuzz.judge import faults
from tests.limits.foreign_bombs import FOREIGN
from tests.limits.test_limits import answer_to
from xlevaluate.template.template_loading import load_template

NIGHTLY = settings.get_current_profile_name() == "explore"

SLOW = {
    *("cells", "formats", "long code", "one long text", "sheets of one part"),
    *("names", "arrays", "strings"),
}
"""They take seconds each: other commands read them with the same code every time."""

PLACED = {
    *("rows", "rows in every sheet", "attributes", "depth", "another file"),
    *("long code", "one long text", "sheets of one part", "overlapping and lying"),
}
"""What harms nothing: the form in it is placed."""

LISTED = {
    *("long text", "a wide document", "a page of depth", "a wide page", "a long page"),
    *("zips in zips", "a long line", "many lines", "one text"),
}
"""What is listed with the reason; nothing of it is placed."""


@pytest.fixture(scope="module")
def into(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("into") / "单位.xlsx"
    template = load_template()
    path.write_bytes(workbook_of(template, template.blank()))
    return path


@pytest.mark.parametrize("name", [name for name in FOREIGN if NIGHTLY or name not in SLOW])
def test_a_hostile_file_is_refused_or_listed(name: str, into: Path, tmp_path: Path) -> None:
    called, make = FOREIGN[name]
    file, out = tmp_path / called, tmp_path / "填好.xlsx"
    file.write_bytes(make())
    asked = ["import", str(file), "--into", str(into), "-o", str(out), "--year", "2023"]
    answer = answer_to(asked, tmp_path / "答.json")
    assert list(faults(answer)) == []
    assert answer.code == (0 if name in PLACED else 1 if name in LISTED else 2), answer.talk[:300]
    assert out.exists() == (name in PLACED)
    assert name in PLACED or f"“{called}" in answer.talk or called in answer.talk
