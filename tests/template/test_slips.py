"""No slip in a template ends in a failure of ours, and each is told in Chinese with its file."""

import re
import shutil
from pathlib import Path

import pytest

from tests.template.mutations import mutations
from xlevaluate.cli import main
from xlevaluate.inspection.template_check import slips_of_folder
from xlevaluate.template.template import Template

FILES = (
    *("form.toml", "ratios.toml", "identities.toml", "texts.toml", "charts.toml"),
    *("outline.toml", "profile.toml"),
)
CHINESE = re.compile("[\u4e00-\u9fff]{2}")
COUNT = 240


def test_slips_are_told_and_never_fail(
    template: Template, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(template.folder, folder)
    told = 0
    for number, mutation in enumerate(mutations(template.folder, FILES, COUNT, seed=12)):
        path = folder / mutation.file
        before = path.read_bytes()
        path.write_text(mutation.text, encoding="utf-8")
        book = tmp_path / f"{number}.xlsx"
        code = main(["new", str(book), "--template", str(folder)])
        said = capsys.readouterr().err
        assert code in {0, 2}, (mutation.what, said)
        if code == 2:
            told += 1
            assert any(name in said for name in FILES), (mutation.what, said)
            assert all(CHINESE.search(line) for line in said.splitlines()), (mutation.what, said)
        else:
            assert main(["check", str(book), "--template", str(folder)]) in {0, 1}, mutation.what
            capsys.readouterr()
            book.unlink()
        path.write_bytes(before)
    assert told > COUNT / 2


def test_the_templates_that_come_with_the_program_have_no_slips(template: Template) -> None:
    assert slips_of_folder(template.folder) == ()
