"""A running LibreOffice, driven from outside: started, reached through a pipe, given documents."""

import os
import subprocess
import time
from pathlib import Path
from typing import Any

from xlevaluate.errors import CannotDoError
from xlevaluate.excel.libreoffice.profile import find_soffice
from xlevaluate.excel.libreoffice.uno_bridge import property_value, run_macro, uno

_LONGEST = 60.0
"""Seconds that LibreOffice may take to start."""

_ALWAYS, _AS_SET_UP = 4, 3
"""``MacroExecMode``: macros run without asking, or as the user has set it up."""


def open_workbook(path: Path, *, trusted: bool) -> None:
    """Open a workbook for the user; the cells of a trusted one call Python from now on."""
    pipe = f"xlevaluate-{os.getpid()}"
    document = load(connect(pipe, start(pipe)), path, trusted=trusted)
    if trusted:
        run_macro(document, "XleHost.XleOpened")


def start(pipe: str, *options: str) -> subprocess.Popen[bytes]:
    """Start LibreOffice, listening on a named pipe."""
    return subprocess.Popen(  # noqa: S603 - the program that was found, arguments of ours
        [find_soffice(), *options, "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,  # it outlives us, and a Ctrl+C at our terminal
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


def connect(pipe: str, process: subprocess.Popen[bytes]) -> Any:
    """Return the desktop of a LibreOffice that has just been started, as soon as it answers.

    A second start hands over to the first and ends well; one that ends badly is an error.
    """
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    not_yet: type[Exception] = uno.getClass("com.sun.star.connection.NoConnectException")
    latest = time.monotonic() + _LONGEST
    while time.monotonic() < latest:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except not_yet:
            if process.poll():
                break
            time.sleep(0.1)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
    raise CannotDoError("LibreOffice 没有启动起来。请先手工打开一次 LibreOffice，看它是否正常。")


def load(desktop: Any, path: Path, *, trusted: bool, hidden: bool = False) -> Any:
    """Open a document; only a trusted one runs its macros without LibreOffice asking."""
    mode = _ALWAYS if trusted else _AS_SET_UP
    options = (property_value("MacroExecutionMode", mode), property_value("Hidden", hidden))
    document = desktop.loadComponentFromURL(path.resolve().as_uri(), "_default", 0, options)
    if document is None:
        raise CannotDoError(
            f"LibreOffice 没有打开“{path.name}”：文件可能已损坏，或正在别处打开着。"
        )
    return document
