"""Changes to a workbook's package, gathered and made at once: parts, their types and relations."""

import posixpath

from lxml import etree

from xlevaluate.workbook.calculation_chain import chain_without
from xlevaluate.workbook.sheet_part import SheetPart, parse
from xlevaluate.xlsx.saved_book import SavedBook
from xlevaluate.xlsx.zip_parts import Package

_TYPES = "[Content_Types].xml"
_TYPE_NAMES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATION_NAMES = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NO_RELATIONS = f'<Relationships xmlns="{_RELATION_NAMES}"/>'.encode()


class PackageChanges:
    """What is changed in a workbook; what is not named here stays byte for byte."""

    def __init__(self, book: SavedBook) -> None:
        self.book, self._package = book, book.package
        self._parts: dict[str, bytes] = {}
        self._sheets: dict[str, SheetPart] = {}

    @property
    def book_part(self) -> str:
        """The part that lists the sheets."""
        return self._package.member(self.book.list_part)

    @property
    def package(self) -> Package:
        """The package as it was."""
        return self._package

    def sheet(self, name: str) -> SheetPart:
        """Return a sheet's XML, changes to which will be in the result."""
        if name not in self._sheets:
            self._sheets[name] = SheetPart(self.part(self.part_of(name)), name)
        return self._sheets[name]

    def part_of(self, sheet: str) -> str:
        """Return the name of a sheet's part; raises ``KeyError`` where there is no such sheet."""
        part = self.book.part_of(sheet)
        if part is None:
            raise KeyError(sheet)
        return part

    def part(self, name: str) -> bytes:
        """Return a part as it is now."""
        if name not in self._parts:
            return self._package.whole(name)
        return self._parts[name]

    def put(self, name: str, content: bytes) -> None:
        """Put a part in, or in place of what it was."""
        self._parts[self._package.member(name) if name in self._package else name] = content

    def new_name(self, pattern: str) -> str:
        """Return a name for a part that no other one has; ``{}`` stands for a number."""
        number = 1
        while pattern.format(number) in self._package or pattern.format(number) in self._parts:
            number += 1
        return pattern.format(number)

    def related(self, part: str, kind: str) -> str | None:
        """Return the part to which another one leads by a relation of a kind."""
        found = (item for item in self._package.relationships(part) if item.kind == kind)
        target = next((item.part for item in found if item.part in self._package), None)
        return None if target is None else self._package.member(target)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part lead to another one; return the relation's id."""
        folder, name = posixpath.split(part)
        held = posixpath.join(folder, "_rels", f"{name}.rels")
        is_there = held in self._package or held in self._parts
        root = parse(self.part(held) if is_there else _NO_RELATIONS)
        taken = {item.get("Id") for item in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdXle{n}" not in taken)
        etree.SubElement(
            root,
            f"{{{_RELATION_NAMES}}}Relationship",
            Id=f"rIdXle{number}",
            Type=f"{_KINDS}/{kind}",
            Target=f"/{target}",
        )
        self.put(held, _written(root))
        return f"rIdXle{number}"

    def declare(self, name: str, content_type: str) -> None:
        """Say of what type a part is; one that goes by its ending is said for all of these."""
        root = parse(self.part(_TYPES))
        ending = name.rsplit(".", 1)[1]
        if ending == "xml":
            attributes = {"PartName": f"/{name}", "ContentType": content_type}
            etree.SubElement(root, f"{{{_TYPE_NAMES}}}Override", attributes)
        elif all(item.get("Extension") != ending for item in root):
            given = etree.Element(f"{{{_TYPE_NAMES}}}Default", Extension=ending)
            given.set("ContentType", content_type)
            root.insert(0, given)
        self.put(_TYPES, _written(root))

    def to_bytes(self) -> bytes:
        """Return the workbook with all changes."""
        parts = {self.part_of(name): sheet.to_bytes() for name, sheet in self._sheets.items()}
        gone = {name: sheet.formulas_gone for name, sheet in self._sheets.items()}
        return self._package.with_parts(self._parts | parts | chain_without(self.book, gone))


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
