"""Texts of a workbook as Excel means them: shared by many cells, or within one.

A text may consist of runs, each with its own font; they are joined. The reading aid above East
Asian characters (``rPh``) is no part of it. ``_x000D_`` stands for the character of that code,
decoded once, run by run: a text that looks so is written ``_x005F_x000D_``.
"""

import re

from xlevaluate.xlsx.usual_xml import strings_in
from xlevaluate.xlsx.xml_events import Attributes, Events
from xlevaluate.xlsx.zip_parts import Package

MOST_STRINGS = 500_000
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_XML_BLANKS = " \t\r\n"
CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a character is written by its code."""


def decoded(text: str) -> str:
    r"""Put characters for their codes; half a character of two codes becomes ``\ufffd``.

    >>> decoded("a_x000A_b_x005F_x000A_c")
    'a\nb_x000A_c'
    """
    if "_x" not in text:
        return text
    text = CODE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def plainly_written(text: str) -> str:
    r"""Write a run with the characters themselves in place of their codes, where XML has them.

    >>> plainly_written("_x4E2D_a_x005F_x0041__x0008_")
    '中a_x005F_x0041__x0008_'
    """
    escaped = CODE.sub(r"_x005F\g<0>", decoded(text))
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", escaped)


_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Characters that no XML holds, or not as they are."""


class TextEvents(Events):
    """A reader of a part with texts in it: their runs come together in ``runs``."""

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.runs: list[str] = []
        self._is_aid = False
        self._is_kept = False
        self.on("t", self._begin_run, self._end_run)
        self.on("rPh", self._begin_aid, self._end_aid)

    def _begin_run(self, attributes: Attributes) -> None:
        if not self._is_aid:
            self.text = []
            self._is_kept = attributes.get(_SPACE) == "preserve"

    def _end_run(self) -> None:
        if self.text is not None and not self._is_aid:
            self.runs.append(_run("".join(self.text), is_kept=self._is_kept))
            self.text = None

    def _begin_aid(self, _: Attributes) -> None:
        self._is_aid = True

    def _end_aid(self) -> None:
        self._is_aid = False


def _run(text: str, *, is_kept: bool) -> str:
    """Return what a run says; ``is_kept``: blanks at its ends count."""
    run = text if is_kept else text.strip(_XML_BLANKS)  # a code is never one of them
    return decoded(run) if "_x" in run else run


class _SharedStrings(TextEvents):
    root = holder = "sst"

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.strings: list[str] = []
        self.on("si", self._begin_string, self._end_string)

    def take(self, inner: str) -> None:
        """Take all texts."""
        self._add([_run(text, is_kept=is_kept) for is_kept, text in strings_in(inner)])

    def _begin_string(self, _: Attributes) -> None:
        self.runs = []

    def _end_string(self) -> None:
        self._add(["".join(self.runs)])

    def _add(self, strings: list[str]) -> None:
        self.strings += strings
        if len(self.strings) > MOST_STRINGS:
            raise self._package.too_large("不同的文字", MOST_STRINGS, "条")


def read_shared_strings(package: Package, part: str) -> list[str]:
    """Return the texts that cells refer to by their number."""
    reader = _SharedStrings(package)
    reader.read(part)
    return reader.strings
