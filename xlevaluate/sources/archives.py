"""Zip archives of files (报送.zip): their members, under names that people know.

One member at a time is unpacked; one that is large waits on the disk.
"""

import errno
import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import printable
from xlevaluate.files.zip_packages import DAMAGED, LARGEST, pieces_of

MOST_MEMBERS = 1_000

_UTF_8 = 0x800
_ENCRYPTED = 0x1
_LEFT_BY_SYSTEMS = ("__MACOSX/", ".")
_NO_FILES = {"thumbs.db", "desktop.ini"}


IN_MEMORY = 16 * 1024 * 1024
"""Bytes of a member that are kept in memory; what is larger waits on the disk."""

_LARGEST_DIRECTORY = 64 * 1024 * 1024
"""Bytes that the list of members may take, which is read as a whole."""

_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_WITHIN = 66 * 1024
"""Bytes from the end in which the end of the list stands, a comment behind it."""


class Unpacking:
    """How much archives within one another may unpack to, together."""

    def __init__(self, size: int = LARGEST, members: int = MOST_MEMBERS) -> None:
        self.left = size
        self.most = self.members = members


def members_of(
    content: bytes, name: str, unpacking: Unpacking
) -> Iterator[tuple[str, bytes | CannotDoError]]:
    """Yield the files of an archive with their full names; what cannot be unpacked says why.

    Raises ``CannotDoError`` where the archive itself cannot be read, or holds too much.
    """
    for member, unpacked in streams_of(io.BytesIO(content), name, unpacking):
        yield member, unpacked if isinstance(unpacked, CannotDoError) else unpacked.read()


def streams_of(
    archive: IO[bytes], name: str, unpacking: Unpacking
) -> Iterator[tuple[str, IO[bytes] | CannotDoError]]:
    """Yield what ``members_of`` does, each as a file that is open until the next is asked for."""
    with opened_archive(archive, name) as package:
        for item in package.infolist():
            shown = _name(item)
            if item.is_dir() or is_left_by_a_system(shown):
                continue
            unpacking.members -= 1
            if unpacking.members < 0:
                raise _too_many(name, unpacking.most)
            with SpooledTemporaryFile(IN_MEMORY) as target:
                whole = f"{name}/{shown}"
                why = _unpack(package, item, whole, unpacking, target)
                target.seek(0)
                yield whole, why or target


def opened_archive(archive: IO[bytes], name: str) -> zipfile.ZipFile:
    """Open an archive; raises ``CannotDoError`` where it is none, or lists too much."""
    if _directory_size(archive) > _LARGEST_DIRECTORY:
        raise _too_many(name, 100_000)
    try:
        with _damage():
            return zipfile.ZipFile(archive)
    except DAMAGED as error:
        raise CannotDoError(
            f"“{name}”不能作为压缩包读取，文件可能已损坏。请重新压缩后再试。"
        ) from error


def _too_many(name: str, most: int) -> CannotDoError:
    return CannotDoError(f"“{name}”里的文件超过 {most:,} 个，没有读取。请只压缩要用的文件。")


def _directory_size(archive: IO[bytes]) -> int:
    """Return how many bytes an archive says that its list of members has."""
    size = archive.seek(0, io.SEEK_END)
    archive.seek(max(0, size - _WITHIN))
    tail = archive.read(_WITHIN)
    archive.seek(0)
    sizes = [0]
    for mark, place, form in ((_END, 12, "<L"), (_END_64, 40, "<Q")):
        at = tail.rfind(mark)
        said = tail[at + place : at + place + struct.calcsize(form)]
        if at >= 0 and len(said) == struct.calcsize(form):
            sizes += struct.unpack(form, said)
    # Nothing said is more than the file itself: “see elsewhere” is said as the largest number.
    return min(max(sizes), size)


def _unpack(
    archive: zipfile.ZipFile,
    item: zipfile.ZipInfo,
    name: str,
    unpacking: Unpacking,
    target: IO[bytes],
) -> CannotDoError | None:
    """Unpack a member into a file; return why it cannot be."""
    if item.flag_bits & _ENCRYPTED:
        return CannotDoError(f"“{name}”有压缩密码，没有读取。请解压后再试。")
    try:
        with _damage():
            for piece in pieces_of(archive, item, min(unpacking.left, LARGEST)):
                unpacking.left -= len(piece)
                target.write(piece)
    except OverflowError:
        if unpacking.left > LARGEST:
            return CannotDoError(f"“{name}”解开后过大，没有读取。")
        raise CannotDoError(f"“{name}”解开后过大，没有读取。请只压缩要用的文件。") from None
    except DAMAGED:
        return CannotDoError(f"“{name}”解压不出，压缩包可能已损坏。请重新压缩，或解压后再试。")
    return None


@contextmanager
def _damage() -> Iterator[None]:
    """Say of a place before the beginning of a file what is said of one in memory."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise ValueError(*error.args) from error


def _name(item: zipfile.ZipInfo) -> str:
    """Return what a member is called; Chinese Windows writes names in GBK and does not say so."""
    name = item.filename
    if not item.flag_bits & _UTF_8:
        try:
            raw = name.encode("cp437")
            name = _decoded(raw)
        except UnicodeEncodeError:
            pass
    return printable(name.replace("\\", "/"))


def _decoded(raw: bytes) -> str:
    for code in ("utf-8", "gb18030"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace")


def is_left_by_a_system(name: str) -> bool:
    """Tell files that systems and open programs leave beside others."""
    own = PurePosixPath(name).name
    return (
        name.startswith(_LEFT_BY_SYSTEMS[0])
        or own.startswith((_LEFT_BY_SYSTEMS[1], "~$"))
        or own.lower() in _NO_FILES
    )
