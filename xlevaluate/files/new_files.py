"""Output files: nothing that is there is ever written over."""

from itertools import chain, count
from pathlib import Path

from xlevaluate.errors import CannotDoError


def write_new(asked: Path, content: bytes) -> Path:
    """Write a new file under the name asked for, or else ``…(2)``, ``…(3)``; return its path."""
    if asked.is_dir():
        raise CannotDoError(f"“{asked}”是文件夹，请写上文件名。")
    if not asked.parent.is_dir():
        raise CannotDoError(f"文件夹“{asked.parent}”不存在，请先建立。")
    names = chain([asked], (asked.with_stem(f"{asked.stem}({n})") for n in count(2)))
    for path in names:
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        return path
    raise AssertionError("names do not run out")
