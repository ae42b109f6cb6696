from decimal import Decimal

import pytest

from xlevaluate.computed.change import growth
from xlevaluate.computed.terms import Terms


@pytest.mark.parametrize(
    ("current", "prior", "rate"),
    [
        ("594.67", "585.15", "0.0163"),
        ("594.67", "436.78", "0.3615"),
        ("387.97", "319.13", "0.2157"),
        ("206.7", "117.65", "0.7569"),
        ("0", "148.58", "-1.0000"),
        ("5", "0", None),
        ("0", "0", None),
    ],
)
def test_growth(current: str, prior: str, rate: str | None) -> None:
    result = growth(Decimal(current), Decimal(prior))
    assert result == (None if rate is None else Decimal(rate))


def test_terms_are_fields_joined_by_signs() -> None:
    terms = Terms.parse("甲 - 乙 + 丙")
    assert terms.signed == ((1, "甲"), (-1, "乙"), (1, "丙"))
    assert terms.formula() == "ROUND(甲-乙+丙,6)"
    assert terms.words(lambda name: name) == "（甲 － 乙 ＋ 丙）"


@pytest.mark.parametrize("text", ["甲 -", "甲 乙", "甲-乙", "", "甲 * 乙"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是"):
        Terms.parse(text)
