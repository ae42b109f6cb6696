"""Long texts of cells as paragraphs of a document.

What is typed into one cell, or pasted into it from Word, holds breaks of many kinds; each begins
a paragraph of its own, so that a list (1、 1. （1） 一是 （一）) keeps a paragraph for each item.
"""

import re

from xlevaluate.submission.texts import clean_text

_AROUND = re.compile(r"^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$")
"""Blanks of every width: a document indents by its style."""

_CODED = re.compile("_x(?:000[ABCD]|0085|2028|2029)_")
"""Breaks as a spreadsheet file keeps them, which come back so from the file."""

_PUNCTUATION = "。；;，,、"


def paragraphs_of(text: str) -> tuple[str, ...]:
    r"""Return the paragraphs of a text, without blanks around them and without blank ones.

    >>> paragraphs_of("　一是提高认识。\v二是加强管理。\r\n\r\n1、健全制度。 ")
    ('一是提高认识。', '二是加强管理。', '1、健全制度。')
    """
    cleaned = clean_text(_CODED.sub("\n", text)) or ""
    lines = (_AROUND.sub("", line) for line in cleaned.split("\n"))
    return tuple(line for line in lines if line)


def in_a_sentence(text: str) -> str:
    r"""Return the text as part of a sentence: one line, without the punctuation at its end.

    >>> in_a_sentence("一是人员增加。\n二是工资提标。")
    '一是人员增加；二是工资提标'
    """
    lines = [line.strip(_PUNCTUATION + " \t\u3000\u00a0") for line in paragraphs_of(text)]
    sentence = "；".join(line for line in lines if line)
    return sentence.replace("：；", "：")
