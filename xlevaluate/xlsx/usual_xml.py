"""Parts as most programs write them, taken apart by a regular expression.

That takes a third of the time of a parser's events. Nothing is guessed: what is not written in just
this way, to the last character, is ``None`` here, and is left to the parser as it is.
"""

import re
from collections.abc import Iterator

from xlevaluate.xlsx.defined_names import LAST_ROW

LARGEST = 2 * 1024 * 1024
"""Bytes of a part that is looked at as a whole; what is larger streams through the parser."""

_TEXT_PIECE = r"[^<>&\x00-\x08\x0b-\x1f]*+"  # where a return stands, a parser reads a line feed
_TEXT = rf"{_TEXT_PIECE}(?:&(?:amp|lt|gt|quot|apos|#10);{_TEXT_PIECE})*+"
_ATTRIBUTE = r' (?:x14ac:)?[A-Za-z]+="[^"<>&\x00-\x1f]*+"'
_NO_CHARACTERS = ("\ufffe", "\uffff")

_BEGINNING = re.compile(
    rb'(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="(?:yes|no)")?\s*\?>\s*)?'
    rb"<[A-Za-z]+(?:\s[^<>]*)?>"
)
_SHEET = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]+)"(?: s="([0-9]+)")?+(?: t="([a-z]+)")?+(?:/>|>'
    r'(<f(?: aca="(?:true|false)"| t="shared"(?: ref="[A-Z0-9:]+")?+ si="[0-9]+")?+(?:/>|>'
    rf'{_TEXT}</f>))?+(?:<v(?: xml:space="preserve")?+>({_TEXT})</v>)?+</c>)'
    rf'|<row r="([1-9][0-9]{{0,6}})"((?:{_ATTRIBUTE})*+)(/?)>|</row>'
)
_NAME = re.compile(r" ([A-Za-z0-9:]+)=")
_STRING = re.compile(
    rf'<si><t( xml:space="preserve")?+>({_TEXT})</t>'
    r'(?:<phoneticPr fontId="[0-9]+"(?: type="[A-Za-z]+")?+/>)?+</si>'
)
_ENTITY = re.compile("&(amp|lt|gt|quot|apos|#10);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "#10": "\n"}


class UnusualError(Exception):
    """A part is written in some other way."""


def cut(part: bytes, name: str) -> tuple[str, bytes]:
    """Return what stands between the tags of an element, and the part with that left blank.

    Raises ``UnusualError`` where the element is not there, or what looks like it may be none.
    """
    first = re.search(rf"<{name}(?:\s[^<>]*)?>".encode(), part)
    end = part.rfind(f"</{name}>".encode())
    if first is None or end < first.end():
        raise UnusualError
    head, inner, tail = part[: first.end()], part[first.end() : end], part[end:]
    root = _BEGINNING.match(head)
    if root is None or b"<!" in head or b"<?" in head[2:]:
        raise UnusualError
    if b" x14ac:" in inner and b' xmlns:x14ac="' not in root[0]:
        raise UnusualError
    try:
        text = inner.decode()
    except UnicodeDecodeError as error:
        raise UnusualError from error
    if any(character in text for character in _NO_CHARACTERS):
        raise UnusualError
    return text, head + tail


def cells_in(rows: str) -> Iterator[tuple[str, int, str, str, str | None, bool]]:
    """Yield the cells of a sheet in which something may stand, of what ``sheetData`` holds.

    Of each its column in letters, its row (from 0), style and type, what is stored, and whether it
    has a formula. Raises ``UnusualError`` when it comes upon anything unusual.
    """
    pieces = _SHEET.split(rows)
    step = _SHEET.groups + 1
    if any(pieces[::step]):
        raise UnusualError
    row = _Row()
    for letters, of, style, kind, formula, stored, begun, attributes, is_blank in zip(
        *(pieces[group::step] for group in range(1, step)), strict=True
    ):
        if letters is None:
            row.next(begun, attributes, is_blank)
        elif of != row.written:
            raise UnusualError
        elif stored is not None:
            value = _plain(stored) if "&" in stored else stored
            yield letters, row.number, style, kind, value, formula is not None
        elif formula is not None:
            yield letters, row.number, style, kind, None, True
    if row.written is not None:
        raise UnusualError


class _Row:
    """The row to which cells belong, as it is ``written``, and its number from 0."""

    def __init__(self) -> None:
        self.written: str | None = None
        self.number = 0
        self._seen: set[str] = set()

    def next(self, begun: str | None, attributes: str, is_blank: str) -> None:
        """Begin a row, or end one where none begins."""
        if (begun is None) == (self.written is None):  # a row within a row, or the end of none
            raise UnusualError
        self.written = None if is_blank else begun
        if begun is None:
            return
        self.number = int(begun) - 1
        if self.number >= LAST_ROW:
            raise UnusualError
        if attributes not in self._seen:
            names = _NAME.findall(attributes)
            if not {"r", "xmlns"}.isdisjoint(names) or len(set(names)) < len(names):
                raise UnusualError
            self._seen.add(attributes)


def strings_in(items: str) -> Iterator[tuple[bool, str]]:
    """Yield the texts of what ``sst`` holds, each with whether the blanks at its ends count.

    Raises ``UnusualError`` when it comes upon anything unusual.
    """
    pieces = _STRING.split(items)
    if any(pieces[::3]):
        raise UnusualError
    for kept, text in zip(pieces[1::3], pieces[2::3], strict=True):
        yield kept is not None, _plain(text) if "&" in text else text


def _plain(text: str) -> str:
    return _ENTITY.sub(lambda found: _CHARACTERS[found[1]], text)
