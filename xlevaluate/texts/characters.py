"""Characters as they are read: full-width signs made half-width, quotation marks and blanks gone.

Every character kept knows where it stood, so that what is found can be shown as it was written.
"""

import re

from msgspec import Struct

_FULL = "０１２３４５６７８９．％＋－～／"
_HALF = "0123456789.%+-~/"
_SAME = str.maketrans(
    _FULL + "()﹪—–−—；：!?",
    _HALF + "（）%----；：！？",
)
_DROPPED = frozenset("“”\"‘’'「」『』\u200b\ufeff")
_BLANKS = frozenset(" \t\u3000\xa0")


class Plain(Struct, frozen=True):
    """A text to be read; ``places`` are the places of its characters in the text as written."""

    text: str
    places: tuple[int, ...]
    written: str

    def quote(self, start: int, end: int) -> str:
        """Return a piece as it was written, without blanks at its ends."""
        if start >= end:
            return ""
        first = self.places[start]
        while first and self.written[first - 1] in "“‘「『":
            first -= 1
        return self.written[first : self.places[end - 1] + 1].strip()


def plain_of(written: str) -> Plain:
    """Return a text as it is read. Blanks stay between two signs that are not Chinese."""
    kept: list[str] = []
    places: list[int] = []
    blank = -1
    for place, char in enumerate(written.translate(_SAME)):
        if char in _DROPPED:
            continue
        if char in _BLANKS:
            blank = place if blank < 0 else blank
            continue
        if blank >= 0:
            if kept and kept[-1].isascii() and char.isascii() and kept[-1] != "\n" != char:
                kept.append(" ")
                places.append(blank)
            blank = -1
        kept.append("\n" if char in "\r\x0b" else char)
        places.append(place)
    return Plain("".join(kept), tuple(places), written)


_SENTENCE = re.compile(r"[^。！？\n]+")


def sentences_of(plain: Plain) -> list[tuple[int, int]]:
    """Return the beginnings and ends of the sentences; a line ends one too."""
    return [match.span() for match in _SENTENCE.finditer(plain.text)]
