"""Bytes of a text file as characters: UTF-8 or UTF-16 by their mark, what a page says, GB18030."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "cp936"}
_STEERING = frozenset(range(32)) - frozenset(b"\t\n\f\r\x1b")


def text_of(content: bytes) -> str | None:
    """Return the characters of a file; ``None`` where it is no text.

    What is valid UTF-8 is that, whatever a page says of itself: pages are saved anew without their
    heads being changed. What is neither that nor marked is GB18030, which GBK and GB 2312 are part
    of; bytes that mean nothing there come as “�”.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    if _STEERING & set(content[:4096]):
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4 and error.start > 100:  # cut off within a character
            return content.decode("utf-8", "replace")
    said = _CHARSET.search(content[:4096])
    name = said[1].decode("ascii").lower() if said else "gb18030"
    if name in _CHINESE or name.startswith("utf"):
        name = "gb18030"
    try:
        return content.decode(name, "replace")
    except LookupError:
        return content.decode("gb18030", "replace")
