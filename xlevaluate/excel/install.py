"""``install``: tell xlwings' macros which Python to use, in the user's own xlwings.conf.

The file holds lines ``"KEY","VALUE"``. Lines that are not ours stay as they are.
"""

import csv
import io
from pathlib import Path

from xlevaluate.errors import CannotDoError


def conf_path(system: str, home: Path) -> Path:
    """Return where xlwings looks for the user's settings; ``system`` as ``platform.system()``."""
    if system == "Windows":
        return home / ".xlwings" / "xlwings.conf"
    if system == "Darwin":
        return home / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
    raise CannotDoError("install 用于 Windows 和 macOS 上的 Excel；这台机器上没有 Excel。")


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
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    after = with_settings(before, settings(system, interpreter))
    if after != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        if before:
            path.with_suffix(".conf.bak").write_text(before, encoding="utf-8")
        path.write_text(after, encoding="utf-8")
    return path
