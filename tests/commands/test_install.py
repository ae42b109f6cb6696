"""``install``: on Windows a file is written and named; elsewhere it is said what to do instead."""

import sys
from pathlib import Path

import pytest

from xlevaluate import cli
from xlevaluate.setup.xlwings_conf import read_conf


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


def test_it_tells_the_file_that_it_wrote(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Windows")
    assert cli.main(["install"]) == 0
    said = capsys.readouterr()
    path = home / ".xlwings" / "xlwings.conf"
    assert said.out == f"{path}\n"
    assert sys.executable in said.err
    assert read_conf(path.read_text(encoding="utf-8"))["INTERPRETER_WIN"] == sys.executable


def test_without_excel_it_says_what_to_do_instead(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert cli.main(["install"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "用 LibreOffice 或 WPS 打开工作簿" in said.err
    assert list(home.iterdir()) == []
