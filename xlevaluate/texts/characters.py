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
_DROPPED = "“”\"‘’'「」『』\u200b\ufeff"
_BLANKS = " \t\u3000\xa0"
_RUN = re.compile(rf"(?P<blank>[{_BLANKS}]+)|(?P<dropped>[{_DROPPED}]+)|[^{_BLANKS}{_DROPPED}]+")


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
    last, blank = "", -1
    for run in _RUN.finditer(written.translate(_SAME)):
        start, end = run.span()
        if run.lastgroup == "blank":
            blank = start if blank < 0 else blank
            continue
        if run.lastgroup == "dropped":
            continue
        text = run[0]
        if blank >= 0 and last and last.isascii() and text[0].isascii() and last != "\n" != text[0]:
            kept.append(" ")
            places.append(blank)
        kept.append(text.replace("\r", "\n").replace("\x0b", "\n"))
        places += range(start, end)
        last, blank = kept[-1][-1], -1
    return Plain("".join(kept), tuple(places), written)


_SENTENCE = re.compile(r"[^。！？\n]+")


def sentences_of(plain: Plain) -> list[tuple[int, int]]:
    """Return the beginnings and ends of the sentences; a line ends one too."""
    return [match.span() for match in _SENTENCE.finditer(plain.text)]
