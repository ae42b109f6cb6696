"""Which finding of a form is one that was found before, when its figures or its number changed.

A key is a rule, a label, a number where several have both, and a fingerprint of the figures:
``F02·收入合计·2#1a2b3c4d``.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence

from msgspec import Struct

_KEY = re.compile(r"(.*?)(·[0-9]+)?#([^#]*)", re.DOTALL)


class Former(Struct, frozen=True):
    """A finding as it was called before; ``is_same`` where its figures are what they were."""

    key: str
    is_same: bool


def former_findings(earlier: Sequence[str], now: Iterable[str]) -> dict[str, Former]:
    """Return what findings were called before, of those that were; no earlier one serves twice.

    The key itself comes first, then the same figures under another number (the one before it was
    mended), then the same place with other figures. Of several earlier ones the first is taken.
    """
    left, waiting = dict.fromkeys(earlier), list(now)
    found: dict[str, Former] = {}

    def take(like: Callable[[str], Hashable], *, is_same: bool) -> None:
        known: dict[Hashable, list[str]] = {}
        for key in left:
            known.setdefault(like(key), []).append(key)
        for key in waiting:
            if candidates := known.get(like(key)):
                found[key] = Former(candidates.pop(0), is_same)
                left.pop(found[key].key)
        waiting[:] = [key for key in waiting if key not in found]

    take(lambda key: key, is_same=True)
    take(_without_number, is_same=True)
    take(_without_figures, is_same=False)
    return found


def _parts(key: str) -> tuple[str, str, str]:
    match = _KEY.fullmatch(key)
    return (match[1], match[2] or "", match[3]) if match else (key, "", "")


def _without_number(key: str) -> Hashable:
    base, _, figures = _parts(key)
    return base, figures


def _without_figures(key: str) -> Hashable:
    base, number, _ = _parts(key)
    return base, number
