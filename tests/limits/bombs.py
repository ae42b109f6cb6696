"""Workbooks that are small to send and large to read: each a way of being large.

A bomb is made of the parts of a workbook of ours, so that it is read like one. ``size`` says how
large it is to be, in the unit of its kind.
"""

import re
import struct
import zlib
from collections.abc import Callable

from tests.fuzz.mutations import Parts, packed, unpacked

Bomb = Callable[[Parts, int], Parts]
MB = 1024 * 1024
_BOOK, _STYLES, _STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"


def _sheet(parts: Parts) -> str:
    """Return the part of the sheet that has most in it."""
    return max((name for name in parts if "worksheets/sheet" in name), key=lambda n: len(parts[n]))


def _in_sheet(parts: Parts, rows: str, after: str = "") -> Parts:
    """Put rows at the end of a sheet, and something behind them."""
    name = _sheet(parts)
    new = rows.encode() + b"</sheetData>" + after.encode()
    return {**parts, name: parts[name].replace(b"</sheetData>", new)}


def cells(parts: Parts, size: int) -> Parts:
    """So many cells with something in them."""
    line = "".join(f"<c><v>{number}</v></c>" for number in range(100))
    return _in_sheet(parts, f"<row>{line}</row>" * (size // 100))


def formats(parts: Parts, size: int) -> Parts:
    """So many cells with a format and nothing in them."""
    line = '<c s="1"/>' * 1000
    return _in_sheet(parts, f"<row>{line}</row>" * (size // 1000))


def rows(parts: Parts, size: int) -> Parts:
    """So many rows with a format."""
    lines = (f'<row r="{n}" s="1" customFormat="1" ht="20"/>' for n in range(5_000, 5_000 + size))
    return _in_sheet(parts, "".join(lines))


def merges(parts: Parts, size: int) -> Parts:
    """So many merged areas, beside those that are there."""
    name = _sheet(parts)
    areas = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(5_000, 5_000 + size))
    before = parts[name]
    if b"</mergeCells>" in before:
        return {**parts, name: before.replace(b"</mergeCells>", areas.encode() + b"</mergeCells>")}
    return _in_sheet(parts, "", f"<mergeCells>{areas}</mergeCells>")


def arrays(parts: Parts, size: int) -> Parts:
    """So many cells, and so many formulas for several cells."""
    formula = '<row><c><f t="array" ref="A5001:B5002">1</f><v>1</v></c></row>'
    return _in_sheet(parts, formula * size + "<row><c><v>1</v></c></row>" * size)


def names(parts: Parts, size: int) -> Parts:
    """So many defined names."""
    target = re.findall(rb"<definedName [^>]*>([^<]*)<", parts[_BOOK])[0].decode()
    added = "".join(f'<definedName name="n{n}">{target}</definedName>' for n in range(size))
    changed = parts[_BOOK].replace(b"</definedNames>", added.encode() + b"</definedNames>")
    return {**parts, _BOOK: changed}


def sheets(parts: Parts, size: int) -> Parts:
    """So many sheets, all of them in the part of the largest one."""
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    target = _sheet(parts).removeprefix("xl/")
    listed = "".join(f'<sheet name="s{n}" sheetId="{1000 + n}" r:id="x{n}"/>' for n in range(size))
    related = "".join(
        f'<Relationship Id="x{n}" Type="{rel}" Target="{target}"/>' for n in range(size)
    )
    held = "xl/_rels/workbook.xml.rels"
    return {
        **parts,
        _BOOK: parts[_BOOK].replace(b"</sheets>", listed.encode() + b"</sheets>"),
        held: parts[held].replace(b"</Relationships>", related.encode() + b"</Relationships>"),
    }


def styles(parts: Parts, size: int) -> Parts:
    """So many formats of cells."""
    added = '<xf numFmtId="0"/>' * size
    return {**parts, _STYLES: parts[_STYLES].replace(b"</cellXfs>", added.encode() + b"</cellXfs>")}


def format_codes(parts: Parts, size: int) -> Parts:
    """So many number formats, each a little longer than a person writes."""
    codes = "".join(
        f'<numFmt numFmtId="{1000 + n}" formatCode="[Red]0.00&quot;{n}&quot;;yyyy-mm-dd"/>'
        for n in range(size)
    )
    used = "".join(f'<xf numFmtId="{1000 + n}"/>' for n in range(size))
    part = re.sub(rb"<numFmts[^>]*>", lambda m: m[0] + codes.encode(), parts[_STYLES])
    return {**parts, _STYLES: part.replace(b"</cellXfs>", used.encode() + b"</cellXfs>")}


def long_code(parts: Parts, size: int) -> Parts:
    """Format every cell by one code of so many characters."""
    code = "0" * (size // 2) + "\\-" * (size // 4)
    part = re.sub(rb'formatCode="[^"]*"', f'formatCode="{code}"'.encode(), parts[_STYLES])
    return {**parts, _STYLES: part}


def strings(parts: Parts, size: int) -> Parts:
    """So many shared texts."""
    part = parts[_STRINGS].replace(b"</sst>", b"<si><t>1</t></si>" * size + b"</sst>")
    return {**parts, _STRINGS: part}


def long_text(parts: Parts, size: int) -> Parts:
    """Let every text be of so many characters."""
    text = "支出、一二100万元，" * (size // 12)
    part = re.sub(
        rb"(<t[^>]*>)[^<]{4,}</t>", lambda m: m[1] + text.encode() + b"</t>", parts[_STRINGS]
    )
    return {**parts, _STRINGS: part}


def one_long_text(parts: Parts, size: int) -> Parts:
    """Let one cell that everybody reads hold a text of so many characters."""
    text = "支出、一二100万元，" * (size // 12)
    longest = max(re.findall(rb"<t[^>]*>([^<]*)</t>", parts[_STRINGS]), key=len)
    return {**parts, _STRINGS: parts[_STRINGS].replace(longest, text.encode())}


def members(parts: Parts, size: int) -> Parts:
    """So many parts in the package."""
    return {**parts, **{f"x/{n}": b"" for n in range(size)}}


def attributes(parts: Parts, size: int) -> Parts:
    """So many attributes of one cell."""
    given = " ".join(f'a{n}=""' for n in range(size))
    return _in_sheet(parts, f"<row><c {given}/></row>")


def depth(parts: Parts, size: int) -> Parts:
    """So many elements within one another."""
    return _in_sheet(parts, f"<row>{'<c>' * size}{'</c>' * size}</row>")


def blanks(parts: Parts, size: int) -> Parts:
    """So many MB of nothing, in a part that is read."""
    return _in_sheet(parts, " " * (size * MB))


def media(parts: Parts, size: int) -> Parts:
    """So many MB of nothing, in a part that no command looks into."""
    return {**parts, "xl/media/image9.png": bytes(size * MB)}


def rows_everywhere(parts: Parts, size: int) -> Parts:
    """So many rows in every sheet: of those that are changed, a tree is held in memory."""
    lines = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(5_000, 5_000 + size))
    end = lines.encode() + b"</sheetData>"
    return {name: part.replace(b"</sheetData>", end) for name, part in parts.items()}


BOMBS: dict[str, tuple[Bomb, int]] = {
    "cells": (cells, 510_000),
    "formats": (formats, 2_600_000),
    "rows": (rows, 1_040_000),
    "merges": (merges, 101_000),
    "arrays": (arrays, 6_000),
    "names": (names, 51_000),
    "sheets": (sheets, 1_100),
    "sheets of one part": (sheets, 900),
    "styles": (styles, 110_000),
    "format codes": (format_codes, 60_000),
    "long code": (long_code, 1_000_000),
    "strings": (strings, 510_000),
    "long text": (long_text, 32_000),
    "one long text": (one_long_text, 3_000_000),
    "members": (members, 21_000),
    "attributes": (attributes, 100_000),
    "depth": (depth, 200_000),
    "blanks": (blanks, 160),
    "media": (media, 160),
    "rows in every sheet": (rows_everywhere, 120_000),
}


def bomb(content: bytes, name: str) -> bytes:
    """Return a workbook that is too large in one way."""
    make, size = BOMBS[name]
    return packed(make(unpacked(content), size))


def lying(content: bytes, size: int) -> bytes:
    """Return a zip whose directory and heads say another size of every large member."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        for found in re.finditer(re.escape(mark), content):
            place = found.start() + at
            if struct.unpack_from("<I", changed, place)[0] > MB:
                struct.pack_into("<I", changed, place, size)
    return bytes(changed)


def overlapping(content: bytes, count: int, size: int) -> bytes:
    """Add members that share their data: each quotes the head of the next (Fifield, 2019)."""
    plain = bytes(size)
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packing.compress(plain) + packing.flush()
    heads: list[tuple[bytes, bytes]] = []
    for number in reversed(range(count)):
        name = f"xl/media/{number}.bin".encode()
        fields = (20, 0, 8, 0, 33, zlib.crc32(plain), len(data), len(plain), len(name), 0)
        head = struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields) + name
        entry = struct.pack("<4sH5H3I5H", b"PK\x01\x02", 20, *fields, 0, 0, 0)
        heads.insert(0, (head, entry + bytes(4)))
        quote = struct.pack("<BHH", 0, len(head), len(head) ^ 0xFFFF) + head
        data, plain = quote + data, head + plain
    end = content.rindex(b"PK\x05\x06")
    (there,) = struct.unpack_from("<H", content, end + 10)
    (start,) = struct.unpack_from("<I", content, end + 16)
    directory, at = content[start:end], start
    for head, entry in heads:
        directory += entry + struct.pack("<I", at) + head[30:]
        at += len(head) + 5
    body = content[:start] + data[5:]  # the first head is quoted by nobody
    counts = (there + count, there + count, len(directory), len(body), 0)
    return body + directory + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, *counts)
