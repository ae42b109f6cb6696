"""The same workbook as other programs write it: each a function from package to package.

They are put together from what programs are known to write (Excel, WPS, LibreOffice, ONLYOFFICE,
Numbers, openpyxl, exceljs, POI, EPPlus, web exports); the parts are changed, never what they say.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Parts = dict[str, bytes]
Change = Callable[[Parts], Parts]


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: Parts, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def sheets_of(parts: Parts) -> list[str]:
    return [name for name in parts if name.startswith("xl/worksheets/sheet")]


def on_sheets(change: Callable[[etree._Element, Parts], None]) -> Change:
    """Change the XML of every sheet."""

    def changed(parts: Parts) -> Parts:
        made = dict(parts)
        for name in sheets_of(parts):
            root = etree.fromstring(parts[name])
            change(root, parts)
            made[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return made

    return changed


def replacing(part: str, *pairs: tuple[str, str]) -> Change:
    """Replace texts in the parts whose names match."""

    def changed(parts: Parts) -> Parts:
        made = dict(parts)
        found = [name for name in parts if re.fullmatch(part, name)]
        assert found, part
        for name in found:
            text = parts[name].decode()
            for old, new in pairs:
                text = re.sub(old, new, text)
            made[name] = text.encode()
        return made

    return changed


def without(*patterns: str) -> Change:
    """Leave parts out, and whatever says that they are there."""

    def changed(parts: Parts) -> Parts:
        gone = [name for name in parts if any(re.fullmatch(p, name) for p in patterns)]
        assert gone, patterns
        made = {name: part for name, part in parts.items() if name not in gone}
        for name, part in made.items():
            if name.endswith(".rels") or name == "[Content_Types].xml":
                root = etree.fromstring(part)
                for item in list(root):
                    target = str(item.get("Target") or item.get("PartName") or "")
                    if any(part.endswith(target.lstrip("/.")) and target for part in gone):
                        root.remove(item)
                made[name] = etree.tostring(root)
        return made

    return changed


def then(*changes: Change) -> Change:
    def changed(parts: Parts) -> Parts:
        for change in changes:
            parts = change(parts)
        return parts

    return changed


def strings_of(parts: Parts) -> list[str]:
    root = etree.fromstring(parts["xl/sharedStrings.xml"])
    return ["".join(map(str, item.itertext())) for item in root.iter(f"{MAIN}si")]


def _cells(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.iter(f"{MAIN}c")


def _inline(root: etree._Element, parts: Parts) -> None:
    texts = strings_of(parts)
    for cell in _cells(root):
        value = cell.find(f"{MAIN}v")
        if cell.get("t") == "s" and value is not None:
            cell.set("t", "inlineStr")
            text = texts[int(str(value.text))]
            cell.remove(value)
            holder = etree.SubElement(cell, f"{MAIN}is")
            run = etree.SubElement(holder, f"{MAIN}t")
            run.text = text
            run.set(SPACE, "preserve")


def _typed_str(root: etree._Element, parts: Parts) -> None:
    texts = strings_of(parts)
    for cell in _cells(root):
        value = cell.find(f"{MAIN}v")
        if cell.get("t") == "s" and value is not None:
            cell.set("t", "str")
            value.text = texts[int(str(value.text))]


def _without_addresses(root: etree._Element, _: Parts) -> None:
    """Let every cell follow the one before it, blanks among them."""
    data = root.find(f"{MAIN}sheetData")
    assert data is not None
    at = 0
    for row in list(data):
        number = int(str(row.get("r")))
        for _number in range(at + 1, number):
            row.addprevious(etree.Element(f"{MAIN}row"))
        at = number
        col = 0
        for cell in list(row):
            here = _column(str(cell.get("r")))
            for _number in range(col, here):
                cell.addprevious(etree.Element(f"{MAIN}c"))
            col = here + 1
            del cell.attrib["r"]
        del row.attrib["r"]


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _without_results(root: etree._Element, _: Parts) -> None:
    for cell in _cells(root):
        value = cell.find(f"{MAIN}v")
        if cell.find(f"{MAIN}f") is not None and value is not None:
            cell.remove(value)


def _values_only(root: etree._Element, _: Parts) -> None:
    for cell in _cells(root):
        formula = cell.find(f"{MAIN}f")
        if formula is not None:
            cell.remove(formula)


def _with_noise(root: etree._Element, _: Parts) -> None:
    for cell in _cells(root):
        value = cell.find(f"{MAIN}v")
        if cell.get("t", "n") == "n" and value is not None and "." in str(value.text):
            value.text = repr(float(str(value.text)) * (1 + 2**-52))


def _scientific(root: etree._Element, _: Parts) -> None:
    for cell in _cells(root):
        value = cell.find(f"{MAIN}v")
        if cell.get("t", "n") == "n" and value is not None and value.text:
            value.text = f"{float(value.text):.16E}"


def _as_formula_texts(root: etree._Element, _: Parts) -> None:
    """Type the numbers that formulas give as texts."""
    for cell in _cells(root):
        if cell.find(f"{MAIN}f") is not None and cell.get("t", "n") == "n":
            cell.set("t", "str")


def _array_formulas(root: etree._Element, _: Parts) -> None:
    for cell in _cells(root):
        formula = cell.find(f"{MAIN}f")
        if formula is not None:
            formula.set("t", "array")
            formula.set("ref", str(cell.get("r")))


def _bare(root: etree._Element, _: Parts) -> None:
    """Keep rows and cells only, as a program that exports data does."""
    for item in list(root):
        if item.tag != f"{MAIN}sheetData":
            root.remove(item)
    for row in root.iter(f"{MAIN}row"):
        for name in ("spans", "ht", "customHeight"):
            row.attrib.pop(name, "")


def _blank_strings(root: etree._Element, _: Parts) -> None:
    for cell in _cells(root):
        if len(cell) == 0:
            cell.set("t", "s")


def _from_1904(parts: Parts) -> Parts:
    made = replacing(r"xl/workbook\.xml", ("<workbookPr ", '<workbookPr date1904="1" '))(parts)
    dates = re.compile(rb'(<c r="E29" s="\d+"><v>)(\d+)')
    name = "xl/worksheets/sheet3.xml"
    assert dates.search(made[name])
    made[name] = dates.sub(lambda m: m[1] + str(int(m[2]) - 1462).encode(), made[name])
    return made


def _other_order(parts: Parts) -> Parts:
    root = etree.fromstring(parts["xl/workbook.xml"])
    (sheets,) = root.iter(f"{MAIN}sheets")
    sheets[:] = list(reversed(sheets))
    for item in root.iter(f"{MAIN}definedName"):
        if item.get("localSheetId"):
            item.set("localSheetId", str(len(sheets) - 1 - int(str(item.get("localSheetId")))))
    return {**parts, "xl/workbook.xml": etree.tostring(root)}


def _prefixed(parts: Parts) -> Parts:
    """Write the workbook's own elements under a prefix, as some libraries do."""
    made = dict(parts)
    for name in (*sheets_of(parts), "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        root = etree.fromstring(parts[name])
        own = {str(prefix or "x"): str(uri) for prefix, uri in root.nsmap.items()}
        moved = etree.Element(root.tag, nsmap=own)
        for key, value in root.attrib.items():
            moved.set(key, value)
        moved.extend(list(root))
        etree.cleanup_namespaces(moved, top_nsmap=own)
        made[name] = etree.tostring(moved)
        assert b"<x:" in made[name]
    return made


def _strict(parts: Parts) -> Parts:
    pairs = (
        (
            b"schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    made = dict(parts)
    for old, new in pairs:
        made = {name: part.replace(old, new) for name, part in made.items()}
    return made


def _utf16(parts: Parts) -> Parts:
    made = dict(parts)
    for name in (*sheets_of(parts), "xl/workbook.xml", "xl/sharedStrings.xml"):
        text = etree.tostring(etree.fromstring(parts[name]), encoding="unicode")
        made[name] = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("UTF-16")
    return made


def _with_marks(parts: Parts) -> Parts:
    made = dict(parts)
    for name in parts:
        if name.endswith((".xml", ".rels")):
            made[name] = b"\xef\xbb\xbf" + parts[name]
    return made


def _moved_sheets(parts: Parts) -> Parts:
    """Call the parts of sheets something else, and lay them elsewhere."""
    made = {
        re.sub(r"^xl/worksheets/sheet(\d+)\.xml$", r"xl/Blatt\1.xml", name): part
        for name, part in parts.items()
        if not name.startswith("xl/worksheets/_rels")
    }
    return replacing(
        r"xl/_rels/workbook\.xml\.rels|\[Content_Types\]\.xml",
        (r"worksheets/sheet(\d+)\.xml", r"Blatt\1.xml"),
    )(made)


def _loud_names(parts: Parts) -> Parts:
    return {
        name.replace("xl/worksheets/sheet", "XL/Worksheets/Sheet"): p for name, p in parts.items()
    }


def _backslashes(parts: Parts) -> Parts:
    return {name.replace("/", "\\"): part for name, part in parts.items()}


def _with_runs(parts: Parts) -> Parts:
    """Write texts as runs, each with its font, and with a reading aid."""
    root = etree.fromstring(parts["xl/sharedStrings.xml"])
    for item in root.iter(f"{MAIN}si"):
        text = "".join(map(str, item.itertext()))
        item[:] = []
        for piece in (text[:3], text[3:]):
            run = etree.SubElement(item, f"{MAIN}r")
            etree.SubElement(etree.SubElement(run, f"{MAIN}rPr"), f"{MAIN}b")
            written = etree.SubElement(run, f"{MAIN}t")
            written.text = piece
            written.set(SPACE, "preserve")
        aid = etree.SubElement(item, f"{MAIN}rPh", sb="0", eb="1")
        etree.SubElement(aid, f"{MAIN}t").text = "ヨミ"
        etree.SubElement(item, f"{MAIN}phoneticPr", fontId="1")
    return {**parts, "xl/sharedStrings.xml": etree.tostring(root)}


RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_END = "</Relationships>"


def _extra_sheet(parts: Parts) -> Parts:
    """Add a hidden sheet of the user's own with names of its own."""
    made = replacing(
        r"xl/workbook\.xml",
        ("</sheets>", '<sheet name="台账" sheetId="99" state="hidden" r:id="rId99"/></sheets>'),
        ("<definedNames>", '<definedNames><definedName name="合计">台账!$A$1</definedName>'),
    )(parts)
    made = replacing(
        r"xl/_rels/workbook\.xml\.rels",
        (
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{RELATED}" Target="worksheets/extra.xml"/>{_END}',
        ),
    )(made)
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{MAIN[1:-1]}"><sheetData>{rows}</sheetData></worksheet>'
    return {**made, "xl/worksheets/extra.xml": sheet.encode()}


def _with_openpyxl(*, data_only: bool) -> Change:
    def changed(parts: Parts) -> Parts:
        book = openpyxl.load_workbook(io.BytesIO(zipped(parts)), data_only=data_only)
        stream = io.BytesIO()
        book.save(stream)
        return parts_of(stream.getvalue())

    return changed


_RELATIONS = r".*\.rels"
_SHEETS = r"xl/worksheets/sheet\d+\.xml"
_LOST = without(r"docProps/custom\.xml")

CHANGES: dict[str, Change] = {
    "texts inline (exceljs, web exports)": then(
        on_sheets(_inline), without(r"xl/sharedStrings\.xml")
    ),
    "texts as results (some exports)": then(
        on_sheets(_typed_str), without(r"xl/sharedStrings\.xml")
    ),
    "texts in runs, with reading aids (Excel in East Asia)": _with_runs,
    "line breaks with their carriage return": replacing(
        r"xl/sharedStrings\.xml", ("(?<![>?])\n", "_x000D_\n")
    ),
    "numbers with noise in the last digit": on_sheets(_with_noise),
    "numbers with exponents": on_sheets(_scientific),
    "blank cells typed as texts": on_sheets(_blank_strings),
    "no addresses": on_sheets(_without_addresses),
    "no heights, no merges, no columns": on_sheets(_bare),
    "values instead of formulas (粘贴为数值)": on_sheets(_values_only),
    "array formulas": on_sheets(_array_formulas),
    "wrong dimensions": replacing(_SHEETS, (r'<dimension ref="[^"]*"/>', '<dimension ref="A1"/>')),
    "a prefix on every element (POI, EPPlus)": _prefixed,
    "Strict Open XML": _strict,
    "UTF-16": _utf16,
    "byte order marks": _with_marks,
    "comments in the XML": replacing(_SHEETS, ("<sheetData>", "<!-- made by --><sheetData>")),
    "absolute targets (openpyxl, EPPlus)": replacing(
        r"xl/_rels/workbook\.xml\.rels", (r'Target="(?!/)', 'Target="/xl/')
    ),
    "parts elsewhere": _moved_sheets,
    "parts in capitals": _loud_names,
    "backslashes between folders": _backslashes,
    "the list of sheets called otherwise": lambda parts: {
        re.sub(r"^(xl/(?:_rels/)?)workbook\.", r"\1book.", name): part.replace(
            b"xl/workbook.xml", b"xl/book.xml"
        )
        for name, part in parts.items()
    },
    "no properties at all": without(r"docProps/.*\.xml"),
    "custom properties lost (ONLYOFFICE, 检查文档)": _LOST,
    "another program's properties (WPS)": replacing(
        r"docProps/custom\.xml", ("xlevaluate_template[a-z_]*", "KSOProductBuildVer")
    ),
    "an order of calculation": lambda parts: {
        **parts,
        "xl/calcChain.xml": f'<calcChain xmlns="{MAIN[1:-1]}"><c r="A1"/></calcChain>'.encode(),
    },
    "days from 1904 (Excel for Mac)": _from_1904,
    "sheets in another order": _other_order,
    "sheet names in quotation marks": replacing(
        r"xl/workbook\.xml", (r">([一-鿿]+)!\$", r">'\1'!$")
    ),
    "ranges for merged cells (LibreOffice)": replacing(
        r"xl/workbook\.xml", (r"(>[一-鿿]+!\$[A-Z]+\$\d+)</", r"\1:$ZZ$999</")
    ),
    "hidden names": replacing(
        r"xl/workbook\.xml", ("<definedName name", '<definedName hidden="1" name')
    ),
    "names of other sheets with the same words": replacing(
        r"xl/workbook\.xml",
        (
            "<definedNames>",
            '<definedNames><definedName name="年度" localSheetId="2">收支情况!$B$2</definedName>',
        ),
    ),
    "a sheet of the user's own": _extra_sheet,
    "no charts": without(r"xl/charts/.*", r"xl/drawings/.*", r"xl/worksheets/_rels/.*"),
    "protection taken off": replacing(_SHEETS, (r"<sheetProtection[^>]*/>", "")),
    "openpyxl, values only": _with_openpyxl(data_only=True),
    "WPS: texts inline, properties lost, names hidden": then(
        on_sheets(_inline),
        without(r"xl/sharedStrings\.xml"),
        _LOST,
        replacing(r"xl/workbook\.xml", ("<definedName name", '<definedName hidden="1" name')),
    ),
    "ONLYOFFICE: absolute targets, no properties, no order of calculation": then(
        replacing(r"xl/_rels/workbook\.xml\.rels", (r'Target="(?!/)', 'Target="/xl/')),
        without(r"docProps/.*\.xml"),
    ),
    "a web export: bare cells, texts inline, no addresses": then(
        on_sheets(_inline),
        without(r"xl/sharedStrings\.xml"),
        on_sheets(_bare),
        on_sheets(_without_addresses),
    ),
}
"""Each gives the same submission."""

TOLD: dict[str, tuple[Change, set[str]]] = {
    "no results (openpyxl)": (_with_openpyxl(data_only=False), {"not_calculated"}),
    "results thrown away": (on_sheets(_without_results), {"not_calculated"}),
    "results of formulas typed as texts": (on_sheets(_as_formula_texts), {"read_as"}),
    "no formats": (without(r"xl/styles\.xml"), {"not_a_date"}),
    "calculation by hand": (
        replacing(r"xl/workbook\.xml", (r"<calcPr ", '<calcPr calcMode="manual" ')),
        {"manual"},
    ),
    "a deleted sheet": (
        replacing(
            r"xl/workbook\.xml", (r'<sheet name="收支情况"[^>]*/>', ""), (r"收支情况!", "#REF!")
        ),
        {"sheet_deleted"},
    ),
}
"""Each is told of, by these cases; whatever is read all the same is as it was."""


def changed_by(change: Any, content: bytes) -> bytes:
    return zipped(change(parts_of(content)))
