from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevaluate.form.numbers import read_number, read_typed
from xlevaluate.submission import NOT_APPLICABLE


@pytest.mark.parametrize(
    ("typed", "unit", "amount"),
    [
        ("１２．５", "万元", "12.5"),
        ("1,234.50", "万元", "1234.5"),
        ("１，２３４", "万元", "1234"),
        ("12.5万元", "万元", "12.5"),
        (" 12.5 万元 ", "万元", "12.5"),
        ("41.2 万", "万元", "41.2"),
        ("20人", "人", "20"),
        ("30㎡", "㎡", "30"),
        ("30m²", "㎡", "30"),
        ("1 234.50", "万元", "1234.5"),
        ("1\u00a0234\u00a0567", "万元", "1234567"),
        ("+5", "万元", "5"),
        ("-5.20", "万元", "-5.2"),
    ],
)
def test_a_text_beyond_doubt_is_read_and_hinted_at(typed: str, unit: str, amount: str) -> None:
    read = read_number(typed, unit)
    assert read is not None
    assert (read.amount, read.as_typed) == (Decimal(amount), False)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("12元", "万元"),
        ("12万元", "人"),
        ("12万", "人"),
        ("12万", "元"),
        ("约12", "万元"),
        ("1,23", "万元"),
        ("12,3456", "万元"),
        ("3-5", "万元"),
        ("5%", "万元"),
        ("1e3", "万元"),
        ("十二", "万元"),
        ("无", "万元"),
        ("1.2.3", "万元"),
        ("12 13", "万元"),
        ("1 23", "万元"),
        ("1, 234", "万元"),
        ("5²", "万元"),
        ("٣", "万元"),
        ("½", "万元"),
        ("12 13 万元", "万元"),
        (".5", "万元"),
        (True, "人"),
        ("1000000000000", "万元"),
    ],
)
def test_a_text_in_doubt_is_not_read(typed: object, unit: str) -> None:
    assert read_number(typed, unit) is None


@pytest.mark.parametrize(
    ("typed", "amount", "as_typed"),
    [
        (None, None, True),
        ("", None, True),
        ("  ", None, False),
        ("不适用", NOT_APPLICABLE, True),
        (" 不适用 ", NOT_APPLICABLE, False),
        (0, Decimal(0), True),
        (0.1 + 0.2, Decimal("0.3"), True),
        (1 / 3, Decimal("0.333333"), False),
        (594.67, Decimal("594.67"), True),
    ],
)
def test_blank_zero_and_not_applicable_stay_apart(
    typed: object, amount: object, as_typed: bool
) -> None:
    read = read_number(typed, "万元")
    assert read is not None
    assert (read.amount, read.as_typed) == (amount, as_typed)


@pytest.mark.parametrize("mark", ["—", "——", " ―― ", "/", "／"])
def test_a_mark_that_is_typed_is_an_answer(mark: str) -> None:
    assert read_typed(mark) == (NOT_APPLICABLE, False)
    assert read_number(mark) is None  # of what is computed it means nothing


@pytest.mark.parametrize("typed", ["-", "－", "--", "无", "*", "1/2", "", None, 0, "0"])
def test_all_else_is_read_as_it_was(typed: object) -> None:
    assert read_typed(typed, "万元") == read_number(typed, "万元")


@given(st.decimals(-(10**8), 10**8, places=6), st.booleans())
def test_every_amount_is_read_back(amount: Decimal, grouped: bool) -> None:
    text = f"{amount:,f}" if grouped else f"{amount:f}"
    wide = text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    for typed in (text, wide, f"{text}万元", float(amount)):
        read = read_number(typed, "万元")
        assert read is not None
        assert read.amount == amount


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.none())
def test_nothing_makes_it_fail(typed: object) -> None:
    read_number(typed, "万元")
