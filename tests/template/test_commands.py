"""``--template`` at every command, what a workbook remembers of it, and ``template check``."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.template.conftest import Edit
from xlevaluate.cli import main
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.template.lookup import VARIABLE
from xlevaluate.template.template import Template
from xlevaluate.workbook.read import read_workbook

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; its exit code, and what it wrote to stdout and stderr."""
    monkeypatch.delenv(VARIABLE, raising=False)

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture
def book(run: Run, own: Path, tmp_path: Path) -> Path:
    """A workbook of the corrected sample, made with a template outside the package."""
    folder = tmp_path / "books"
    folder.mkdir()
    data = own / "samples" / "corrected.json"
    path = folder / "a.xlsx"
    assert run("new", path, "--template", own, "--data", data)[0] == 0
    return path


def test_a_workbook_remembers_its_template_and_its_version(book: Path, own: Path) -> None:
    _, made = read_workbook(book)
    assert made.family == own.name
    assert len(made.digest) == 16


def test_a_template_that_is_not_here_is_told_with_what_to_do(run: Run, book: Path) -> None:
    for command in ("check", "score", "dump", "report", "export"):
        code, _, said = run(command, book)
        assert code == 2
        assert "是按模板“mine”制作的，这里没有这个模板" in said
        assert "--template" in said


@pytest.mark.parametrize("command", ["check", "score", "dump", "report", "export"])
def test_commands_take_the_template_by_its_folder(
    run: Run, book: Path, own: Path, command: str
) -> None:
    code, out, said = run(command, book, "--template", own)
    assert code == 0
    assert out
    assert "另一个版本" not in said


def test_a_template_beside_the_workbook_or_in_the_user_s_folders_is_found(
    run: Run, book: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(own.parent))
    assert run("score", book)[0] == 0
    monkeypatch.delenv(VARIABLE)
    assert run("score", book)[0] == 2
    shutil.copytree(own, book.parent / "mine")
    assert run("score", book)[0] == 0


def test_another_template_than_the_workbook_s_is_refused(run: Run, book: Path) -> None:
    code, _, said = run("check", book, "--template", "hunan_department")
    assert code == 2
    assert "是按模板“mine”制作的，不是“hunan_department”" in said


def test_another_version_of_the_template_is_said_and_no_error(
    run: Run, book: Path, own: Path, edit: Edit
) -> None:
    edit("texts.toml", 'words = ["办公经费", ', 'words = ["办公的经费", ')
    code, _, said = run("check", book, "--template", own)
    assert code == 0
    assert "是用模板“mine”的另一个版本制作的" in said


def test_a_workbook_that_names_a_path_names_no_template(
    run: Run, book: Path, tmp_path: Path
) -> None:
    content = rewritten(
        book.read_bytes(), lambda _, part: part.replace(b">mine<", b">../templates/mine<")
    )
    other = book.parent / "b.xlsx"
    other.write_bytes(content)
    assert read_workbook(other)[1].family == "../templates/mine"
    assert (tmp_path / "templates" / "mine" / "form.toml").is_file()
    code, _, said = run("check", other)
    assert code == 2
    assert "这里没有这个模板" in said


def test_what_is_filed_is_verified_by_its_own_template(run: Run, book: Path, own: Path) -> None:
    package = book.parent / "a.zip"
    assert run("export", book, "--template", own, "-o", package)[0] == 0
    code, out, _ = run("verify", package, "--template", own)
    assert code == 0
    assert "没有改动" in out
    assert "未能核对" not in out
    code, out, _ = run("verify", package)
    assert code == 0
    assert "未能核对：数字没有核对：“a.zip”是按模板“mine”制作的" in out


def test_rules_and_schema_are_those_of_the_template(run: Run, own: Path, edit: Edit) -> None:
    edit("form.toml", 'path = "unit.self_name"', 'path = "unit.called"')
    edit("identities.toml", 'id = "F02"', 'id = "F77"')
    assert any(
        row["id"] == "F77" for row in json.loads(run("rules", "--json", "--template", own)[1])
    )
    schema = json.loads(run("schema", "--template", own)[1])
    assert "unit.called" in schema["x-labels"]
    assert "unit.self_name" in json.loads(run("schema")[1])["x-labels"]


def test_a_demonstration_wants_samples(run: Run, own: Path, tmp_path: Path) -> None:
    shutil.rmtree(own / "samples")
    code, _, said = run("demo", tmp_path / "demo", "--template", own)
    assert code == 2
    assert "没有示例数据" in said


def test_a_template_with_slips_makes_nothing(
    run: Run, own: Path, edit: Edit, tmp_path: Path
) -> None:
    edit("outline.toml", "{{ 机构设置 }}", "{{ 机构 }}")
    code, _, said = run("new", tmp_path / "a.xlsx", "--template", own)
    assert code == 2
    assert "outline.toml 第" in said
    assert not (tmp_path / "a.xlsx").exists()


def test_check_tells_every_slip(run: Run, own: Path, edit: Edit) -> None:
    assert run("template", "check", own) == (0, "模板“mine”没有问题。\n", "")
    edit("outline.toml", "{{ 机构设置 }}", "{{ 机构 }}")
    edit("profile_hubei.toml", 'issuer = "', 'isuer = "')
    code, out, said = run("template", "check", own)
    assert code == 1
    assert [line.split()[1] for line in out.splitlines()] == [
        *("outline.toml", "profile_hubei.toml", "profile_hubei.toml")
    ]
    assert "有 3 处要改" in said
    assert run("template", "check", own / "nowhere")[0] == 2


def test_make_makes_the_generated_files_and_keeps_the_office_s_word_base(
    run: Run, own: Path, template: Template
) -> None:
    (own / "空白工作簿.xlsx").unlink()
    (own / "校验规则.md").write_text("旧", encoding="utf-8")
    base = (own / "report.docx").read_bytes()
    os.utime(own / "report.docx", ns=(1, 1))
    code, out, _ = run("template", "make", own)
    assert code == 0
    assert str(own / "空白工作簿.xlsx") in out
    assert read_workbook(own / "空白工作簿.xlsx")[1].family == "mine"
    assert (own / "校验规则.md").read_bytes() == (template.folder / "校验规则.md").read_bytes()
    assert (own / "report.docx").read_bytes() == base
    assert (own / "report.docx").stat().st_mtime_ns == 1
