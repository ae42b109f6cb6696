"""A part of a package read as it streams by, with no tree of it in memory.

A reader names the elements it wants in the workbook's own namespace, that of the transitional
standard or of Strict, under whatever prefix, and is called where they begin and end.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain

from lxml import etree

from xlevaluate.xlsx.usual_xml import LARGEST, UnusualError, cut
from xlevaluate.xlsx.zip_parts import Package, secure_parser

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict
)

MOST_ELEMENTS = 2_500_000
"""Elements of a part: a sheet whose every row is formatted has more than a million."""

_NO_MARKUP = re.compile(rb"<!|<[?](?!xml )")

Attributes = Mapping[str, str]


class Events:
    """What a part's reader is: subclasses say what happens where elements begin and end.

    ``text`` gathers characters while it is a list, and is ``None`` in between.
    """

    root = ""
    """The name of the element that such a part consists of."""

    holder = ""
    """The name of an element in which all of what is looked for stands, or the most of it."""

    beside: tuple[str, ...] = ()
    """Names of elements without a text that may stand beside that."""

    most_elements = MOST_ELEMENTS

    nothing: re.Pattern[bytes] | None = None
    """Markup in which nothing stands, and which need not be looked at one by one."""

    def __init__(self, package: Package) -> None:
        self.text: list[str] | None = None
        self._package = package
        self._roots = {f"{{{namespace}}}{self.root}" for namespace in NAMESPACES}
        self._is_begun = False
        self._begins: dict[str, Callable[[Attributes], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}

    def on(
        self,
        name: str,
        begins: Callable[[Attributes], None] | None = None,
        ends: Callable[[], None] | None = None,
    ) -> None:
        """Have functions called for the elements of a name."""
        for namespace in NAMESPACES:
            if begins is not None:
                self._begins[f"{{{namespace}}}{name}"] = begins
            if ends is not None:
                self._ends[f"{{{namespace}}}{name}"] = ends

    def start(self, tag: str, attributes: Attributes) -> None:
        """Be called by the parser where an element begins."""
        begins = self._begins.get(tag)
        if begins is not None:
            begins(attributes)
        elif not self._is_begun:
            if tag not in self._roots:
                raise ValueError(tag)  # in another language, all of it would seem blank
            self._is_begun = True

    def end(self, tag: str) -> None:
        """Be called by the parser where an element ends."""
        ends = self._ends.get(tag)
        if ends is not None:
            ends()

    def data(self, characters: str) -> None:
        """Be called by the parser for the text between tags."""
        if self.text is not None:
            self.text.append(characters)

    def doctype(self, *_: object) -> None:
        """Be called by the parser for a document type, before anything in it is read."""
        raise self._package.unsafe()

    def close(self) -> None:
        """Be called by the parser at the end."""

    def read(self, part: str) -> None:
        """Read a part; raises ``CannotDoError`` where it is damaged, too large or unsafe."""
        with self._package.reading(part):
            first, pieces, size = [], self._package.pieces(part), 0
            for piece in pieces:
                first.append(piece)
                size += len(piece)
                if size > LARGEST:
                    break
            else:
                with suppress(UnusualError):
                    self._take(b"".join(first))
                    return
            self._stream(chain(first, pieces))

    def take(self, inner: str) -> None:
        """Take what stands in ``holder`` at once, with what is between its tags.

        Raises ``UnusualError`` where that is not written as usual, and has taken nothing then.
        """
        raise UnusualError(inner[:80])

    def _take(self, content: bytes) -> None:
        """Read a part at once, where it is written as usual."""
        inner, rest = cut(content, self.holder)
        try:
            root = etree.fromstring(rest, secure_parser())
        except etree.XMLSyntaxError as error:
            raise UnusualError from error
        if root.tag not in self._roots:
            raise ValueError(root.tag)
        known = {f"{{{space}}}{name}" for space in NAMESPACES for name in self.beside}
        holders = root.iter(*(f"{{{space}}}{self.holder}" for space in NAMESPACES))
        found = list(root.iter(*self._begins))
        if len(list(holders)) != 1 or not known.issuperset(item.tag for item in found):
            raise UnusualError
        self.take(inner)
        for item in found:
            self._begins[item.tag](item.attrib)

    def _stream(self, pieces: Iterable[bytes]) -> None:
        parser = secure_parser(self)
        elements = 0
        for piece in self._thinned(pieces):
            elements += piece.count(b"<") - piece.count(b"</")
            if elements > self.most_elements:
                raise self._package.too_large("一个部件里的 XML 元素", self.most_elements)
            parser.feed(piece)
        parser.close()
        if not self._is_begun:
            raise ValueError("no element")

    def _thinned(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Leave out that in which nothing stands."""
        before, is_markup = b"", True
        for piece in pieces:
            # Within these, what looks like markup is none.
            is_markup = is_markup and not _NO_MARKUP.search(before + piece)
            before = piece[-16:]
            if self.nothing is not None and is_markup:
                yield self.nothing.sub(b"", piece)
            else:
                yield piece
