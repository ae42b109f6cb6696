from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from xlevaluate.submission import NOT_APPLICABLE, Amount
from xlevaluate.submission.amounts import canonical, fixed, in_words, percent, plain, round_half_up

amount = TypeAdapter[Amount](Amount)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("594.67", Decimal("594.67")),
        ("394.50", Decimal("394.5")),
        (206.7, Decimal("206.7")),
        (20, Decimal(20)),
        ("-0.00", Decimal(0)),
        ("1e2", Decimal(100)),
        (None, None),
        ("不适用", NOT_APPLICABLE),
    ],
)
def test_it_keeps_numbers_blanks_and_not_applicable_apart(given: object, kept: object) -> None:
    value = amount.validate_python(given)
    assert value == kept
    assert type(value) is type(kept)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("十二", "不是数字"),
        ("", "不是数字"),
        (True, "应为数字"),
        ([], "应为数字"),
        ("NaN", "超出"),
        ("1000000000000", "超出"),
        ("0.0000001", "位数过多"),
        ("1234567890.123456", "位数过多"),
    ],
)
def test_it_refuses_what_no_cell_can_hold(given: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        amount.validate_python(given)


@pytest.mark.parametrize(
    ("value", "text"),
    [("206.70", "206.7"), ("0", "0"), ("100", "100"), ("1E+2", "100"), ("-0.50", "-0.5")],
)
def test_running_text_drops_trailing_zeros(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("206.7", "206.70"), ("0", "0.00"), ("12.3456", "12.3456"), ("-1", "-1.00")],
)
def test_tables_keep_two_decimals_and_finer_figures(value: str, text: str) -> None:
    assert fixed(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("0.125", 2, "0.13"),
        ("2.5", 0, "3"),
        ("-0.125", 2, "-0.13"),
        ("1.005", 2, "1.01"),
        ("-0.001", 2, "0.00"),
    ],
)
def test_rounding_is_half_up(value: str, decimals: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), decimals)) == rounded


def test_percent_has_two_decimals() -> None:
    assert percent(Decimal("206.7") / Decimal("111.88")) == Decimal("184.75")


def test_words_for_every_kind() -> None:
    assert [in_words(v) for v in (None, NOT_APPLICABLE, Decimal("1.50"))] == ["", "不适用", "1.5"]


def test_canonical_has_no_exponent() -> None:
    assert str(canonical(Decimal("1.20E+3"))) == "1200"
