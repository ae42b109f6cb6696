from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevaluate.submission.tolerance import agreement, exceeds

money = st.decimals(0, 10**5, places=2)


@pytest.mark.parametrize(
    ("total", "items", "verdict"),
    [
        ("594.67", ["387.97", "206.7"], "equal"),
        ("585.15", ["436.78", "148.58"], "different"),
        ("10.01", ["3.33", "3.33", "3.34"], "rounding"),
        ("10.02", ["3.33", "3.33", "3.34"], "different"),
        ("5.42", ["5.41", "0", "0"], "different"),
        ("5.42", ["5.40", "0.01"], "rounding"),
        ("0.01", ["0", "0"], "different"),
        ("1.0001", ["0.5", "0.5"], "rounding"),
        ("1.0001", ["0.5001", "0.5001"], "rounding"),
        ("1.0001", ["0.5001", "0.5002"], "different"),
    ],
)
def test_a_total_against_its_items(total: str, items: list[str], verdict: str) -> None:
    assert agreement(Decimal(total), map(Decimal, items)) == verdict


@given(st.lists(st.decimals(0, 1000, places=4), min_size=1, max_size=12))
def test_rounding_alone_is_never_an_error(exact: list[Decimal]) -> None:
    cent = Decimal("0.01")
    assert agreement(sum(exact, Decimal(0)).quantize(cent), [x.quantize(cent) for x in exact]) in {
        "equal",
        "rounding",
    }


@given(st.lists(money, min_size=1, max_size=12), st.integers(1, 10**6))
def test_beyond_tolerance_is_an_error(items: list[Decimal], beyond: int) -> None:
    allowed = Decimal("0.005") * (sum(item != 0 for item in items) + 1)
    total = sum(items, Decimal(0)) + allowed + Decimal(beyond) / 100
    assert agreement(total.quantize(Decimal("0.01")), items) == "different"


def test_a_part_may_be_less_but_not_more() -> None:
    assert exceeds([Decimal(3), Decimal(4)], Decimal(8)) == "equal"
    assert exceeds([Decimal("3.33"), Decimal("3.34")], Decimal("6.66")) == "rounding"
    assert exceeds([Decimal(3), Decimal(4)], Decimal(6)) == "different"
