"""What was understood of the texts, as data, as lines and on the page."""

from collections.abc import Callable

import pytest

from tests.changes import changed
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.output.understood import lines_of, read_data, sentences_read
from xlevaluate.output.understood_page import understood_part
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

PATH = "texts.analysis.management_efficiency"


@pytest.fixture
def evaluated(
    template: Template, sample: Callable[[str], Submission]
) -> Callable[[str], Evaluation]:
    def evaluate(text: str) -> Evaluation:
        return evaluate_submission(template, changed(sample("corrected"), {PATH: text}))

    return evaluate


@pytest.mark.parametrize(
    ("text", "subject", "quantity", "result", "cells"),
    [
        ("人员经费387.97万元。", "人员经费", "387.97万元", "agrees", 1),
        ("人员经费378.97万元。", "人员经费", "378.97万元", "contradicts", 1),
        ("人员经费比上年增长21.57%。", "人员经费", "21.57%", "agrees", 2),
        ("聘用人员3名。", "聘用人员", "3名", "nothing_to_compare", 0),
        ("某项目人员经费3万元。", "人员经费", "3万元", "partly_read", 0),
        ("上半年人员经费3万元。", "人员经费", "3万元", "partly_read", 0),
        ("内设3个科室：甲科、乙科。", "文中所列", "3", "contradicts", 0),
    ],
)
def test_a_sentence_is_told_with_what_it_was_held_against(
    text: str,
    subject: str,
    quantity: str,
    result: str,
    cells: int,
    evaluated: Callable[[str], Evaluation],
) -> None:
    data = read_data(list(sentences_read(evaluated(text))), "表.xlsx")
    (sentence,) = [one for one in data["sentences"] if one["text"] == text.strip("。")]
    (told,) = sentence["statements"]
    assert (told["subject"], told["quantity"], told["result"]) == (subject, quantity, result)
    assert len(told["held_against"]) == cells
    assert told["sure"] == (result != "partly_read")
    assert data["version"] == 1


def test_parts_are_told_beside_what_they_come_to(evaluated: Callable[[str], Evaluation]) -> None:
    sentences = list(sentences_read(evaluated("清淤85万元，其中甲40万元、乙55万元。")))
    (told,) = [line for line in lines_of(sentences) if line[5].endswith("95")]
    assert told[-1] == "不一致"


def test_every_sentence_is_there_and_states_what_it_may(
    evaluated: Callable[[str], Evaluation],
) -> None:
    data = read_data(list(sentences_read(evaluated("工作扎实。成效明显。"))), "表.xlsx")
    here = {one["text"]: one["statements"] for one in data["sentences"]}
    assert here["工作扎实"] == here["成效明显"] == []
    assert data["summary"]["sentences"] == len(data["sentences"])


def test_the_page_shows_it_and_escapes_what_was_written(
    evaluated: Callable[[str], Evaluation],
) -> None:
    page = understood_part(evaluated("<b>人员经费387.97万元</b>。"))
    assert "文字材料读懂了什么" in page
    assert "<b>人员" not in page
