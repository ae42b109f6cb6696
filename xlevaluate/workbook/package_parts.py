"""A workbook's package taken apart, each part once, and the texts that hold a new one together.

What could be read in two ways is refused here: two parts of one name, names that lead elsewhere,
a file that is something else in front of its zip.
"""

import io
import posixpath
import zipfile
from collections.abc import Collection, Mapping
from typing import NamedTuple

from lxml import etree

from xlevaluate.workbook.harmless_parts import RELATION, Element
from xlevaluate.xlsx.zip_parts import MOST_PARTS

LARGEST = 30 * 1024 * 1024
"""Bytes that a workbook may unpack to: forty times what one with every row filled does."""

MOST_ELEMENTS = 1_000_000
"""Tags of all parts together, for each is held as a tree: five hundred bytes an element."""

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_METADATA = f"{PACKAGE}/relationships/metadata"
_IMAGES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"BM": "bmp"}


class PartLink(NamedTuple):
    """Where a part leads; ``kind`` is the end of the relation's type."""

    id: str
    kind: str
    target: str | None
    """Name of the part it leads to; ``None`` where it leads out of the package."""


class UnfitError(Exception):
    """Why a file is not opened, as it goes on after its name."""


def members_of(content: bytes) -> dict[str, bytes]:
    """Return every part once, by its name in small letters: case makes no difference to a name.

    A package that could be read in two ways is refused.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)) or not content.startswith(b"PK\x03\x04"):
        raise UnfitError("不是 Excel 工作簿（.xlsx 或 .xlsm）")
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    left, elements = LARGEST, 0
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise UnfitError(f"里的部件超过 {MOST_PARTS:,} 个，过大，不像是本表")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for item in package.infolist():
            plain = item.filename.lower().removeprefix("/")
            if plain in seen or plain != posixpath.normpath(plain).removesuffix("/") + (
                "/" if item.is_dir() else ""
            ):
                raise UnfitError("中有重复或名称异常的部件")
            seen.add(plain)
            with package.open(item) as stream:
                part = stream.read(left + 1)
            left -= len(part)
            if left < 0:
                raise UnfitError(f"解开后超过 {LARGEST >> 20} MB，过大，不像是本表")
            elements += part.count(b"<")
            if elements > MOST_ELEMENTS:
                raise UnfitError(f"里的 XML 标记超过 {MOST_ELEMENTS:,} 个，过大，不像是本表")
            parts[plain] = part
    return parts


def relations_of(parts: Mapping[str, bytes], part: str, kinds: Collection[str]) -> list[PartLink]:
    """Return where a part leads; ``""`` is the package. ``kinds`` are those that may be followed.

    A kind of these counts only under its own namespace, and where it leads to a part.
    """
    folder, base = posixpath.split(part)
    text = parts.get(posixpath.join(folder, "_rels", f"{base}.rels").lower())
    if text is None:
        return []
    found = []
    for item in parsed(text):
        if etree.QName(item).namespace != f"{PACKAGE}/relationships":
            continue
        head, _, kind = item.get("Type", "").rpartition("/")
        target: str | None = item.get("Target", "")
        outside = item.get("TargetMode", "Internal") != "Internal"
        if outside or (kind in kinds and head not in {RELATION, _METADATA}):
            target = None
        else:
            target = posixpath.normpath(posixpath.join("/", folder, target or "")).lstrip("/")
            target = target.lower() if target.lower() in parts else None
        found.append(PartLink(item.get("Id", ""), kind, target))
    return found


def parsed(part: bytes) -> Element:
    """Return the tree of a part; one that declares entities is refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(part, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnfitError("中有办公文件不应有的 XML 声明")
    return root


def image_kind(part: bytes) -> str | None:
    """Return what kind of picture a part is, ``None`` for any that may hold more than dots."""
    return next((kind for head, kind in _IMAGES.items() if part.startswith(head)), None)


def relationship(id_: str, kind: str, target: str) -> str:
    """Write a relation to a part, given by its full name."""
    head = _METADATA if kind == "core-properties" else RELATION
    return f'<Relationship Id="{id_}" Type="{head}/{kind}" Target="/{target.lstrip("/")}"/>'


def relationships(lines: list[str]) -> bytes:
    """Write the part that holds relations."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'
    ).encode()


def override(name: str, content_type: str) -> str:
    """Write what type a part is of."""
    return f'<Override PartName="/{name}" ContentType="{content_type}"/>'
