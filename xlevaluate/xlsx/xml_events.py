"""A part of a package read as it streams by, with no tree of it in memory.

A reader names the elements it wants in the workbook's own namespace, that of the transitional
standard or of Strict, under whatever prefix, and is called where they begin and end.
"""

import re
from collections.abc import Callable, Iterator, Mapping

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
        parser = secure_parser(self)
        elements = 0
        with self._package.reading(part):
            for piece in self._pieces(part):
                elements += piece.count(b"<") - piece.count(b"</")
                if elements > self.most_elements:
                    raise self._package.too_large("一个部件里的 XML 元素", self.most_elements)
                parser.feed(piece)
            parser.close()
            if not self._is_begun:
                raise ValueError(part)

    def _pieces(self, part: str) -> Iterator[bytes]:
        """Unpack a part, and leave out that in which nothing stands."""
        before, is_markup = b"", True
        for piece in self._package.pieces(part):
            # Within these, what looks like markup is none.
            is_markup = is_markup and not _NO_MARKUP.search(before + piece)
            before = piece[-16:]
            if self.nothing is not None and is_markup:
                yield self.nothing.sub(b"", piece)
            else:
                yield piece
