"""What lies over the cells of a sheet: joined cells, conditions, validation, links, drawings."""

from collections import Counter
from collections.abc import Iterator

from tests.ooxml.cells import areas
from tests.ooxml.package import ANCHORED, MAIN, RELATED, Package

LONGEST_TITLE, LONGEST_PROMPT, LONGEST_LIST = 32, 255, 255
LONGEST_HEADER = 255
MOST_LINKS = 65530


def joined_cells_do_not_overlap(package: Package) -> Iterator[str]:
    for name, part in package.sheets():
        listed = package.xml(part).find(f"{MAIN}mergeCells")
        if listed is None:
            continue
        if not len(listed) or int(str(listed.get("count", len(listed)))) != len(listed):
            yield f"《{name}》: joined cells are counted wrongly"
        taken: dict[tuple[int, int], str] = {}
        for item in listed:
            place = str(item.get("ref"))
            ((left, top, right, bottom),) = areas(place)
            if (left, top) == (right, bottom):
                yield f"《{name}》: {place} joins one cell"
            for row in range(top, bottom + 1):
                for col in range(left, right + 1):
                    other = taken.setdefault((row, col), place)
                    if other != place:
                        yield f"《{name}》: {place} overlaps {other}"


def validations_keep_to_limits(package: Package) -> Iterator[str]:
    limits = {
        "promptTitle": LONGEST_TITLE,
        "errorTitle": LONGEST_TITLE,
        "prompt": LONGEST_PROMPT,
        "error": LONGEST_PROMPT,
    }
    for name, part in package.sheets():
        for rule in package.xml(part).iter(f"{MAIN}dataValidation"):
            place = f"《{name}》{rule.get('sqref')}"
            for key, limit in limits.items():
                if len(str(rule.get(key, ""))) > limit:
                    yield f"{place}: {key} of more than {limit} characters"
            for formula in rule:
                if len(formula.text or "") > LONGEST_LIST:
                    yield f"{place}: a validation of more than {LONGEST_LIST} characters"


def a_cell_has_one_validation(package: Package) -> Iterator[str]:
    for name, part in package.sheets():
        listed = package.xml(part).find(f"{MAIN}dataValidations")
        if listed is None:
            continue
        if int(str(listed.get("count", len(listed)))) != len(listed):
            yield f"《{name}》: validations are counted wrongly"
        covered = Counter(
            (row, col)
            for rule in listed
            for left, top, right, bottom in areas(str(rule.get("sqref")))
            for row in range(top, bottom + 1)
            for col in range(left, right + 1)
        )
        yield from (
            f"《{name}》: {cell} has {n} validations" for cell, n in covered.items() if n > 1
        )


def conditions_are_in_order(package: Package) -> Iterator[str]:
    for name, part in package.sheets():
        priorities = Counter(
            rule.get("priority") for rule in package.xml(part).iter(f"{MAIN}cfRule")
        )
        for priority, count in priorities.items():
            if count > 1 or not str(priority).isdecimal() or priority == "0":
                yield f"《{name}》: priority {priority} of a condition, {count} times"
        for rule in package.xml(part).iter(f"{MAIN}cfRule"):
            for formula in rule.iter(f"{MAIN}formula"):
                if "{" in (formula.text or "").split('"')[0]:
                    yield f"《{name}》: a condition holds a constant array"


def links_lead_to_sheets(package: Package) -> Iterator[str]:
    names = {name for name, _ in package.sheets()}
    for name, part in package.sheets():
        links = list(package.xml(part).iter(f"{MAIN}hyperlink"))
        if len(links) > MOST_LINKS:
            yield f"《{name}》: {len(links)} links"
        for link in links:
            location = link.get("location")
            if location is None and link.get(f"{RELATED}id") is None:
                yield f"《{name}》{link.get('ref')}: a link to nothing"
            elif location and "!" in str(location):
                sheet = str(location).rpartition("!")[0]
                if sheet.strip("'").replace("''", "'") not in names:
                    yield f"《{name}》{link.get('ref')}: a link to {sheet}"


def printing_keeps_to_limits(package: Package) -> Iterator[str]:
    for name, part in package.sheets():
        for item in package.xml(part).iter(f"{MAIN}oddHeader", f"{MAIN}oddFooter"):
            if len(item.text or "") > LONGEST_HEADER:
                yield f"《{name}》: a head or foot of more than {LONGEST_HEADER} characters"
        for view in package.xml(part).iter(f"{MAIN}pane"):
            if view.get("topLeftCell") is None:
                yield f"《{name}》: a frozen pane without its first cell"


def drawings_are_anchored(package: Package) -> Iterator[str]:
    for part in package.of_type(".drawing+xml"):
        ids = Counter(str(item.get("id")) for item in package.xml(part).iter(f"{ANCHORED}cNvPr"))
        yield from (f"{part}: drawing {one} twice" for one, count in ids.items() if count > 1)
        for anchor in package.xml(part):
            corners = [
                tuple(
                    int(anchor.findtext(f"{ANCHORED}{end}/{ANCHORED}{axis}") or -1)
                    for axis in ("col", "row")
                )
                for end in ("from", "to")
            ]
            (left, top), (right, bottom) = corners
            if not (0 <= left <= right <= 16383 and 0 <= top <= bottom <= 1048575):
                yield f"{part}: a drawing from {corners[0]} to {corners[1]}"
            if anchor.find(f"{ANCHORED}clientData") is None:
                yield f"{part}: a drawing without its clientData"


RULES = (
    joined_cells_do_not_overlap,
    validations_keep_to_limits,
    a_cell_has_one_validation,
    conditions_are_in_order,
    links_lead_to_sheets,
    printing_keeps_to_limits,
    drawings_are_anchored,
)
