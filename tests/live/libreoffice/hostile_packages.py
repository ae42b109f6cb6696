"""Files that could be read in two ways, or lead elsewhere: none of them is opened."""

from collections.abc import Callable

from tests.live.libreoffice.hostile import SHEET, WORKBOOK, Marks, Parts, packed, related, replaced

Refused = Callable[[Parts, Marks], bytes]
REFUSED: dict[str, Refused] = {}
"""Files that are not opened at all."""


def refused(make: Refused) -> Refused:
    REFUSED[make.__name__] = make
    return make


@refused
def duplicate_members(parts: Parts, marks: Marks) -> bytes:
    return packed(parts, (WORKBOOK, parts[WORKBOOK]))


@refused
def members_that_differ_by_case(parts: Parts, marks: Marks) -> bytes:
    return packed(parts, ("XL/Workbook.xml", parts[WORKBOOK]))


@refused
def members_with_ways_in_their_names(parts: Parts, marks: Marks) -> bytes:
    return packed(parts, ("xl/../xl/vbaProject.bin", b"x"))


@refused
def two_workbooks(parts: Parts, marks: Marks) -> bytes:
    related(parts, "_rels/.rels", ("officeDocument", "xl/workbook.xml", False))
    return packed(parts)


@refused
def a_workbook_elsewhere(parts: Parts, marks: Marks) -> bytes:
    parts["_rels/.rels"] = replaced(parts["_rels/.rels"], "xl/workbook.xml", "../../etc/passwd")
    return packed(parts)


@refused
def an_entity(parts: Parts, marks: Marks) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook'
    parts[WORKBOOK] = parts[WORKBOOK].replace(b"<workbook", declared, 1)
    return packed(parts)


@refused
def a_binary_workbook(parts: Parts, marks: Marks) -> bytes:
    del parts[WORKBOOK]
    parts["xl/workbook.bin"] = b"\x83\x01\x00\x80\x01\x14" + bytes(20)
    parts["_rels/.rels"] = replaced(parts["_rels/.rels"], "workbook.xml", "workbook.bin")
    return packed(parts)


@refused
def another_root(parts: Parts, marks: Marks) -> bytes:
    parts[SHEET] = b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office"/>'
    return packed(parts)


@refused
def text_before_the_package(parts: Parts, marks: Marks) -> bytes:
    return b'<?xml version="1.0"?><office:document/>' + packed(parts)


@refused
def sheet_names_that_lead_elsewhere(parts: Parts, marks: Marks) -> bytes:
    parts[WORKBOOK] = replaced(parts[WORKBOOK], 'name="封面"', f'name="{marks.url}a.ods]"')
    return packed(parts)
