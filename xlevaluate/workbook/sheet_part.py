"""One sheet's XML, in which some cells are changed and everything else stays as it was."""

import re

from lxml import etree

from xlevaluate.errors import CannotDoError
from xlevaluate.form.measure import HIGHEST, LINE, PADDING, lines_of
from xlevaluate.form.snapshot import a1, place_of
from xlevaluate.submission.texts import clean_text
from xlevaluate.workbook.results import escape_result
from xlevaluate.xlsx.defined_names import LAST_COLUMN

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_BEFORE_LINKS = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    "dataValidations",
)
"""What stands before the hyperlinks in a sheet's XML (ECMA-376, CT_Worksheet)."""
_AFTER_DRAWINGS = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
    *("tableParts", "extLst"),
)
"""What stands after the drawing of notes and buttons."""

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def parse(part: bytes) -> etree._Element:
    """Parse a part of a package; entities are refused."""
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, safe)


class SheetPart:
    """A sheet's XML. Rows and columns count from 0."""

    def __init__(self, part: bytes, name: str) -> None:
        self._sheet = parse(part)
        if etree.QName(self._sheet).namespace != MAIN:
            raise CannotDoError(
                f"《{name}》是“严格 Open XML”格式，结果没有写入。"
                "请在 Excel 或 WPS 中另存为普通的 .xlsx 后再试。"
            )
        data = self._sheet.find(f"{{{MAIN}}}sheetData")
        if data is None:
            raise CannotDoError(f"《{name}》的内容已损坏，结果没有写入。")
        _say_where(data)
        self._data = data
        self.formulas_gone: set[str] = set()
        """Addresses of cells that held a formula, and do so no more."""
        self.rows = {int(str(row.get("r"))) - 1: row for row in data}
        self.widths = {
            col: int(float(str(item.get("width", "9"))))
            for item in self._sheet.iter(f"{{{MAIN}}}col")
            for col in range(int(str(item.get("min"))) - 1, min(int(str(item.get("max"))), 64))
        }
        """Widths of columns in half characters."""

    def style(self, row: int, col: int) -> str | None:
        """Return the style of a cell, where it is there and has one."""
        for cell in self.rows.get(row, ()):
            if column_of(cell) == col:
                return cell.get("s")
        return None

    def remove(self, row: int, col: int) -> None:
        """Take a cell out."""
        for cell in list(self.rows.get(row, ())):
            if column_of(cell) == col:
                self.take_out(cell)

    def take_out(self, cell: etree._Element) -> None:
        """Take a cell out that was found."""
        if cell.find(f"{{{MAIN}}}f") is not None:
            self.formulas_gone.add(str(cell.get("r")))
        parent = cell.getparent()
        if parent is not None:
            parent.remove(cell)

    def put(self, row: int, texts: dict[int, str], styles: dict[int, str]) -> None:
        """Put texts into cells of a row, by column; texts they are whatever they begin with."""
        for col in texts:
            self.remove(row, col)
        line = self._row(row)
        line.extend(_cell(a1(row, col), text, styles.get(col)) for col, text in texts.items())
        line[:] = sorted(line, key=column_of)

    def cell(self, row: int, col: int) -> etree._Element | None:
        """Return a cell's element; ``None`` where there is none."""
        return next((cell for cell in self.rows.get(row, ()) if column_of(cell) == col), None)

    def put_value(self, row: int, col: int, value: float | str) -> None:
        """Put a number or a text into a cell, in place of what is there, in its style."""
        style = self.style(row, col)
        if isinstance(value, str):
            self.put(row, {col: value}, {} if style is None else {col: style})
            return
        self.remove(row, col)
        cell = etree.Element(f"{{{MAIN}}}c", r=a1(row, col))
        if style is not None:
            cell.set("s", style)
        etree.SubElement(cell, f"{{{MAIN}}}v").text = repr(value)
        line = self._row(row)
        line.append(cell)
        line[:] = sorted(line, key=column_of)

    def put_result(self, row: int, col: int, value: float | str) -> None:
        """Store what a cell's formula gives; the formula stays."""
        cell = self.cell(row, col)
        if cell is None or cell.find(f"{{{MAIN}}}f") is None:
            return
        for old in cell.findall(f"{{{MAIN}}}v"):
            cell.remove(old)
        cell.attrib.pop("t", "")
        if isinstance(value, str):
            cell.set("t", "str")
        stored = etree.SubElement(cell, f"{{{MAIN}}}v")
        stored.text = (
            escape_result(clean_text(value) or "") if isinstance(value, str) else repr(value)
        )

    def shares_formula(self, row: int, col: int) -> bool:
        """Tell whether the formula of a cell is also that of others, or of an area."""
        cell = self.cell(row, col)
        formula = None if cell is None else cell.find(f"{{{MAIN}}}f")
        return formula is not None and formula.get("ref") is not None

    def lead_to(self, kind: str, id_: str) -> None:
        """Let an element that leads to a drawing stand where the schema wants it."""
        for old in self._sheet.findall(f"{{{MAIN}}}{kind}"):
            self._sheet.remove(old)
        leading = etree.Element(f"{{{MAIN}}}{kind}", {_ID: id_})
        after = [
            item
            for item in self._sheet
            if isinstance(item.tag, str) and etree.QName(item).localname in _AFTER_DRAWINGS
        ]
        if after:
            after[0].addprevious(leading)
        else:
            self._sheet.append(leading)

    @property
    def drawing_id(self) -> str | None:
        """The relation to the drawing of notes and buttons, where there is one."""
        found = self._sheet.find(f"{{{MAIN}}}legacyDrawing")
        return None if found is None else found.get(_ID)

    def _row(self, number: int) -> etree._Element:
        if number not in self.rows:
            row = etree.Element(f"{{{MAIN}}}row", r=str(number + 1))
            later = [other for other in sorted(self.rows) if other > number]
            if later:
                self.rows[later[0]].addprevious(row)
            else:
                self._data.append(row)
            self.rows[number] = row
        return self.rows[number]

    def height_for(self, texts: dict[int, str]) -> float:
        """Return how many points high a row must be for texts in its columns."""
        most = max(lines_of(text, self.widths.get(col, 9)) for col, text in texts.items())
        return float(min(most * LINE + PADDING, HIGHEST))

    def set_height(self, number: int, height: float) -> None:
        """Make a row so many points high."""
        row = self._row(number)
        row.set("ht", f"{height:.1f}")
        row.set("customHeight", "1")

    def height(self, number: int) -> float:
        """Return how high a row is said to be; 0 where nothing is said."""
        row = self.rows.get(number)
        return 0.0 if row is None else float(str(row.get("ht", "0")))

    @property
    def links(self) -> etree._Element:
        """The hyperlinks; an empty list of them is made where there is none."""
        links = self._sheet.find(f"{{{MAIN}}}hyperlinks")
        if links is None:
            links = etree.Element(f"{{{MAIN}}}hyperlinks")
            # Any program's comments may stand in between.
            elements = (item for item in self._sheet if isinstance(item.tag, str))
            before = [item for item in elements if etree.QName(item).localname in _BEFORE_LINKS]
            before[-1].addnext(links)
        return links

    def reaches(self, row: int, col: int) -> None:
        """Say that the sheet's cells reach to a row and a column at least."""
        dimension = self._sheet.find(f"{{{MAIN}}}dimension")
        if dimension is not None:
            dimension.set("ref", f"A1:{a1(max([*self.rows, row]), col)}")

    def to_bytes(self) -> bytes:
        """Return the XML."""
        return bytes(
            etree.tostring(self._sheet, xml_declaration=True, encoding="UTF-8", standalone=True)
        )


