"""A sheet of lines added to a workbook after all others: a record of what was done to it."""

import re
from collections.abc import Sequence

from lxml import etree

from xlevaluate.form.measure import HIGHEST, LINE, PADDING, lines_of
from xlevaluate.form.snapshot import a1
from xlevaluate.submission.texts import clean_text
from xlevaluate.workbook.package_changes import PackageChanges
from xlevaluate.workbook.sheet_part import MAIN, parse

RECORD_SHEET = "导入记录"
"""What the record of an import is called; that of a later one has a number behind it."""

_RECORDS = re.compile(rf"{RECORD_SHEET}(?:\(\d+\))?")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def is_record(sheet: str) -> bool:
    """Tell whether a sheet is a record of an import, by its name."""
    return _RECORDS.fullmatch(sheet) is not None


def add_record(
    changes: PackageChanges,
    name: str,
    title: str,
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    widths: Sequence[int],
) -> str:
    """Add a sheet with a title, heads and lines of texts; return what it is called.

    Where there is one of that name, the new one has a number behind it. ``widths`` are those of
    its columns in half characters.
    """
    called, number = name, 2
    while called in changes.book.sheet_ids:
        called, number = f"{name}({number})", number + 1
    part = changes.new_name("xl/worksheets/sheetXle{}.xml")
    changes.put(part, _sheet(_styles(changes), title, heads, lines, widths))
    changes.declare(part, _SHEET)
    book = changes.book_part
    root = parse(changes.part(book))
    sheets = root.find(f"{{{MAIN}}}sheets")
    if sheets is None:
        raise changes.package.damaged(book)
    ids = [int(str(item.get("sheetId", "0"))) for item in sheets]
    new = etree.SubElement(sheets, f"{{{MAIN}}}sheet", name=called, sheetId=str(max(ids) + 1))
    new.set(_ID, changes.relate(book, "worksheet", part))
    calculation = root.find(f"{{{MAIN}}}calcPr")
    if calculation is not None:
        calculation.set("fullCalcOnLoad", "1")
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    changes.put(book, bytes(content))
    return called


def _styles(changes: PackageChanges) -> tuple[int, int, int]:
    """Add the looks of a title, of heads and of lines; return their numbers."""
    part = changes.related(changes.book_part, "styles")
    if part is None:
        return 0, 0, 0
    root = parse(changes.part(part))
    fonts, fills, borders, styles = (
        root.find(f"{{{MAIN}}}{name}") for name in ("fonts", "fills", "borders", "cellXfs")
    )
    if fonts is None or fills is None or borders is None or styles is None:
        return 0, 0, 0
    plain = _added(fonts, f'<font xmlns="{MAIN}"><sz val="10"/><name val="宋体"/></font>')
    bold = _added(fonts, f'<font xmlns="{MAIN}"><b/><sz val="10"/><name val="宋体"/></font>')
    large = _added(fonts, f'<font xmlns="{MAIN}"><b/><sz val="14"/><name val="宋体"/></font>')
    grey = _added(
        fills,
        f'<fill xmlns="{MAIN}"><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/>'
        '<bgColor indexed="64"/></patternFill></fill>',
    )
    edge = '<{0} style="thin"><color rgb="FFA6A6A6"/></{0}>'
    edges = "".join(map(edge.format, ("left", "right", "top", "bottom")))
    thin = _added(borders, f'<border xmlns="{MAIN}">{edges}<diagonal/></border>')
    looks = ((large, 0, 0, "center"), (bold, grey, thin, "center"), (plain, 0, thin, "top"))
    found = [
        _added(
            styles,
            f'<xf xmlns="{MAIN}" numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" '
            'xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment vertical="{vertical}"{_WRAPPED if border else ""}/></xf>',
        )
        for font, fill, border, vertical in looks
    ]
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    changes.put(part, bytes(content))
    return found[0], found[1], found[2]


_WRAPPED = ' wrapText="1"'


def _added(parent: etree._Element, xml: str) -> int:
    """Put an element at the end of a list that counts its own; return its number."""
    parent.append(etree.fromstring(xml))
    parent.set("count", str(len(parent)))
    return len(parent) - 1


def _sheet(
    styles: tuple[int, int, int],
    title: str,
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    widths: Sequence[int],
) -> bytes:
    root = etree.fromstring(f'<worksheet xmlns="{MAIN}"/>')
    properties = etree.SubElement(root, f"{{{MAIN}}}sheetPr")
    etree.SubElement(properties, f"{{{MAIN}}}pageSetUpPr", fitToPage="1")
    views = etree.SubElement(root, f"{{{MAIN}}}sheetViews")
    view = etree.SubElement(views, f"{{{MAIN}}}sheetView", workbookViewId="0", showGridLines="0")
    etree.SubElement(
        view,
        f"{{{MAIN}}}pane",
        ySplit="2",
        topLeftCell="A3",
        activePane="bottomLeft",
        state="frozen",
    )
    columns = etree.SubElement(root, f"{{{MAIN}}}cols")
    for number, width in enumerate(widths, 1):
        etree.SubElement(
            columns, f"{{{MAIN}}}col", min=str(number), max=str(number), width=str(width)
        ).set("customWidth", "1")
    data = etree.SubElement(root, f"{{{MAIN}}}sheetData")
    for number, texts in enumerate(((title,), heads, *lines)):
        _row(data, number, texts, styles[min(number, 2)], widths)
    margins = dict.fromkeys(("left", "right", "top", "bottom"), "0.5")
    edges = {"header": "0.3", "footer": "0.3"}
    etree.SubElement(root, f"{{{MAIN}}}pageMargins", margins | edges)
    setup = etree.SubElement(root, f"{{{MAIN}}}pageSetup", paperSize="9", orientation="landscape")
    setup.set("fitToWidth", "1")
    setup.set("fitToHeight", "0")  # as many pages as it takes
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _row(
    data: etree._Element, number: int, texts: Sequence[str], style: int, widths: Sequence[int]
) -> None:
    row = etree.SubElement(data, f"{{{MAIN}}}row", r=str(number + 1))
    if number:
        pairs = zip(texts, widths, strict=False)
        height = max((lines_of(text, width) for text, width in pairs), default=1) * LINE + PADDING
        row.set("ht", f"{min(height, HIGHEST):.1f}")
        row.set("customHeight", "1")
    for col, text in enumerate(texts):
        cell = etree.SubElement(row, f"{{{MAIN}}}c", r=a1(number, col), s=str(style), t="inlineStr")
        holder = etree.SubElement(cell, f"{{{MAIN}}}is")
        shown = etree.SubElement(holder, f"{{{MAIN}}}t")
        shown.text = clean_text(text) or ""
        shown.set(_SPACE, "preserve")
