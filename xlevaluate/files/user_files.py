"""Files that a user names, read once and whole, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from xlevaluate.errors import CannotDoError, reason_of
from xlevaluate.files.file_names import shown_name


def read_whole(path: Path, wanted: str, largest: int) -> bytes:
    """Return a file's bytes; ``wanted`` is what it should be, ``largest`` how many it may have.

    Raises ``CannotDoError`` where it is not there, is a folder, a pipe or a device, is larger,
    or is kept from being read.
    """
    with opened(path, wanted) as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise too_large(path, wanted, largest)
    return content


def too_large(path: Path, wanted: str, largest: int) -> CannotDoError:
    """Return what is said of a file that has more than ``largest`` bytes."""
    name = shown_name(path.name or path)
    return CannotDoError(f"“{name}”超过 {_size(largest)}，过大，不像是{wanted}，没有读取。")


@contextmanager
def opened(path: Path, wanted: str) -> Iterator[BinaryIO]:
    """Open a file to be read in parts; ``wanted`` is what it should be.

    Raises ``CannotDoError`` where ``read_whole`` does, but for the size, while it is read too.
    """
    name = shown_name(path.name or path)
    if path.is_dir():
        raise CannotDoError(f"“{name}”是文件夹，请指定其中的{wanted}。")
    try:
        if path.exists() and not path.is_file():
            raise CannotDoError(f"“{name}”不是普通文件，请指定{wanted}。")
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise CannotDoError(
            f"找不到文件“{shown_name(path)}”。请核对文件名和所在的文件夹。"
        ) from None
    except PermissionError:
        raise CannotDoError(
            f"“{name}”打不开：没有权限，或正被其他程序占用。请关闭正在使用这个文件的程序后再试。"
        ) from None
    except OSError as error:
        raise CannotDoError(f"“{name}”读不出：{reason_of(error)}。") from error


def _size(count: int) -> str:
    return f"{count >> 20} MB" if count >> 20 else f"{count} 字节"
