"""Formulas of cells, conditions, validations and names: their limits, and what they call."""

import re
from collections.abc import Iterator

from tests.ooxml.package import MAIN, Package

LONGEST_FORMULA = 8192
LONGEST_LITERAL = 255
DEEPEST = 64
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_CALL = re.compile(r"([A-Za-z_.][\w.]*)\(")

FUNCTIONS = {
    *("ABS", "AND", "CHAR", "COLUMN", "COUNT", "COUNTA", "COUNTIF", "FIND", "IF", "IFERROR"),
    *("INDEX", "INT", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "LOOKUP", "MATCH", "MAX", "MID", "MIN"),
    *("N", "NA", "NOT", "OFFSET", "OR", "RIGHT", "ROUND", "ROW", "SUBSTITUTE", "SUM", "SUMPRODUCT"),
    *("TEXT", "TRIM", "VALUE"),
}
"""Functions that Excel has had since 2007, as have WPS and LibreOffice, under these names.

A newer one stands in a file under another (``_xlfn.CONCAT``), or Excel shows #NAME? for it.
"""

OWN = "XLE_"
"""How functions begin that macros define."""


def formulas(package: Package) -> Iterator[tuple[str, str]]:
    """Yield every formula, of cells, conditions, validations and names, with its place."""
    for name, part in package.sheets():
        for item in package.xml(part).iter(f"{MAIN}f", f"{MAIN}formula", f"{MAIN}formula1"):
            holder = item.getparent()
            place = "" if holder is None else holder.get("r") or holder.get("sqref") or ""
            yield f"《{name}》{place}", item.text or ""
    if package.workbook:
        for named in package.xml(package.workbook).iter(f"{MAIN}definedName"):
            yield f"name {named.get('name')}", named.text or ""


def formulas_are_not_too_long(package: Package) -> Iterator[str]:
    for place, formula in formulas(package):
        if len(formula.encode("utf-16-le")) // 2 > LONGEST_FORMULA:
            yield f"{place}: a formula of {len(formula)} characters"
        if formula.startswith("="):
            yield f"{place}: a formula is stored without ="


def texts_in_formulas_are_not_too_long(package: Package) -> Iterator[str]:
    for place, formula in formulas(package):
        for literal in _LITERAL.findall(formula):
            if len(literal.replace('""', '"').encode("utf-16-le")) // 2 > LONGEST_LITERAL:
                yield f"{place}: a text of {len(literal)} characters in a formula"


def formulas_are_not_too_deep(package: Package) -> Iterator[str]:
    for place, formula in formulas(package):
        depth = deepest = 0
        for bracket in re.findall(r"[()]", _LITERAL.sub("", formula)):
            depth += 1 if bracket == "(" else -1
            deepest = max(deepest, depth)
        if depth:
            yield f"{place}: brackets do not close"
        if deepest > DEEPEST:
            yield f"{place}: {deepest} levels of brackets"


def functions_are_known(package: Package) -> Iterator[str]:
    with_macros = package.workbook is not None and "macro" in package.types[package.workbook]
    for place, formula in formulas(package):
        for name in _CALL.findall(_LITERAL.sub("", formula)):
            if name not in FUNCTIONS and not (with_macros and name.startswith(OWN)):
                yield f"{place}: no function {name}"


RULES = (
    formulas_are_not_too_long,
    texts_in_formulas_are_not_too_long,
    formulas_are_not_too_deep,
    functions_are_known,
)
