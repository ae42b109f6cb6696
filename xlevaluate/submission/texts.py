"""Text as a cell holds it: one kind of line break, no control characters, blank is ``None``."""

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

CELL_LIMIT = 32767
"""Characters that one spreadsheet cell can hold."""

HAN = r"[^\W\da-zA-Z_]"
"""A Chinese character in a pattern: a letter that is not a Latin one. The range U+4E00-9FFF would
lack the rarer ones, and Python takes half a millisecond to compile it, each time it is written."""

_BLANKS = " \t\n\u00a0\u3000\ufeff"
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202d\u2060-\u2064\u2066\u2068\u2069\ufeff]"
)
"""Characters that show nothing: the reading is the same without. What turns a text round does not
belong here (U+202E), nor what joins emoji (U+200D)."""

_SHOWN_AS_NOTHING = re.compile(f"{_INVISIBLE.pattern}|[\u00a0\u202e\u2067]")


def without_invisible(text: str) -> str:
    """Return the text without characters that show nothing."""
    return _INVISIBLE.sub("", text)


def named_invisible(text: str) -> str:
    """Name the characters in a text that cannot be seen: U+200B、U+00A0; nothing without any."""
    found = dict.fromkeys(_SHOWN_AS_NOTHING.findall(text))
    return "、".join(f"U+{ord(char):04X}" for char in found)


def clean_text(text: str) -> str | None:
    r"""Return the text as it is kept, or ``None`` when nothing printable is in it.

    Line breaks of every kind become ``\n``; control characters, which no office file can
    carry, go, and so do those that show nothing; blanks (also full-width ones) around the text
    go, those inside stay.
    """
    if not text.replace("\n", "").replace("\u3000", "").isprintable():  # which is told at once
        text = without_invisible(_UNPRINTABLE.sub("", _BREAKS.sub("\n", text)))
    return text.strip(_BLANKS) or None


def shortened(text: str, most: int = 40) -> str:
    """Return a text as a message quotes it: its beginning, where it is long."""
    return text if len(text) <= most else f"{text[:most]}…"


def _to_text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = clean_text(value)
    # Characters beyond the basic plane count twice in a spreadsheet.
    if text is not None and len(text.encode("utf-16-le")) // 2 > CELL_LIMIT:
        raise ValueError(f"文字超过{CELL_LIMIT}个字符，单元格放不下")
    return text


Text = Annotated[str | None, BeforeValidator(_to_text)]
"""A text, or ``None`` for a blank."""

Required = Annotated[str, BeforeValidator(_to_text), StringConstraints(min_length=1)]
"""A text that may not be blank."""


def listed(items: Iterable[str]) -> str:
    """Join items for a sentence: by “、”, or by “；” where one of them holds a “、” itself.

    >>> listed(["办公经费 1", "水费、电费 2"])
    '办公经费 1；水费、电费 2'
    """
    given = list(items)
    return ("；" if any("、" in item for item in given) else "、").join(given)


_NAMED = 3


def named_sheets(names: Sequence[str]) -> str:
    """Name sheets, the first ones of many: 《项目1》、《项目2》、《项目3》等 5 个表."""
    more = f"等 {len(names)} 个表" if len(names) > _NAMED else ""
    return "、".join(f"《{name}》" for name in names[:_NAMED]) + more
