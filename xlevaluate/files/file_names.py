"""How files are called: in messages, and by what somebody typed."""

import re
from pathlib import Path

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST = 60
"""Characters of what was typed; a name has some 80 on every system, and more is put beside."""


def as_file_name(text: str) -> str:
    """Return a text without what no system allows in the name of a file, cut where it is long."""
    return _NOT_IN_NAMES.sub("", text)[:_LONGEST].strip(" .")


def shown_name(path: Path | str) -> str:
    """Return a name or path as its user knows it.

    Archives made by a Chinese Windows leave names in GBK on other systems, whose bytes are not
    UTF-8; Python hands those on as half characters, which nothing can print. What would steer a
    terminal, or begin another line, is not shown.
    """
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        name = name.encode("utf-8", "surrogateescape").decode("gb18030", "replace")
    return printable(name)


def printable(line: str) -> str:
    """Return a line that stays one and steers no terminal, whatever a file or its name holds."""
    return "".join(char if char.isprintable() or char in "\u00a0\u3000" else "�" for char in line)
