"""The parts of a saved workbook: found through relationships, unpacked piece by piece.

Names of parts are compared as the packaging standard (ECMA-376, part 2) does, without regard to
case. What the zip's directory says of sizes is not believed: bytes are counted as they are
unpacked. Whatever is wrong with a part is told in Chinese, with the part's name.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import unquote

from lxml import etree

from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import CHUNK, DAMAGED, pieces_of, replaced

MEGABYTE = 1024 * 1024

LARGEST_TREE = 4 * MEGABYTE
"""Bytes of a part that is held in memory as a whole: relationships, the list of sheets."""

MOST_PARTS = 20_000
"""Parts that a package may have; each takes a thousand bytes of memory before it is read."""

_ENTRY = b"PK\x01\x02"
"""How each entry of a zip's directory begins."""

_RELATED = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",  # Strict
)

_FAILURES = (*DAMAGED, etree.XMLSyntaxError, OSError)
"""What reading a damaged part may raise."""


class Relationship(NamedTuple):
    """What one part says of another: an id, a kind such as ``worksheet``, the other's name."""

    id: str
    kind: str
    part: str


class Package:
    """A zip of parts. ``name`` is what messages call the file, ``largest`` a number of bytes.

    ``kind`` is what it should be, and in which format people save that.

    ``content`` are the bytes of the file, which were read once: whatever is made of it is made of
    these, even while the file is exchanged.
    """

    def __init__(
        self,
        content: bytes,
        name: str,
        largest: int,
        kind: tuple[str, str] = ("工作簿", "Excel 或 WPS 打开并另存为 .xlsx"),
    ) -> None:
        self.name, self.content = name, content
        self._kind, self._saved_as = kind
        self._most = self._left = largest
        self._related: dict[str, tuple[Relationship, ...]] = {}
        if content.count(_ENTRY) > MOST_PARTS:
            raise self.too_large("部件", MOST_PARTS)
        with self.reading():
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        for item in self._zip.infolist():
            self._members.setdefault(_canonical(item.filename), []).append(item)
        if sum(item.file_size for item in self._zip.infolist()) > largest:
            raise self._beyond()

    def __contains__(self, part: str) -> bool:
        return self._key(part) in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def member(self, part: str) -> str:
        """Return what the zip calls a part; raises ``CannotDoError`` where that is not one name."""
        found = self._members.get(self._key(part), [])
        if len(found) != 1:
            # Of two parts with one name, programs disagree on which is meant.
            raise self.damaged(part)
        return found[0].filename

    def pieces(self, part: str) -> Iterator[bytes]:
        """Unpack a part; raises ``CannotDoError`` where that yields more than is allowed."""
        item = self._zip.getinfo(self.member(part))
        for piece in pieces_of(self._zip, item, self._left + CHUNK):
            self._left -= len(piece)
            if self._left < 0:
                raise self._beyond()
            yield piece

    def whole(self, part: str) -> bytes:
        """Return a part as it is; raises ``CannotDoError`` where it is damaged or too large."""
        with self.reading(part):
            return b"".join(self.pieces(part))

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the package with some parts changed, everything else as it was."""
        with self.reading():
            return replaced(self._zip, parts)

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """Return what a part (``""``: the package itself) says of others inside the package."""
        if part not in self._related:
            self._related[part] = self._relationships(part)
        return self._related[part]

    def _relationships(self, part: str) -> tuple[Relationship, ...]:
        folder, name = posixpath.split(part)
        held = posixpath.join(folder, "_rels", f"{name}.rels")
        if held not in self:
            return ()
        root = self.tree(held)
        inside = [item for item in root.iter("{*}Relationship") if item.get("Target")]
        return tuple(
            Relationship(
                str(item.get("Id")),
                _kind(str(item.get("Type"))),
                _resolved(folder, str(item.get("Target"))),
            )
            for item in inside
            if item.get("TargetMode") != "External"
        )

    def tree(self, part: str, most: int = LARGEST_TREE) -> etree._Element:
        """Return a part's XML as a whole, which may have so many bytes."""
        with self.reading(part):
            unpacked = bytearray()
            for piece in self.pieces(part):
                unpacked += piece
                if len(unpacked) > most:
                    raise self.too_large(f"部件 {part} ", most // MEGABYTE, "MB")
            content = bytes(unpacked)
            if has_doctype(content):
                raise self.unsafe()
            root = etree.fromstring(content, secure_parser())
            if root.getroottree().docinfo.internalDTD is not None:
                raise self.unsafe()
            return root

    @contextmanager
    def reading(self, part: str = "") -> Iterator[None]:
        """Tell whatever goes wrong with a part as damage."""
        try:
            yield
        except _FAILURES as error:
            raise self.damaged(part) from error

    def damaged(self, part: str = "") -> CannotDoError:
        """Say that the file is damaged, and where."""
        where = f"（{part}）" if part else ""
        return CannotDoError(
            f"“{self.name}”不能作为{self._kind}读取，文件可能已损坏{where}。"
            f"请用 {self._saved_as} 后再试。"
        )

    def too_large(self, what: str, most: int, unit: str = "个") -> CannotDoError:
        """Say that there is more in the file than such a form could hold: of what, how much."""
        return CannotDoError(
            f"“{self.name}”解开后过大，不像是本表，没有读取：{what}超过 {most:,} {unit}。"
        )

    def _beyond(self) -> CannotDoError:
        return self.too_large("全部内容", self._most // MEGABYTE, "MB")

    def unsafe(self) -> CannotDoError:
        """Say that a part declares a document type, which no office program writes."""
        return CannotDoError(f"“{self.name}”中有办公文件不应有的 XML 声明，为安全起见没有读取。")

    def _key(self, part: str) -> str:
        key = _canonical(part)
        return key if key in self._members else _canonical(unquote(part))


def secure_parser(target: Any = None) -> etree.XMLParser:
    """Return a parser that expands no entities, loads nothing and refuses giant nodes.

    With a ``target`` it keeps no tree, and calls the target's methods.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        target=target,
    )


def has_doctype(content: bytes) -> bool:
    """Tell whether a part of a package declares a document type."""
    return any("<!DOCTYPE".encode(code) in content for code in ("ascii", "utf-16-le", "utf-16-be"))


def _canonical(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _kind(written: str) -> str:
    for prefix in _RELATED:
        if written.startswith(prefix):
            return written.removeprefix(prefix)
    return written


def _resolved(folder: str, target: str) -> str:
    """Return the name of the part that a target means, seen from a folder."""
    target = target.replace("\\", "/")
    whole = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(whole).lstrip("/")
