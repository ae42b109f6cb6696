"""A package of Office Open XML: its parts, their types, and what each part relates to."""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ANCHORED = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LIST = "[Content_Types].xml"

Element = etree._Element
Rule = Callable[["Package"], Iterator[str]]
"""Yields what Excel or Word would repair or refuse, with the part it stands in."""


class Relation(NamedTuple):
    """A relationship: from a part (``""`` is the package itself) to another, or outside."""

    source: str
    id: str
    kind: str
    target: str
    is_external: bool


class Package:
    """The parts of a package by their names."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = dict(parts)
        self._read: dict[str, Element] = {}

    @classmethod
    def of(cls, content: bytes) -> "Package":
        """Take a file apart; a member that stands twice is refused."""
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            assert len({name.casefold() for name in names}) == len(names), "a part stands twice"
            return cls({name: package.read(name) for name in names})

    def xml(self, name: str) -> Element:
        """Return the root of a part."""
        if name not in self._read:
            self._read[name] = etree.fromstring(self.parts[name])
        return self._read[name]

    @cached_property
    def types(self) -> dict[str, str]:
        """Each part's content type; parts without one are missing."""
        listed = self.xml(LIST)
        defaults = {
            str(item.get("Extension")).casefold(): str(item.get("ContentType"))
            for item in listed.iter(f"{TYPES}Default")
        }
        own = {
            str(item.get("PartName")).lstrip("/"): str(item.get("ContentType"))
            for item in listed.iter(f"{TYPES}Override")
        }
        found = {}
        for name in self.parts:
            kind = own.get(name) or defaults.get(name.rpartition(".")[2].casefold())
            if kind and name != LIST:
                found[name] = kind
        return found

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Every relationship of every part."""
        return tuple(self._relations())

    def _relations(self) -> Iterator[Relation]:
        for name in self.parts:
            folder, _, file = name.rpartition("/")
            if not file.endswith(".rels") or not folder.endswith("_rels"):
                continue
            base = folder.removesuffix("_rels")
            source = base + file.removesuffix(".rels")
            for item in self.xml(name):
                outside = item.get("TargetMode") == "External"
                target = str(item.get("Target"))
                if not outside:
                    target = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
                yield Relation(source, str(item.get("Id")), str(item.get("Type")), target, outside)

    def related(self, source: str, kind: str) -> list[Relation]:
        """Return the relationships of a part whose type ends so."""
        return [
            item
            for item in self.relations
            if item.source == source and item.kind.rpartition("/")[2] == kind
        ]

    def of_type(self, ending: str) -> list[str]:
        """Return the parts whose content type ends so."""
        return [name for name, kind in self.types.items() if kind.endswith(ending)]

    @property
    def workbook(self) -> str | None:
        """The part that lists the sheets."""
        found = [*self.of_type(".sheet.main+xml"), *self.of_type("sheet.macroEnabled.main+xml")]
        return found[0] if found else None

    @property
    def document(self) -> str | None:
        """The text of a Word document."""
        found = self.of_type(".document.main+xml")
        return found[0] if found else None

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Yield name and part of each sheet, in their order."""
        if self.workbook is None:
            return
        targets = {item.id: item.target for item in self.relations if item.source == self.workbook}
        for sheet in self.xml(self.workbook).iter(f"{MAIN}sheet"):
            yield str(sheet.get("name")), targets.get(str(sheet.get(f"{RELATED}id")), "")
