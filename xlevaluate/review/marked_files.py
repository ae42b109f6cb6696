"""Filled mark sheets in bulk: in folders and zips; what cannot be read says why."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.files.user_files import read_whole
from xlevaluate.files.zip_packages import DAMAGED
from xlevaluate.review.given_marks import MarkedObject
from xlevaluate.review.mark_reading import Markings, read_marks
from xlevaluate.rollup.collection import Unread
from xlevaluate.rollup.found_files import LARGEST_FILE, files_in
from xlevaluate.sources.archives import Unpacking, members_of

_UNPACKED, _MEMBERS = 4 * 1024**3, 100_000
_DEEPEST = 4
"""Zips within zips."""


class MarkedFiles(Struct, frozen=True):
    """All that was marked, by code and name, and the files that do not count."""

    objects: tuple[MarkedObject, ...]
    unread: tuple[Unread, ...]
    remarks: tuple[str, ...] = ()


def read_marked_files(paths: Sequence[Path], markings: Markings) -> MarkedFiles:
    """Read filled mark sheets; raises ``CannotDoError`` where a path leads nowhere.

    Of an object that is marked twice alike on one kind of sheet, one counts; marked twice
    otherwise, none does, for nobody but the bureau can say which is meant.
    """
    found: dict[tuple[str, ...], list[MarkedObject]] = {}
    unread: list[Unread] = []
    for name, path in files_in(paths):
        for file, content in _workbooks(name, path):
            marked = _marked(content, file, markings)
            if isinstance(marked, Unread):
                unread.append(marked)
            else:
                key = (marked.form, marked.year, marked.object)
                found.setdefault(key, []).append(marked)
    objects, remarks = [], []
    for several in found.values():
        alike = {(one.sheets, one.problems) for one in several}
        names = "、".join(f"“{one.name}”" for one in several)
        if len(alike) > 1:
            why = f"“{several[0].title}”有 {len(several)} 份评分不同的表：{names}。请只留一份。"
            unread += (Unread(one.name, why) for one in several)
            continue
        if len(several) > 1:
            remarks.append(f"“{several[0].title}”的评分表有 {len(several)} 份相同的：{names}。")
        objects.append(several[0])
    objects.sort(key=lambda one: (one.form, one.code, one.title, one.object))
    unread.sort(key=lambda one: one.name)
    return MarkedFiles(tuple(objects), tuple(unread), tuple(remarks))


def _marked(content: bytes | CannotDoError, name: str, markings: Markings) -> MarkedObject | Unread:
    if isinstance(content, CannotDoError):
        return Unread(name, str(content))
    try:
        return read_marks(content, name, markings)
    except CannotDoError as error:
        return Unread(name, str(error))
    except Exception as error:  # noqa: BLE001 - hundreds of others must not wait for one
        return Unread(name, f"没有读成：程序内部出错（{type(error).__name__}）。")


def _workbooks(name: str, path: Path) -> Iterator[tuple[str, bytes | CannotDoError]]:
    try:
        content = read_whole(path, "评分表", LARGEST_FILE)
    except CannotDoError as error:
        yield name, error
        return
    yield from _inside(content, name, Unpacking(_UNPACKED, _MEMBERS), 0)


def _inside(
    content: bytes, name: str, unpacking: Unpacking, depth: int
) -> Iterator[tuple[str, bytes | CannotDoError]]:
    """Yield a workbook, or the files of a zip."""
    if not _is_plain_zip(content):
        yield name, content
        return
    if depth >= _DEEPEST:
        yield name, CannotDoError(f"压缩包里又套压缩包，超过 {_DEEPEST} 层，没有读取。")
        return
    try:
        for member, inner in members_of(content, name, unpacking):
            if isinstance(inner, CannotDoError):
                yield member, inner
            else:
                yield from _inside(inner, member, unpacking, depth + 1)
    except CannotDoError as error:
        yield name, error


def _is_plain_zip(content: bytes) -> bool:
    """Tell whether it is a zip of files, and no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return all(name.lower() != "[content_types].xml" for name in archive.namelist())
    except DAMAGED:
        return False
