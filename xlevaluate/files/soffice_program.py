"""Where LibreOffice's program is."""

import shutil
from pathlib import Path

ELSEWHERE = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
"""Where it is installed without being on the PATH."""


def look_for_soffice() -> Path | None:
    """Return the program as it is to be started, ``None`` where there is none.

    A link is not followed: some (a snap's) lead to a program that goes by the name of the link.
    """
    found = shutil.which("soffice") or shutil.which("libreoffice")
    places = [Path(found)] if found else [path for path in ELSEWHERE if path.is_file()]
    return next(iter(places), None)
