"""Office files are zip packages; the same content shall be the same bytes."""

import datetime
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from copy import copy

_EPOCH = (1980, 1, 1, 0, 0, 0)

CHUNK = 1 << 16
"""Bytes unpacked at a time."""

LARGEST = 150 * 1024 * 1024
"""Bytes that a package may unpack to; a format on each of a sheet's million rows takes 80 MB."""

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    LookupError,
    NotImplementedError,  # a way of packing that nobody knows
    OverflowError,
    RuntimeError,  # packed under a password
    ValueError,
)
"""What Python raises for a zip in memory with something wrong in it."""


def pieces_of(
    package: zipfile.ZipFile, item: zipfile.ZipInfo, most: int = LARGEST
) -> Iterator[bytes]:
    """Unpack a member of a zip piece by piece.

    What the directory says of its size is not believed: Python's own ``read`` would unpack all of
    it before looking at that. Raises ``OverflowError`` past ``most`` bytes, and one of ``DAMAGED``
    where anything is wrong with it.
    """
    with package.open(item) as stream:
        while piece := stream.read(CHUNK):
            most -= len(piece)
            if most < 0:
                raise OverflowError(item.filename)
            yield piece


def replaced(package: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """Return the package with some parts changed, its order and everything else as it was.

    Parts that were not there are put at its end.
    Raises one of ``DAMAGED`` where something is wrong with it, or it unpacks to too much.
    """
    target, left = io.BytesIO(), LARGEST
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for item in package.infolist():
            content = parts.get(item.filename)
            if content is None:
                content = b"".join(pieces_of(package, item, left))
                left -= len(content)
            result.writestr(copy(item), content)  # for writing changes it
        for name in sorted(parts.keys() - set(package.namelist())):
            result.writestr(_entry(name), parts[name])
    return target.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """Return the package with one more part at its end."""
    target = io.BytesIO(package)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as result:
        result.writestr(_entry(name), content)
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry


def rewritten(package: bytes, edit: Callable[[str, bytes], bytes] = lambda _, part: part) -> bytes:
    """Return the package with each part passed through ``edit(name, content)``.

    Parts keep their order and lose their time stamps.
    """
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result,
    ):
        for item in source.infolist():
            result.writestr(_entry(item.filename), edit(item.filename, source.read(item)))
    return target.getvalue()


def zipped(files: Mapping[str, bytes], at: datetime.datetime) -> bytes:
    """Return a zip of files for people, each dated ``at``.

    Names that are not ASCII are UTF-8 and flagged so, as Windows needs to show Chinese ones.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for name, content in files.items():
            entry = _entry(name)
            entry.date_time = (at.year, at.month, at.day, at.hour, at.minute, at.second)
            entry.external_attr = 0o644 << 16
            result.writestr(entry, content)
    return target.getvalue()
