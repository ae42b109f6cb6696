"""Whether two writings of a code or a name mean the same."""

import re
import unicodedata


def same_code(code: str) -> str:
    """Return what two writings of a code have in common: letters and digits, no leading zeros."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", code))).upper().lstrip("0")


def same_name(name: str) -> str:
    """Return what two writings of a name have in common, whatever their width and brackets."""
    return re.sub(r"[\s()·.“”\"'《》]", "", unicodedata.normalize("NFKC", name)).casefold()
