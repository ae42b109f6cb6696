"""Which files a command is given: patterns filled in, lock files left out."""

from pathlib import Path

import pytest

from xlevaluate.commands.named_files import named_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("乙.xlsx", "甲.xlsx", "~$甲.xlsx", ".~lock.甲.xlsx#", "报[1].zip", "报.zip"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_pattern_is_filled_in_without_lock_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = named_files([folder / "*.xlsx", folder / "报.zip"])
    assert [file.name for file in found] == ["乙.xlsx", "甲.xlsx", "报.zip"]
    assert "跳过“~$甲.xlsx”" in capsys.readouterr().err


def test_a_name_that_only_looks_like_a_pattern_is_that_file(folder: Path) -> None:
    assert list(named_files([folder / "报[1].zip"])) == [folder / "报[1].zip"]


def test_a_pattern_that_fits_nothing_stays_for_the_command_to_tell(folder: Path) -> None:
    assert list(named_files([folder / "*.xls"])) == [folder / "*.xls"]
