"""No slip in a template ends in a failure of ours, and each is told in Chinese with its file."""

import re
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
COUNT, SEED = 24, 12
MADE, CHECKED = 2, 5
"""Every so many-th a workbook is made; of those that can be, every so many-th is checked too."""


def test_slips_are_told_and_never_fail(
    template: Template, own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Some of Hunan's; the fuzzer damages files of three families."""
    codes: list[int] = []
    book = tmp_path / "a.xlsx"
    for number, mutation in enumerate(mutations(template.folder, FILES, COUNT, SEED)):
        path = own / mutation.file
        before = path.read_bytes()
        path.write_text(mutation.text, encoding="utf-8")
        # The other commands load the template all the same, and make no sheet of it.
        command = ["schema"] if number % MADE else ["new", str(book)]
        codes.append(main([*command, "--template", str(own)]))
        said = capsys.readouterr().err
        assert codes[-1] in {0, 2}, (mutation.what, said)
        if codes[-1] == 2:
            assert any(name in said for name in FILES), (mutation.what, said)
            assert all(CHINESE.search(line) for line in said.splitlines()), (mutation.what, said)
        elif book.exists() and codes.count(0) % CHECKED == 0:
            assert main(["check", str(book), "--template", str(own)]) in {0, 1}, mutation.what
            capsys.readouterr()
        book.unlink(missing_ok=True)
        path.write_bytes(before)
    assert codes.count(2) > COUNT / 3


def test_the_templates_that_come_with_the_program_have_no_slips(template: Template) -> None:
    assert slips_of_folder(template.folder) == ()
