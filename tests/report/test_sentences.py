"""How figures read in sentences."""

from decimal import Decimal

import pytest

from xlevaluate.sentences.numbering import Numbering, chinese_numeral
from xlevaluate.sentences.sentence_functions import (
    amount_and_change,
    change,
    completed,
    functions_of,
    in_money,
    numbered,
    of_which,
    reason,
)
from xlevaluate.sentences.values import Blank, BlankFieldError
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.template.template import Template

BLANK = Blank("上年收入")


def d(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("current", "prior", "words"),
    [
        ("594.67", "585.15", "比上年增加9.52万元，增长1.63%"),
        ("594.67", "436.78", "比上年增加157.89万元，增长36.15%"),
        ("0", "148.58", "比上年减少148.58万元"),
        ("4", "5", "比上年减少1万元，下降20%"),
        ("5", "5", "与上年持平"),
        ("0", "0", "与上年持平"),
        ("5", "0", "比上年增加5万元（上年为0，不计算增幅）"),
        ("5", "-1", "比上年增加6万元"),
    ],
)
def test_change(current: str, prior: str, words: str) -> None:
    assert change(d(current), d(prior)) == words


@pytest.mark.parametrize(
    ("current", "prior", "words"),
    [
        (d("206.70"), d("117.65"), "完成206.7万元，比上年增加89.05万元，增长75.69%"),
        (d("0"), d("0"), "完成0万元"),
        (d("5"), BLANK, "完成5万元"),
        (d("5"), NOT_APPLICABLE, "完成5万元"),
    ],
)
def test_completed(current: Decimal, prior: object, words: str) -> None:
    assert completed(current, prior) == words
    assert amount_and_change(current, prior) == words.removeprefix("完成")


def test_a_blank_that_is_needed_makes_no_sentence() -> None:
    with pytest.raises(BlankFieldError, match="上年收入"):
        in_money(BLANK)
    with pytest.raises(BlankFieldError, match="上年收入"):
        change(d("1"), BLANK)
    with pytest.raises(BlankFieldError, match="上年收入"):
        numbered(BLANK)
    with pytest.raises(BlankFieldError, match="不适用"):
        in_money(NOT_APPLICABLE)


def test_a_reason_is_given_without_its_full_stop() -> None:
    assert reason("，变化的主要原因：", "工作经费增加。") == "，变化的主要原因：工作经费增加"
    assert reason("主要原因是：", "预算增加；", "。") == "主要原因是：预算增加。"
    assert reason("主要原因是：", BLANK, "。") == ""


def test_of_which_leaves_blanks_out() -> None:
    assert of_which("人", "行政人员", d("20"), "事业人员", BLANK, "离退休人员", d("16")) == (
        "，其中行政人员20人，离退休人员16人"
    )
    assert of_which("人", "行政人员", BLANK) == ""


def test_items_are_numbered() -> None:
    assert numbered(["甲", "乙"]) == "1.甲\n2.乙"


def test_separate_budgets(template: Template) -> None:
    say = functions_of({"年度": 2023, "自称": "我办"}, template.form)["支出情况"]
    assert say(BLANK, "国有资本经营预算支出", d("0")) == "2023年，我办无国有资本经营预算支出。"
    assert (
        say(BLANK, "国有资本经营预算支出", d("5.50")) == "2023年，我办国有资本经营预算支出5.5万元。"
    )
    assert say("如实填写。", "国有资本经营预算支出", d("0")) == "如实填写。"
    with pytest.raises(BlankFieldError):
        say(BLANK, "国有资本经营预算支出", BLANK)


def test_numerals() -> None:
    assert [chinese_numeral(n) for n in (1, 9, 10, 11, 20, 21, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]
    with pytest.raises(ValueError, match="100"):
        chinese_numeral(100)


def test_headings_are_numbered_by_level() -> None:
    numbering = Numbering()
    levels = (1, 2, 2, 3, 3, 1, 2, 3)
    assert [numbering.next(level) for level in levels] == [
        "一、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "二、",
        "（一）",
        "1.",
    ]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("1、贯彻方针", "1.贯彻方针"),
        ("1.贯彻方针", "1.贯彻方针"),
        ("（1）贯彻方针", "1.贯彻方针"),
        ("（一）贯彻方针", "1.贯彻方针"),
        ("一、贯彻方针", "1.贯彻方针"),
        ("①贯彻方针", "1.贯彻方针"),
        ("12、 贯彻方针", "1.贯彻方针"),
        ("3.5万人参加", "1.3.5万人参加"),
        ("2023年工作", "1.2023年工作"),
        ("一是贯彻方针", "1.一是贯彻方针"),
        ("1、", "1.1、"),
    ],
)
def test_a_number_typed_before_an_item_gives_way(typed: str, printed: str) -> None:
    assert numbered([typed]) == printed
    assert numbered(typed) == printed