def column_of(cell: etree._Element) -> int:
    """Return the column of a cell; what stands behind the cells of a row comes last."""
    reference = cell.get("r")
    return LAST_COLUMN if reference is None else place_of(reference)[1]


def _say_where(data: etree._Element) -> None:
    """Write their address on rows and cells that only follow others, and take comments out."""
    for other in list(data.iter(etree.Comment, etree.ProcessingInstruction)):
        parent = other.getparent()
        if parent is not None:
            parent.remove(other)
    number = 0
    for row in data.iterchildren(f"{{{MAIN}}}row"):
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        col = -1
        for cell in row.iterchildren(f"{{{MAIN}}}c"):
            col = col + 1 if cell.get("r") is None else column_of(cell)
            cell.set("r", a1(number - 1, col))


def _cell(reference: str, text: str, style: str | None) -> etree._Element:
    cell = etree.Element(f"{{{MAIN}}}c", r=reference)
    if style is not None:
        cell.set("s", style)
    if text:
        cell.set("t", "inlineStr")
        holder = etree.SubElement(cell, f"{{{MAIN}}}is")
        pieces = _pieces(clean_text(text) or "")
        for piece in pieces:
            run = etree.SubElement(holder, f"{{{MAIN}}}r") if len(pieces) > 1 else holder
            written = etree.SubElement(run, f"{{{MAIN}}}t")
            written.text = piece
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return cell


def _pieces(text: str) -> list[str]:
    """Cut a text within whatever would be taken for the code of a character.

    Programs differ in whether they decode ``_x0041_`` here; none does across two runs.
    """
    return re.split(r"(?<=_x)(?=[0-9A-Fa-f]{4}_)", text)
