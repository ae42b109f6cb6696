"""A real spreadsheet in which a user edits."""

import json
import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xlevaluate.submission import Submission

EDIT = Path(__file__).with_name("edit.py")
SYSTEM_PYTHON = "/usr/bin/python3"
"""The interpreter that the system's package of ``uno`` is for."""


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
        pipe = f"xlevaluate-{uuid.uuid4().hex}"
        office = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            subprocess.run(
                [SYSTEM_PYTHON, str(EDIT), pipe, str(source), str(target)],
                input=json.dumps(edits),
                text=True,
                check=True,
                timeout=120,
            )
            office.wait(timeout=30)
        finally:
            office.kill()
            office.wait()
        return target

    return edit
