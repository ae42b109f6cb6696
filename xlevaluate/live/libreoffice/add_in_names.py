"""What our functions are called in LibreOffice, and formulas written so that they reach them.

A file calls ``XLE_RATIO``; LibreOffice finds a function of an add-in, when it loads a file, by the
name of the add-in and of the method: ``XLE.RATIO``. It hands over a blank cell as 0, but leaves
blanks alone in a range, so a single cell is given as the range of itself: ``D3:D3``.
"""

import inspect
import re

from xlevaluate.cells.cell_functions import FUNCTIONS, CellFunction
from xlevaluate.cells.names import is_constant
from xlevaluate.workbook.formula_tokens import FormulaToken, tokens_of

ADD_IN = "XLE"


def method_of(function: CellFunction) -> str:
    """Return the name of a function's method: ``checkrow`` for ``XLE_CHECK_ROW``."""
    return function.name.partition("_")[2].replace("_", "").lower()


def _inner_name(function: CellFunction) -> str:
    return f"{ADD_IN}.{method_of(function).upper()}"


INNER_NAMES = {function.name: _inner_name(function) for function in FUNCTIONS.values()}
"""What LibreOffice calls each function in a file, by its name in Excel."""

CALLABLE = frozenset(INNER_NAMES) | frozenset(INNER_NAMES.values())
"""Every name of ours that may stand in a formula, in capitals."""


def interface_text() -> str:
    """Return the functions as LibreOffice declares them: everything comes and goes as it is."""
    lines = []
    for function in FUNCTIONS.values():
        count = len(inspect.signature(function.call).parameters)
        types = ["any"] * count
        if function.has_rest:
            types[-1] = "sequence<any>"
        given = ", ".join(f"[in] {type_} a{number}" for number, type_ in enumerate(types))
        lines.append(f"    any {method_of(function)}({given});\n")
    return (
        "module org { module xlevaluate {\n"
        f"interface XFunctions {{\n{''.join(lines)}}};\n"
        "}; };\n"
    )


_NO_CELL = re.compile(r"\d.*|TRUE|FALSE", re.IGNORECASE | re.DOTALL)


def reaching_the_add_in(formula: str) -> str:
    """Return a formula as LibreOffice is to load it.

    >>> reaching_the_add_in("IFERROR(XLE_GRADE(总分,D3,'甲 乙'!E4,90,SUM(A1)),1)")
    "IFERROR(XLE.GRADE(总分:总分,D3:D3,'甲 乙'!E4:E4,90,SUM(A1)),1)"
    """
    tokens = tokens_of(formula)
    if tokens is None or not any(token.text.upper() in CALLABLE for token in tokens):
        return formula
    written: list[str] = []
    open_: list[tuple[bool, int]] = []  # whether a call is ours, and where its argument begins
    ours = False
    for token in tokens:
        if token.text in {",", ")"} and open_:
            is_ours, first = open_[-1]
            if is_ours:
                written[first:] = [_as_range("".join(written[first:]))]
            open_[-1] = (is_ours, len(written) + 1)
        if token.text == ")" and open_:
            open_.pop()
        if token.text == "(":
            open_.append((ours, len(written) + 1))
        name = token.text.upper()
        if token.kind != "space":
            ours = token.kind == "word" and name in CALLABLE
        written.append(INNER_NAMES.get(name, name) if ours and token.kind == "word" else token.text)
    return "".join(written)


def _as_range(argument: str) -> str:
    """Write an argument that is one cell as the range of itself; any other stays."""
    tokens = [token for token in tokens_of(argument) or [] if token.kind != "space"]
    sheet, cell = tokens[:-1], tokens[-1:]
    if not cell or cell[0].kind != "word" or _NO_CELL.fullmatch(cell[0].text):
        return argument
    if is_constant(cell[0].text.lower()):  # a name that stands for a text and for no cell
        return argument
    if not sheet or (len(sheet) == 2 and sheet[1] == FormulaToken("mark", "!")):
        return f"{argument.rstrip()}:{cell[0].text}"
    return argument
