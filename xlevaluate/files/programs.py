"""Other programs, started: LibreOffice, pip, the system's list of fonts.

The one place where this happens. A command is a list and no shell reads it, so that a file's name
is never anything but a file's name; its first word is a program that the caller has found.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

Command = Sequence[str | Path]


def run(
    command: Command,
    *,
    stdin: str = "",
    settings: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return what it printed, in UTF-8.

    ``settings`` are added to the environment. Raises ``OSError`` where it cannot be started, and
    ``subprocess.TimeoutExpired`` after so many seconds.
    """
    return subprocess.run(  # noqa: S603 - a list without a shell, see above
        command,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **(settings or {})},
        timeout=timeout,
    )


def start(
    command: Command, *, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a program that says nothing here, and that a Ctrl+C at our terminal does not end."""
    return subprocess.Popen(  # noqa: S603 - a list without a shell, see above
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
