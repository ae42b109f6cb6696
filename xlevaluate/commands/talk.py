"""How commands end, and how they talk: data to stdout, talk to stderr."""

import re
import sys
from pathlib import Path

FINE, ERRORS_FOUND, CANNOT_DO, OUR_BUG, INTERRUPTED = 0, 1, 2, 70, 130


_UNDECODED = re.compile("(?:[\udc80-\udcff][\udc80-\udcff@-~]?)+")
"""Bytes of a file name that are not UTF-8, as Python hands them on."""


def say(text: str) -> None:
    """Talk to the person at the terminal."""
    print(*map(printable, text.split("\n")), sep="\n", file=sys.stderr)


def printable(line: str) -> str:
    """Return a line that stays one and steers no terminal, whatever a file or its name holds.

    Names from a Chinese Windows, whose bytes are GBK, are shown as they are meant.
    """
    line = _UNDECODED.sub(_as_gbk, line)
    return "".join(char if char.isprintable() or char in "\u00a0\u3000" else "�" for char in line)


def _as_gbk(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode("gb18030", "replace")


def tell_written(target: Path, asked: Path) -> None:
    """Say where a file is, and that it is not where it was asked for, if so."""
    if target != asked:
        say(f"“{asked.name}”已经存在，没有覆盖。")
    say(f"已生成：{target}")
    print(target)
