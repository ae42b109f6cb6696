"""How commands end, and how they talk: data to stdout, talk to stderr."""

import sys
from pathlib import Path

from xlevaluate.files.file_names import printable, shown_name

FINE, ERRORS_FOUND, CANNOT_DO, OUR_BUG, INTERRUPTED = 0, 1, 2, 70, 130


def say(text: str) -> None:
    """Talk to the person at the terminal."""
    print(*map(printable, text.split("\n")), sep="\n", file=sys.stderr)


def tell_written(target: Path, asked: Path) -> None:
    """Say where a file is, and that it is not where it was asked for, if so."""
    if target != asked:
        say(f"“{shown_name(asked.name)}”已经存在，没有覆盖。")
    say(f"已生成：{shown_name(target)}")
    print_path(target)


def print_path(path: Path) -> None:
    """Print where a file is: to another program as it is, to a person as it can be shown."""
    print(shown_name(path) if sys.stdout.isatty() else path)
