"""Office files are zip packages; the same content shall be the same bytes."""

import io
import zipfile
from collections.abc import Callable

_EPOCH = (1980, 1, 1, 0, 0, 0)


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
            entry = zipfile.ZipInfo(item.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            result.writestr(entry, edit(item.filename, source.read(item)))
    return target.getvalue()
