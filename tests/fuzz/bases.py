"""What is damaged: a workbook, a package and data of three families, made once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.conftest import CREATED
from tests.fuzz.judge import dumped, run
from xlevaluate.form.reader import read_snapshot
from xlevaluate.template.lookup import VARIABLE
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import names_of, saved_book

_FAMILIES = Path(__file__).parents[1] / "families"
OFTEN = ("project_goals",) * 7 + ("project_four",) * 2 + ("hunan_department",)
"""How often each is taken: reading a small form takes a fifth of the time of a large one."""


@dataclass(frozen=True)
class Base:
    """Files of one family with nothing wrong in them."""

    template: Template
    content: bytes
    with_macros: bytes
    package: bytes
    data: str
    cells: dict[str, list[str]]
    """Addresses of fields by the part of their sheet."""
    paths: dict[tuple[str, str], str]
    values: dict[str, object]


@contextmanager
def families_in(folder: Path) -> Iterator[None]:
    """Let commands find the families that the package does not have."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


@cache
def base_of(family: str, folder: Path) -> Base:
    """Make the files of a family; its folder is laid into ``folder`` where it is not ours."""
    report = load_template().folder / "report.docx"
    if (_FAMILIES / family).is_dir():
        shutil.copytree(_FAMILIES / family, folder / family)
        shutil.copy(report, folder / family)
        template = load_template(folder=folder / family)
    else:
        template = load_template()
    sample = max((template.folder / "samples").glob("*.json"))
    data = sample.read_text(encoding="utf-8")
    submission = template.form.model.model_validate_json(data)
    content = make_workbook(template, submission, created=CREATED)[0]
    with_macros = make_workbook(template, submission, created=CREATED, macros="excel")[0]
    file, filed = folder / f"{family}.xlsx", folder / f"{family}.zip"
    file.write_bytes(content)
    answer = run("export", str(file), "--draft", "-o", str(filed))
    assert answer.code in {0, 1}, answer
    book = saved_book(file)
    reading = read_snapshot(template.form, names_of(book, file)[0])
    paths = {
        (str(book.part_of(at.sheet)), at.cell): f".{path}" for path, at in reading.places.items()
    }
    cells: dict[str, list[str]] = {}
    for part, cell in paths:
        cells.setdefault(part, []).append(cell)
    values = dumped(file)[1]
    return Base(template, content, with_macros, filed.read_bytes(), data, cells, paths, values)
