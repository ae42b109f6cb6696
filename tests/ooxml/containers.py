"""What holds parts together: content types and relationships."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.ooxml.package import LIST, RELATED, Package

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"

KINDS = {
    **{
        _OFFICE + kind: ending
        for kind, ending in {
            "officeDocument": "main+xml",
            "worksheet": ".worksheet+xml",
            "styles": ".styles+xml",
            "sharedStrings": ".sharedStrings+xml",
            "theme": ".theme+xml",
            "calcChain": ".calcChain+xml",
            "drawing": ".drawing+xml",
            "chart": ".drawingml.chart+xml",
            "vmlDrawing": ".vmlDrawing",
            "comments": ".comments+xml",
            "extended-properties": ".extended-properties+xml",
            "custom-properties": ".custom-properties+xml",
            "settings": ".settings+xml",
            "fontTable": ".fontTable+xml",
            "header": ".header+xml",
            "footer": ".footer+xml",
            "numbering": ".numbering+xml",
            "image": "image/png",
            "package": ".sheet",
        }.items()
    },
    _PACKAGE + "core-properties": ".core-properties+xml",
    _MICROSOFT + "vbaProject": ".vbaProject",
    "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility": "application/xml",
}
"""Types of relationships, and how the content type of what they lead to ends."""

ONCE = {
    "officeDocument",
    "styles",
    "sharedStrings",
    "theme",
    "calcChain",
    "vbaProject",
    "core-properties",
    "extended-properties",
    "custom-properties",
    "settings",
    "fontTable",
    "numbering",
    "drawing",
    "extensibility",
}
"""Relationships that a part has once."""


def every_part_has_a_type(package: Package) -> Iterator[str]:
    for name in package.parts:
        if name != LIST and name not in package.types:
            yield f"{name}: no content type"
    listed = [
        str(item.get("PartName") or item.get("Extension")).casefold() for item in package.xml(LIST)
    ]
    yield from (f"{LIST}: {name} twice" for name, count in Counter(listed).items() if count > 1)
    for item in package.xml(LIST):
        part = str(item.get("PartName", ""))
        if part and part.lstrip("/") not in package.parts:
            yield f"{LIST}: {part} is not there"


def relationships_lead_to_parts(package: Package) -> Iterator[str]:
    ids = Counter((item.source, item.id) for item in package.relations)
    yield from (f"{source}: id {one} twice" for (source, one), count in ids.items() if count > 1)
    for item in package.relations:
        if item.source and item.source not in package.parts:
            yield f"{item.source}: has relationships and is not there"
        if not re.fullmatch(r"[A-Za-z_][\w.-]*", item.id):
            yield f"{item.source}: {item.id!r} is no id"
        if item.is_external:
            continue
        if item.target not in package.parts:
            yield f"{item.source}: {item.id} leads to {item.target}, which is not there"
        elif item.kind not in KINDS:
            yield f"{item.source}: {item.id} is of an unknown type, {item.kind}"
        elif not package.types.get(item.target, "").endswith(KINDS[item.kind]):
            yield f"{item.source}: {item.id} leads to a part of another type, {item.target}"
    kinds = Counter((item.source, item.kind.rpartition("/")[2]) for item in package.relations)
    for (source, kind), count in kinds.items():
        if kind in ONCE and count > 1:
            yield f"{source}: {count} parts of type {kind}"


def every_part_is_reached(package: Package) -> Iterator[str]:
    reached, waiting = {""}, [""]
    while waiting:
        source = waiting.pop()
        for item in package.relations:
            if item.source == source and not item.is_external and item.target not in reached:
                reached.add(item.target)
                waiting.append(item.target)
    for name in package.parts:
        if name not in reached and name != LIST and not name.endswith(".rels"):
            yield f"{name}: nothing leads to it"


def references_have_relationships(package: Package) -> Iterator[str]:
    for name in package.parts:
        if not name.endswith(".xml") or name == LIST:
            continue
        known = {item.id for item in package.relations if item.source == name}
        for item in package.xml(name).iter():
            for key, value in item.attrib.items():
                id_ = str(value)
                if str(key).startswith(RELATED) and id_ not in known:
                    yield f"{name}: {id_} is no relationship of it"


def macros_are_announced(package: Package) -> Iterator[str]:
    macros = package.of_type(".vbaProject")
    plain = package.workbook is not None and "macroEnabled" not in package.types[package.workbook]
    if macros and plain:
        yield "macros in a workbook of the type without"


RULES = (
    every_part_has_a_type,
    relationships_lead_to_parts,
    every_part_is_reached,
    references_have_relationships,
    macros_are_announced,
)
