"""Where a template is found, and what is no name of one."""

import os
import shutil
from pathlib import Path

import pytest

from xlevaluate.errors import CannotDoError
from xlevaluate.template.lookup import (
    VARIABLE,
    asked_folder,
    families,
    is_name,
    named_folder,
)
from xlevaluate.template.template_loading import load_template


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../mine", "a/b", "a\\b", "C:mine", "/etc", ".hidden", "a.", "a\n", "a" * 101],
)
def test_what_is_no_name_is_never_looked_up(name: str, own: Path) -> None:
    assert not is_name(name)
    with pytest.raises(CannotDoError, match="没有名为"):
        named_folder(name, own.parent / "hunan_department")
    with pytest.raises(CannotDoError, match="没有名为"):
        load_template(name, beside=own.parent)


def test_a_template_lies_in_the_package_in_a_folder_of_the_user_s_or_beside(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(
        CannotDoError, match=r"没有名为“mine”的模板；现有模板：.*hunan_department、"
    ):
        named_folder("mine")
    assert named_folder("mine", own.parent) == own
    monkeypatch.setenv(VARIABLE, os.pathsep.join([str(tmp_path / "nowhere"), str(own.parent)]))
    assert named_folder("mine") == own
    assert {"hunan_department", "mine"} <= set(families())
    shutil.copytree(own, own.parent / "hunan_department")
    assert named_folder("hunan_department", own.parent) == load_template().folder


def test_what_is_asked_for_is_a_name_or_a_folder(own: Path, tmp_path: Path) -> None:
    assert asked_folder("hunan_department") == load_template().folder
    assert asked_folder(str(own)) == own
    with pytest.raises(CannotDoError, match=r"不是模板的文件夹：里面没有 form\.toml"):
        asked_folder(str(tmp_path))
    with pytest.raises(CannotDoError, match="没有模板文件夹"):
        asked_folder(str(tmp_path / "x" / "y"))
    with pytest.raises(CannotDoError, match="没有名为“guangdong”的模板"):
        asked_folder("guangdong")


def test_an_edited_file_is_noticed_and_an_unchanged_one_is_read_once(own: Path) -> None:
    before = load_template("mine", beside=own.parent)
    assert load_template("mine", beside=own.parent) is before
    path = own / "profile.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("execution = 10\n", "execution = 15\n"), encoding="utf-8")
    os.utime(path, ns=(1, 1))  # whatever the clock says
    after = load_template("mine", beside=own.parent)
    assert after.profile.frame.execution == 15
    assert after.digest != before.digest


def test_how_lines_end_and_what_does_not_belong_to_it_change_no_digest(own: Path) -> None:
    before = load_template("mine", beside=own.parent).digest
    for path in own.glob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (own / "说明.txt").write_text("说明", encoding="utf-8")
    (own / "profile_other.toml").write_bytes((own / "profile.toml").read_bytes())
    assert load_template("mine", beside=own.parent).digest == before
    (own / "report.docx").write_bytes(b"another")
    assert load_template("mine", beside=own.parent).digest != before
