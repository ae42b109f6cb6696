"""Numbers in Chinese numerals."""

from decimal import Decimal

import pytest

from xlevaluate.texts.numerals import number_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", "3"),
        ("两", "2"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("三千二百", "3200"),
        ("九十九点六二", "99.62"),
        ("二〇二三", "2023"),
        ("一万二千", "12000"),
        ("零", "0"),
    ],
)
def test_numerals_stand_for_numbers(text: str, number: str) -> None:
    assert number_of(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "点五", "三点", "三点百", "三四十", "两三", "一是"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number_of(text) is None
