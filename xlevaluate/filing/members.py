"""The files in a zip that came from elsewhere, read without trusting anything it says of itself.

Nothing is ever unpacked onto the disk under a name that the zip gives.
"""

import io
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath, PureWindowsPath

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.user_files import read_whole
from xlevaluate.files.zip_packages import DAMAGED, pieces_of

LARGEST = 100 * 1024 * 1024
"""Bytes that a package may unpack to; ours take less than one hundredth of it."""

MOST = 200
"""Files that a package may hold."""

_ENTRY = b"PK\x01\x02"
"""How each entry of a zip's directory begins."""

_UNFLAGGED = "gb18030"
"""What names are written in that are neither flagged as UTF-8 nor are it: by Chinese Windows."""

_ENCRYPTED = 0x1


class Members(Struct, frozen=True):
    """The files that could be read, by name, and the names of those that could not.

    ``repeated`` stand more than once (letter case makes no difference: where the zip is unpacked
    one would replace the other); ``unsafe`` would leave the folder they are unpacked into.
    """

    files: dict[str, bytes]
    damaged: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()


def read_members(path: Path) -> Members:
    """Read every file of a zip.

    Raises ``CannotDoError`` where there is no zip that can be opened, where it is encrypted, or
    unpacks to more than a package could hold.
    """
    return members_in(read_whole(path, "上报件", LARGEST), shown_name(path.name))


def members_in(content: bytes, name: str) -> Members:
    """Read every file of a zip that is in memory, as ``read_members`` does."""
    # Whatever lies in it unpacked has entries, too; many more take memory before they are read.
    if content.count(_ENTRY) > 20 * MOST:
        raise CannotDoError(_too_many(name))
    try:
        # From memory: in a file, a place before its beginning is an error of the disk.
        with _opened(content) as package:
            return _read(package, name)
    except DAMAGED as error:
        raise CannotDoError(
            f"“{name}”不是压缩包，或者已经损坏，打不开。请让单位重新发送。"
        ) from error


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content), metadata_encoding="utf-8")
    except UnicodeDecodeError:
        return zipfile.ZipFile(io.BytesIO(content), metadata_encoding=_UNFLAGGED)


def _too_many(name: str) -> str:
    return f"“{name}”里的文件超过 {MOST} 个，不像是上报件，没有核对。"


def _read(package: zipfile.ZipFile, name: str) -> Members:
    items = package.infolist()
    if len(items) > MOST:
        raise CannotDoError(_too_many(name))
    if sum(item.file_size for item in items) > LARGEST:
        limit = f"超过 {LARGEST >> 20} MB"
        raise CannotDoError(f"“{name}”解开后过大，不像是上报件，没有核对：{limit}。")
    if any(item.flag_bits & _ENCRYPTED for item in items):
        raise CannotDoError(f"“{name}”设了密码，不能核对。请让单位发送原来的上报件。")
    counts = Counter(_on_disk(item.orig_filename) for item in items)
    files: dict[str, bytes] = {}
    damaged, repeated, unsafe = [], [], []
    for item in items:
        # Python cuts a name short at a zero byte; here it is taken as it stands.
        given = item.orig_filename
        if _is_unsafe(given):
            unsafe.append(given)
        elif counts[_on_disk(given)] > 1:
            repeated.append(given)
        else:
            try:
                files[given] = _content(package, item)
            except DAMAGED:
                damaged.append(given)
    return Members(files, tuple(damaged), tuple(dict.fromkeys(repeated)), tuple(unsafe))


def _on_disk(name: str) -> str:
    """Return what tells names apart where a zip is unpacked."""
    return unicodedata.normalize("NFC", name).casefold()


def _is_unsafe(name: str) -> bool:
    windows = PureWindowsPath(name)
    return (
        not name
        or not name.isprintable()
        or bool(windows.drive or windows.root)
        or ".." in windows.parts
        or PurePosixPath(name).is_absolute()
    )


def _content(package: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes:
    if item.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise zipfile.BadZipFile(f"compression {item.compress_type}")
    # No more than the size that was counted above, whatever the data unpack to.
    return b"".join(pieces_of(package, item, item.file_size))
