"""A figure that comes of another by a slip of the hand is known, and no other is."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xlevaluate.submission.mistyped import POWERS, mistyping

AMOUNTS = st.integers(min_value=1, max_value=10**9).map(lambda cents: Decimal(cents) / 100)


@given(AMOUNTS, st.sampled_from(POWERS))
def test_ten_times_and_a_tenth_are_known_exactly(amount: Decimal, power: int) -> None:
    for typed, meant, expected in (
        (amount.scaleb(power), amount, power),
        (amount, amount.scaleb(power), -power),
    ):
        found = mistyping(typed, meant)
        assert found is not None
        assert found.power == expected


@given(AMOUNTS, st.data())
def test_swapped_digits_are_known(amount: Decimal, data: st.DataObject) -> None:
    digits = f"{amount:.2f}".replace(".", "")
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]]
    assume(places)
    at = data.draw(st.sampled_from(places))
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    typed = Decimal(swapped) / 100
    found = mistyping(typed, amount)
    assume(len(f"{typed:.2f}") == len(f"{amount:.2f}") and typed)
    assert found is not None
    assert found.power or found.swapped == (digits[at : at + 2], swapped[at : at + 2])


def _by_hand(typed: Decimal, meant: Decimal) -> bool:
    """Tell in another way whether two amounts of cents are a slip apart: by trying every slip."""
    if any(typed in {meant.scaleb(power), meant.scaleb(-power)} for power in POWERS):
        return True
    digits = f"{meant:.2f}"
    point = digits.index(".")
    bare = digits.replace(".", "")
    tries = (bare[:i] + bare[i + 1] + bare[i] + bare[i + 2 :] for i in range(len(bare) - 1))
    written = {text[:point] + "." + text[point:] for text in tries}
    return f"{typed:.2f}" in written


@given(AMOUNTS, AMOUNTS)
def test_nothing_else_is_taken_for_a_slip(typed: Decimal, meant: Decimal) -> None:
    assume(typed != meant and typed * 100 % 10 != 0)  # written to the cent
    is_rounded = typed >= 1 and any(  # three digits
        abs(typed - meant.scaleb(-power)) <= Decimal("0.005") for power in POWERS
    )
    assert (mistyping(typed, meant) is not None) == (is_rounded or _by_hand(typed, meant))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1", "3"), ("0", "10"), ("12.5", "12.5"), ("12", "13"), ("1", "10.4"), ("15", "51.9")],
)
def test_these_are_no_slips(typed: str, meant: str) -> None:
    assert mistyping(Decimal(typed), Decimal(meant)) is None


@pytest.mark.parametrize(
    ("typed", "meant", "power"),
    [("98.2", "9.8214", 1), ("11.14", "0.001114", 4), ("0.535", "5.35", -1), ("4.86", "486", -2)],
)
def test_a_rounded_figure_is_known_where_it_has_three_digits(
    typed: str, meant: str, power: int
) -> None:
    found = mistyping(Decimal(typed), Decimal(meant))
    assert found is not None
    assert found.power == power


def test_rounded_figures_with_digits_swapped_are_known() -> None:
    found = mistyping(Decimal("98.23"), Decimal("92.8333333"))
    assert found is not None
    assert found.swapped == ("28", "82")
