"""A saved workbook read into a snapshot, from the XML of its parts.

Names are looked at first: nothing of a foreign workbook's cells is read. Document types and
entities are refused, as is a file that unpacks to more than such a form could hold.
"""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

from xlevaluate.cells.names import (
    DIGEST_NAME,
    PROFILE_NAME,
    PROJECT_PROFILE_NAME,
    TEMPLATE_NAME,
)
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.user_files import read_whole
from xlevaluate.files.zip_packages import LARGEST
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.workbook.properties import (
    DIGEST_PROPERTY,
    FAMILY_PROPERTY,
    PROFILE_PROPERTY,
    PROJECT_PROFILE_PROPERTY,
    MadeFrom,
)
from xlevaluate.xlsx.saved_book import SavedBook, workbook_part
from xlevaluate.xlsx.zip_parts import Package, has_doctype

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes that a workbook may have as it lies on the disk."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
"""How a zip begins; its directory is at the end, so that a part of one cannot be read."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(path: Path) -> tuple[Snapshot, MadeFrom]:
    """Return what stands in a workbook, and what it was made from.

    Every sheet to which a name points has been read, others are when they are asked for. Raises
    ``CannotDoError`` where the file is not there, is no workbook, is damaged or encrypted, or is
    kept from being read by another program.
    """
    snapshot, made = read_names(path)
    for sheet in {address.sheet for address in snapshot.names.values() if address}:
        snapshot.sheets[sheet]
    return snapshot, made


def read_names(path: Path) -> tuple[Snapshot, MadeFrom]:
    """Return a snapshot whose sheets are read when they are first asked for.

    Whoever knows the form can tell by the names whether the workbook is one of its own. A sheet
    that cannot be read raises ``CannotDoError`` then.
    """
    return names_of(saved_book(path), path)


def names_of(book: SavedBook, path: Path | None = None) -> tuple[Snapshot, MadeFrom]:
    """Return what ``read_names`` does, of a workbook that was read already.

    ``path`` is where it lies, so that it may be open in another program; none of its bytes alone.
    """
    snapshot = snapshot_of_book(book, opened_elsewhere=path is not None and _is_open(path))
    return snapshot, MadeFrom(*(_said(book, *names) for names in _SAID))


def snapshot_of_book(book: SavedBook, *, opened_elsewhere: bool = False) -> Snapshot:
    """Return what stands in a workbook; its sheets are read when they are first asked for."""
    return Snapshot(
        book.sheets,
        book.names,
        opened_elsewhere=opened_elsewhere,
        is_manual=book.is_manual,
        merges=book.merges,
        local_names=book.local_names,
        constants=book.constants,
    )


_SAID = (
    (FAMILY_PROPERTY, TEMPLATE_NAME),
    (PROFILE_PROPERTY, PROFILE_NAME),
    (DIGEST_PROPERTY, DIGEST_NAME),
    (PROJECT_PROFILE_PROPERTY, PROJECT_PROFILE_NAME),
)
"""The file's own properties, and the names that say the same where a program lost those."""


def _said(book: SavedBook, own: str, name: str) -> str:
    if FAMILY_PROPERTY in book.properties or own in book.properties:
        return book.properties.get(own, "")
    return book.constants.get(name, "")


def saved_book(path: Path) -> SavedBook:
    """Return a workbook without its cells."""
    return SavedBook(*_opened(path))


def book_of(content: bytes, name: str) -> SavedBook:
    """Return a workbook that is in memory; raises ``CannotDoError`` as ``saved_book`` does."""
    return SavedBook(*_package(content, name))


def whole_book(path: Path) -> SavedBook:
    """Return a workbook each part of which has been unpacked once, and is as large as it says.

    For whoever hands its bytes to what believes that. Raises ``CannotDoError`` where that is not
    so, and where a part declares a document type.
    """
    book = saved_book(path)
    for part in book.package:
        _look_through(book.package, part)
    return book


def _look_through(package: Package, part: str) -> None:
    before, is_xml = b"", part.endswith((".xml", ".rels", ".vml"))
    with package.reading(part):
        for piece in package.pieces(part):
            if is_xml and has_doctype(before + piece):
                raise package.unsafe()
            before = piece[-32:]


def _opened(path: Path) -> tuple[Package, str]:
    """Return a workbook's package, and the part that lists its sheets."""
    return _package(read_whole(path, "工作簿文件", LARGEST_FILE), shown_name(path.name or path))


def _package(content: bytes, name: str) -> tuple[Package, str]:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise CannotDoError(
                f"“{name}”设了打开密码。请在 Excel 或 WPS 中打开它，取消密码，另存后再试。"
            )
        raise CannotDoError(f"“{name}”是旧版 .xls 格式。请在 Excel 或 WPS 中另存为 .xlsx 后再试。")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        if content.startswith(_ZIP):
            raise CannotDoError(
                f"“{name}”不完整，后面的一段没有了（可能没有传完、没有存完）。请重新取得这个文件，或改用备份。"
            )
        raise CannotDoError(f"“{name}”不是 Excel 工作簿（.xlsx 或 .xlsm）。")
    package = Package(content, name, LARGEST)
    part = workbook_part(package)
    if part is None:
        raise CannotDoError(
            f"“{name}”不是 Excel 工作簿（.xlsx 或 .xlsm）。其他格式的表格，"
            "请在 Excel、WPS 或 LibreOffice 中打开，另存为 .xlsx 后再试。"
        )
    return package, part


def _is_open(path: Path) -> bool:
    """Tell by the lock file that Excel, WPS or LibreOffice lays beside an open workbook."""
    beside = [path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")]
    # Excel drops the first two letters of a long name in favour of its mark.
    beside.append(path.with_name(f"~${path.name[2:]}"))
    with suppress(OSError):  # a name too long to have a lock beside it
        return any(lock.exists() for lock in beside)
    return False
