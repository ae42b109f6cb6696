"""How LibreOffice is reached: what is put into its profile."""

import re
import runpy
import sys
from pathlib import Path

import pytest

from xlevaluate.cells.cell_functions import FUNCTIONS
from xlevaluate.cli import main
from xlevaluate.errors import CannotDoError
from xlevaluate.live.libreoffice import user_profile as profile


@pytest.mark.parametrize(
    ("system", "ends"),
    [
        ("Linux", "libreoffice/4/user"),
        ("Darwin", "Library/Application Support/LibreOffice/4/user"),
        ("Windows", "LibreOffice/4/user"),
    ],
)
def test_the_profile_lies_where_libreoffice_keeps_it(
    system: str, ends: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert profile.user_folder(system).as_posix().endswith(ends)


def test_the_script_refuses_another_python(tmp_path: Path) -> None:
    script = profile.install(tmp_path)
    exported = runpy.run_path(str(script))["g_exportedScripts"]
    names = {"open_requested"}
    assert {function.__name__ for function in exported} == names
    text = script.read_text(encoding="utf-8")
    other = text.replace(repr(sys.version_info[:2]), repr((3, 99)))
    assert other != text
    script.write_text(other, encoding="utf-8")
    with pytest.raises(ImportError, match=r"Python 3\.99"):
        runpy.run_path(str(script))


def test_install_again_changes_nothing(tmp_path: Path) -> None:
    first = profile.install(tmp_path).read_bytes()
    assert profile.install(tmp_path).read_bytes() == first


def test_a_libreoffice_without_python_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotDoError, match="libreoffice-script-provider-python"):
        profile.refuse_unfit(tmp_path / "soffice")


@pytest.mark.parametrize(
    ("command", "said"),
    [("echo 3.8", r"Python 3\.8.*两者版本要相同"), ("exec sleep 10", r"Python （未知）")],
)
def test_a_libreoffice_of_another_python_or_none_that_answers_is_refused(
    command: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(profile, "_LONGEST", 0.5)
    (tmp_path / "pythonscript.py").touch()
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{command}\n")
    python.chmod(0o755)
    with pytest.raises(CannotDoError, match=said):
        profile.refuse_unfit(tmp_path / "soffice")


@pytest.mark.libreoffice
def test_what_keeps_libreoffice_from_python_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert profile.unconnected() == "请运行 xlevaluate libreoffice install。"
    assert main(["libreoffice", "install"]) == 0
    assert profile.unconnected() is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "没有找到 LibreOffice" in str(profile.unconnected())


def test_the_program_is_started_by_the_name_of_its_link(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A snap's links all lead to one program, which looks at the name it is started by."""
    (tmp_path / "snap").write_text("#!/bin/sh\n")
    (tmp_path / "snap").chmod(0o755)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "libreoffice").symlink_to(tmp_path / "snap")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert profile.find_soffice() == tmp_path / "bin" / "libreoffice"


def test_without_libreoffice_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["libreoffice", "install"]) == 2
    assert "没有找到 LibreOffice" in capsys.readouterr().err


def test_open_wants_a_file_that_is_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["open", str(tmp_path / "没有.xlsm")]) == 2
    assert "找不到文件" in capsys.readouterr().err


def test_nothing_is_declared_but_the_functions(tmp_path: Path) -> None:
    profile.install(tmp_path)
    declared = (tmp_path / profile.DECLARATIONS).read_text(encoding="utf-8")
    assert len(re.findall(r"any \w+\(", declared)) == len(FUNCTIONS)
