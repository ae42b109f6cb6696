"""LibreOffice started from outside, so that it opens a workbook."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from xlevaluate.errors import CannotDoError
from xlevaluate.files import programs
from xlevaluate.files.new_files import replace_file
from xlevaluate.live.libreoffice.user_profile import (
    ANSWER,
    COPY,
    REQUEST,
    SCRIPT,
    find_soffice,
    user_folder,
)

_OPEN = f"vnd.sun.star.script:{SCRIPT}$open_requested?language=Python&location=user"

LONGEST = 120.0
"""Seconds that LibreOffice may take to open a workbook."""


def open_workbook(path: Path, copy: bytes) -> str:
    """Open a workbook for the user, read from a harmless copy of it and saved to its own path.

    Returns what the user should know, a blank if nothing. Raises ``CannotDoError`` where there is
    no screen to open it on, and where LibreOffice does not get to its end.
    """
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        raise CannotDoError(
            "这里没有图形桌面，不能打开工作簿。请在桌面的终端里运行 xlevaluate open。"
        )
    user = user_folder()
    answer = user / ANSWER
    answer.unlink(missing_ok=True)
    replace_file(user / COPY, copy)
    replace_file(user / REQUEST, str(path.resolve()).encode())
    process = start(_OPEN)
    latest = time.monotonic() + LONGEST
    while not answer.exists():
        if process.poll() or time.monotonic() > latest:
            raise CannotDoError(
                f"LibreOffice 没有打开“{path.name}”。请关闭 LibreOffice 的所有窗口，再试一次。"
            )
        time.sleep(0.1)
    said = json.loads(answer.read_text(encoding="utf-8"))
    answer.unlink()
    if said["error"]:
        raise CannotDoError(said["error"])
    return str(said["remark"])


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start LibreOffice; one that runs already is handed the arguments."""
    return programs.start(
        (find_soffice(), "--norestore", "--nologo", *arguments), environment=_environment()
    )


def _environment() -> dict[str, str]:
    """Return an environment in which LibreOffice's Python finds its own library.

    It looks for it beside the first ``python3`` on the path, which must not be that of a virtual
    environment.
    """
    ours = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    if os.name == "posix":
        kept["PATH"] = os.pathsep.join(["/usr/bin", "/bin", kept.get("PATH", "")])
    return kept
