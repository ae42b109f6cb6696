"""``bundle``: made for real, and held against two judges: our own check, and uv as Windows."""

import subprocess
import sys
from pathlib import Path

import pytest

import xlevaluate
from xlevaluate import cli
from xlevaluate.setup.bundle.fetching import resolve
from xlevaluate.setup.bundle.folder import read_wheel
from xlevaluate.setup.bundle.wheelhouse import Target, flaws

ROOT = Path(xlevaluate.__file__).parents[1]
WINDOWS_ONLY = "pywin32"


def uv_resolves_offline(folder: Path, python: str) -> set[str]:
    """What uv would install on Windows from the folder's wheels and nothing else."""
    run = subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "-", "--quiet", "--no-config"),
            *("--no-index", "--find-links", str(folder / "wheels"), "--no-cache"),
            *("--no-python-downloads", "--python-platform", "windows", "--python-version", python),
            *("--no-header", "--no-annotate"),
        ],
        input=f"xlevaluate=={xlevaluate.__version__}",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return {line for line in run.stdout.splitlines() if not line.startswith("--")}


@pytest.mark.registry
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_a_bundle_is_complete(
    python: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "离线 (1)"
    assert cli.main(["bundle", str(out), "--python", python]) == 0
    said = capsys.readouterr()
    assert said.out == f"{out}\n"
    assert "双击其中的“安装.bat”" in said.err
    assert [path.name for path in tmp_path.iterdir()] == [out.name]

    wheels = [read_wheel(path) for path in sorted((out / "wheels").iterdir())]
    assert not flaws(wheels, Target(python))
    without = [wheel for wheel in wheels if wheel.name != WINDOWS_ONLY]
    assert [flaw.name for flaw in flaws(without, Target(python))] == [WINDOWS_ONLY]

    pins = (out / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert pins == sorted(f"{wheel.name}=={wheel.version}" for wheel in wheels)
    assert uv_resolves_offline(out, python) == set(pins)

    compiled = f"cp{python.replace('.', '')}-win_amd64.whl"
    assert any(wheel.file.endswith(compiled) for wheel in wheels)

    verified = subprocess.run([sys.executable, str(out / "verify.py")], check=False)
    assert verified.returncode == 0

    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    addresses = [part for part in listing.stdout.split("'") if "/" in part]
    for path in out.iterdir():
        if path.is_file() and path.name != "verify.py":
            content = path.read_bytes()
            for word in ("://", str(tmp_path), str(ROOT), str(Path.home()), *addresses):
                assert word.encode() not in content, (path.name, word)

    if python == "3.11":
        again = tmp_path / "再做一次，不说版本"
        assert cli.main(["bundle", str(again)]) == 0
        assert files_of(again) == files_of(out)


def files_of(folder: Path) -> dict[Path, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in paths}


@pytest.mark.registry
def test_what_is_lacking_is_named_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when the list is made for the machine that makes the bundle."""

    def for_this_machine(needed: list[str], python: str) -> list[str]:
        return [pin for pin in resolve(needed, python) if not pin.startswith(WINDOWS_ONLY)]

    monkeypatch.setattr("xlevaluate.setup.bundle.folder.resolve", for_this_machine)
    assert cli.main(["bundle", str(tmp_path / "离线")]) == 2
    said = capsys.readouterr()
    assert "离线安装包不齐全，没有生成" in said.err
    assert "缺少 pywin32：xlwings " in said.err
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


class TestRefused:
    """Before anything is downloaded: exit code 2, words, and everything as it was."""

    @pytest.fixture(autouse=True)
    def _here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    def refused(self, *arguments: str) -> None:
        before = sorted(Path.cwd().rglob("*"))
        assert cli.main(["bundle", *arguments]) == 2
        assert sorted(Path.cwd().rglob("*")) == before

    def test_a_folder_with_something_in_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("离线").mkdir()
        Path("离线/我的.txt").write_text("mine", encoding="utf-8")
        self.refused("离线")
        assert "“离线”已经存在，没有改动" in capsys.readouterr().err

    def test_a_file_of_that_name(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("离线").write_text("mine", encoding="utf-8")
        self.refused("离线")
        assert "已经存在" in capsys.readouterr().err

    def test_no_folder_to_put_it_in(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.refused("无此文件夹/离线")
        assert "文件夹“无此文件夹”不存在" in capsys.readouterr().err

    def test_a_wheel_that_is_damaged(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("xlevaluate-0.1.0-py3-none-any.whl").write_bytes(b"PK")
        self.refused("离线", "--wheel", "xlevaluate-0.1.0-py3-none-any.whl")
        assert "不是完好的安装包" in capsys.readouterr().err

    @pytest.mark.parametrize("tool", ["uv", "packaging"])
    def test_without_its_tools_it_says_how_to_get_them(
        self, tool: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(
            "xlevaluate.commands.bundle.find_spec", lambda name: None if name == tool else name
        )
        self.refused("离线")
        assert f"需要 {tool}，这里没有。请运行 pip install" in capsys.readouterr().err

    def test_a_python_that_there_is_none_for(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            cli.main(["bundle", "离线", "--python", "3.8"])
        assert ended.value.code == 2
        assert "--python 没有“3.8”，可用：" in capsys.readouterr().err


def test_only_this_command_wants_uv_and_packaging() -> None:
    """Whoever installs the program alone has every other command."""
    code = (
        "import sys, pkgutil\nfrom importlib import import_module\nimport xlevaluate.commands\n"
        "for item in pkgutil.iter_modules(xlevaluate.commands.__path__):\n"
        "    import_module(f'xlevaluate.commands.{item.name}')\n"
        "print([name for name in ('packaging', 'uv') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
