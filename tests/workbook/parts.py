"""Workbooks put together by hand, part by part, for what no library writes."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATED = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def relations(*given: tuple[str, str, str], base: str = RELATED) -> str:
    """Return a part of relationships: id, kind, target."""
    items = "".join(f'<Relationship Id="{i}" Type="{base}/{k}" Target="{t}"/>' for i, k, t in given)
    return f'<Relationships xmlns="{_PACKAGE}">{items}</Relationships>'


def sheet_of(rows: str, after: str = "", namespace: str = MAIN) -> str:
    """Return a sheet's part with these rows."""
    return f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def book_of(sheets: str, names: str = "", properties: str = "", namespace: str = MAIN) -> str:
    """Return the part that lists the sheets."""
    related = RELATED if namespace == MAIN else STRICT_RELATED
    return (
        f'<workbook xmlns="{namespace}" xmlns:r="{related}">{properties}'
        f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def strings_of(items: str) -> str:
    """Return the part of shared strings."""
    return f'<sst xmlns="{MAIN}">{items}</sst>'


def styles_of(*formats: str | int) -> str:
    """Return styles, one of each number format: a code, or the number of a built-in one."""
    codes = [code for code in formats if isinstance(code, str)]
    numbers = {code: 164 + index for index, code in enumerate(codes)}
    written = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{_quoted(code)}"/>'
        for code, number in numbers.items()
    )
    ids = [numbers[code] if isinstance(code, str) else code for code in formats]
    styles = "".join(f'<xf numFmtId="{id_}"/>' for id_ in ids)
    # The same elements elsewhere, which are not those of cells.
    decoys = '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    after = '<dxfs><dxf><numFmt numFmtId="164" formatCode="0%"/></dxf></dxfs>'
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{written}</numFmts>{decoys}'
        f"<cellXfs>{styles}</cellXfs>{after}</styleSheet>"
    )


def custom_properties(**values: str) -> str:
    """Return the file's own properties."""
    items = "".join(
        f'<property name="{k}"><lpwstr>{v}</lpwstr></property>' for k, v in values.items()
    )
    return f'<Properties xmlns="{_PROPERTIES}">{items}</Properties>'


def _quoted(code: str) -> str:
    return code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def parts_of(
    rows: str = "",
    *,
    after: str = "",
    strings: str = "",
    styles: str = "",
    names: str = "",
    properties: str = "",
) -> dict[str, str]:
    """Return the parts of a workbook with one sheet, 表."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book_of('<sheet name="表" r:id="s1"/>', names, properties),
        "xl/_rels/workbook.xml.rels": relations(
            ("s1", "worksheet", "worksheets/sheet1.xml"),
            ("t", "sharedStrings", "sharedStrings.xml"),
            ("y", "styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet_of(rows, after),
        "xl/sharedStrings.xml": strings_of(strings),
        "xl/styles.xml": styles or styles_of(0),
    }


def zipped_parts(parts: Mapping[str, str | bytes]) -> bytes:
    """Return the package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def write_parts(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a workbook of parts, and return its path."""
    path.write_bytes(zipped_parts(parts))
    return path
