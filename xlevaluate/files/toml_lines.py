"""Where everything stands in a TOML file: the line of every key and of every item of an array.

The text is one that a TOML parser has accepted, so that only its shape has to be followed here:
headers, keys, and values that may hold others.
"""

import re
from collections.abc import Mapping

KeyPath = tuple[str | int, ...]
"""The steps to a value: keys of tables, numbers of items of arrays."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")
_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "e": "\x1b"}


def lines_of(text: str) -> Mapping[KeyPath, int]:
    r"""Return the line of each place of a TOML text; lines count from 1.

    >>> lines_of("[a]\nb = 1\n[[c]]\nd = 1\n[[c]]\nd = [2,\n {e = 3}]")[("c", 1, "d", 1, "e")]
    7
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def nearest_line(lines: Mapping[KeyPath, int], place: KeyPath) -> int:
    """Return the line of a place, or of the nearest thing around it that is there."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self._counts: dict[KeyPath, int] = {}
        self._counted_to, self._line = 0, 1

    def document(self) -> None:
        table: KeyPath = ()
        while self._skip():
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)

    def _skip(self) -> bool:
        """Pass over blanks and comments; tell whether anything is left."""
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def _note(self, place: KeyPath) -> None:
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        self.lines.setdefault(place, self._line)

    def _header(self) -> KeyPath:
        is_array = self.text.startswith("[[", self.at)
        self.at += 1 + is_array
        *outer, last = self._key()
        place: KeyPath = ()
        for step in outer:
            place = self._entered((*place, step))
        place = (*place, last)
        self._note(place)
        if is_array:
            number = self._counts.get(place, 0)
            self._counts[place] = number + 1
            place = (*place, number)
            self._note(place)
        self._skip()
        self.at += 1 + is_array
        return place

    def _entered(self, place: KeyPath) -> KeyPath:
        """Return the last item of an array of tables, or the table itself."""
        return (*place, self._counts[place] - 1) if place in self._counts else place

    def _key(self) -> list[str]:
        steps = []
        while True:
            self._skip()
            string = _STRING.match(self.text, self.at)
            found = string or _BARE.match(self.text, self.at)
            if found is None:
                raise ValueError(f"no key at {self.at}")
            steps.append(_unquoted(found[0]) if string else found[0])
            self.at = found.end()
            self._skip()
            if not self.text.startswith(".", self.at):
                return steps
            self.at += 1

    def _pair(self, table: KeyPath) -> None:
        self._skip()
        start = self.at
        keys = self._key()
        after, self.at = self.at, start
        for number in range(1, len(keys) + 1):
            self._note((*table, *keys[:number]))
        self.at = after + 1  # past "="
        self._value((*table, *keys))

    def _value(self, place: KeyPath) -> None:
        self._skip()
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self._items(place, "]")
        elif first == "{":
            self._items(place, "}")
        else:
            found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.at = found.end() if found else self.at + 1

    def _items(self, place: KeyPath, end: str) -> None:
        """Follow what stands in brackets or braces, up to their end."""
        self.at += 1
        number = 0
        while self._skip() and not self.text.startswith(end, self.at):
            if end == "]":
                self._note((*place, number))
                self._value((*place, number))
            else:
                self._pair(place)
            number += 1
            if self._skip() and self.text.startswith(",", self.at):
                self.at += 1
        self.at += 1


def _unquoted(text: str) -> str:
    """Return what a quoted key says."""
    inner = text[1:-1]
    if text[0] == "'":
        return inner

    def plain(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code[1:], 16)) if code[0] in "uU" else _PLAIN.get(code, code)

    return _ESCAPED.sub(plain, inner)
