"""Files with odd names, in odd places, or that are no files: each command says so and ends."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.fuzz.attempts import COMMANDS, STAND_INS
from tests.fuzz.bases import Base, base_of, families_in
from tests.fuzz.judge import Answer, faults, run
from xlevaluate.cli import main

FAMILY = "project_goals"
ASKED: dict[str, Callable[[Path], list[str]]] = {
    "new --data": lambda file: ["new", "新.xlsx", "--data", str(file)],
    "new --profile": lambda file: ["new", "新.xlsx", "--profile", f"{file.parent / '办法.toml'}"],
    "new --template": lambda file: ["new", "新.xlsx", "--template", str(file)],
    "template check": lambda file: ["template", "check", str(file)],
}
GIVEN = COMMANDS | ASKED
CANNOT = {"upgrade", "score --profile", "report --charts", "import"}
"""What cannot be done with this family's workbook, whatever it is called."""

NAMES = {
    "GBK": os.fsdecode("单位自评.xlsx".encode("gbk")),
    "half a character": os.fsdecode(b"\xe5\x8d.xlsx"),
    "250 bytes": "长" * 80 + "12345.xlsx",
    "an escape": "\x1b[31m红\x1b[0m.xlsx",
    "lines": "一\n二\r三.xlsx",
    "right to left": "\u202e单位.xlsx",
    "option": "-o.xlsx",
    "blanks": " 单位 .xlsx",
    "quotes": "单\"位'“.xlsx",
    "patterns": "[单]位*?.xlsx",
    "percent": "单位%20{0}%s.xlsx",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("families")
    with families_in(folder):
        yield base_of(FAMILY, folder)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    patches = [patch(f"xlevaluate.{target}", it) for target, it in STAND_INS.items()]
    for item in patches:
        item.start()
    yield
    for item in patches:
        item.stop()


def right(answer: Answer) -> bool:
    """Tell whether nothing is wrong with an answer; names may be English, and paths are data."""
    shown = replace(answer, out="") if answer.out.startswith(os.sep) else answer
    return not [fault for fault in faults(shown) if not fault.startswith("英文")]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(name: str, base: Base, tmp_path: Path) -> None:
    file = tmp_path / NAMES[name]
    for command in COMMANDS:
        content = base.package if command == "verify" else base.content
        file.write_bytes(content)
        answer = run(*COMMANDS[command](file))
        assert right(answer), (command, answer)
        long = name == "250 bytes" and "文件名太长" in answer.talk
        expected = {0, 1, 2} if command in CANNOT or long else {0, 1}
        assert answer.code in expected, (command, answer)
    assert not list(tmp_path.glob(".xlevaluate-*"))


def test_a_terminal_is_not_steered_by_a_name(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

        def reconfigure(self, **_: object) -> None:
            pass

    file, screen = tmp_path / NAMES["an escape"], Terminal()
    file.write_bytes(base.content)
    monkeypatch.setattr(sys, "stdout", screen)
    assert main(["report", str(file)]) == 0
    assert "红" in screen.getvalue()
    assert "\x1b" not in screen.getvalue()


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "link to itself", "nothing"])
def test_what_is_no_file_is_told_and_never_waited_for(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "单位.xlsx"
    match kind:
        case "pipe":
            os.mkfifo(file)
            os.mkfifo(tmp_path / "办法.toml")
        case "device":
            file.symlink_to("/dev/zero")
            (tmp_path / "办法.toml").symlink_to("/dev/zero")
        case "folder":
            file.mkdir()
            (tmp_path / "办法.toml").mkdir()
        case "link to itself":
            file.symlink_to(file)
            (tmp_path / "办法.toml").symlink_to(tmp_path / "办法.toml")
    for command, given in GIVEN.items():
        answer = run(*given(file))
        assert (answer.code, right(answer)) == (2, True), (command, answer)


def test_a_template_s_file_that_is_none_is_told(base: Base, tmp_path: Path) -> None:
    for name in ("ratios.toml", "profile.toml", "report.docx"):
        own = tmp_path / f"模板{name[:3]}"
        own.mkdir()
        for path in base.template.folder.iterdir():
            if path.is_file() and path.name != name:
                (own / path.name).write_bytes(path.read_bytes())
        os.mkfifo(own / name)
        answer = run("template", "check", str(own))
        assert (answer.code, right(answer)) == (1, True), answer
        assert name in answer.out


def test_five_gigabytes_of_nothing_are_not_read(tmp_path: Path) -> None:
    for name in ("单位.xlsx", "办法.toml"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(5 * 1024**3)
    for command, given in GIVEN.items():
        if command == "template check":
            continue
        answer = run(*given(tmp_path / "单位.xlsx"))
        assert (answer.code, right(answer)) == (2, True), (command, answer)
        assert answer.megabytes < 250, command


@pytest.mark.parametrize("code", ["C", "zh_CN.GBK"])
def test_another_locale_changes_nothing(code: str, base: Base, tmp_path: Path) -> None:
    """A console that knows no Chinese, or another code for it, gets the same bytes."""
    (tmp_path / "单位.xlsx").write_bytes(base.content)
    settings = {**os.environ, "LC_ALL": code, "PYTHONPATH": os.pathsep.join(sys.path)}
    settings = {key: value for key, value in settings.items() if key != "PYTHONUTF8"}
    words = ["check", "单位.xlsx", "无.xlsx", "--write"]
    ended = subprocess.run(
        [sys.executable, "-m", "xlevaluate", *words], capture_output=True, env=settings, check=False
    )
    said = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == 2, said
    assert "已把结果写入副本：单位-校验结果.xlsx" in said
    assert "找不到文件“无.xlsx”" in said
    assert (tmp_path / "单位-校验结果.xlsx").exists()
