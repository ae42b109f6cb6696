"""A Word document: styles and lists that its text refers to, tables, fields, settings."""

from collections import Counter
from collections.abc import Iterator

from tests.ooxml.package import WORD, Element, Package

_STYLED = {f"{WORD}pStyle": "paragraph", f"{WORD}rStyle": "character", f"{WORD}tblStyle": "table"}
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def _texts(package: Package) -> Iterator[tuple[str, Element]]:
    for kind in (".document.main+xml", ".header+xml", ".footer+xml"):
        for part in package.of_type(kind):
            yield part, package.xml(part)


def styles_are_there(package: Package) -> Iterator[str]:
    if package.document is None:
        return
    (part,) = package.of_type("wordprocessingml.styles+xml")
    styles = package.xml(part).findall(f"{WORD}style")
    known = {str(style.get(f"{WORD}styleId")): str(style.get(f"{WORD}type")) for style in styles}
    if len(known) != len(styles):
        yield f"{part}: a style twice"
    for style in styles:
        for key in ("basedOn", "next", "link"):
            other = style.find(f"{WORD}{key}")
            if other is not None and str(other.get(f"{WORD}val")) not in known:
                yield f"{part}: {key} {other.get(f'{WORD}val')} is not there"
    for name, root in _texts(package):
        for item in root.iter(*_STYLED):
            wanted = str(item.get(f"{WORD}val"))
            if known.get(wanted) != _STYLED[str(item.tag)]:
                yield f"{name}: style {wanted} is not there"


def lists_are_there(package: Package) -> Iterator[str]:
    lists = {
        str(item.get(f"{WORD}numId"))
        for part in package.of_type(".numbering+xml")
        for item in package.xml(part).iter(f"{WORD}num")
    }
    for part in (
        *package.of_type("wordprocessingml.styles+xml"),
        *(name for name, _ in _texts(package)),
    ):
        for item in package.xml(part).iter(f"{WORD}numId"):
            if str(item.get(f"{WORD}val")) not in lists | {"0"}:
                yield f"{part}: list {item.get(f'{WORD}val')} is not there"


def tables_are_whole(package: Package) -> Iterator[str]:
    for name, root in _texts(package):
        for number, table in enumerate(root.iter(f"{WORD}tbl"), 1):
            grid = table.findall(f"{WORD}tblGrid/{WORD}gridCol")
            for row in table.findall(f"{WORD}tr"):
                cells = row.findall(f"{WORD}tc")
                width = sum(_span(cell) for cell in cells)
                if width != len(grid):
                    yield f"{name}: a row of table {number} has {width} columns of {len(grid)}"
                if any(len(cell) == 0 or cell[-1].tag != f"{WORD}p" for cell in cells):
                    yield f"{name}: a cell of table {number} does not end in a paragraph"
            after = table.getnext()
            if after is None or after.tag == f"{WORD}tbl":
                yield f"{name}: table {number} is followed by no paragraph"


def _span(cell: Element) -> int:
    span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
    return 1 if span is None else int(str(span.get(f"{WORD}val")))


def joined_cells_begin(package: Package) -> Iterator[str]:
    for name, root in _texts(package):
        for number, table in enumerate(root.iter(f"{WORD}tbl"), 1):
            above: set[int] = set()
            for row in table.findall(f"{WORD}tr"):
                here, col = set(), 0
                for cell in row.findall(f"{WORD}tc"):
                    joined = cell.find(f"{WORD}tcPr/{WORD}vMerge")
                    if joined is not None:
                        here.add(col)
                        if joined.get(f"{WORD}val", "continue") == "continue" and col not in above:
                            yield f"{name}: table {number} goes on with what has not begun"
                    col += _span(cell)
                above = here


def fields_are_closed(package: Package) -> Iterator[str]:
    for name, root in _texts(package):
        kinds = Counter(str(item.get(f"{WORD}fldCharType")) for item in root.iter(f"{WORD}fldChar"))
        if kinds["begin"] != kinds["end"]:
            yield f"{name}: a field does not end"


def drawings_have_ids(package: Package) -> Iterator[str]:
    for name, root in _texts(package):
        ids = Counter(str(item.get("id")) for item in root.iter(_DRAWN))
        yield from (f"{name}: drawing {one} twice" for one, count in ids.items() if count > 1)


def sections_end_the_text(package: Package) -> Iterator[str]:
    if package.document is None:
        return
    body = package.xml(package.document).find(f"{WORD}body")
    if body is None or body[-1].tag != f"{WORD}sectPr":
        yield f"{package.document}: the last section has no end"
    for section in package.xml(package.document).iter(f"{WORD}sectPr"):
        kinds = Counter(
            (str(item.tag), str(item.get(f"{WORD}type")))
            for item in section.iter(f"{WORD}headerReference", f"{WORD}footerReference")
        )
        yield from (
            f"{package.document}: {kind} twice" for kind, count in kinds.items() if count > 1
        )


RULES = (
    styles_are_there,
    lists_are_there,
    tables_are_whole,
    joined_cells_begin,
    fields_are_closed,
    drawings_have_ids,
    sections_end_the_text,
)
