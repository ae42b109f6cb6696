"""What a sentence of an official document must be, whatever finding it tells of."""

import re

_BROKEN = re.compile(
    r"^[的：，、；）里]|在里|的的|《》|“”|（\s*）|[、，]）|（[、，]|  |"
    r"(?<![A-Za-z\d])[A-Z]{1,2}\d+(?:[:、 ]|(?![A-Za-z\d]))|None"
)
"""A hole where a name stood, or the address of a cell."""


def is_whole(words: str) -> bool:
    """Tell whether nothing was cut out of a sentence, and no cell is named; quotations aside."""
    own = re.sub("“[^”]+”", "“…”", words)
    return not _BROKEN.search(own) and own.endswith("。")
