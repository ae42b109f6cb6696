"""ONLYOFFICE without a screen, from its package ``document-builder``.

A second program that reads and calculates what we write, by other people, in another language.
Unregistered, it writes its name across every page and sheet that is not protected.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlevaluate.files.zip_packages import rewritten

_DRIVER = Path(__file__).with_name("driver.py")

STALE = 4711
"""What copies hold as the result of every formula, so that nobody only repeats it."""

VALUES = """
(function () {
  var all = {};
  Api.GetSheets().forEach(function (sheet) {
    var used = sheet.GetUsedRange();
    all[sheet.GetName()] = [used.GetRow(), used.GetCol(), used.GetValue()];
  });
  return JSON.stringify(all);
})()
"""
"""Of every sheet its first row and column in use, and the values from there."""


@dataclass(frozen=True)
class Document:
    """A file, and what is to be done to it.

    Steps are ``("ask", script)``, which is answered in JSON, ``("calculate",)``, and
    ``("save", kind, path)``.
    """

    path: Path
    steps: Sequence[tuple[str, ...]]


def run(documents: Sequence[Document], folder: Path) -> list[list[Any]]:
    """Take all steps in one process, and return the answers to what was asked, by document."""
    answers = folder / "answers.json"
    with tempfile.TemporaryDirectory() as fonts:
        for font in _fonts():
            shutil.copy(font, fonts)  # links are not followed
        return _answered(documents, folder, fonts, answers)


def _answered(
    documents: Sequence[Document], folder: Path, fonts: str, answers: Path
) -> list[list[Any]]:
    plan = {
        "fonts": fonts,
        "folder": str(folder / "office"),
        "documents": [(str(one.path), one.steps) for one in documents],
        "answers": str(answers),
    }
    done = subprocess.run(
        [sys.executable, str(_DRIVER)],
        check=False,
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert answers.exists(), done.stdout + done.stderr
    found: list[list[Any]] = json.loads(answers.read_text(encoding="utf-8"))
    return found


def _fonts() -> set[Path]:
    """Return the files of the fonts that tests see (``tests/fonts.conf``)."""
    listed = subprocess.run(
        ["fc-list", "--format", "%{file}\n"], check=True, capture_output=True, text=True
    )
    found = {Path(line) for line in listed.stdout.splitlines()}
    assert found
    return found


def unprotected(content: bytes) -> bytes:
    """Return a copy of a workbook into which a script may type."""

    def change(name: str, part: bytes) -> bytes:
        return re.sub(rb"<sheetProtection[^>]*/>", b"", part)

    return rewritten(content, change)


def stale(content: bytes) -> bytes:
    """Return a copy of a workbook in which every formula's result is wrong."""

    def change(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return part
        # Texts among them, too; a number is none of any text's.
        part = re.sub(rb'(<c [^>]*) t="(?:str|b|e)"(><f>)', rb"\1\2", part)
        return re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>%d\2" % STALE, part)

    return rewritten(content, change)


def at(values: Any, row: int, col: int) -> Any:
    """Return what a cell holds, by what ``VALUES`` answered of its sheet; rows from 0."""
    top, left, cells = values
    try:
        return cells[row - top + 1][col - left + 1] if row + 1 >= top and col + 1 >= left else ""
    except IndexError:
        return ""
