from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xlevaluate.scoring.execution import execution_score
from xlevaluate.scoring.profile import Profile
from xlevaluate.template.template import Template

amounts = st.decimals(0, 10**6, places=2)


@pytest.mark.parametrize(
    ("executed", "budget", "score"),
    [
        ("594.67", "594.67", "10.00"),
        ("0", "594.67", "0.00"),
        ("700", "594.67", "10.00"),
        ("-5", "594.67", "0.00"),
        ("9.865", "10", "9.87"),
        ("1", "3", "3.33"),
        ("0", "0", None),
        ("5", "0", None),
    ],
)
def test_execution(executed: str, budget: str, score: str | None) -> None:
    points = execution_score(Decimal(10), Decimal(executed), Decimal(budget))
    assert (None if points is None else str(points)) == score


@given(amounts, amounts.filter(bool))
def test_it_lies_between_0_and_the_weight(executed: Decimal, budget: Decimal) -> None:
    points = execution_score(Decimal(10), executed, budget)
    assert points is not None
    assert 0 <= points <= 10


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
        ("-1", "差"),
    ],
)
def test_grades(template: Template, total: str, grade: str) -> None:
    assert template.profile.grade_of(Decimal(total)) == grade


def test_the_frame_adds_up_to_100(template: Template) -> None:
    assert template.profile.frame.total == 100


def test_grades_out_of_order_are_refused(template: Template) -> None:
    data = template.profile.model_dump(by_alias=True)
    data["grade"] = tuple(reversed(data["grade"]))
    with pytest.raises(ValidationError, match="从高到低"):
        Profile.model_validate(data)
