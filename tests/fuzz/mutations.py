"""Ways in which a workbook comes to be damaged, each of them a family with a seed.

A mutation takes the bytes of a workbook and a source of chance, and returns other bytes. Those that
type a value into one cell also say which field it was and what was typed, for then it is known
what may be read.
"""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

Parts = dict[str, bytes]

STRANGE = (
    *(b"", b"0", b"-1", b"9" * 400, b"1e999", b"x", b"#REF!", "字".encode(), b"\x00", b"\xff"),
    *(b"<", b">", b"&", b"&amp;", b'"', b"<c>", b"</c>", b"<v/>", b"<!--", b"]]>", b"_xD800_"),
    *(b"<row r='5'>", b"../../x", b"A1", b"$A$1:$B$2", b"\xe4\xb8", b"\x1b[31m", b"&#0;"),
)
"""What may stand where something else did."""

TYPED = (
    *("", "0", "-0", "00012", "12", "12.345", "1,234.50", "１２．５", "12.5万元", "+3", "-7.25"),
    *("不适用", "无", "—", "/", "#REF!", "#SPILL!", "=1+1", "1e400", "1E-400", "9" * 310),
    *("0." + "1" * 300, "NaN", "Infinity", "1e999999999", "TRUE", "20240723", "2024-07-23"),
    *("2024年7月", "1899-12-30", "12\u200b", "\u202d12", "12\u00a0", "_xD800_", "_x0031_", "½"),
    *("十二", "12%", "1/2", "(12)", "12 13", "1.2.3", "０", "\ufeff5", "x" * 32_767, "(" * 900),
    *("\x1b[2J", '=DISPIMG("ID_1",1)', "12元", "约12", "1２", "1٢", "٣", "²", "1_000", "0x10"),
)
"""What hands and programs put into a cell as text."""

NUMBERS = (
    *("0", "-1", "1e400", "1e308", "-1e308", "1e-400", "9" * 310, "NaN", "INF", "1.5.2", "", " 3 "),
    *("45496", "20240723", "-0", "0.1", "1e22", "12abc", "0x1F", "1_0", "１２", "+4", "2958466"),
    *("0.30000000000000004", "1e15", "123456789012345678", "-3"),
)
"""What programs write where a cell holds a number."""

_PIECE = re.compile(rb'<[^<>]+>|"[^"<>]*"|[^<>"]+')


@dataclass(frozen=True)
class Mutant:
    """A changed workbook; ``cell`` is the one that was typed into, where it was only one."""

    content: bytes
    family: str
    cell: tuple[str, str] | None = None
    typed: str = ""


def unpacked(content: bytes) -> Parts:
    """Return the parts of a workbook by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content), metadata_encoding="utf-8") as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a workbook of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


# Bytes


def flipped(content: bytes, random: Random) -> bytes:
    """Put something strange over a few bytes."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(changed))
        changed[at : at + random.choice((1, 1, 20))] = random.choice(STRANGE)
    return bytes(changed)


def cut(content: bytes, random: Random) -> bytes:
    """Lose the end, the beginning or the middle."""
    at, length = random.randrange(len(content)), random.randint(1, 4_000)
    return random.choice((content[:at], content[at:], content[:at] + content[at + length :]))


def as_text(content: bytes, random: Random) -> bytes:
    """Go through a transfer that takes the file for text."""
    before, after = random.choice(
        ((b"\n", b"\r\n"), (b"\r\n", b"\n"), (b"\r", b""), (b"\x1a", b""))
    )
    return content.replace(before, after)


def embedded(content: bytes, random: Random) -> bytes:
    """Stand behind or before something else."""
    other = random.choice((b"MZ" + b"\0" * 200, b"%PDF-1.4\n", content, b"\xef\xbb\xbf", b"PK\3\4"))
    return random.choice((other + content, content + other))


# Zip


