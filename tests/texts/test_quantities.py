"""Quantities: what a number with its unit stands for, and what is none."""

from decimal import Decimal

import pytest

from xlevaluate.texts.characters import plain_of
from xlevaluate.texts.quantities import other_number_at, quantity_at


def quantity(written: str) -> tuple[str, Decimal] | None:
    """Return kind and number of the first quantity of a text, read as the reader reads it."""
    text, at = plain_of(written).text, 0
    while at < len(text):
        if end := other_number_at(text, at):
            at = end
            continue
        found = quantity_at(text, at)
        if found is not None:
            return found.kind, found.number
        at += 1
        while at < len(text) and text[at - 1].isdigit() and text[at].isdigit():
            at += 1
    return None


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("支出206.7万元", "money", "206.7"),
        ("支出1,206.70万元", "money", "1206.7"),
        ("支出1，206.70万元", "money", "1206.7"),
        ("支出２０６．７万元", "money", "206.7"),
        ("支出4,836,000.00元", "money", "483.6"),
        ("支出0.25亿元", "money", "2500"),
        ("增长3.29%", "percent", "3.29"),
        ("增长百分之三点二九", "percent", "3.29"),
        ("提高2.5个百分点", "points", "2.5"),
        ("编制50名", "count", "50"),
        ("召开会议三次", "count", "3"),
    ],
)
def test_numbers_in_every_form(text: str, kind: str, number: str) -> None:
    assert quantity(text) == (kind, Decimal(number))


@pytest.mark.parametrize(
    "text",
    [
        "某办发〔2023〕15号",
        "按照第3条",
        "一是提高认识",
        "上午9:30",
        "电话0739-5551234",
        "10-15万元",
    ],
)
def test_what_stands_for_something_else_is_none(text: str) -> None:
    assert quantity(text) is None


@pytest.mark.parametrize(
    ("text", "agrees", "not_so"),
    [
        ("12.3万元", "12.34", "12.36"),
        ("123400元", "12.34", "12.35"),
        ("0.12亿元", "1204", "1260"),
        ("930余万元", "936.2", "941"),
        ("近940万元", "931", "941"),
        ("约900万元", "931.48", "1200"),
    ],
)
def test_the_digits_written_say_how_exactly(text: str, agrees: str, not_so: str) -> None:
    found = next(q for at in range(len(text)) if (q := quantity_at(text, at)))
    assert found.agrees(Decimal(agrees))
    assert not found.agrees(Decimal(not_so))
