"""Puts the offline installation together, in a folder that is there whole or not at all."""

import tempfile
import zipfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from string import Template

from xlevaluate.errors import CannotDoError
from xlevaluate.setup.bundle import closure
from xlevaluate.setup.bundle.fetching import download, fetch_own, resolve
from xlevaluate.setup.bundle.wheelhouse import Target, Wheel, flaws, wheel_of

LIST = "requirements.txt"
VERIFY = "verify.py"

_WRITTEN_AS = {
    # cmd reads a batch file in the code page of the console; the file itself says more.
    ".bat": ("gb2312", "\r\n"),
    # Notepad knows UTF-8 by its mark; without it older ones take a text for GBK.
    ".txt": ("utf-8-sig", "\r\n"),
}


def make_bundle(out: Path, python: str, wheel: Path | None, say: Callable[[str], None]) -> None:
    """Make the folder for a Python such as ``3.11``, from our own wheel where one is given.

    Raises ``CannotDoError``, and leaves nothing behind, where the folder is there and not empty
    and where anything is lacking.
    """
    if not out.parent.is_dir():
        raise CannotDoError(f"文件夹“{out.parent}”不存在，请先建立。")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise CannotDoError(f"“{out}”已经存在，没有改动。请另取一个名称。")
    target = Target(python)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f"{out.name}-未完成-") as place:
        made = Path(place) / "bundle"  # with the rights of any new folder, unlike its parent
        wheels = made / closure.WHEELS
        wheels.mkdir(parents=True)
        say("制作本程序的安装包……")
        own = read_wheel(fetch_own(wheels, wheel))
        say(f"确定 Windows 上的 Python {python} 需要哪些包……")
        needed = [str(item) for item in own.requires if target.needs(item, "")]
        pins = resolve(needed, python)
        say(f"下载 {len(pins)} 个包……")
        download(pins, python, wheels)
        say("核对是否齐全……")
        present = [read_wheel(path) for path in sorted(wheels.iterdir())]
        refuse_flaws(present, target)
        listed = sorted(f"{item.name}=={item.version}\n" for item in present)
        (made / LIST).write_text("".join(listed), encoding="utf-8", newline="\n")
        write_texts(made, python, str(own.version))
        write_sums(made)
        if out.exists():
            out.rmdir()  # empty; Windows does not rename onto a folder
        made.rename(out)


def read_wheel(path: Path) -> Wheel:
    """Read what a wheel says of itself."""
    try:
        with zipfile.ZipFile(path) as package:
            (metadata,) = (
                name
                for name in package.namelist()
                if name.endswith(".dist-info/METADATA") and name.count("/") == 1
            )
            return wheel_of(path.name, package.read(metadata))
    except (zipfile.BadZipFile, ValueError) as error:
        raise CannotDoError(f"“{path.name}”不是完好的安装包（.whl），请重新下载。") from error


def refuse_flaws(wheels: list[Wheel], target: Target) -> None:
    """Raise ``CannotDoError`` with every flaw where there is any."""
    found = flaws(wheels, target)
    if found:
        told = "\n".join(f"  {flaw}" for flaw in found)
        raise CannotDoError(f"离线安装包不齐全，没有生成：\n{told}")


def write_texts(folder: Path, python: str, version: str) -> None:
    """Write what installs the wheels, and what a person reads."""
    major, minor = python.split(".")
    words = {"python": python, "major": major, "minor": minor, "version": version}
    for text in (resources.files("xlevaluate.setup.bundle") / "texts").iterdir():
        encoding, line_end = _WRITTEN_AS[Path(text.name).suffix]
        filled = Template(text.read_text(encoding="utf-8")).substitute(words)
        with (folder / text.name).open("w", encoding=encoding, newline=line_end) as file:
            file.write(filled)
    (folder / VERIFY).write_bytes(Path(closure.__file__).read_bytes())


def write_sums(folder: Path) -> None:
    """List what is used in installing. Its names are ASCII, which no zip program spoils."""
    used = [*(folder / closure.WHEELS).iterdir(), folder / LIST, folder / VERIFY]
    names = sorted(path.relative_to(folder).as_posix() for path in used)
    lines = [f"{closure.sum_of(folder / name)}  {name}\n" for name in names]
    (folder / closure.SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