def zip_changed(content: bytes, random: Random) -> bytes:
    """Lose, empty, double, rename or exchange members."""
    parts = unpacked(content)
    names = list(parts)
    chosen, other = random.choice(names), random.choice(names)
    stream = io.BytesIO()
    kind = random.choice(("lost", "emptied", "doubled", "case", "exchanged", "strange", "beside"))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            if name != chosen:
                package.writestr(name, part)
                continue
            match kind:
                case "lost":
                    continue
                case "emptied":
                    package.writestr(name, b"")
                case "doubled" | "case":
                    second = name.upper() if kind == "case" else name
                    package.writestr(name, part)
                    package.writestr(second, parts[other])
                case "exchanged":
                    package.writestr(name, parts[other])
                case "strange":
                    package.writestr(random.choice(("../" + name, "/" + name, name + "/")), part)
                case _:
                    package.writestr(name, part)
                    package.writestr("xl/vbaProject2.bin", b"\0" * 100)
    return stream.getvalue()


def directory_changed(content: bytes, random: Random) -> bytes:
    """Let the zip's directory say other sizes, ways of packing, flags or places."""
    changed = bytearray(content)
    entries = [found.start() for found in re.finditer(rb"PK\x01\x02", content)]
    at = random.choice(entries)
    offset, kind = random.choice(
        ((8, "<H"), (10, "<H"), (16, "<I"), (20, "<I"), (24, "<I"), (42, "<I"))
    )
    value = random.choice((0, 1, 8, 9, 12, 2**15, 2**31, 2**32 - 1))
    if kind == "<H":
        value %= 2**16
    struct.pack_into(kind, changed, at + offset, value)
    return bytes(changed)


# XML


def xml_changed(content: bytes, random: Random) -> bytes:
    """Change, exchange or double pieces of the XML of one part."""
    parts = unpacked(content)
    chosen = random.choice([name for name in parts if name.lower().endswith((".xml", ".rels"))])
    parts[chosen] = in_xml(parts[chosen], random)
    return packed(parts)


def sheet_changed(content: bytes, random: Random) -> bytes:
    """Change pieces of the XML of a sheet, the list of sheets, or their relationships."""
    parts = unpacked(content)
    wanted = [
        name
        for name in parts
        if name.startswith(
            ("xl/worksheets/sheet", "xl/workbook", "xl/_rels", "xl/shared", "xl/styles")
        )
    ]
    chosen = random.choice(wanted)
    parts[chosen] = in_xml(parts[chosen], random)
    return packed(parts)


def in_xml(part: bytes, random: Random) -> bytes:
    """Change, exchange, double or lose a few tags, values or texts."""
    pieces = _PIECE.findall(part)
    if not pieces:
        return part
    for _ in range(random.randint(1, 3)):
        at, other = random.randrange(len(pieces)), random.randrange(len(pieces))
        match random.randrange(6):
            case 0:
                pieces[at] = random.choice(STRANGE)
            case 1:
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 2:
                pieces[at] *= 2
            case 3:
                pieces[at] = b""
            case 4:
                pieces[at:at] = [
                    random.choice((b"<x/>", b"<!-- -->", b"<?x y?>", b"<a:b xmlns:a='u'/>"))
                ]
            case _:
                pieces[at] = pieces[at].replace(b'"', random.choice((b"", b'" x="')), 1)
    return b"".join(pieces)


def rows_changed(content: bytes, random: Random) -> bytes:
    """Lose a row, the numbers of rows and cells, or their order."""
    parts = unpacked(content)
    chosen = random.choice([name for name in parts if name.startswith("xl/worksheets/sheet")])
    part = parts[chosen]
    rows = [found.span() for found in re.finditer(rb"<row .*?</row>|<row [^>]*/>", part, re.DOTALL)]
    if not rows:
        return content
    start, end = random.choice(rows)
    match random.randrange(5):
        case 0:
            part = part[:start] + part[end:]
        case 1:
            part = re.sub(rb'(<row[^>]*?) r="\d+"', rb"\1", part)
        case 2:
            part = re.sub(rb'(<c[^>]*?) r="[A-Z]+\d+"', rb"\1", part)
        case 3:
            part = part[:end] + part[start:end] + part[end:]
        case _:
            body = part[rows[0][0] : rows[-1][1]]
            part = part.replace(body, b"".join(part[a:b] for a, b in reversed(rows)))
    parts[chosen] = part
    return packed(parts)


# Names

_NAME = re.compile(rb"<definedName ([^>]*)>([^<]*)</definedName>")


