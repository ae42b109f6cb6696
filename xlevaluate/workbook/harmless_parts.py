"""The parts of a workbook with nothing left in them that could run, load or lead elsewhere.

Each function changes the tree of one part. What is kept is listed; all else goes, known or not.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from lxml import etree
from msgspec import Struct, field

from xlevaluate.workbook.sheet_part import MAIN
from xlevaluate.xlsx.shared_strings import plainly_written

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_THEME = "http://schemas.openxmlformats.org/drawingml/2006/main"

FORMULAS, RULES, NAMES = "公式（只保留了数值）", "数据有效性或条件格式", "名称"
OBJECTS, LINKS = "对象", "超链接"
PROPERTIES = "文件属性"
EXTENSIONS = "Excel 2010 起的数据有效性、条件格式或迷你图"
_TEXT = f"{{{MAIN}}}t"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS = " \t\r\n"
_EXTENDED = {"dataValidation", "cfRule", "sparkline"}

_WORKBOOK = ("workbookPr", "workbookProtection", "bookViews", "sheets", "definedNames", "calcPr")
_SHEET = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData"),
    *("sheetProtection", "protectedRanges", "autoFilter", "mergeCells", "phoneticPr"),
    *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "drawing"),
)
_CELL = ("f", "v", "is")
_OBJECTS = ("oleObjects", "controls", "legacyDrawingHF", "picture", "tableParts", "webPublishItems")
_FORMULA_KINDS = {None, "normal", "shared", "array"}
_FORMULA_ATTRIBUTES = ("t", "ref", "si")
_NAME_ATTRIBUTES = ("name", "localSheetId", "hidden", "comment")
_SHAPES = ("graphicFrame", "pic", "sp", "cxnSp", "grpSp")
_MEDIA = ("audioCd", "wavAudioFile", "audioFile", "videoFile", "quickTimeFile", "contentPart")

Element = etree._Element  # noqa: SLF001 - lxml has no other name for it


class Cleaning(Struct):
    """How formulas are judged and relations renamed, and what was left out so far."""

    formula: Callable[[str], str | None]
    """Returns a formula as it may stand, ``None`` where it may not."""
    left_out: Counter[str] = field(default_factory=Counter)


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def clean_everywhere(root: Element, relations: Mapping[str, str], cleaning: Cleaning) -> None:
    """Take out what no part may have, and give relations their new ids; unknown ones go."""
    for element in list(root.iter()):
        if local(element) == "extLst" or etree.QName(element).namespace == _COMPATIBILITY:
            known = sum(local(item) in _EXTENDED for item in element.iter())
            cleaning.left_out[EXTENSIONS] += known
            _remove(element)
            continue
        if element.tag == _TEXT and element.text and "_x" in element.text:
            _write_plainly(element)
        for name, value in list(element.attrib.items()):
            space = etree.QName(name).namespace
            if space == RELATION and value in relations:
                element.set(name, relations[str(value)])
            elif space in {RELATION, _COMPATIBILITY}:
                del element.attrib[name]


def _write_plainly(text: Element) -> None:
    """Put characters for their codes: LibreOffice knows few of those that Excel means."""
    run = str(text.text)
    if text.get(_SPACE) != "preserve":
        run = run.strip(_BLANKS)
        text.set(_SPACE, "preserve")
    text.text = plainly_written(run)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _keep(element: Element, names: tuple[str, ...]) -> None:
    for child in list(element):
        if local(child) not in names:
            element.remove(child)


def _keep_attributes(element: Element, names: tuple[str, ...]) -> None:
    for name in set(element.attrib) - set(names):
        del element.attrib[name]


def _all(root: Element, name: str, space: str = MAIN) -> list[Element]:
    return list(root.iter(f"{{{space}}}{name}"))


def _clean_workbook(root: Element, cleaning: Cleaning) -> None:
    """Keep sheets, views, and names that are cells or plain values."""
    _keep(root, _WORKBOOK)
    for element in _all(root, "workbookPr"):
        _keep_attributes(element, ("date1904",))
    for sheet in _all(root, "sheet"):
        if f"{{{RELATION}}}id" not in sheet.attrib:
            _remove(sheet)
            cleaning.left_out["不是工作表的表"] += 1
    # Of a name that is defined twice the last counts, wherever that leads.
    last = {
        (name.get("name"), name.get("localSheetId")): name for name in _all(root, "definedName")
    }
    for name in _all(root, "definedName"):
        if last[name.get("name"), name.get("localSheetId")] is not name:
            _remove(name)
    for name in _all(root, "definedName"):
        asked = (name.get(kind, "0") for kind in ("function", "vbProcedure", "xlm"))
        foreign = any(value not in {"0", "false"} for value in asked) or "macro" in name.attrib
        text = None if foreign or len(name) else cleaning.formula(name.text or "")
        if text is None:
            _remove(name)
            cleaning.left_out[NAMES] += 1
        else:
            name.text = text
            _keep_attributes(name, _NAME_ATTRIBUTES)


def _clean_sheet(root: Element, cleaning: Cleaning) -> None:
    """Keep cells, their look, and what is printed; formulas only where they only calculate."""
    cleaning.left_out[OBJECTS] += sum(local(child) in _OBJECTS for child in root)
    _keep(root, _SHEET)
    for data in _all(root, "sheetData"):
        _keep(data, ("row",))
        for row in data:
            _keep(row, ("c",))
            for cell in row:
                _clean_cell(cell, cleaning)
    for element in _all(root, "sheetPr"):
        element.attrib.pop("codeName", "")
    for name in ("cfRule", "dataValidation"):
        for rule in _all(root, name):
            _clean_rule(rule, cleaning)
    for link in _all(root, "hyperlink"):
        _clean_link(link, cleaning)
    for element in _all(root, "drawing"):
        if f"{{{RELATION}}}id" not in element.attrib:
            _remove(element)


def _clean_cell(cell: Element, cleaning: Cleaning) -> None:
    _keep(cell, _CELL)
    for formula in [child for child in cell if local(child) == "f"]:
        kind = formula.get("t")
        text = cleaning.formula(formula.text) if formula.text else ""
        if kind not in _FORMULA_KINDS or text is None or len(formula):
            cell.remove(formula)
            cleaning.left_out[FORMULAS] += 1
            continue
        formula.text = text
        _keep_attributes(formula, _FORMULA_ATTRIBUTES)


def _clean_rule(rule: Element, cleaning: Cleaning) -> None:
    formulas = [item for item in rule.iter() if local(item) in {"formula", "formula1", "formula2"}]
    values = [item.get("val", "") for item in rule.iter() if local(item) == "cfvo"]
    texts = [item.text or "" for item in formulas] + values
    held = any(len(item) for item in formulas)
    if held or any(text and cleaning.formula(text) is None for text in texts):
        _remove(rule)
        cleaning.left_out[RULES] += 1


def _clean_link(link: Element, cleaning: Cleaning) -> None:
    """Keep a link into the workbook itself."""
    place = link.get("location", "")
    if not place or cleaning.formula(place) is None or "(" in place:
        _remove(link)
        cleaning.left_out[LINKS] += 1
    _keep_attributes(link, ("ref", "location", "display", "tooltip"))


def _clean_drawing(root: Element, cleaning: Cleaning) -> None:
    """Keep charts, pictures and plain shapes, without what a click on them would do."""
    for anchor in list(root):
        kinds = {local(child) for child in anchor}
        data = [item for item in anchor.iter() if local(item) == "graphicData"]
        lacking = [
            item
            for item in anchor.iter()
            if local(item) == "blip" and f"{{{RELATION}}}embed" not in item.attrib
        ]
        foreign = any(item.get("uri") != CHART for item in data)
        if not kinds & set(_SHAPES) or foreign or lacking:
            root.remove(anchor)
            cleaning.left_out[OBJECTS] += 1
            continue
        for item in list(anchor.iter()):
            if local(item).startswith("hlink") or local(item) in _MEDIA:
                _remove(item)
                cleaning.left_out[LINKS] += 1
            for name in ("macro", "textlink", "fPublished"):
                item.attrib.pop(name, "")


def _clean_chart(root: Element, cleaning: Cleaning) -> None:
    """Keep what is drawn, from cells of this workbook."""
    for element in list(root.iter()):
        name = local(element)
        if name in {"externalData", "userShapes"} or name.startswith("hlink"):
            _remove(element)
        elif name == "f" and (len(element) or cleaning.formula(element.text or "") is None):
            parent = element.getparent()
            _remove(element if parent is None else parent)
            cleaning.left_out[OBJECTS] += 1


def _clean_core(root: Element, cleaning: Cleaning) -> None:
    """Keep who made it and when."""
    for child in list(root):
        if len(child):
            root.remove(child)
            cleaning.left_out[PROPERTIES] += 1


def _clean_custom(root: Element, cleaning: Cleaning) -> None:
    """Keep properties that hold a value of their own."""
    for child in list(root):
        if "linkTarget" in child.attrib or any(len(value) for value in child):
            root.remove(child)
            cleaning.left_out[PROPERTIES] += 1


ROOTS = {
    "workbook": f"{{{MAIN}}}workbook",
    "worksheet": f"{{{MAIN}}}worksheet",
    "styles": f"{{{MAIN}}}styleSheet",
    "sharedStrings": f"{{{MAIN}}}sst",
    "comments": f"{{{MAIN}}}comments",
    "theme": f"{{{_THEME}}}theme",
    "drawing": f"{{{DRAWING}}}wsDr",
    "chart": f"{{{CHART}}}chartSpace",
    "core-properties": f"{{{_CORE}}}coreProperties",
    "custom-properties": f"{{{_CUSTOM}}}Properties",
}
"""What each kind of part begins with."""

CLEANERS: dict[str, Callable[[Element, Cleaning], None]] = {
    "workbook": _clean_workbook,
    "worksheet": _clean_sheet,
    "drawing": _clean_drawing,
    "chart": _clean_chart,
    "core-properties": _clean_core,
    "custom-properties": _clean_custom,
}
"""How a kind is cleaned beyond ``clean_everywhere``; styles, texts and colours do nothing."""
