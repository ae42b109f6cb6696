"""``upgrade``: a new file with new macros; the workbook it was made from stays as it is."""

import json
import shutil
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from pyopenvba import ExcelFile

from xlevaluate import cli
from xlevaluate.files.zip_packages import replaced
from xlevaluate.setup.machine import workbook_macros
from xlevaluate.template.lookup import templates_folder
from xlevaluate.vba.ownership import Ownership, ownership
from xlevaluate.vba.project import PROJECT_PART, modules

OLD = "0.30.0"


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("macros") / "单位.xlsm"
    assert cli.main(["new", str(path)]) == 0
    return path.read_bytes()


@pytest.fixture
def old(tmp_path: Path, current: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with an old xlwings' macros, in a folder of its own, and in it."""
    monkeypatch.chdir(tmp_path)
    path = Path("单位.xlsm")
    path.write_bytes(current)
    with ExcelFile(path) as book:
        text = modules()["xlwings"].replace(version("xlwings"), OLD)
        book.set_module("xlwings", text)
        book.save()
    return path


def project_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(PROJECT_PART)


def with_project(path: Path, project: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        content = replaced(package, {PROJECT_PART: project})
    path.write_bytes(content)


def test_it_says_the_versions_before_and_after(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = old.read_bytes()
    assert cli.main(["upgrade", "单位.xlsm"]) == 0
    said = capsys.readouterr()
    assert said.out == "单位-升级.xlsm\n"
    assert (
        f"原来 {OLD}，现在 {version('xlwings')}；本程序的宏已换成现在的。原文件没有改动" in said.err
    )
    assert old.read_bytes() == before
    assert workbook_macros(Path("单位-升级.xlsm").read_bytes(), "表.xlsm") == version("xlwings")


def test_nothing_is_overwritten(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = old.read_bytes()
    assert cli.main(["upgrade", "单位.xlsm", "-o", "单位.xlsm"]) == 0
    assert old.read_bytes() == before
    assert capsys.readouterr().out == "单位(2).xlsm\n"


def test_the_same_version_is_said_to_be_the_same(
    old: Path, current: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    old.write_bytes(current)
    assert cli.main(["upgrade", "单位.xlsm"]) == 0
    assert "版本没有变" in capsys.readouterr().err


class TestRefused:
    """Exit code 2, words that say why, and no file."""

    @pytest.fixture(autouse=True)
    def _no_file(self, old: Path) -> None:
        self.old = old

    def refused(self, *arguments: str) -> None:
        assert cli.main(["upgrade", *arguments]) == 2
        assert list(Path.cwd().glob("*-升级*")) == []

    def test_missing(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.refused("无.xlsm")
        assert "找不到文件“无.xlsm”" in capsys.readouterr().err

    def test_without_macros(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["new", "无宏.xlsx"]) == 0
        self.refused("无宏.xlsx")
        assert "“无宏.xlsx”不带宏" in capsys.readouterr().err

    def test_macros_of_somebody_else(self, capsys: pytest.CaptureFixture[str]) -> None:
        with ExcelFile(self.old) as book:
            book.vba_project().delete_module("XleMain")
            book.save()
        self.refused("单位.xlsm")
        assert "宏不是 xlevaluate 的" in capsys.readouterr().err

    @pytest.mark.parametrize("keep", [0, 100, 4000])
    def test_a_damaged_project(self, keep: int, capsys: pytest.CaptureFixture[str]) -> None:
        with_project(self.old, project_of(self.old)[:keep])
        self.refused("单位.xlsm")
        assert "文件可能已损坏" in capsys.readouterr().err

    def test_a_damaged_sheet(self, capsys: pytest.CaptureFixture[str]) -> None:
        content = bytearray(self.old.read_bytes())
        with zipfile.ZipFile(self.old) as package:
            start = package.getinfo("xl/worksheets/sheet3.xml").header_offset
        content[start + 100 : start + 140] = bytes(40)
        self.old.write_bytes(content)
        self.refused("单位.xlsm")
        assert "文件可能已损坏" in capsys.readouterr().err

    def test_cut_short(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.old.write_bytes(self.old.read_bytes()[:9000])
        self.refused("单位.xlsm")
        assert "不完整" in capsys.readouterr().err

    def test_encrypted(self, capsys: pytest.CaptureFixture[str]) -> None:
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        self.old.write_bytes(head + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
        self.refused("单位.xlsm")
        assert "设了打开密码" in capsys.readouterr().err

    def test_a_name_that_cannot_hold_macros(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.refused("单位.xlsm", "-o", "新.xlsx")
        assert "请把文件名写成 .xlsm 结尾" in capsys.readouterr().err


def test_a_workbook_for_libreoffice_needs_no_macros(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Path(__file__).parents[1] / "files" / "v0_1" / "seed_libreoffice.xlsm"
    path = tmp_path / "用于.xlsm"
    path.write_bytes(old.read_bytes())
    monkeypatch.setattr("xlevaluate.commands.upgrade._is_of_another_version", lambda *_: False)
    assert cli.main(["upgrade", str(path)]) == 2
    assert "不再需要宏，没有改动：请直接用 xlevaluate open 打开" in capsys.readouterr().err
    assert [made.name for made in tmp_path.iterdir()] == ["用于.xlsm"]


def test_after_an_upgrade_macros_are_exactly_ours(old: Path) -> None:
    found = ownership(old.read_bytes(), "表.xlsm")
    assert found is not None
    assert found.foreign == ("模块“xlwings”改过",)
    assert cli.main(["upgrade", "单位.xlsm"]) == 0
    assert ownership(Path("单位-升级.xlsm").read_bytes(), "表.xlsm") == Ownership(True, ())


def test_parameters_that_nobody_touched_follow_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The template's 优 goes from 90 to 93; 良 was changed by the unit, from 80 to 81."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(templates_folder() / "hunan_project", "county")
    made = json.dumps({"parameters": {"良分数线": "81"}})
    Path("数据.json").write_text(made, encoding="utf-8")
    assert cli.main(["new", "项目.xlsx", "--template", "county", "--data", "数据.json"]) == 0
    profile = Path("county/profile.toml")
    profile.write_text(
        profile.read_text("utf-8").replace("from = 90", "from = 93").replace("to = 90", "to = 93"),
        encoding="utf-8",
    )
    cli.main(["check", "项目.xlsx"])
    told = [line for line in capsys.readouterr().out.splitlines() if "[S15]" in line]
    assert any("良分数线 80 改为 81" in line and "优分数线" not in line for line in told)
    newer = next(line for line in told if "优分数线 90（现在 93）" in line)
    assert "模板后来改了，不是单位改的" in newer
    assert "良分数线" not in newer
    assert cli.main(["upgrade", "项目.xlsx", "-o", "新.xlsx"]) == 0
    assert "优分数线：“90”制作以后没有改过，按现在的评分办法换成 93" in capsys.readouterr().err
    cli.main(["check", "新.xlsx"])
    (left,) = (line for line in capsys.readouterr().out.splitlines() if "[S15]" in line)
    assert "良分数线 80 改为 81" in left
    assert "优分数线" not in left
