"""Gets the wheels: ours, and those it needs on Windows.

uv finds out which those are, for it can do so for another system than its own; pip downloads
them. uv does not read pip's settings, so the index that pip uses is handed to it at run time; no
address is written into any file.
"""

import ast
import csv
import io
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import xlevaluate
from xlevaluate.errors import CannotDoError
from xlevaluate.files import programs
from xlevaluate.setup.bundle.wheelhouse import PLATFORM

NAME = "xlevaluate"

_UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
_PIP_SECTIONS = ("global", "download", ":env:")
"""Where pip takes its settings from, the last one that says something counting."""
_PIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*==[a-z0-9.+!]+")
_TOLD_LINES = 8


def fetch_own(folder: Path, given: Path | None) -> Path:
    """Put our own wheel into the folder and return it.

    A checkout builds it. An installation cannot: it takes the wheel given, or else the one that
    pip has under our name and version, if its files are those installed here.
    """
    if given is not None:
        if not re.fullmatch(rf"{NAME}-[^-]+-py3-none-any\.whl", given.name):
            raise CannotDoError(
                f"“{given.name}”不是 {NAME} 的安装包（{NAME}-版本-py3-none-any.whl）。"
            )
        if not given.is_file():
            raise CannotDoError(f"找不到文件“{given}”。请核对文件名和所在的文件夹。")
        return Path(shutil.copy(given, folder))
    root = Path(xlevaluate.__file__).parents[1]
    if (root / "pyproject.toml").is_file():
        _pip("制作本程序的安装包", "wheel", "--no-deps", "-w", str(folder), str(root))
        return _the_one_in(folder)
    _pip(
        "下载本程序的安装包（下载不到的，请用 --wheel 指出当初安装用的 .whl 文件）",
        *("download", "--no-deps", "--only-binary=:all:", "-d", str(folder)),
        f"{NAME}=={xlevaluate.__version__}",
    )
    wheel = _the_one_in(folder)
    if not _is_installed_here(wheel):
        raise CannotDoError(
            f"下载到的 {wheel.name} 与这台电脑上安装的内容不同，来历不明，没有使用。"
            "请用 --wheel 指出当初安装用的 .whl 文件。"
        )
    return wheel


def _the_one_in(folder: Path) -> Path:
    (wheel,) = folder.glob("*.whl")
    return wheel


def _is_installed_here(wheel: Path) -> bool:
    """Tell by the hashes of all files, as whoever owns our name in an index may not be us."""
    with zipfile.ZipFile(wheel) as package:
        record = next(name for name in package.namelist() if name.endswith(".dist-info/RECORD"))
        rows = csv.reader(io.StringIO(package.read(record).decode("utf-8")))
        theirs = {name: digest for name, digest, _ in rows if name.startswith(f"{NAME}/")}
    try:
        files = distribution(NAME).files or []
    except PackageNotFoundError:
        return False
    ours = {
        file.as_posix(): f"{file.hash.mode}={file.hash.value}"
        for file in files
        if file.hash is not None and file.parts[0] == NAME
    }
    return ours == theirs


def resolve(requirements: Sequence[str], python: str) -> list[str]:
    """Return what is needed on Windows, in order, as ``name==version``."""
    answer = _run(
        "确定 Windows 上需要哪些包",
        *("uv", "pip", "compile", "-", "--quiet", "--no-python-downloads"),
        *("--python-platform", "windows", "--python-version", python, "--only-binary", ":all:"),
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        stdin="\n".join(requirements),
        settings={
            "UV_INDEX_STRATEGY": "unsafe-best-match",  # the best of all indexes, as pip
            **uv_settings(_run("读取 pip 的设置", "pip", "config", "list")),
        },
    )
    pins = sorted(answer.split())
    for pin in pins:
        if not _PIN.fullmatch(pin):
            raise CannotDoError(f"uv 给出的包名看不懂：{pin}。请升级：pip install -U uv。")
    return pins


def uv_settings(listing: str) -> dict[str, str]:
    """Return for uv what ``pip config list`` says of where packages come from."""
    said = {}
    for line in listing.splitlines():
        key, equals, value = line.partition("=")
        if equals:
            said[key] = " ".join(str(ast.literal_eval(value)).split())
    return {
        name: said[f"{section}.{key}"]
        for section in _PIP_SECTIONS
        for key, name in _UV_NAMES.items()
        if f"{section}.{key}" in said
    }


def download(pins: Sequence[str], python: str, folder: Path) -> None:
    """Download the wheels for Windows into the folder."""
    with tempfile.TemporaryDirectory() as place:
        wanted = Path(place) / "requirements.txt"
        wanted.write_text("\n".join(pins), encoding="utf-8")
        _pip(
            "下载 Windows 用的包",
            *("download", "--no-deps", "--only-binary=:all:", "--implementation", "cp"),
            *("--platform", PLATFORM, "--python-version", python),
            *("-d", str(folder), "-r", str(wanted)),
        )


def _pip(task: str, *arguments: str) -> None:
    _run(task, "pip", "--quiet", "--disable-pip-version-check", *arguments)


def _run(
    task: str, module: str, *arguments: str, stdin: str = "", settings: dict[str, str] | None = None
) -> str:
    """Run a module of this Python and return what it printed."""
    ended = programs.run([sys.executable, "-m", module, *arguments], stdin=stdin, settings=settings)
    if ended.returncode:
        told = "\n".join(f"  {line}" for line in ended.stderr.splitlines()[-_TOLD_LINES:])
        raise CannotDoError(f"没有做成：{task}。请检查网络和 pip 的设置。{module} 说：\n{told}")
    return ended.stdout
