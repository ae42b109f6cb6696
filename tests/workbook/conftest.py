"""A real spreadsheet in which a user edits."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.spreadsheet import edit_in_office
from xlevaluate.submission import Submission


@pytest.fixture
def edited(
    tmp_path: Path,
    workbook: Callable[[Submission], Path],
    sample: Callable[[str], Submission],
) -> Callable[[list[list[Any]]], Path]:
    """Edit the seed's workbook in LibreOffice and return the saved file."""

    def edit(edits: list[list[Any]]) -> Path:
        source, target = workbook(sample("seed")), tmp_path / "edited" / "edited.xlsx"
        target.parent.mkdir()
        edit_in_office(edits, source, target, tmp_path / "profile")
        return target

    return edit
