"""Macros: the project and its modules, the names of sheets in it, buttons, the ribbon."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import olefile
from oletools.olevba import VBA_Parser, decompress_stream

from tests.ooxml.package import MAIN, Element, Package

RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"

NEVER_COMPILED = b"\xcc\x61\xff\xff\x00"
"""MS-OVBA 2.3.4.1: a project whose version is 0xFFFF is compiled anew by every version."""

PICTURES = {
    *("CalculateNow", "Spelling", "ReviewPreviousComment", "FindNext", "AcceptInvitation"),
    *(
        "FileSaveAsWordDocx",
        "FileSaveAs",
        "FileSaveAsExcelXlsx",
        "Info",
        "SheetInsert",
        "FilePrint",
        "FileNew",
        "FileOpen",
    ),
}
"""Built-in pictures by their names (``imageMso``), of those that Excel 2010 and later have."""


@cache
def modules(project: bytes) -> dict[str, str]:
    """Return the text of each module by its name."""
    parser: Any = VBA_Parser("vbaProject.bin", data=project)
    return {str(name).rpartition(".")[0]: str(code) for *_, name, code in parser.extract_macros()}


def _projects(package: Package) -> Iterator[tuple[str, bytes]]:
    for part in package.of_type(".vbaProject"):
        yield part, package.parts[part]


def projects_are_compiled_anew(package: Package) -> Iterator[str]:
    """What a program compiled before is not ours, and differs from the text that is shown."""
    for part, project in _projects(package):
        with olefile.OleFileIO(project) as file:
            head = file.openstream("VBA/_VBA_PROJECT").read()
            if not head.startswith(NEVER_COMPILED):
                yield f"{part}: compiled by a version of Office"
            caches = [name for *_, name in file.listdir() if name.startswith("__SRP_")]
            if caches:
                yield f"{part}: {caches[0]} keeps what was compiled"
            for name, offset in _offsets(file):
                if offset:
                    yield f"{part}: {name} keeps what was compiled"


def _offsets(file: Any) -> Iterator[tuple[str, int]]:
    """Yield of each module where its text begins, after what was compiled (MODULEOFFSET)."""
    folder = decompress_stream(bytearray(file.openstream("VBA/dir").read()))
    for found in re.finditer(rb"\x31\x00\x04\x00\x00\x00(....)\x1e\x00", bytes(folder), re.DOTALL):
        yield f"module {found.start()}", int.from_bytes(found[1], "little")


def sheets_have_modules(package: Package) -> Iterator[str]:
    for part, project in _projects(package):
        known = modules(project)
        wanted = Counter(
            str(item.get("codeName"))
            for place in (str(package.workbook), *(one for _, one in package.sheets()))
            for item in _first(package.xml(place), "workbookPr", "sheetPr")
            if item.get("codeName") is not None  # without one, Excel makes a module of its own
        )
        for name in wanted:
            if name not in known:
                yield f"{part}: no module of {name}"


def _first(root: Element, *names: str) -> list[Element]:
    return [item for name in names for item in root.iter(f"{MAIN}{name}")]


def macros_that_are_called_are_there(package: Package) -> Iterator[str]:
    called = {
        match.decode().rpartition("!")[2]
        for part in package.of_type(".vmlDrawing")
        for match in re.findall(rb"<x:FmlaMacro>([^<]+)</x:FmlaMacro>", package.parts[part])
    }
    for part in package.parts:
        if part.startswith("customUI/"):
            called |= {
                str(value)
                for item in package.xml(part).iter()
                for key, value in item.attrib.items()
                if str(key).startswith(("on", "get"))
            }
    texts = "\n".join(
        text for _, project in _projects(package) for text in modules(project).values()
    )
    for name in called:
        if not re.search(
            rf"^\s*(Public )?Sub {re.escape(name)}\(", texts, re.MULTILINE | re.IGNORECASE
        ):
            yield f"no macro {name}"


def the_ribbon_is_known(package: Package) -> Iterator[str]:
    for part in package.parts:
        if not part.startswith("customUI/"):
            continue
        root = package.xml(part)
        if root.tag != f"{RIBBON}customUI":
            yield f"{part}: begins with {root.tag}"
        ids = Counter(str(item.get("id")) for item in root.iter() if item.get("id"))
        yield from (f"{part}: {one} twice" for one, count in ids.items() if count > 1)
        for item in root.iter():
            picture = item.get("imageMso")
            if picture is not None and picture not in PICTURES:
                yield f"{part}: no picture {picture}"
            for key in ("label", "screentip", "supertip"):
                if len(str(item.get(key, ""))) > 1024:
                    yield f"{part}: {key} of {item.get('id')} is too long"


RULES = (
    projects_are_compiled_anew,
    sheets_have_modules,
    macros_that_are_called_are_there,
    the_ribbon_is_known,
)
