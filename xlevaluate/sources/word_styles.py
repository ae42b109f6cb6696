"""Styles of paragraphs in Word (``word/styles.xml``): which are headings, which are numbered."""

import re

from lxml import etree
from msgspec import Struct

from xlevaluate.sources.word_numbers import W

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_DEEPEST = 20
"""How many styles may be based on one another."""


class ParagraphStyle(Struct, frozen=True):
    """What a style says of its paragraphs, or they of themselves; ``None``: nothing.

    ``level`` is 1 to 9 for a heading, 0 for any other text.
    """

    level: int | None = None
    list_id: str | None = None
    list_level: int | None = None

    def over(self, other: "ParagraphStyle") -> "ParagraphStyle":
        """Return this style, with what another says where it says nothing."""
        return ParagraphStyle(
            other.level if self.level is None else self.level,
            other.list_id if self.list_id is None else self.list_id,
            other.list_level if self.list_level is None else self.list_level,
        )


NOTHING = ParagraphStyle()


def paragraph_style(properties: etree._Element | None) -> ParagraphStyle:
    """Return what stands in ``w:pPr``."""
    if properties is None:
        return NOTHING
    outline = _digit(properties.find(f"{W}outlineLvl"))
    numbers = properties.find(f"{W}numPr")
    list_id = numbers.find(f"{W}numId") if numbers is not None else None
    list_level = _digit(numbers.find(f"{W}ilvl")) if numbers is not None else None
    return ParagraphStyle(
        None if outline is None else (outline + 1) % 10,
        None if list_id is None else str(list_id.get(f"{W}val", "0")),
        list_level,
    )


def _digit(element: etree._Element | None) -> int | None:
    text = "" if element is None else str(element.get(f"{W}val", ""))
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() else None


class Styles:
    """A document's styles, by their ids, with what they are based on; the default one is ``""``."""

    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, ParagraphStyle] = {}
        self._based_on: dict[str, str] = {}
        self._whole: dict[str, ParagraphStyle] = {}
        self._default = ""
        for item in () if root is None else root.iterchildren(f"{W}style"):
            if item.get(f"{W}type", "paragraph") != "paragraph":
                continue
            id_ = str(item.get(f"{W}styleId"))
            name, base = item.find(f"{W}name"), item.find(f"{W}basedOn")
            style = paragraph_style(item.find(f"{W}pPr"))
            heading = _HEADING.fullmatch("" if name is None else str(name.get(f"{W}val", "")))
            if heading and style.level is None:
                style = ParagraphStyle(int(heading[1]), style.list_id, style.list_level)
            self._own[id_] = style
            if base is not None:
                self._based_on[id_] = str(base.get(f"{W}val"))
            if item.get(f"{W}default") in {"1", "true", "on"}:
                self._default = id_

    def of(self, id_: str | None) -> ParagraphStyle:
        """Return what a style says, and those that it is based on."""
        current = self._default if id_ is None else id_
        if current not in self._whole:
            self._whole[current] = self._with_bases(current)
        return self._whole[current]

    def _with_bases(self, current: str) -> ParagraphStyle:
        style = NOTHING
        for _ in range(_DEEPEST):
            style = style.over(self._own.get(current, NOTHING))
            if current not in self._based_on:
                break
            current = self._based_on[current]
        return style
