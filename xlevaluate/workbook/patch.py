"""The results of a check, written into a copy of the user's own workbook.

Only the lines of 校验结果 change, in the XML of that one sheet; every other part of the file is
carried over byte for byte. Nothing is opened and saved again by a library that could lose what
it does not know of.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation import Evaluation
from xlevaluate.form.layout import LINK_COLUMN, FindingLine
from xlevaluate.form.snapshot import Address, Snapshot, a1, column_number
from xlevaluate.output.lines import finding_lines
from xlevaluate.submission.texts import clean_text
from xlevaluate.workbook.measure import HIGHEST, LINE, PADDING, lines_of

if TYPE_CHECKING:
    from lxml.etree import _Element

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
    given = evaluation.subject.template.form.findings
    listing = evaluation.subject.template.form.listings[given.name]
    names = (f"{given.name}_级别", listing.end, *(item.name for item in listing.fields))
    found = [address for address in map(snapshot.names.get, names) if address is not None]
    if len(found) < len(names):
        raise CannotDoError(
            f"“{path.name}”里找不到《校验结果》的表格，结果没有写入。"
            "请用 xlevaluate check --html 得到网页，或重新制作工作簿。"
        )
    head, end, key, explanation = found
    table = _Table(head, end.row, key.col, explanation.col)
    lines = list(finding_lines(evaluation, room=table.room))
    lines += _strays(snapshot, table, evaluation)
    with zipfile.ZipFile(path) as package:
        part = _part_of(package, head.sheet)
        changed = _patched(package.read(part), table, lines)
        return _replaced(package, part, changed)


class _Table:
    """Where the table stands; rows and columns count from 0."""

    def __init__(self, head: Address, end: int, key: int, explanation: int) -> None:
        self.sheet, self.top, self.left = head.sheet, head.row + 1, head.col
        self.end, self.key, self.explanation = end, key, explanation

    @property
    def room(self) -> int:
        return self.end - self.top

    def holds(self, row: int, col: int) -> bool:
        return self.top <= row < self.end and self.left <= col <= self.key


def _strays(snapshot: Snapshot, table: _Table, evaluation: Evaluation) -> Iterator[FindingLine]:
    """Keep explanations that stand beside no finding: nothing of the user's is lost."""
    width = len(evaluation.subject.template.form.findings.heads)
    for row in range(table.top, table.end):
        text, key = (
            snapshot.at(Address(table.sheet, row, col)).value
            for col in (table.explanation, table.key)
        )
        said = clean_text(str(text)) if text is not None else None
        if said and (key is None or clean_text(str(key)) is None):
            yield FindingLine(("",) * width, "", said)


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


def _parse(part: bytes) -> "_Element":
    from lxml import etree  # noqa: PLC0415 - only this command needs it

    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, safe)


def _patched(part: bytes, table: _Table, lines: list[FindingLine]) -> bytes:
    from lxml import etree  # noqa: PLC0415 - as above

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


def _clear(rows: dict[int, "_Element"], table: _Table) -> dict[int, str]:
    """Empty the table, and return the styles of its first line by column."""
    styles: dict[int, str] = {}
    for number in sorted(rows):
        for cell in list(rows[number]):
            col = _column(str(cell.get("r")))
            if table.holds(number, col):
                styles.setdefault(col, str(cell.get("s", "0")))
                rows[number].remove(cell)
        if table.top <= number < table.end:
            for name in ("ht", "customHeight", "spans"):
                rows[number].attrib.pop(name, "")
    return styles


def _column(reference: str) -> int:
    return column_number(re.sub(r"\d", "", reference))


def _cells(
    table: _Table, line: FindingLine, row: int, styles: dict[int, str]
) -> Iterator["_Element"]:
    from lxml import etree  # noqa: PLC0415 - as above

    texts = {table.left + index: text for index, text in enumerate(line.texts)}
    texts |= {table.explanation: line.explanation or "", table.key: line.key}
    for col, text in sorted(texts.items()):
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


def _widths(sheet: "_Element") -> dict[int, int]:
    """Return the widths of columns in half characters."""
    return {
        col: int(float(str(item.get("width", "9"))))
        for item in sheet.iter(f"{{{_MAIN}}}col")
        for col in range(int(str(item.get("min"))) - 1, min(int(str(item.get("max"))), 64))
    }


def _height(line: FindingLine, table: _Table, widths: dict[int, int]) -> float:
    texts = {table.left + index: text for index, text in enumerate(line.texts)}
    texts[table.explanation] = line.explanation or ""
    most = max(lines_of(text, widths.get(col, 9)) for col, text in texts.items())
    return float(min(most * LINE + PADDING, HIGHEST))


def _link(sheet: "_Element", table: _Table, lines: list[FindingLine]) -> None:
    """Let the cell of each line lead to its place."""
    from lxml import etree  # noqa: PLC0415 - as above

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


def _replaced(package: zipfile.ZipFile, part: str, content: bytes) -> bytes:
    """Return the package with one part changed, its order and everything else as it was."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for item in package.infolist():
            changed = content if item.filename == part else package.read(item)
            result.writestr(item, changed)
    return target.getvalue()
