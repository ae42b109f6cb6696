"""How commands end, and how they talk: data to stdout, talk to stderr."""

import sys
from pathlib import Path

FINE, ERRORS_FOUND, CANNOT_DO, OUR_BUG, INTERRUPTED = 0, 1, 2, 70, 130


def say(text: str) -> None:
    """Talk to the person at the terminal."""
    print(text, file=sys.stderr)


def tell_written(target: Path, asked: Path) -> None:
    """Say where a file is, and that it is not where it was asked for, if so."""
    if target != asked:
        say(f"“{asked.name}”已经存在，没有覆盖。")
    say(f"已生成：{target}")
    print(target)
