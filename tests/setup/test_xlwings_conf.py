"""The settings of xlwings' macros: ours go in, the user's own stay."""

from pathlib import Path

import pytest

from xlevaluate.errors import CannotDoError
from xlevaluate.setup.xlwings_conf import conf_path, install, load_conf, read_conf, with_settings

OURS = {"INTERPRETER_WIN": r"C:\Python\python.exe", "USE UDF SERVER": "True"}


def test_an_empty_file_gets_our_lines() -> None:
    assert with_settings("", OURS) == (
        '"INTERPRETER_WIN","C:\\Python\\python.exe"\n"USE UDF SERVER","True"\n'
    )


def test_the_user_s_own_lines_stay_in_their_places() -> None:
    before = '"PYTHONPATH","D:\\mine"\n"interpreter_win","old.exe"\n"SHOW CONSOLE","False"\n'
    lines = with_settings(before, OURS).splitlines()
    assert lines[0] == '"PYTHONPATH","D:\\mine"'
    assert lines[1] == '"INTERPRETER_WIN","C:\\Python\\python.exe"'
    assert lines[2:] == ['"SHOW CONSOLE","False"', '"USE UDF SERVER","True"']
    assert read_conf("\n".join(lines))["SHOW CONSOLE"] == "False"


def test_what_was_there_is_kept_beside_and_twice_changes_nothing(tmp_path: Path) -> None:
    path = conf_path("Windows", tmp_path)
    path.parent.mkdir()
    path.write_text('"SHOW CONSOLE","True"\n', encoding="utf-8")
    assert install("Windows", tmp_path, "python.exe") == path
    once = path.read_text(encoding="utf-8")
    assert read_conf(once) == {
        "SHOW CONSOLE": "True",
        "INTERPRETER_WIN": "python.exe",
        "USE UDF SERVER": "True",
    }
    kept = path.with_suffix(".conf.bak")
    assert kept.read_text(encoding="utf-8") == '"SHOW CONSOLE","True"\n'
    install("Windows", tmp_path, "python.exe")
    assert path.read_text(encoding="utf-8") == once
    assert kept.read_text(encoding="utf-8") == '"SHOW CONSOLE","True"\n'


def test_a_person_s_name_in_a_path_is_read_by_vba(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """VBA and xlwings open the file in the code page of a Chinese Windows."""
    monkeypatch.setattr("locale.getencoding", lambda: "cp936")
    interpreter = r"C:\Users\王某\python.exe"
    path = install("Windows", tmp_path, interpreter)
    assert path.read_bytes().endswith(b"\r\n")
    assert read_conf(path.read_text(encoding="cp936"))["INTERPRETER_WIN"] == interpreter
    assert read_conf(load_conf(path, "Windows"))["INTERPRETER_WIN"] == interpreter
    with pytest.raises(CannotDoError, match="不能表示的字“ñ”"):
        install("Windows", tmp_path, r"C:\Users\Ibáñez\python.exe")


def test_bytes_of_another_encoding_stay_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: "cp936")
    path = conf_path("Windows", tmp_path)
    path.parent.mkdir()
    foreign = b'"PYTHONPATH","D:\\\xff\xfe"\r\n'
    path.write_bytes(foreign)
    install("Windows", tmp_path, "python.exe")
    assert path.read_bytes().startswith(foreign)


def test_a_mark_that_an_editor_left_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    path = conf_path("Windows", tmp_path)
    path.parent.mkdir()
    path.write_bytes(b'\xef\xbb\xbf"INTERPRETER_WIN","old.exe"\r\n')
    install("Windows", tmp_path, "python.exe")
    assert path.read_bytes().startswith(b'"INTERPRETER_WIN","python.exe"\r\n')


def test_no_copy_of_earlier_settings_is_overwritten(tmp_path: Path) -> None:
    for interpreter in ("a.exe", "b.exe", "c.exe"):
        path = install("Windows", tmp_path, interpreter)
    kept = {item.name for item in path.parent.iterdir()}
    assert kept == {"xlwings.conf", "xlwings.conf.bak", "xlwings.conf(2).bak"}


def test_each_system_has_its_place(tmp_path: Path) -> None:
    assert "com.microsoft.Excel" in str(conf_path("Darwin", tmp_path))
    with pytest.raises(CannotDoError, match="没有 Excel"):
        conf_path("Linux", tmp_path)
