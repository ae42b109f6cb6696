"""All files that were handed in: in folders and in the folders below, in zips and in zips in them.

Files are told apart by what they hold, not by how their names end. Files that are no submissions
are yielded too, with the reason, so that a bureau sees every one; only what systems and open
programs leave lying about, and what a bureau's own commands made, is passed over.
"""

import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import printable, shown_name
from xlevaluate.files.user_files import opened, too_large
from xlevaluate.files.zip_packages import DAMAGED, pieces_of
from xlevaluate.filing.manifest import MANIFEST
from xlevaluate.rollup.file_reading import Handed
from xlevaluate.rollup.form_record import RecordOrigin
from xlevaluate.rollup.kept_records import MARK
from xlevaluate.sources.archives import (
    Unpacking,
    is_left_by_a_system,
    opened_archive,
    streams_of,
)
from xlevaluate.workbook.properties import OUTPUT_PROPERTY

LARGEST_FILE = 150 * 1024 * 1024
"""Bytes that a submission may have, which is read whole; a zip of many is not."""

_UNPACKED, _MEMBERS = 4 * 1024**3, 100_000
"""Bytes and files that the zips in one file may unpack to, one after another."""

_DEEPEST = 4
"""Zips within zips."""

_PROPERTIES, _MOST_PROPERTIES = "docProps/custom.xml", 100_000
"""The part in which a workbook's own properties stand, and the bytes that are read of it."""

_ZIP = b"PK"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PACKED = {b"Rar!": "RAR", b"7z\xbc\xaf'\x1c": "7z", b"\x1f\x8b": "gz"}
"""What archives begin with that are not opened."""

_TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".zip", ""})
"""What files are called that may well be meant as submissions."""

_ASK = "请让单位报送 xlevaluate 的工作簿（.xlsx、.xlsm）或上报件（.zip）。"


class Refused(Struct, frozen=True):
    """A file that is not read, and why; an attachment is no submission, and lies beside some."""

    name: str
    reason: str
    is_attachment: bool = False


def files_in(paths: Sequence[Path], passing: Sequence[Path] = ()) -> list[tuple[str, Path]]:
    """Return the files that are named or lie in the folders named, each with its name, in order.

    Names are those below the folder named. A file that is reached by two ways is returned once,
    those of ``passing`` not at all. Raises ``CannotDoError`` for a path that leads nowhere, and
    where there is no file.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            for file in sorted(_below(path)):
                found.setdefault(file.resolve(), printable(file.relative_to(path).as_posix()))
        elif path.exists():
            found.setdefault(path.resolve(), printable(shown_name(path.name)))
        else:
            raise CannotDoError(f"找不到“{shown_name(path)}”。请核对文件夹的名称和位置。")
    for path in passing:
        found.pop(path.resolve(), None)
    if not found:
        raise CannotDoError("文件夹里没有文件。请核对报送的文件放在哪里。")
    return sorted(((name, path) for path, name in found.items()), key=lambda item: item[0])


def _below(folder: Path) -> Iterator[Path]:
    """Yield files below a folder, without those of the program's own folders."""
    for below, folders, names in os.walk(folder):
        if MARK in names:
            folders.clear()
            continue
        yield from (Path(below, name) for name in names if not is_left_by_a_system(name))


def handed_in(name: str, path: Path) -> Iterator[Handed | Refused]:
    """Yield what a file holds: itself, or all that a zip holds, one after another."""
    try:
        with opened(path, "报送的文件") as file:
            yield from _looked_at(file, name, Unpacking(_UNPACKED, _MEMBERS), 0)
    except CannotDoError as error:
        yield Refused(name, str(error))


def _looked_at(
    file: IO[bytes], name: str, unpacking: Unpacking, depth: int
) -> Iterator[Handed | Refused]:
    start = file.read(len(_OLD_OFFICE))
    if not start:
        yield Refused(name, "是空文件，没有内容。请让单位重新发送。")
    elif start.startswith(_OLD_OFFICE):
        yield _handed(file, name)  # encrypted, or an .xls: the reader says which
    elif packed := next((kind for mark, kind in _PACKED.items() if start.startswith(mark)), ""):
        yield Refused(name, f"是 {packed} 压缩包，没有读取。请解压，或改用 zip 压缩。")
    elif not start.startswith(_ZIP):
        yield _other(name)
    else:
        yield from _in_zip(file, name, unpacking, depth)


def _in_zip(
    file: IO[bytes], name: str, unpacking: Unpacking, depth: int
) -> Iterator[Handed | Refused]:
    """Yield a workbook, a package, or what an archive holds."""
    try:
        with opened_archive(file, name) as archive:
            members = set(archive.namelist())
            if _is_made_here(archive):
                return
    except CannotDoError as error:
        is_damaged = isinstance(error.__cause__, DAMAGED)
        yield Refused(name, "文件已损坏，打不开。请让单位重新发送。" if is_damaged else str(error))
        return
    if MANIFEST in members:
        yield _handed(file, name, "package")
    elif any(member.lower() == "[content_types].xml" for member in members):
        is_document = any(member.startswith(("word/", "ppt/")) for member in members)
        yield _other(name) if is_document else _handed(file, name)
    elif depth >= _DEEPEST:
        yield Refused(name, f"压缩包里又套压缩包，超过 {_DEEPEST} 层，没有读取。")
    else:
        yield from _unpacked(file, name, unpacking, depth)


def _handed(file: IO[bytes], name: str, origin: RecordOrigin = "workbook") -> Handed | Refused:
    """Return a submission, which is read whole."""
    file.seek(0)
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        return Refused(name, str(too_large(Path(name), "报送的文件", LARGEST_FILE)))
    return Handed(name, content, origin)


def _is_made_here(archive: zipfile.ZipFile) -> bool:
    """Tell a workbook that a bureau's own command made of submissions."""
    try:
        item = archive.getinfo(_PROPERTIES)
        said = b"".join(pieces_of(archive, item, _MOST_PROPERTIES))
    except DAMAGED:
        return False
    return OUTPUT_PROPERTY.encode() in said


def _unpacked(
    archive: IO[bytes], name: str, unpacking: Unpacking, depth: int
) -> Iterator[Handed | Refused]:
    is_empty = True
    try:
        for member, inner in streams_of(archive, name, unpacking):
            is_empty = False
            if isinstance(inner, CannotDoError):
                yield Refused(member, str(inner))
            else:
                yield from _looked_at(inner, member, unpacking, depth + 1)
    except CannotDoError as error:
        yield Refused(name, str(error))
        return
    if is_empty:
        yield Refused(name, "是空的压缩包，里面没有文件。")


def _other(name: str) -> Refused:
    """Return what is said of a file of another kind: an attachment, unless it is called a table."""
    suffix = PurePosixPath(name).suffix.lower()
    return Refused(
        name,
        f"不是工作簿或上报件{_called(name)}，没有读取。{_ASK}",
        is_attachment=suffix not in _TABLES,
    )


def _called(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return f"（{suffix} 文件）" if suffix.isascii() and 1 < len(suffix) <= 6 else ""
