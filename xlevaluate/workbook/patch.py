"""The results of a check, written into a copy of the user's own workbook.

Only the lines of 校验结果 change, in the XML of that one sheet; every other part of the file is
carried over byte for byte. Nothing is opened and saved again by a library that could lose what
it does not know of.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation import Evaluation
from xlevaluate.form.page import LINK_COLUMN, FindingLine
from xlevaluate.form.snapshot import Snapshot, a1, column_number
from xlevaluate.output.results_table import ResultsTable, result_lines, results_table
from xlevaluate.packages import replaced
from xlevaluate.submission.texts import clean_text
from xlevaluate.workbook.measure import HIGHEST, LINE, PADDING, lines_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_BEFORE_LINKS = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    "dataValidations",
)
"""What stands before the hyperlinks in a sheet's XML (ECMA-376, CT_Worksheet)."""


def with_results(path: Path, snapshot: Snapshot, evaluation: Evaluation) -> bytes:
    """Return a copy of the workbook at ``path`` with what was found in 校验结果.

    ``snapshot`` is what was read from it. Explanations stand beside their findings; one that was
    written beside none stands in a line of its own. Raises ``CannotDoError`` where the table is
    gone.
    """
    table = results_table(snapshot, evaluation)
    lines = result_lines(table, snapshot, evaluation)
    with zipfile.ZipFile(path) as package:
        part = _part_of(package, table.sheet)
        changed = _patched(package.read(part), table, lines)
        return replaced(package, part, changed)


def _part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    book = _parse(package.read("xl/workbook.xml"))
    related = _parse(package.read("xl/_rels/workbook.xml.rels"))
    targets = {item.get("Id"): str(item.get("Target")) for item in related}
    for item in book.iter(f"{{{_MAIN}}}sheet"):
        if item.get("name") == sheet:
            target = targets[item.get(f"{{{_RELATED}}}id")]
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise CannotDoError(f"工作簿里找不到《{sheet}》，结果没有写入。")


def _parse(part: bytes) -> etree._Element:
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, safe)


def _patched(part: bytes, table: ResultsTable, lines: list[FindingLine]) -> bytes:
    sheet = _parse(part)
    data = sheet.find(f"{{{_MAIN}}}sheetData")
    if data is None:
        raise CannotDoError(f"《{table.sheet}》的内容已损坏，结果没有写入。")
    rows = {int(str(row.get("r"))) - 1: row for row in data}
    styles = _clear(rows, table)
    widths = _widths(sheet)
    for offset, line in enumerate(lines):
        number = table.top + offset
        row = rows.get(number)
        if row is None:
            row = etree.Element(f"{{{_MAIN}}}row", r=str(number + 1))
            later = [other for other in sorted(rows) if other > number]
            if later:
                rows[later[0]].addprevious(row)
            else:
                data.append(row)
            rows[number] = row
        row.extend(_cells(table, line, number, styles))
        row[:] = sorted(row, key=lambda cell: _column(str(cell.get("r"))))
        row.set("ht", f"{_height(line, table, widths):.1f}")
        row.set("customHeight", "1")
    _link(sheet, table, lines)
    bottom = max(rows, default=0)
    dimension = sheet.find(f"{{{_MAIN}}}dimension")
    if dimension is not None:
        dimension.set("ref", f"A1:{a1(max(bottom, table.end), table.key)}")
    return bytes(etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True))


def _clear(rows: dict[int, etree._Element], table: ResultsTable) -> dict[int, str]:
    """Empty the table, and return the styles of its first line by column."""
    styles: dict[int, str] = {}
    for number in sorted(rows):
        for cell in list(rows[number]):
            col = _column(str(cell.get("r")))
            if table.holds(number, col):
                styles.setdefault(col, str(cell.get("s", "0")))
                rows[number].remove(cell)
        if table.top <= number < table.end:
            for name in ("ht", "customHeight", "spans", "hidden"):
                rows[number].attrib.pop(name, "")
    return styles


def _column(reference: str) -> int:
    return column_number(re.sub(r"\d", "", reference))


def _cells(
    table: ResultsTable, line: FindingLine, row: int, styles: dict[int, str]
) -> Iterator[etree._Element]:
    for col, text in sorted(table.texts(line).items()):
        cell = etree.Element(f"{{{_MAIN}}}c", r=a1(row, col))
        if col in styles:
            cell.set("s", styles[col])
        if text:
            cell.set("t", "inlineStr")
            holder = etree.SubElement(cell, f"{{{_MAIN}}}is")
            pieces = _pieces(clean_text(text) or "")
            for piece in pieces:
                run = etree.SubElement(holder, f"{{{_MAIN}}}r") if len(pieces) > 1 else holder
                written = etree.SubElement(run, f"{{{_MAIN}}}t")
                written.text = piece
                written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        yield cell


def _pieces(text: str) -> list[str]:
    """Cut a text within whatever would be taken for the code of a character.

    Programs differ in whether they decode ``_x0041_`` here; none does across two runs.
    """
    return re.split(r"(?<=_x)(?=[0-9A-Fa-f]{4}_)", text)


def _widths(sheet: etree._Element) -> dict[int, int]:
    """Return the widths of columns in half characters."""
    return {
        col: int(float(str(item.get("width", "9"))))
        for item in sheet.iter(f"{{{_MAIN}}}col")
        for col in range(int(str(item.get("min"))) - 1, min(int(str(item.get("max"))), 64))
    }


def _height(line: FindingLine, table: ResultsTable, widths: dict[int, int]) -> float:
    texts = table.texts(line)
    most = max(
        lines_of(text, widths.get(col, 9)) for col, text in texts.items() if col != table.key
    )
    return float(min(most * LINE + PADDING, HIGHEST))


def _link(sheet: etree._Element, table: ResultsTable, lines: list[FindingLine]) -> None:
    """Let the cell of each line lead to its place."""
    links = sheet.find(f"{{{_MAIN}}}hyperlinks")
    if links is None:
        links = etree.Element(f"{{{_MAIN}}}hyperlinks")
        before = [child for child in sheet if etree.QName(child).localname in _BEFORE_LINKS]
        before[-1].addnext(links)
    for link in list(links):
        reference = str(link.get("ref")).split(":")[0]
        row = int(re.sub(r"\D", "", reference)) - 1
        if table.holds(row, _column(reference)):
            links.remove(link)
    for offset, line in enumerate(lines):
        if line.target is None:
            continue
        name, cell = line.target
        quoted = name.replace("'", "''")
        reference = a1(table.top + offset, table.left + LINK_COLUMN)
        etree.SubElement(
            links, f"{{{_MAIN}}}hyperlink", ref=reference, location=f"'{quoted}'!{cell}"
        )
    if len(links) == 0:
        sheet.remove(links)
