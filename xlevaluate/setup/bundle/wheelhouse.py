"""Whether a folder of wheels is all that a Windows machine without network needs.

Pure: it judges what wheels say of themselves. Markers are evaluated as 64-bit Windows and the
chosen Python would, whatever machine this runs on. ``pip download`` evaluates them for its own
host, so that from Linux what only Windows needs (pywin32) is missing without a word.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Literal

from msgspec import Struct
from packaging.metadata import parse_email
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import NormalizedName, canonicalize_name, parse_wheel_filename
from packaging.version import Version

PLATFORM = "win_amd64"

_WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_release": "10",
    "platform_system": "Windows",
    "platform_version": "10.0.19045",
    "sys_platform": "win32",
}
_MICRO_VERSIONS = (0, 99)
"""What a marker may ask of the third part of the version: the oldest there is, and the newest."""


class Wheel(Struct, frozen=True):
    """What a wheel says of itself."""

    file: str
    name: NormalizedName
    version: Version
    tags: frozenset[Tag]
    requires: tuple[Requirement, ...]
    requires_python: SpecifierSet

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Target(Struct, frozen=True, dict=True):
    """64-bit Windows with a Python such as ``3.11``."""

    python: str

    @cached_property
    def tags(self) -> frozenset[Tag]:
        """The tags of the wheels that it can use."""
        major, minor = map(int, self.python.split("."))
        cpython = f"cp{major}{minor}"
        own = cpython_tags((major, minor), [cpython], [PLATFORM])
        return frozenset(chain(own, compatible_tags((major, minor), cpython, [PLATFORM])))

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """Full versions of Python that a machine may have."""
        return tuple(f"{self.python}.{micro}" for micro in _MICRO_VERSIONS)

    def needs(self, requirement: Requirement, extra: str) -> bool:
        """Tell whether a requirement counts there, for a wheel that is used with an extra."""
        if requirement.marker is None:
            return True
        return any(
            requirement.marker.evaluate(
                {
                    **_WINDOWS,
                    "python_version": self.python,
                    "python_full_version": full,
                    "implementation_version": full,
                    "extra": extra,
                }
            )
            for full in self.versions
        )


class Flaw(Struct, frozen=True):
    """Something that would keep the wheels from being installed; the text says what."""

    kind: Literal["missing", "version", "tags", "python", "twice", "address"]
    name: str
    text: str

    def __str__(self) -> str:
        return self.text


def wheel_of(file: str, metadata: bytes) -> Wheel:
    """Return a wheel by its file name and its ``METADATA``."""
    name, version, _, tags = parse_wheel_filename(file)
    said, _ = parse_email(metadata)
    return Wheel(
        file=file,
        name=name,
        version=version,
        tags=tags,
        requires=tuple(map(Requirement, said.get("requires_dist", []))),
        requires_python=SpecifierSet(said.get("requires_python", "")),
    )


def flaws(wheels: Sequence[Wheel], target: Target) -> list[Flaw]:
    """Return what is lacking or wrong, each thing once; an empty list where nothing is."""
    found = chain(_unfit(wheels, target), _twice(wheels), _unmet(wheels, target))
    return list(dict.fromkeys(found))


def _unfit(wheels: Sequence[Wheel], target: Target) -> Iterator[Flaw]:
    for wheel in wheels:
        if not wheel.tags & target.tags:
            text = f"{wheel.file} 不能用于 64 位 Windows 上的 Python {target.python}"
            yield Flaw("tags", wheel.name, text)
        if not all(map(wheel.requires_python.contains, target.versions)):
            text = f"{wheel} 要求 Python {wheel.requires_python}，选的是 {target.python}"
            yield Flaw("python", wheel.name, text)


def _twice(wheels: Sequence[Wheel]) -> Iterator[Flaw]:
    by_name: dict[NormalizedName, list[Wheel]] = {}
    for wheel in wheels:
        by_name.setdefault(wheel.name, []).append(wheel)
    for name, same in by_name.items():
        if len(same) > 1:
            yield Flaw("twice", name, f"{name} 不止一个：{'、'.join(w.file for w in same)}")


def _unmet(wheels: Sequence[Wheel], target: Target) -> Iterator[Flaw]:
    """Follow every requirement of every wheel, with the extras it is asked for with."""
    by_name = {wheel.name: wheel for wheel in wheels}
    todo, seen = [(wheel, "") for wheel in wheels], set[tuple[str, str]]()
    while todo:
        wheel, extra = todo.pop()
        if (wheel.name, extra) in seen:
            continue
        seen.add((wheel.name, extra))
        for requirement in wheel.requires:
            if not target.needs(requirement, extra):
                continue
            name = canonicalize_name(requirement.name)
            met = by_name.get(name)
            asked = f"{wheel} 需要 {requirement.name}{requirement.specifier}"
            if requirement.url is not None:
                yield Flaw("address", name, f"{wheel} 要从网址安装 {requirement.name}，离线不行")
            elif met is None:
                yield Flaw("missing", name, f"缺少 {name}：{asked}")
            elif not requirement.specifier.contains(met.version, prereleases=True):
                yield Flaw("version", name, f"{met} 版本不合：{asked}")
            else:
                todo += [(met, wanted) for wanted in requirement.extras]
