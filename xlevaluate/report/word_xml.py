"""Elements of a Word document, made one by one: a large table has twenty thousand."""

from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_OF_TWO_WIDTHS = frozenset("‘’“”—…·×÷±§°≥≤")
"""Characters that are Latin in one font and Chinese in another."""

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str) -> BaseOxmlElement:
    """Return a new element of WordprocessingML."""
    return cast("BaseOxmlElement", OxmlElement(f"w:{tag}"))


def add(parent: BaseOxmlElement, tag: str, **attributes: str | int) -> BaseOxmlElement:
    """Add a new element at the end of another, with these attributes."""
    made = element(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    parent.append(made)
    return made


def paragraph(style_id: str) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    """Return a new paragraph of a style, and its properties."""
    made = element("p")
    properties = add(made, "pPr")
    add(properties, "pStyle", val=style_id)
    return made, properties


def add_text(parent: BaseOxmlElement, text: str, *, bold: bool = False, size: int = 0) -> None:
    """Add a run that holds a text as it is, blanks and all; a line break breaks the line.

    ``size`` is in half points, where it is not that of the style.

    Word takes quotation marks, dashes and dots for Latin ones, half as wide, unless it is told that
    they are Chinese.
    """
    run = add(parent, "r")
    is_doubtful = not _OF_TWO_WIDTHS.isdisjoint(text)
    if bold or is_doubtful or size:
        properties = add(run, "rPr")
        if is_doubtful:
            add(properties, "rFonts", hint="eastAsia")
        if bold:
            add(properties, "b")
        for measure in ("sz", "szCs") if size else ():
            add(properties, measure, val=size)
    for number, line in enumerate(text.split("\n")):
        if number:
            add(run, "br")
        content = add(run, "t")
        content.text = line
        content.set(_SPACE, "preserve")
