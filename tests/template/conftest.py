"""Copies of the template that come with the program, to be changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from xlevaluate.template.template import Template

Edit = Callable[[str, str, str], None]


@pytest.fixture
def own(tmp_path: Path, template: Template) -> Path:
    """A folder ``mine`` outside the package, with a copy of the template in it."""
    folder = tmp_path / "templates" / "mine"
    shutil.copytree(template.folder, folder)
    return folder


@pytest.fixture
def edit(own: Path) -> Edit:
    """Put a text for another one that stands in a file of the copy."""

    def change(file: str, old: str, new: str) -> None:
        path = own / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change
