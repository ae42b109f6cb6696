"""Office files are zip packages; the same content shall be the same bytes."""

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping
from copy import copy

_EPOCH = (1980, 1, 1, 0, 0, 0)


def replaced(package: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """Return the package with some parts changed, its order and everything else as it was."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for item in package.infolist():
            name = item.filename
            changed = parts[name] if name in parts else package.read(item)
            result.writestr(copy(item), changed)  # for writing changes it
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
