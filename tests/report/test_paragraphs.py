"""Long cells as paragraphs, whatever their lines were broken with."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.changes import changed
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.report.content import report_content
from xlevaluate.sentences.paragraphs import in_a_sentence, paragraphs_of
from xlevaluate.submission import Submission
from xlevaluate.submission.texts import clean_text
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("一段", ("一段",)),
        ("一\n二", ("一", "二")),
        ("一\r\n二\r三", ("一", "二", "三")),
        ("一\x0b二\x0c三", ("一", "二", "三")),
        ("一\u2028二\u2029三\x85四", ("一", "二", "三", "四")),
        ("一_x000B_二_x000D_\n三_x2028_四_x0041_", ("一", "二", "三", "四_x0041_")),
        ("　　一是甲。　\n\xa0\xa0二是乙。\xa0\t", ("一是甲。", "二是乙。")),
        ("\ufeff一\u200b\n\u200b\n \n二\u2003", ("一", "二")),
        ("一、甲\n1.乙\n（1）丙\n（一）丁", ("一、甲", "1.乙", "（1）丙", "（一）丁")),
        ("一是甲；二是乙；\n三是丙", ("一是甲；二是乙；", "三是丙")),
        ("甲\x07乙\x1b\ud800丙\ufffe", ("甲乙丙",)),
        ("<b>&amp; {{ 年度 }} {% if %}", ("<b>&amp; {{ 年度 }} {% if %}",)),
        ("甲 乙　丙", ("甲 乙　丙",)),
        (" \n\x0b　\n", ()),
        ("", ()),
    ],
)
def test_each_line_is_a_paragraph(text: str, paragraphs: tuple[str, ...]) -> None:
    assert paragraphs_of(text) == paragraphs


def without_blanks(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff]", "", text)


PIECES = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\r",
        "\x0b",
        "\u2028",
        "\x85",
        "_x000B_",
        "　",
        "\xa0",
        "1、",
        "一是",
        "甲",
        "<",
        "&",
        "\x07",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=4))).map("".join))
@example("1\n \x1f2")
def test_nothing_is_lost_and_nothing_doubled(text: str) -> None:
    paragraphs = paragraphs_of(text)
    cleaned = clean_text(text.replace("_x000B_", "\v")) or ""
    assert without_blanks("".join(paragraphs)) == without_blanks(cleaned)
    assert all(paragraph == paragraph.strip() != "" for paragraph in paragraphs)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("工作经费增加。", "工作经费增加"),
        ("一是人员增加。\n二是工资提标；\r\n", "一是人员增加；二是工资提标"),
        ("主要有：\n1.人员增加\n2.工资提标。", "主要有：1.人员增加；2.工资提标"),
        ("。\n；", ""),
    ],
)
def test_lines_within_a_sentence_are_joined(typed: str, words: str) -> None:
    assert in_a_sentence(typed) == words


def test_a_cell_pasted_from_word_keeps_its_paragraphs(
    workbook: Callable[[Submission], Path],
    sample: Callable[[str], Submission],
    check_file: Callable[[Path], Evaluation],
) -> None:
    """A spreadsheet file keeps a vertical tab as ``_x000B_``."""
    path = workbook(sample("corrected"))
    book = openpyxl.load_workbook(path)
    ((sheet, cell),) = book.defined_names["其他说明"].destinations
    book[sheet][cell] = "一是甲。_x000B_二是乙。_x000D_\n三是丙。"
    book.save(path)
    texts = [paragraph.text for paragraph in report_content(check_file(path)).paragraphs]
    assert texts[-3:] == ["一是甲。", "二是乙。", "三是丙。"]


def test_a_reason_of_several_lines_stays_in_its_sentence(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    typed = "一是工资提标。\n二是人员增加。"
    submission = changed(sample("corrected"), {"finances.income.total.reason": typed})
    content = report_content(evaluate_submission(template, submission))
    texts = [paragraph.text for paragraph in content.paragraphs]
    assert any("主要原因是：一是工资提标；二是人员增加。其中：" in text for text in texts)
