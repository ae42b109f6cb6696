"""Rows and cells of a sheet: places, kinds, looks, texts, heights."""

import re
from collections.abc import Iterator

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from tests.ooxml.package import MAIN, Element, Package

HIGHEST = 409.5
WIDEST = 255
LONGEST_TEXT = 32767
OWN_FORMATS = 164
"""Number formats from this number on are the workbook's own."""
KINDS = {"n", "s", "str", "b", "e", "inlineStr", "d"}


def rows_and_cells_follow_one_another(package: Package) -> Iterator[str]:
    for name, part in package.sheets():
        last_row = 0
        for row in package.xml(part).iter(f"{MAIN}row"):
            number = int(str(row.get("r")))
            if not last_row < number <= 1048576:
                yield f"《{name}》: row {number} after {last_row}"
            last_row, last_col = number, 0
            for cell in row.iter(f"{MAIN}c"):
                letters, of_row = coordinate_from_string(str(cell.get("r")))
                col = column_index_from_string(letters)
                if of_row != number or not last_col < col <= 16384:
                    yield f"《{name}》: {cell.get('r')} stands in row {number}"
                last_col = col


def columns_do_not_overlap(package: Package) -> Iterator[str]:
    for name, part in package.sheets():
        last = 0
        for column in package.xml(part).iter(f"{MAIN}col"):
            low, high = int(str(column.get("min"))), int(str(column.get("max")))
            if not last < low <= high <= 16384:
                yield f"《{name}》: columns {low} to {high} after {last}"
            if float(str(column.get("width", 0))) > WIDEST:
                yield f"《{name}》: column {low} is too wide"
            last = high


def rows_are_not_too_high(package: Package) -> Iterator[str]:
    for name, part in package.sheets():
        for row in package.xml(part).iter(f"{MAIN}row"):
            if not 0 <= float(str(row.get("ht", 0))) <= HIGHEST:
                yield f"《{name}》: row {row.get('r')} is {row.get('ht')} points high"


def values_are_of_their_kind(package: Package) -> Iterator[str]:
    texts = len(list(_texts(package)))
    for name, part in package.sheets():
        for cell in package.xml(part).iter(f"{MAIN}c"):
            value, kind = cell.findtext(f"{MAIN}v"), str(cell.get("t", "n"))
            if kind not in KINDS:
                yield f"《{name}》{cell.get('r')}: no kind of value, {kind}"
            elif value is not None and not _fits(value, kind, texts):
                yield f"《{name}》{cell.get('r')}: {value!r} is not of kind {kind}"


def _fits(value: str, kind: str, texts: int) -> bool:
    match kind:
        case "n":
            return re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", value) is not None
        case "s":
            return value.isdecimal() and int(value) < texts
        case "b":
            return value in {"0", "1"}
        case "e":
            return value.startswith("#")
        case _:
            return True


def _texts(package: Package) -> Iterator[Element]:
    for part in package.of_type(".sharedStrings+xml"):
        yield from package.xml(part).iter(f"{MAIN}si")


def shared_texts_are_counted(package: Package) -> Iterator[str]:
    for part in package.of_type(".sharedStrings+xml"):
        listed = package.xml(part)
        if int(str(listed.get("uniqueCount"))) != len(listed):
            yield f"{part}: {len(listed)} texts, counted {listed.get('uniqueCount')}"


def texts_are_not_too_long(package: Package) -> Iterator[str]:
    for text in _texts(package):
        length = len("".join(map(str, text.itertext())).encode("utf-16-le")) // 2
        if length > LONGEST_TEXT:
            yield f"a text of {length} characters"
    for name, part in package.sheets():
        for cell in package.xml(part).iter(f"{MAIN}c"):
            if len(cell.findtext(f"{MAIN}v") or "") > LONGEST_TEXT:
                yield f"《{name}》{cell.get('r')}: a result too long"


def _styles(package: Package) -> Element | None:
    parts = package.of_type("spreadsheetml.styles+xml")
    return package.xml(parts[0]) if parts else None


def _counts(styles: Element) -> dict[str, int]:
    return {group.tag.removeprefix(MAIN): len(group) for group in styles}


def styles_are_counted(package: Package) -> Iterator[str]:
    styles = _styles(package)
    for group in () if styles is None else styles:
        if int(str(group.get("count", len(group)))) != len(group):
            yield f"{group.tag.removeprefix(MAIN)}: {len(group)}, counted {group.get('count')}"


def looks_are_made_of_what_is_there(package: Package) -> Iterator[str]:
    styles = _styles(package)
    if styles is None:
        return
    count = _counts(styles)
    formats = {int(str(item.get("numFmtId"))) for item in styles.iter(f"{MAIN}numFmt")}
    parts = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    for form in styles.iter(f"{MAIN}xf"):
        for key, group in parts.items():
            if int(str(form.get(key, 0))) >= count[group]:
                yield f"{key} {form.get(key)} is not there"
        number = int(str(form.get("numFmtId", 0)))
        if number >= OWN_FORMATS and number not in formats:
            yield f"number format {number} is not there"


def looks_of_cells_are_there(package: Package) -> Iterator[str]:
    styles = _styles(package)
    if styles is None:
        return
    count = _counts(styles)
    for name, part in package.sheets():
        for item in package.xml(part).iter(f"{MAIN}c", f"{MAIN}row", f"{MAIN}col"):
            style = item.get("s") or item.get("style") or "0"
            if int(str(style)) >= count["cellXfs"]:
                yield f"《{name}》{item.get('r')}: style {style} is not there"
        for rule in package.xml(part).iter(f"{MAIN}cfRule"):
            if int(str(rule.get("dxfId", 0))) >= count.get("dxfs", 0):
                yield f"《{name}》: the look {rule.get('dxfId')} of a condition is not there"


def areas(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the areas of a list of them: left, top, right, bottom."""
    for piece in text.split():
        left, top, right, bottom = range_boundaries(piece)
        yield int(left or 0), int(top or 0), int(right or 0), int(bottom or 0)


RULES = (
    rows_and_cells_follow_one_another,
    columns_do_not_overlap,
    rows_are_not_too_high,
    values_are_of_their_kind,
    shared_texts_are_counted,
    texts_are_not_too_long,
    styles_are_counted,
    looks_are_made_of_what_is_there,
    looks_of_cells_are_there,
)
