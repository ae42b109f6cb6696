"""Texts in a template's files that no cell can hold: with control characters, or too long."""

import re
from collections.abc import Iterator

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import Place

_LONGEST = 2000
"""Characters of a text."""

_CODE = re.compile(r"\\[uUbtfre]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]")


def lint_strings(file: TomlFile) -> None:
    """Note texts with control characters, and such as are too long."""
    if _is_suspect(file.text):
        for place, text in _strings(file.data, ()):
            if _CONTROL.search(text):
                file.add("文字里有不能用的控制字符", *place)
            if len(text) > _LONGEST:
                file.add(f"文字太长，不能超过 {_LONGEST} 个字", *place)


def _is_suspect(text: str) -> bool:
    """Tell whether a file may hold such a text; in most files nothing looks like it."""
    plain = text.replace("\r\n", "\n").replace("\t", "")
    return (
        _CONTROL.search(plain) is not None
        or _CODE.search(text) is not None
        or any(quotes in text and len(text) > _LONGEST for quotes in ('"""', "'''"))
        or max(map(len, text.split("\n"))) > _LONGEST
    )


def _strings(node: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(node, str):
        yield place, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield (*place, key), key
            yield from _strings(value, (*place, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _strings(value, (*place, number))