def names_changed(content: bytes, random: Random) -> bytes:
    """Let defined names be lost, doubled, broken, or point elsewhere."""
    parts = unpacked(content)
    book = parts["xl/workbook.xml"]
    found = list(_NAME.finditer(book))
    for _ in range(random.choice((1, 1, 1, 5, 40))):
        item, other = random.choice(found), random.choice(found)
        targets = (
            *(b"#REF!", b"#REF!$A$1", other[2], b"OFFSET($A$1,1,1)", b"[1]Sheet1!$A$1", b"1", b""),
            *("不存在!$A$1".encode(), item[2].split(b"!")[0] + b"!$A:$A", b'"text"', b"$A$1"),
            *(item[2].split(b"!")[0] + b"!$ZZZ$9999999", item[2] + b"," + other[2]),
        )
        attributes = random.choice(
            (item[1], item[1], item[1] + b' hidden="1"', b'localSheetId="0" ' + item[1])
        )
        written = b"<definedName %s>%s</definedName>" % (attributes, random.choice(targets))
        book = book.replace(item[0], random.choice((written, written, b"", item[0] + written)), 1)
    parts["xl/workbook.xml"] = book
    return packed(parts)


# Cells

_CELL = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)


def typed(
    content: bytes, random: Random, cells: Mapping[str, list[str]]
) -> tuple[bytes, tuple[str, str], str]:
    """Type something into one of the ``cells``, which are given by the part of their sheet."""
    parts = unpacked(content)
    part_name = random.choice([name for name in cells if cells[name]])
    address = random.choice(cells[part_name])
    written, what = _written(random)
    pattern = re.compile(
        rb'<c r="%s"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)' % address.encode(), re.DOTALL
    )
    part, count = pattern.subn(
        lambda found: b'<c r="%s"%s%s</c>' % (address.encode(), found[1], written),
        parts[part_name],
        1,
    )
    if not count:
        return content, ("", ""), ""
    parts[part_name] = part
    return packed(parts), (part_name, address), what


def _written(random: Random) -> tuple[bytes, str]:
    text, number = random.choice(TYPED), random.choice(NUMBERS)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\x1b", "").encode()
    match random.randrange(7):
        case 0 | 1:
            return b' t="inlineStr"><is><t xml:space="preserve">%s</t></is>' % escaped, text
        case 2:
            return b' t="str"><f>A1</f><v>%s</v>' % escaped, text
        case 3 | 4:
            return b"><v>%s</v>" % number.encode(), number
        case 5:
            kind = random.choice((b"b", b"e", b"d", b"s", b"z", b"n"))
            return b' t="%s"><v>%s</v>' % (kind, number.encode()), number
        case _:
            return b' t="e"><v>%s</v>' % random.choice(
                (b"#SPILL!", b"#N/A", b"#BLOCKED!", b"#X")
            ), ""


FAMILIES: dict[str, Callable[[bytes, Random], bytes]] = {
    "bytes": flipped,
    "cut": cut,
    "transfer": as_text,
    "embedded": embedded,
    "members": zip_changed,
    "directory": directory_changed,
    "xml": xml_changed,
    "sheets": sheet_changed,
    "rows": rows_changed,
    "names": names_changed,
}


# Macros


def project_changed(content: bytes, random: Random) -> bytes:
    """Change bytes of the VBA project, lose a piece of it, or put something else in its place."""
    parts = unpacked(content)
    name = "xl/vbaProject.bin"
    match random.randrange(4):
        case 0 | 1:
            parts[name] = flipped(parts[name], random)
        case 2:
            parts[name] = cut(parts[name], random)
        case _:
            parts[name] = random.choice((b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))
    return packed(parts)


def ribbon_changed(content: bytes, random: Random) -> bytes:
    """Change pieces of the ribbon, of a relationship, or of the list of content types."""
    parts = unpacked(content)
    wanted = [
        name for name in parts if name.endswith(".rels") or name.startswith(("customUI", "["))
    ]
    chosen = random.choice(wanted)
    parts[chosen] = in_xml(parts[chosen], random)
    return packed(parts)


MACROS: dict[str, Callable[[bytes, Random], bytes]] = {
    "project": project_changed,
    "ribbon": ribbon_changed,
    "bytes": flipped,
    "members": zip_changed,
    "directory": directory_changed,
}
"""What is tried on a workbook with macros."""
