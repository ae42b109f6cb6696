"""Reading takes time linear in the length of a text, whatever stands in it.

Costs are counted in lines of Python code that run, so that a busy machine changes nothing; for what
runs inside patterns, in seconds of the processor, with room for all that a busy machine does.
"""

import re
import sys
import time
from types import FrameType
from typing import Any

import pytest

from tests.hunan import MODEL
from xlevaluate.form.figures import Figures
from xlevaluate.template.template import Template
from xlevaluate.texts.clauses import TextAt
from xlevaluate.texts.counted_lists import counted_lists
from xlevaluate.texts.counted_things import counts_in
from xlevaluate.texts.holes import holes_of
from xlevaluate.texts.lexicon import Lexicon
from xlevaluate.texts.ordinals import runs_of
from xlevaluate.texts.report_reading import read_text
from xlevaluate.texts.vocabulary import lexicon_of, organs_of

LENGTHS = (1_000, 2_000)
LONG = (8_000, 16_000)
"""For patterns: what grows with the square of the length shows there; a cell holds 32,767."""
SHAPES = {
    "digits": "1234567890",
    "brackets": "（",
    "closed brackets": "（1）",
    "each, again and again": "分别1%、",
    "each alone": "分别为",
    "numerals": "一二三四",
    "blanks": " ",
    "linking words": "和及与",
    "a list": "支出、",
    "years": "2023年",
    "year": "年",
    "among": "其中",
    "parts": "100万元，其中甲1万元、乙2万元、",
    "unpunctuated": "人员经费支出",
    "unknown": "噫吁嚱",
    "quotes": "“”",
    "amounts": "1万元",
    "changes": "比上年增加1万元，",
    "counted lists": "内设3个：甲、乙、",
    "names before a number": "设甲、乙3个",
    "ordinals": "一是；",
    "holes": "支出  万元，",
    "blanks and years": " 年",
    "tables": "单位：万元\n项目 预算数\n三公经费 12\n",
    "sums": "甲1万元、乙2万元，合计4万元，",
    "counts": "会议3次，",
}


@pytest.fixture(scope="module")
def language(template: Template) -> tuple[Lexicon, re.Pattern[str]]:
    figures = Figures(template.form, MODEL())
    return lexicon_of(template, figures), organs_of(template.texts.words)


def read_all(text: str, language: tuple[Lexicon, re.Pattern[str]]) -> None:
    read = read_text(TextAt("名", "texts.other", text), *language, 2023)
    list(counted_lists(read.plain.text))
    list(counts_in(text))
    list(holes_of(text))
    list(runs_of(text))


def steps(text: str, language: tuple[Lexicon, re.Pattern[str]]) -> int:
    """Count the lines of Python that run while a text is read."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read_all(text, language)
    finally:
        sys.settrace(before)
    return count


def of_length(shape: str, length: int) -> str:
    return (shape * length)[:length]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_twice_the_text_takes_twice_the_steps(
    shape: str, language: tuple[Lexicon, re.Pattern[str]]
) -> None:
    once, twice = (steps(of_length(shape, length), language) for length in LENGTHS)
    assert twice <= 2.2 * once + 1_000


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_twice_the_text_takes_twice_the_time_of_patterns_too(
    shape: str, language: tuple[Lexicon, re.Pattern[str]]
) -> None:
    def cost(length: int) -> float:
        text = of_length(shape, length)
        started = time.process_time()
        read_all(text, language)
        return time.process_time() - started

    half, whole = (min(cost(length), cost(length)) for length in LONG)
    assert whole <= 3 * half + 0.05
