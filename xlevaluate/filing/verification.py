"""Whether a package is as it was made: files against the manifest, figures among themselves."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct
from pydantic import ValidationError

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.filing.agreement import Agreement, Finder, agreement_of
from xlevaluate.filing.manifest import (
    CODE,
    FORMAT,
    MANIFEST,
    MANIFEST_VERSION,
    Manifest,
    MemberRole,
    code_of,
    code_text,
    digest,
    same_code,
)
from xlevaluate.filing.members import Members, read_members
from xlevaluate.template.template_loading import load_template

ChangeKind = Literal[
    "missing",
    "added",
    "changed",
    "damaged",
    "repeated",
    "unsafe",
    "manifest",
    "code",
    "figures",
]

_SHOWN = 16
"""Digits of a digest that a message shows."""


class PackageChange(Struct, frozen=True):
    """Something that is not as it was made; ``expected`` and ``actual`` are digests or figures."""

    kind: ChangeKind
    file: str
    message: str
    expected: str | None = None
    actual: str | None = None


class PackageVerdict(Struct, frozen=True):
    """What became of a package; without a manifest that could be read nothing else is known.

    ``not_checked`` says why figures could not be held against one another.
    """

    manifest: Manifest | None
    code: str
    changes: tuple[PackageChange, ...]
    not_checked: tuple[str, ...] = ()


def verify_package(
    path: Path,
    code: str | None = None,
    profile: str | None = None,
    find: Finder = load_template,
) -> PackageVerdict:
    """Tell whether a package was changed.

    ``code`` is the 校验码 that the unit gave by another way; ``profile`` the scoring profile where
    it is a file of one's own; ``find`` returns the template that a package names. Raises
    ``CannotDoError`` for what is no package.
    """
    members = read_members(path)
    manifest = manifest_in(members, shown_name(path.name))
    given = members.files.get(MANIFEST, b"")
    if manifest is None:
        return _unreadable(members, code_of(given) if given else "", code)
    changes = [*_unsafe(members), *_code(members, given, code), *_files(members, manifest)]
    files = {item.role: members.files.get(item.name) for item in manifest.files}
    contents = {role: content for role, content in files.items() if content is not None}
    figures = agreement_of(manifest, contents, profile, find)
    changes += _figures(manifest, figures)
    return PackageVerdict(manifest, code_of(given), tuple(changes), figures.not_checked)


def manifest_in(members: Members, name: str) -> Manifest | None:
    """Return the manifest of a package of that name; ``None`` where it was ours and is damaged.

    Raises ``CannotDoError`` where it is no package of ours, or of a later version.
    """
    given = members.files.get(MANIFEST)
    if given is None:
        if MANIFEST in {*members.damaged, *members.repeated}:
            return None
        raise CannotDoError(
            f"“{name}”里没有清单 {MANIFEST}，不是 xlevaluate 导出的上报件；"
            "如果是解压后放在文件夹里重新压缩的，请让单位发送原来的文件。"
        )
    try:
        data = json.loads(given)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise CannotDoError(f"“{name}”里的 {MANIFEST} 不是上报件的清单，没有核对。")
    if isinstance(data.get("version"), int) and data["version"] > MANIFEST_VERSION:
        raise CannotDoError(f"“{name}”由更新的 xlevaluate 导出，请升级后再核对。")
    try:
        manifest = Manifest.model_validate_json(given)
    except ValidationError:
        return None
    return manifest if {item.role for item in manifest.files} == set(get_args(MemberRole)) else None


def changed_files(members: Members, manifest: Manifest) -> tuple[PackageChange, ...]:
    """Return which files are not as the manifest says, without looking into them."""
    given = members.files[MANIFEST]
    return (*_unsafe(members), *_code(members, given, None), *_files(members, manifest))


def _unreadable(members: Members, code: str, told: str | None) -> PackageVerdict:
    said = f"清单 {MANIFEST} 已损坏或改过，各文件不能逐一核对。请让单位重新发送。"
    changes = [*_unsafe(members), PackageChange("manifest", MANIFEST, said)]
    if told is not None:
        changes.append(_other_code(told, code))
    return PackageVerdict(None, code, tuple(changes))


def _unsafe(members: Members) -> Iterator[PackageChange]:
    for name in members.unsafe:
        yield PackageChange(
            "unsafe", name, f"“{name}”的文件名会写到别的文件夹去，请不要解压这个上报件。"
        )
    for name in members.repeated:
        yield PackageChange("repeated", name, f"“{name}”有不止一个，无法断定以哪个为准。")


def _code(members: Members, manifest: bytes, told: str | None) -> Iterator[PackageChange]:
    """Hold the manifest against 校验码.txt, and against what the unit told."""
    if CODE in members.files and members.files[CODE] != code_text(manifest):
        said = f"“{CODE}”与清单不符：清单或校验码改过。清单的校验码是 {code_of(manifest)}。"
        actual = digest(members.files[CODE])
        yield PackageChange("changed", CODE, said, digest(code_text(manifest)), actual)
    if told is not None and not same_code(told, code_of(manifest)):
        yield _other_code(told, code_of(manifest))


def _other_code(told: str, code: str) -> PackageChange:
    said = (
        f"校验码不符：单位告知的是“{told}”，这个上报件的是“{code}”。"
        "不是单位报出的那一份，或者校验码记错了，请与单位核对。"
    )
    return PackageChange("code", MANIFEST, said, told, code)


def _files(members: Members, manifest: Manifest) -> Iterator[PackageChange]:
    listed = {item.name: item for item in manifest.files}
    unread = {*members.damaged, *members.repeated, *members.unsafe}
    for name in (*listed, CODE):
        if name in members.damaged:
            yield PackageChange("damaged", name, f"“{name}”已损坏，读不出来。")
        elif name not in members.files and name not in unread:
            yield PackageChange("missing", name, f"缺少“{name}”。")
    for name, item in listed.items():
        actual = digest(members.files[name]) if name in members.files else item.sha256
        if actual != item.sha256:
            said = (
                f"“{name}”改过：清单中的 SHA-256 是 {item.sha256[:_SHOWN]}…，"
                f"现在是 {actual[:_SHOWN]}…。"
            )
            yield PackageChange("changed", name, said, item.sha256, actual)
        elif name in members.files and len(members.files[name]) != item.size:
            said = f"清单中“{name}”的大小 {item.size} 不对，应为 {len(members.files[name])}。"
            yield PackageChange("manifest", MANIFEST, said)
    for name in (*members.files, *members.damaged):
        if name not in listed and name not in {MANIFEST, CODE}:
            yield PackageChange("added", name, f"多出“{name}”，清单中没有。")


def _figures(manifest: Manifest, figures: Agreement) -> Iterator[PackageChange]:
    names = {item.role: item.name for item in manifest.files}
    for item in figures.disagreements:
        file = names[item.role] if item.role else MANIFEST
        yield PackageChange("figures", file, item.message, item.expected, item.actual)
