"""Texts in a template's files that no cell can hold, and choices that no list can."""

import re
from collections import Counter
from collections.abc import Iterator

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath

_LONGEST = 2000
"""Characters of a text."""

_LONGEST_LIST = 255
"""Characters that Excel's list of choices may have together."""

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


def _strings(node: object, place: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(node, str):
        yield place, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield (*place, key), key
            yield from _strings(value, (*place, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _strings(value, (*place, number))


def lint_choices(file: TomlFile, kind: str, choices: tuple[str, ...], place: KeyPath) -> None:
    """Note a choice without choices, choices of something else, and such as no list can hold."""
    if kind == "choice" and not choices:
        file.add("kind 为 choice 的要写出 choices", *place)
    if kind != "choice" and choices:
        file.add("choices 只用于 kind 为 choice 的", *place, "choices")
    if len(",".join(choices)) > _LONGEST_LIST:
        file.add(f"各选项合计不能超过 {_LONGEST_LIST} 个字", *place, "choices")
    for number, choice in enumerate(choices):
        if not choice.strip() or len(choice) > 100 or set(choice) & set('",\n'):
            file.add("选项不能为空、太长或含有逗号、引号", *place, "choices", number)
    for choice, count in Counter(choices).items():
        if count > 1:
            file.add(f"选项“{choice}”用了 {count} 次", *place, "choices")
