"""How files are called in messages."""

from pathlib import Path


def shown_name(path: Path | str) -> str:
    """Return a name or path as its user knows it.

    Archives made by a Chinese Windows leave names in GBK on other systems, whose bytes are not
    UTF-8; Python hands those on as half characters, which nothing can print.
    """
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("gb18030", "replace")
    return name
