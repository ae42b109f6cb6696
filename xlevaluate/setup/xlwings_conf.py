"""``install``: tell xlwings' macros which Python to use, in the user's own xlwings.conf.

The file holds lines ``"KEY","VALUE"``. Lines that are not ours stay as they are. On Windows VBA
and xlwings read it in the machine's own code page: a path with a person's name in it
(``C:/Users/…``) would not be found if it were written as UTF-8.
"""

import codecs
import csv
import io
import locale
from pathlib import Path

from xlevaluate.errors import CannotDoError
from xlevaluate.files.new_files import replace_file, write_new


def conf_path(system: str, home: Path) -> Path:
    """Return where xlwings looks for the user's settings; ``system`` as ``platform.system()``."""
    if system == "Windows":
        return home / ".xlwings" / "xlwings.conf"
    if system == "Darwin":
        return home / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
    raise CannotDoError(
        "install 用于 Windows 和 macOS 上的 Excel；这台机器上没有 Excel。"
        "请直接用 LibreOffice 或 WPS 打开工作簿，公式照常计算；"
        "校验和报告用 xlevaluate check、xlevaluate report。"
    )


def _encoding(system: str) -> str:
    return locale.getencoding() if system == "Windows" else "utf-8"


def load_conf(path: Path, system: str) -> str:
    """Return the file's text; bytes that mean nothing in its encoding are kept as they are."""
    content = path.read_bytes()
    if content.startswith(codecs.BOM_UTF8):  # from an editor
        return content.decode("utf-8-sig", "surrogateescape")
    return content.decode(_encoding(system), "surrogateescape")


def settings(system: str, interpreter: str) -> dict[str, str]:
    """Return our settings: the interpreter, and one running Python for cells and buttons."""
    if system == "Darwin":
        return {"INTERPRETER_MAC": interpreter}
    return {"INTERPRETER_WIN": interpreter, "USE UDF SERVER": "True"}


def read_conf(text: str) -> dict[str, str]:
    """Return what a file sets, by keys in capitals."""
    rows = csv.reader(io.StringIO(text))
    return {row[0].strip().upper(): row[1] for row in rows if len(row) > 1}


def with_settings(text: str, ours: dict[str, str]) -> str:
    """Return the file's text with our settings in it, in place where they were."""
    left, lines = dict(ours), []
    for line in text.splitlines():
        row = next(csv.reader([line]), [])
        key = row[0].strip().upper() if row else ""
        lines.append(f'"{key}","{left.pop(key)}"' if key in left else line)
    lines += [f'"{key}","{value}"' for key, value in left.items()]
    return "\n".join(lines) + "\n"


def install(system: str, home: Path, interpreter: str) -> Path:
    """Write the settings and return the file; what was there before is kept beside it."""
    path = conf_path(system, home)
    before = path.read_bytes() if path.exists() else b""
    text = load_conf(path, system) if before else ""
    after = _encoded(with_settings(text, settings(system, interpreter)), system)
    if after != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        if before:
            write_new(path.with_suffix(".conf.bak"), before)
        replace_file(path, after)
    return path


def _encoded(text: str, system: str) -> bytes:
    """Return the file's content, with the line ends of its system."""
    lines = text.replace("\n", "\r\n") if system == "Windows" else text
    try:
        return lines.encode(_encoding(system), "surrogateescape")
    except UnicodeEncodeError as error:
        raise CannotDoError(
            f"Python 的路径中有系统代码页 {_encoding(system)} 不能表示的字"
            f"“{error.object[error.start : error.end]}”，Excel 的宏认不出。"
            "请把 Python 装到只有英文字母的文件夹，如 C:\\Python。"
        ) from None
