"""Notes on cells (批注), added to a workbook that may have some already, and buttons beside them.

A note is kept twice: its text in one part, its shape in the old drawing that buttons stand in too.
That one is not always XML as others understand it; shapes are put in before its end.
"""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from lxml import etree

from xlevaluate.form.snapshot import a1, place_of
from xlevaluate.workbook.package_changes import PackageChanges
from xlevaluate.workbook.sheet_part import MAIN, parse

_AUTHOR = "xlevaluate"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_FONT = '<rPr><sz val="9"/><color indexed="81"/><rFont val="宋体"/><charset val="134"/></rPr>'
_NEW_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_NOTE_TYPE = "_x0000_t202"
_SHAPE_TYPE = (
    f'<v:shapetype id="{_NOTE_TYPE}" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE_IDS = re.compile(rb'"_x0000_s(\d+)"')
_END = re.compile(rb"</(?:\w+:)?xml>\s*$")
_WIDE = 22
"""Characters of Chinese in a line of a note, as wide as three columns."""


def notes_on(changes: PackageChanges, sheet: str) -> dict[tuple[int, int], str]:
    """Return the texts of the notes of a sheet by their cells."""
    held = changes.related(changes.part_of(sheet), "comments")
    if held is None:
        return {}
    listed = parse(changes.part(held)).find(f"{{{MAIN}}}commentList")
    return {
        place_of(str(item.get("ref"))): "".join(
            text.text or "" for text in item.iter(f"{{{MAIN}}}t")
        )
        for item in (() if listed is None else listed)
    }


def add_notes(changes: PackageChanges, sheet: str, notes: Mapping[tuple[int, int], str]) -> int:
    """Put notes on cells of a sheet that have none; return how many.

    A cell that has a note already keeps it alone.
    """
    part = changes.part_of(sheet)
    held = changes.related(part, "comments")
    if held is None:
        held = changes.new_name("xl/comments{}.xml")
        changes.relate(part, "comments", held)
        changes.declare(held, _COMMENTS)
        root = parse(f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode())
    else:
        root = parse(changes.part(held))
    authors, listed = root.find(f"{{{MAIN}}}authors"), root.find(f"{{{MAIN}}}commentList")
    if authors is None or listed is None:
        return 0
    there = {place_of(str(item.get("ref"))) for item in listed}
    new = {place: text for place, text in sorted(notes.items()) if place not in there}
    number = str(len(authors))
    etree.SubElement(authors, f"{{{MAIN}}}author").text = _AUTHOR
    for place, text in new.items():
        listed.append(
            etree.fromstring(
                f'<comment xmlns="{MAIN}" ref="{a1(*place)}" authorId="{number}"><text><r>{_FONT}'
                f'<t xml:space="preserve">{escape(text)}</t></r></text></comment>'
            )
        )
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    changes.put(held, bytes(content))
    _add_shapes(changes, sheet, new)
    return len(new)


def _add_shapes(changes: PackageChanges, sheet: str, notes: Mapping[tuple[int, int], str]) -> None:
    part, xml = changes.part_of(sheet), changes.sheet(sheet)
    drawing = changes.related(part, "vmlDrawing") if xml.drawing_id is not None else None
    if drawing is None:
        drawing = changes.new_name("xl/drawings/vmlDrawingXle{}.vml")
        changes.declare(drawing, _DRAWING)
        xml.lead_to("legacyDrawing", changes.relate(part, "vmlDrawing", drawing))
        content = _NEW_DRAWING.encode()
    else:
        content = changes.part(drawing)
    last = max([1024, *map(int, _SHAPE_IDS.findall(content))])
    shapes = "" if f'"{_NOTE_TYPE}"'.encode() in content else _SHAPE_TYPE
    for number, (place, text) in enumerate(notes.items(), last + 1):
        shapes += _shape(number, *place, text)
    end = _END.search(content)
    at = end.start() if end else len(content)
    changes.put(drawing, content[:at] + shapes.encode() + content[at:])


def _shape(number: int, row: int, col: int, text: str) -> str:
    lines = sum(max(1, -(-len(line) // _WIDE)) for line in text.split("\n"))
    anchor = f"{col + 1}, 15, {max(row - 1, 0)}, 2, {col + 4}, 15, {row + lines + 1}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#{_NOTE_TYPE}" style="position:absolute;'
        f'z-index:{number - 1000};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column>"
        "</x:ClientData></v:shape>"
    )
