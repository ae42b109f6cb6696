"""Whether a regular expression may be used: it compiles, and cannot take for ever.

A search goes through ever more ways of dividing a text where what is repeated repeats or chooses
by itself: ``(a+)+``, ``(a|ab)*``. Such patterns are refused by their shape.
"""

import re

from msgspec import Struct

LONGEST = 200
"""Characters of a pattern."""

_MOST_REPEATS = 3
"""Parts without an upper bound in one alternative: each may cost the length of the text again."""

_REFERENCE = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")
"""A reference back, by number or name, or a choice that hangs on one."""

_OPENING = re.compile(r"\?(?:P?<\w+>|<?[=!]|[a-zA-Z-]*:|>|#[^)]*|[a-zA-Z]+)")
_COUNT = re.compile(r"\{(\d*)(?:(,)(\d*))?\}")


def wrong_pattern(pattern: str) -> str | None:
    """Say why a pattern may not be used; ``None`` where it may."""
    if len(pattern) > LONGEST:
        return f"正则表达式太长，不能超过 {LONGEST} 个字符"
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return unreadable(pattern, error)
    if compiled.search("") is not None:
        return f"正则表达式“{pattern}”连空白的文字也能对上，请写明要找的字"
    if not _is_quick(pattern):
        return f"正则表达式“{pattern}”可能要找很久：重复的括号里不要再有重复或“|”"
    return None


def unreadable(pattern: str, error: Exception) -> str:
    """Say that a text is no regular expression, and where in it."""
    position = getattr(error, "pos", None)
    where = "" if position is None else f"，第 {position + 1} 个字附近"
    return f"“{pattern}”不是正确的正则表达式{where}：请看括号、方括号是否成对，? * + 前面有没有字"


class _Group(Struct):
    """What a bracket holds so far."""

    repeats: bool = False
    chooses: bool = False
    endless: int = 0

    def take_in(self, inner: "_Group") -> None:
        """Count what a bracket inside held."""
        self.repeats |= inner.repeats
        self.chooses |= inner.chooses
        self.endless += inner.endless


def _is_quick(pattern: str) -> bool:
    """Follow a pattern that compiles; tell whether what it repeats is always simple."""
    groups = [_Group()]
    last: _Group | None = None  # what a quantifier would repeat: a bracket, or a single character
    at = 0
    while at < len(pattern):
        before, last = last, None
        quantifier = _quantifier(pattern, at)
        if quantifier is not None:
            at, least, most = quantifier
            often = most is None or most > 1
            if often and before is not None and (before.repeats or before.chooses):
                return False
            groups[-1].repeats |= most is None or most > least
            groups[-1].endless += most is None
        elif _REFERENCE.match(pattern, at):
            return False  # what was found before, again: slow in any shape
        elif pattern[at] == ")":
            last, at = groups.pop(), at + 1
            groups[-1].take_in(last)
        else:
            if pattern[at] == "(":
                groups.append(_Group())
            groups[-1].chooses |= pattern[at] == "|"
            at = _after(pattern, at)
    return groups[0].endless <= _MOST_REPEATS


def _after(pattern: str, at: int) -> int:
    """Return where the next piece begins: after a character, a class, the opening of a bracket."""
    match pattern[at]:
        case "\\":
            return at + 2
        case "[":
            return _after_class(pattern, at)
        case "(":
            found = _OPENING.match(pattern, at + 1)
            return found.end() if found else at + 1
        case _:
            return at + 1


def _quantifier(pattern: str, at: int) -> tuple[int, int, int | None] | None:
    """Return where a quantifier ends, and its bounds; ``None`` where there is none."""
    simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
    if pattern[at] in simple:
        end, (least, most) = at + 1, simple[pattern[at]]
    else:
        found = _COUNT.match(pattern, at)
        if found is None or not (found[1] or found[2]):
            return None
        least = int(found[1] or 0)
        most = least if not found[2] else int(found[3]) if found[3] else None
        end = found.end()
    if pattern[end : end + 1] in {"?", "+"}:
        end += 1
    return end, least, most


def _after_class(pattern: str, at: int) -> int:
    at += 1
    at += pattern.startswith("^", at)
    at += pattern.startswith("]", at)
    while pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1
