"""One file that was handed in, from its bytes to its record. Nothing that it holds stops a run.

What cannot be read is a record that says why. A record depends on the bytes and the options alone:
no file beside it is looked at, no clock, and not where it was read.
"""

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.filing.manifest import Manifest
from xlevaluate.filing.members import Members, members_in
from xlevaluate.filing.verification import changed_files, manifest_in
from xlevaluate.inspection.template_choice import (
    other_version,
    template_of_package,
    template_of_workbook,
)
from xlevaluate.rollup.form_record import FileRecord, RecordOrigin, encoded
from xlevaluate.rollup.recording import record_of
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.lookup import profile_of
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import evaluate_submission
from xlevaluate.workbook.read import book_of, names_of

_NAMELESS = Path("这个文件")
"""What a record calls its file, which may have come under any name."""


def called(said: str, name: str) -> str:
    """Return what a record says of its file, with the file's name."""
    return said.replace(f"“{_NAMELESS}”", f"“{name}”")


class ReadingOptions(Struct, frozen=True):
    """With what files are read: a template by name or folder, a scoring profile by name or file.

    ``None`` is what each file says of itself.
    """

    template: str | None = None
    profile: str | None = None


class Handed(Struct, frozen=True):
    """A file as it came: its name for people, whether it is a package, its bytes."""

    name: str
    content: bytes
    origin: RecordOrigin = "workbook"


def key_of(content: bytes) -> str:
    """Return what a file is known by: the SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def read_batch(options: ReadingOptions, files: Sequence[Handed]) -> list[bytes]:
    """Return the encoded records of files, in their order."""
    return [encoded(read_file(file, options)) for file in files]


def read_file(file: Handed, options: ReadingOptions) -> FileRecord:
    """Read and check one file; raises nothing that comes of the file."""
    key = key_of(file.content)
    try:
        if file.origin == "package":
            return _package(file, key, options)
        return _workbook(file, key, options)
    except CannotDoError as error:
        return FileRecord(key=key, origin=file.origin, problem=str(error))
    except RecursionError:
        return FileRecord(key=key, origin=file.origin, problem=_failed("内容套得过深"))
    except MemoryError:
        why = _failed("内存不够")
        return FileRecord(key=key, origin=file.origin, problem=why, is_final=False)
    except Exception as error:  # noqa: BLE001 - hundreds of others must not wait for one
        why = _failed(f"程序内部出错（{type(error).__name__}）")
        return FileRecord(key=key, origin=file.origin, problem=why)


def _failed(why: str) -> str:
    return f"没有读成：{why}。请用 xlevaluate check 单独检查这个文件。"


def _workbook(file: Handed, key: str, options: ReadingOptions) -> FileRecord:
    book = book_of(file.content, _NAMELESS.name)
    snapshot, made = names_of(book)
    template = template_of_workbook(
        _NAMELESS, made, options.template, options.profile, looks_beside=False
    )
    evaluation = evaluate(template, read_forms(template, snapshot))
    other = other_version(_NAMELESS, made, template)
    notes = (other,) if other else ()
    return record_of(evaluation, key, origin="workbook", notes=notes)


def _package(file: Handed, key: str, options: ReadingOptions) -> FileRecord:
    members = members_in(file.content, _NAMELESS.name)
    manifest = manifest_in(members, _NAMELESS.name)
    if manifest is None:
        raise CannotDoError("清单 manifest.json 已损坏或改过，没有读取。请让单位重新发送。")
    find = partial(template_of_package, _NAMELESS, options.template, looks_beside=False)
    name, profile = (manifest.profile, None)
    if options.profile is not None:
        name, profile = profile_of(options.profile)
    template = find(manifest.template, name, profile, manifest.project_profile)
    data = load_submission(_data(members, manifest), "填报数据", template.form.model)
    changes = changed_files(members, manifest)
    return record_of(
        evaluate_submission(template, data),
        key,
        origin="package",
        program=manifest.xlevaluate,
        is_draft=manifest.draft,
        is_public=manifest.public,
        notes=tuple(f"上报件改过：{change.message}" for change in changes),
    )


def _data(members: Members, manifest: Manifest) -> str:
    names = (item.name for item in manifest.files if item.role == "data")
    content = members.files.get(next(names, ""))
    if content is None:
        raise CannotDoError("上报件里没有填报数据，没有读取。请让单位重新发送。")
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise CannotDoError("填报数据不是 UTF-8 编码，没有读取。请让单位重新发送。") from None
