"""Output files: whole or not there at all, and nothing that is there is ever written over.

The content is written to a file beside the one that is asked for, which gets its name only when
everything stands in it. On Linux that file has no name before, and so is gone with the program
that writes it, however that ends; elsewhere it has one of ours. What was left of those by a
program that was killed is cleared away when a file is next written in the same folder.
"""

import errno
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from secrets import token_hex
from typing import IO

from xlevaluate.errors import CannotDoError, reason_of

Naming = Callable[[Path], None]
"""Gives what was written a name; raises ``FileExistsError`` where the name is taken."""

_BEGIN, _END = ".xlevaluate-", ".part"
_LEFT_OVER = 24 * 60 * 60
"""Seconds after which a file of ours is no longer being written."""

_RENAMES_ONLY_TO_NEW = sys.platform == "win32"
"""Whether the system refuses to rename a file to a name that is taken."""


def write_new(asked: Path, content: bytes) -> Path:
    """Write a new file under the name asked for, or else ``…(2)``, ``…(3)``; return its path.

    Two that write at once get two names. Raises ``CannotDoError``, and leaves nothing behind,
    where it cannot be done.
    """
    try:
        if asked.is_dir():
            raise CannotDoError(f"“{asked}”是文件夹，请写上文件名。")
        if not asked.parent.is_dir():
            raise CannotDoError(f"文件夹“{asked.parent}”不存在，请先建立。")
        written = None
        # Not every file system can do it so; where the other way cannot either, it says why. What
        # has its name has been written, whatever the closing of it comes to.
        with suppress(OSError), _unnamed(asked.parent, content) as naming:
            written = _first_free(asked, naming)
        if written is None:
            with _named(asked.parent, content) as part:
                written = _first_free(asked, lambda path: _rename_to_new(part, path))
    except OSError as error:
        raise _not_written(asked, error) from error
    return written


def beside(path: Path, word: str, suffix: str = "") -> Path:
    """Return the name of a file made from another one: its own, and ``word`` once.

    What is made from ``单位-修复(2).xlsx`` by the same word is ``单位-修复.xlsx`` again, and so
    gets the next number.
    """
    stem = re.sub(rf"(?:-{re.escape(word)}(?:\(\d+\))?)+$", "", path.stem) or path.stem
    return path.with_name(f"{stem}-{word}{suffix or path.suffix}")


def replace_file(path: Path, content: bytes) -> None:
    """Write a file that is the program's own, in place of the one that is there.

    Whoever reads it finds the old or the new one, whole. Its rights stay, and so does a link that
    leads to it. Raises ``CannotDoError``, and leaves the old one, where it cannot be done.
    """
    try:
        target = path.resolve()
        with _named(target.parent, content) as part:
            with suppress(FileNotFoundError):
                shutil.copymode(target, part)
            part.replace(target)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> CannotDoError:
    return CannotDoError(f"“{path}”没有写成：{reason_of(error)}。")


def _first_free(asked: Path, naming: Naming) -> Path:
    """Name what was written; return the first name that is free."""
    for path in chain([asked], (asked.with_stem(f"{asked.stem}({n})") for n in count(2))):
        with suppress(FileExistsError):
            naming(path)
            return path
    raise AssertionError("names do not run out")


@contextmanager
def _unnamed(folder: Path, content: bytes) -> Iterator[Naming]:
    """Write a file without a name; raises ``OSError`` where there are no such files."""
    if sys.platform != "linux":
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
    within = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.fdopen(os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666), "wb") as file:
            _put(file, content)
            own = f"/proc/self/fd/{file.fileno()}"
            # Only with a folder's descriptor does Python follow the link that it links to.
            yield lambda path: os.link(own, path.name, dst_dir_fd=within)
    finally:
        os.close(within)


@contextmanager
def _named(folder: Path, content: bytes) -> Iterator[Path]:
    """Write a file under a name of ours, which is gone at the end if it was not renamed."""
    _clear_left_overs(folder)
    part = folder / f"{_BEGIN}{token_hex(8)}{_END}"
    try:
        with part.open("xb") as file:
            _put(file, content)
        yield part
    finally:
        with suppress(OSError):
            part.unlink()


def _put(file: IO[bytes], content: bytes) -> None:
    file.write(content)
    file.flush()
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # a file system that has no such thing
            raise


def _rename_to_new(part: Path, path: Path) -> None:
    if _RENAMES_ONLY_TO_NEW:
        part.rename(path)
        return
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # no links on this file system, as on a memory stick
        claim = path.open("xb")  # the name is ours; whoever ends us now leaves an empty file
        try:
            claim.close()
            part.replace(path)
        except BaseException:
            path.unlink()
            raise


def _clear_left_overs(folder: Path) -> None:
    for part in folder.glob(f"{_BEGIN}*{_END}"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _LEFT_OVER:
                part.unlink()
