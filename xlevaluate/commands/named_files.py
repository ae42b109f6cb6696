"""The files that a command is given: patterns filled in, and what is no user's file left out."""

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

from xlevaluate.commands.talk import say
from xlevaluate.files.file_names import shown_name

_OF_AN_OPEN_FILE = ("~$", ".~lock.")
"""How the names begin of what Office, WPS and LibreOffice lay beside an open file."""


def named_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that are meant, in their order; what is skipped is said.

    On Windows nobody fills in ``*.xlsx`` before a program gets it. A pattern that fits nothing is
    yielded as it is, for the command to tell that there is no such file.
    """
    for path in paths:
        pattern = str(path)
        found = [path]
        if glob.has_magic(pattern) and not path.exists():
            found = [Path(name) for name in sorted(glob.glob(pattern))] or found  # noqa: PTH207 - a pattern may be absolute
        for file in found:
            if file.name.startswith(_OF_AN_OPEN_FILE):
                say(f"跳过“{shown_name(file.name)}”：这是打开工作簿时的临时文件，不是工作簿。")
            else:
                yield file
