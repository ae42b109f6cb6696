"""Zip archives of files (报送.zip): their members, under names that people know."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import printable
from xlevaluate.files.zip_packages import DAMAGED, LARGEST, pieces_of

MOST_MEMBERS = 1_000

_UTF_8 = 0x800
_ENCRYPTED = 0x1
_LEFT_BY_SYSTEMS = ("__MACOSX/", ".")
_NO_FILES = {"thumbs.db", "desktop.ini"}


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
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED as error:
        raise CannotDoError(
            f"“{name}”不能作为压缩包读取，文件可能已损坏。请重新压缩后再试。"
        ) from error
    for item in archive.infolist():
        shown = _name(item)
        if item.is_dir() or is_left_by_a_system(shown):
            continue
        unpacking.members -= 1
        if unpacking.members < 0:
            raise CannotDoError(
                f"“{name}”里的文件超过 {unpacking.most:,} 个，没有读取。请只压缩要用的文件。"
            )
        yield f"{name}/{shown}", _unpacked(archive, item, f"{name}/{shown}", unpacking)


def _unpacked(
    archive: zipfile.ZipFile, item: zipfile.ZipInfo, name: str, unpacking: Unpacking
) -> bytes | CannotDoError:
    if item.flag_bits & _ENCRYPTED:
        return CannotDoError(f"“{name}”有压缩密码，没有读取。请解压后再试。")
    pieces = []
    try:
        for piece in pieces_of(archive, item, min(unpacking.left, LARGEST)):
            unpacking.left -= len(piece)
            pieces.append(piece)
    except OverflowError:
        if unpacking.left > LARGEST:
            return CannotDoError(f"“{name}”解开后过大，没有读取。")
        raise CannotDoError(f"“{name}”解开后过大，没有读取。请只压缩要用的文件。") from None
    except DAMAGED:
        return CannotDoError(f"“{name}”解压不出，压缩包可能已损坏。请重新压缩，或解压后再试。")
    return b"".join(pieces)


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
