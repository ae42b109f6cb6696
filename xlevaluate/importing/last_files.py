"""Last year's figures, from whatever an office has kept: a workbook, the package filed, its data.

Whatever has no cells of its own is laid out as the workbook that it would make, so that the record
of what was taken over can say where it stands.
"""

import json
from collections.abc import Callable
from pathlib import Path

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.user_files import read_whole
from xlevaluate.filing.manifest import MANIFEST, Manifest
from xlevaluate.filing.members import read_members
from xlevaluate.importing.next_year import LastYear
from xlevaluate.submission.loading import LARGEST_DATA, load_submission
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import read_submission
from xlevaluate.workbook.properties import MadeFrom
from xlevaluate.workbook.read import names_of, saved_book

FILES = (".xlsx", ".xlsm", ".zip", ".json")
"""Ends of the names of what can be read."""

_Find = Callable[[MadeFrom], Template]
"""Returns the template that a file says it was made from, or the one to begin with."""


def read_last_year(path: Path, find: _Find) -> LastYear:
    """Read a workbook of ours (.xlsx, .xlsm), a filed package (.zip), or data (.json).

    Raises ``CannotDoError`` for anything else, and where the file does not hold what it should.
    """
    suffix, name = path.suffix.lower(), shown_name(path.name)
    if suffix in {".xlsx", ".xlsm"}:
        book = saved_book(path)
        snapshot, made = names_of(book, path)
        template = find(made)
        return LastYear(name, template, read_forms(template, snapshot))
    if suffix == ".zip":
        made, data = _filed(path)
    elif suffix == ".json":
        made, data = MadeFrom("", ""), read_whole(path, "JSON 数据文件", LARGEST_DATA)
    else:
        raise CannotDoError(
            f"“{name}”：上年的文件应是本程序的工作簿（.xlsx、.xlsm）、上报件（.zip）或数据（.json）。"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotDoError(f"“{name}”里的数据不是 UTF-8 编码的文本。") from None
    template = find(made)
    submission = load_submission(text, name, template.form.model)
    return LastYear(name, template, read_submission(template, submission))


def _filed(path: Path) -> tuple[MadeFrom, bytes]:
    """Return what a filed package was made from, and its data."""
    files, name = read_members(path).files, shown_name(path.name)
    try:
        manifest = Manifest.model_validate(json.loads(files[MANIFEST]))
        data = next(files[item.name] for item in manifest.files if item.role == "data")
    except (KeyError, ValueError, RecursionError, StopIteration):
        raise CannotDoError(
            f"“{name}”不是 xlevaluate 导出的上报件，或者已经损坏：没有读出清单和数据。"
            "请改用上年的工作簿。"
        ) from None
    return MadeFrom(manifest.template, manifest.profile), data
