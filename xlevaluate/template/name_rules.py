"""Whether a text can be a name: a defined name of a workbook, and a name in sentences.

A name goes into formulas as it is. A spreadsheet takes ``A1``, ``R1C1`` or ``TRUE`` for something
else; sentences are read as Python reads names, which are the same in their compatibility form.
"""

import keyword
import re
import unicodedata
from functools import lru_cache

LONGEST = 100
"""Characters of one part of a name; a spreadsheet takes 255 in all."""

_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*(?:[Cc]\d*)?|[Cc]\d*")
_OURS = ("xle_", "_xl", "_xlnm")
"""Beginnings of names that belong to us or to the spreadsheet."""

_WORDS = frozenset(
    {"true", "false", "none", "null", "in", "is", "and", "or", "not", "if", "else", "loop", "self"}
)
"""Words that mean something else in formulas or sentences."""


@lru_cache(maxsize=1024)
def wrong_name(name: str) -> str | None:
    """Say why a text can be no name; ``None`` where it can."""
    if not name:
        return "名称不能为空"
    if len(name) > LONGEST:
        return f"名称不能超过 {LONGEST} 个字"
    if not name.isidentifier() or any(not char.isalnum() and char != "_" for char in name):
        return (
            f"“{name}”不能作名称：名称由汉字、字母、数字和下划线组成，不以数字开头，没有空格和符号"
        )
    if unicodedata.normalize("NFKC", name) != name:
        return f"“{name}”不能作名称：其中有全角字母、数字或兼容字符，请改成通常的写法"
    if _CELL.fullmatch(name):
        return f"“{name}”不能作名称：表格会把它当作单元格地址"
    if name.casefold() in _WORDS or keyword.iskeyword(name):
        return f"“{name}”不能作名称：它在公式或句子里另有意思"
    if name.casefold().startswith(_OURS):
        return f"“{name}”不能作名称：这样开头的名称留给程序自己用"
    return None


def wrong_part(text: str) -> str | None:
    """Say why a text can be no part of a name, as “分值” is of “产出指标_分值”.

    A part may begin with a digit, and look like a cell.
    """
    return wrong_name(text) if not text or wrong_name(f"名{text}") else None


_STEP = re.compile(r"[a-z][a-z0-9_]*")


@lru_cache(maxsize=1024)
def wrong_path(path: str, taken: frozenset[str]) -> str | None:
    """Say why a text can be no path (``unit.name``); ``taken`` are steps with another meaning."""
    for step in path.split("."):
        if not _STEP.fullmatch(step) or len(step) > LONGEST:
            return (
                f"“{path}”不能作路径：各段用小写英文字母、数字和下划线，以字母开头，"
                "段与段之间用一个点"
            )
        if keyword.iskeyword(step) or step in taken or step.startswith("model_"):
            return f"路径“{path}”里的“{step}”程序另有用处，请换一个词"
    return None
