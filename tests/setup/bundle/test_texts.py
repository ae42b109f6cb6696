"""What a person finds in the folder. It cannot be run here: its text is held against the rules
that cmd has.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from xlevaluate import __version__
from xlevaluate.setup.bundle import closure
from xlevaluate.setup.bundle.folder import LIST, VERIFY, write_texts

BATCHES = ("安装.bat", "命令行.bat")
IN_THE_FOLDER = {*BATCHES, "说明.txt", VERIFY}


@pytest.fixture(scope="module", params=["3.11", "3.13"])
def python(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bundle")
    write_texts(made, python, __version__)
    return made


def commands(path: Path) -> list[str]:
    """The lines of a batch file that are run."""
    lines = path.read_bytes().decode("gb2312").split("\r\n")
    return [line for line in lines if line and not line.startswith("rem ")]


def test_these_files_are_there(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == IN_THE_FOLDER


@pytest.mark.parametrize("name", BATCHES)
class TestBatch:
    def test_it_is_gb2312_with_windows_line_ends(self, name: str, folder: Path) -> None:
        content = (folder / name).read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r") > 10
        assert content.decode("gb2312") == content.decode("cp936") == content.decode("gb18030")

    def test_no_byte_of_a_chinese_character_means_something_to_cmd(
        self, name: str, folder: Path
    ) -> None:
        content = (folder / name).read_bytes()
        text = content.decode("gb2312")
        assert [b for b in content if b < 128] == [ord(c) for c in text if ord(c) < 128]

    def test_only_messages_are_chinese(self, name: str, folder: Path) -> None:
        for line in commands(folder / name):
            assert line.isascii() or line.startswith("echo "), line

    def test_the_code_page_is_set_before_the_first_message(self, name: str, folder: Path) -> None:
        lines = commands(folder / name)
        said = next(n for n, line in enumerate(lines) if not line.isascii())
        assert lines[0] == "@echo off"
        assert "chcp 936 >nul 2>nul" in lines[:said]

    def test_every_jump_has_its_label(self, name: str, folder: Path) -> None:
        text = "\n".join(commands(folder / name))
        jumps = set(re.findall(r"\b(?:goto|call) :?(\w+)", text)) - {"eof"}
        labels = re.findall(r"^:(\w+)$", text, re.MULTILINE)
        assert len(labels) == len(set(labels))
        assert jumps == set(labels)

    def test_no_block_that_a_bracket_in_a_path_could_end(self, name: str, folder: Path) -> None:
        blocks = re.compile(r"\($|^\)|\belse\b|\bdo \(")
        assert not any(blocks.search(line) for line in commands(folder / name))

    def test_every_path_stands_in_quotes(self, name: str, folder: Path) -> None:
        for line in commands(folder / name):
            quoted = "".join(re.findall(r'"[^"]*"', line))
            for path in re.findall(
                r"%(?:PLACE|LOCALAPPDATA|ProgramFiles|USERPROFILE|~dp0)%?", line
            ):
                assert path in quoted, line

    def test_nothing_is_left_to_fill_in(self, name: str, folder: Path) -> None:
        assert "$" not in (folder / name).read_bytes().decode("gb2312")


class TestInstaller:
    def test_it_names_files_that_are_there(self, folder: Path) -> None:
        text = "\n".join(commands(folder / "安装.bat"))
        named = set(re.findall(r"[\w]+\.(?:py|txt|bat)\b", text))
        assert named == {*BATCHES, VERIFY, closure.SUMS}
        assert f'"{closure.WHEELS}\\"' in text
        assert f"--find-links {closure.WHEELS} " in text

    def test_it_takes_only_the_right_python(self, folder: Path, python: str) -> None:
        lines = commands(folder / "安装.bat")
        right = next(line for line in lines if line.startswith('set "RIGHT='))
        code = right.removeprefix('set "RIGHT=').removesuffix('"')
        major, minor = python.split(".")
        assert f"sys.version_info[:2] != ({major}, {minor})" in code
        for version, platform, wrong in (
            ((int(major), int(minor)), "win-amd64", False),
            ((int(major), int(minor)), "win32", True),
            ((int(major), int(minor)), "win-arm64", True),
            ((3, 10), "win-amd64", True),
        ):
            assert is_refused(code, version, platform) is wrong
        assert f"call :try py -{python}" in lines

    def test_it_verifies_before_it_installs_and_installs_offline(self, folder: Path) -> None:
        text = "\n".join(commands(folder / "安装.bat"))
        order = [
            text.index(step)
            for step in (
                "call %PYTHON% verify.py\nif not %ERRORLEVEL% EQU 0 goto changed\n",
                'call %PYTHON% -m venv "%PLACE%"\nif not %ERRORLEVEL% EQU 0 goto failed\n',
                "install --no-index --find-links wheels",
                "-m xlevaluate install\nif not %ERRORLEVEL% EQU 0 goto failed\n",
                "-m xlevaluate doctor\n",
                "\npause\n",
            )
        ]
        assert order == sorted(order)
        assert f" xlevaluate=={__version__}\nif not %ERRORLEVEL% EQU 0 goto failed\n" in text

    def test_it_installs_into_a_place_of_its_own(self, folder: Path, python: str) -> None:
        place = rf'set "PLACE=%LOCALAPPDATA%\xlevaluate\{__version__}-python{python}"'
        assert all(place in commands(folder / name) for name in BATCHES)

    def test_every_way_ends_with_a_pause(self, folder: Path) -> None:
        lines = commands(folder / "安装.bat")
        assert lines[-3:] == ["echo.", "pause", "exit /b %RESULT%"]
        for label in (":not_unpacked", ":no_python", ":changed", ":failed", ":done"):
            after = lines[lines.index(label) + 1 :]
            assert (
                next(line for line in after if not line.startswith(("echo", "set"))) == "goto end"
            )


def is_refused(code: str, version: tuple[int, int], platform: str) -> bool:
    """Tell how the batch file's question to a Python ends, were it of that version and platform."""
    pretended = (
        f"import sys, sysconfig; sys.version_info = ({version[0]}, {version[1]}, 0); "
        f"sysconfig.get_platform = lambda: {platform!r}; "
    )
    ended = subprocess.run([sys.executable, "-I", "-c", pretended + code], check=False)
    assert ended.returncode in {0, 1}
    return ended.returncode == 1


def test_the_instructions_are_for_notepad(folder: Path, python: str) -> None:
    content = (folder / "说明.txt").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    text = content.decode("utf-8-sig")
    assert f"xlevaluate {__version__} 离线安装包" in text
    assert f"64 位 Python {python}" in text
    assert all(name in text for name in (*BATCHES, VERIFY, closure.SUMS, closure.WHEELS, LIST))
    assert "$" not in text
