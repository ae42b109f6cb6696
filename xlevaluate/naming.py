"""Output files: nothing that is there is ever written over."""

from itertools import chain, count
from pathlib import Path


def write_new(asked: Path, content: bytes) -> Path:
    """Write a new file under the name asked for, or else ``…(2)``, ``…(3)``; return its path."""
    names = chain([asked], (asked.with_stem(f"{asked.stem}({n})") for n in count(2)))
    for path in names:
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        return path
    raise AssertionError("names do not run out")
