"""What a workbook says of its sheets: their names, defined names, the order of calculation."""

import re
from collections import Counter
from collections.abc import Iterator

from openpyxl.formula import Tokenizer

from tests.ooxml.package import MAIN, Package

LONGEST_SHEET, LONGEST_NAME = 31, 255
_NAME = re.compile(r"[A-Za-z_\\\u00aa-\U0010ffff][\w.\\?]*")
_ADDRESS = re.compile(r"\$?[A-Za-z]{1,3}\$?\d{1,7}|[RrCc]|[Rr]\d*[Cc]\d*")
_BUILT_IN = {"_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"}


def sheets_have_names(package: Package) -> Iterator[str]:
    if package.workbook is None:
        return
    sheets = list(package.xml(package.workbook).iter(f"{MAIN}sheet"))
    for key in ("name", "sheetId"):
        counts = Counter(str(sheet.get(key)).casefold() for sheet in sheets)
        yield from (f"{key} {one} twice" for one, count in counts.items() if count > 1)
    for sheet in sheets:
        name = str(sheet.get("name"))
        if not 0 < len(name.encode("utf-16-le")) // 2 <= LONGEST_SHEET:
            yield f"《{name}》: a name of {len(name)} characters"
        if re.search(r"[\[\]:*?/\\]", name) or name[0] == "'" or name[-1] == "'":
            yield f"《{name}》: no name of a sheet"
        if name.casefold() == "history":
            yield f"《{name}》: a name that Excel keeps for itself"


def a_sheet_is_seen(package: Package) -> Iterator[str]:
    if package.workbook is None:
        return
    sheets = list(package.xml(package.workbook).iter(f"{MAIN}sheet"))
    if all(sheet.get("state", "visible") != "visible" for sheet in sheets):
        yield "no sheet is seen"
    for view in package.xml(package.workbook).iter(f"{MAIN}workbookView"):
        for key in ("activeTab", "firstSheet"):
            if int(str(view.get(key, 0))) >= len(sheets):
                yield f"{key} {view.get(key)} is not there"


def names_are_names(package: Package) -> Iterator[str]:
    if package.workbook is None:
        return
    sheets = [name for name, _ in package.sheets()]
    seen: Counter[tuple[str, str]] = Counter()
    for item in package.xml(package.workbook).iter(f"{MAIN}definedName"):
        name, local = str(item.get("name")), str(item.get("localSheetId", ""))
        seen[name.casefold(), local] += 1
        if local and int(local) >= len(sheets):
            yield f"name {name}: of sheet {local}, which is not there"
        if name in _BUILT_IN:
            continue
        if len(name.encode("utf-16-le")) // 2 > LONGEST_NAME:
            yield f"name {name[:20]}…: {len(name)} characters"
        if not _NAME.fullmatch(name) or _ADDRESS.fullmatch(name):
            yield f"name {name}: no name"
        if name.casefold() in {"true", "false"} or name.startswith("_xlnm."):
            yield f"name {name}: a name that Excel keeps for itself"
    yield from (f"name {name} twice" for (name, _), count in seen.items() if count > 1)


def names_lead_to_sheets(package: Package) -> Iterator[str]:
    if package.workbook is None:
        return
    sheets = {name for name, _ in package.sheets()}
    for item in package.xml(package.workbook).iter(f"{MAIN}definedName"):
        for token in Tokenizer(f"={item.text or ''}").items:
            if token.type == "OPERAND" and token.subtype == "RANGE" and "!" in token.value:
                sheet = token.value.rpartition("!")[0].strip("'").replace("''", "'")
                if sheet not in sheets:
                    yield f"name {item.get('name')}: leads to {sheet}"
            elif token.subtype == "ERROR":
                yield f"name {item.get('name')}: {token.value}"


def the_order_of_calculation_is_of_formulas(package: Package) -> Iterator[str]:
    """Excel repairs a workbook whose calcChain names a cell without a formula."""
    for part in package.of_type(".calcChain+xml"):
        listed = package.xml(part)
        ids = {
            str(sheet.get("sheetId")): where
            for sheet, (_, where) in zip(
                package.xml(str(package.workbook)).iter(f"{MAIN}sheet"),
                package.sheets(),
                strict=True,
            )
        }
        held = {
            number: {
                cell.get("r")
                for cell in package.xml(where).iter(f"{MAIN}c")
                if cell.find(f"{MAIN}f") is not None
            }
            for number, where in ids.items()
        }
        number = ""
        for cell in listed:
            number = str(cell.get("i", number))
            if cell.get("r") not in held.get(number, set()):
                yield f"{part}: no formula in {cell.get('r')} of sheet {number}"


def code_names_are_names(package: Package) -> Iterator[str]:
    names = Counter(
        str(item.get("codeName"))
        for part in (package.workbook, *(part for _, part in package.sheets()))
        if part
        for item in package.xml(part).iter(f"{MAIN}sheetPr", f"{MAIN}workbookPr")
        if item.get("codeName")
    )
    for name, count in names.items():
        if count > 1 or not re.fullmatch(r"[^\W\d]\w{0,30}", name):
            yield f"code name {name}, {count} times"


RULES = (
    sheets_have_names,
    a_sheet_is_seen,
    names_are_names,
    names_lead_to_sheets,
    the_order_of_calculation_is_of_formulas,
    code_names_are_names,
)
