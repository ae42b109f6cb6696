"""Scores proposed from target and actual value."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xlevaluate.scoring.indicator_rules import within_band
from xlevaluate.scoring.indicator_score import propose
from xlevaluate.template.template import Template


@pytest.mark.parametrize(
    ("target", "actual", "weight", "score"),
    [
        ("≥95%", "96%", "10", "10.00"),
        ("≥95%", "95%", "10", "10.00"),
        ("≥95%", "47.5%", "10", "5.00"),
        ("12次", "13次", "5", "5.00"),
        ("12次", "0次", "5", "0.00"),
        ("3次", "1次", "10", "3.33"),
        ("3次", "2次", "10", "6.67"),
        ("200次", "1次", "1", "0.01"),  # 0.005, half up
        ("20份以上", "150余份", "8", "8.00"),
        ("≤10万元", "8万元", "10", "10.00"),
        ("≤10万元", "10万元", "10", "10.00"),
        ("≤10万元", "12.5万元", "10", "8.00"),
        ("≤10万元", "0万元", "10", "10.00"),
        ("≤0起", "0起", "10", "10.00"),
        ("≤0起", "1起", "10", "0.00"),
        ("0次", "0次", "10", "10.00"),
        ("0次", "2次", "10", "0.00"),
        ("10–12次", "11次", "10", "10.00"),
        ("10–12次", "12次", "10", "10.00"),
        ("10–12次", "5次", "10", "5.00"),
        ("10–12次", "24次", "10", "5.00"),
        ("2023年12月底前", "2023年11月20日", "5", "5.00"),
        ("12月底前", "11月底前", "5", "5.00"),
        ("12月底前", "12月20日完成", "5", "5.00"),
        ("2023年12月底前", "12月20日", "5", "5.00"),
        ("〈3次", "2次", "10", "10.00"),
        ("﹤3次", "6次", "10", "5.00"),
        ("〉90%", "91%", "10", "10.00"),
        ("⩾90%", "91%", "10", "10.00"),
        ("12次", "12", "5", "5.00"),
        (">90%", "91%", "10", "10.00"),
        ("3个工作日内", "2个工作日内", "10", "10.00"),
        ("30天内", "40天", "10", "7.50"),
        ("24小时内", "20小时", "10", "10.00"),
        ("5年以上", "6年", "10", "10.00"),
        ("2010.5", "2010.5", "10", "10.00"),
        ("≥0%", "5%", "10", "10.00"),
        ("≥5%", "-3%", "10", "0.00"),
        ("≥1万人次", "1.2万余人次", "10", "10.00"),
        ("≤10万元", "98000元", "10", "10.00"),
        ("≤10万元", "200000元", "10", "5.00"),
        ("≥1000m²", "1200平方米", "10", "10.00"),
        ("3次（含）以上", "4次", "10", "10.00"),
    ],
)
def test_quantitative(target: str, actual: str, weight: str, score: str) -> None:
    found = propose(target, actual, Decimal(weight))
    assert (found.kind, str(found.score)) == ("quantitative", score), found.words


@pytest.mark.parametrize(
    ("target", "actual", "kind"),
    [
        (None, "12次", "blank"),
        ("12次", None, "blank"),
        ("达到优良", "优良", "qualitative"),
        ("12次", "圆满完成", "qualitative"),
        ("12次", "12场", "unclear"),
        ("≥95%", "0.96", "unclear"),
        ("12次", "10-13次", "unclear"),
        ("2023年11月底前", "2023年12月1日", "unclear"),
        # A limit is not a number: whether the target was met is not said.
        ("≥95%", "低于95%", "unclear"),
        ("≥100次", "少于100次", "unclear"),
        ("≤10万元", "超过10万元", "unclear"),
        ("≤3起", "3起以上", "unclear"),
        ("10–12次", "11次以上", "unclear"),
        # Equal to a strict limit.
        (">90%", "90%", "unclear"),
        ("＜3次", "3次", "unclear"),
        # A date that leaves out the year is of the year evaluated; a day alone is no date.
        ("6月底", "7月底", "unclear"),
        ("2023年6月底前", "7月2日", "unclear"),
        ("12月底前", "2024年1月10日", "qualitative"),
        ("10日前", "8日前", "qualitative"),
        ("2023年上半年", "2024年上半年", "qualitative"),
        ("12次", f"{'9' * 30}次", "qualitative"),
    ],
)
def test_what_is_not_scored(target: str | None, actual: str | None, kind: str) -> None:
    found = propose(target, actual, Decimal(10))
    assert (found.kind, found.score) == (kind, None)


def test_a_target_of_costs_has_to_say_that_it_is_a_limit() -> None:
    assert propose("10万元", "9万元", Decimal(10), is_limit=True).kind == "unclear"
    assert propose("≤10万元", "9万元", Decimal(10), is_limit=True).score == 10
    assert propose("0次", "0次", Decimal(10), is_limit=True).score == 10


def test_it_says_how_the_points_came_about() -> None:
    words = propose("≥10次", "8次", Decimal(5)).words
    assert words == "实际 8 ÷ 目标 10 = 80%，5 分得 4"
    words = propose("≤10万元", "12.5万元", Decimal(5)).words
    assert words == "目标 10 ÷ 实际 12.5 = 80%，5 分得 4"


amounts = st.decimals(0, 10**6, places=2)
weights = st.decimals(0, 100, places=1)


@given(amounts, amounts, weights, st.sampled_from(["≥", "≤", ""]))
def test_it_lies_between_0_and_the_weight(
    target: Decimal, actual: Decimal, weight: Decimal, sign: str
) -> None:
    found = propose(f"{sign}{target}次", f"{actual}次", weight)
    assert found.score is not None
    assert 0 <= found.score <= weight


@given(amounts, amounts, amounts, weights)
def test_a_better_actual_never_scores_lower(
    target: Decimal, one: Decimal, other: Decimal, weight: Decimal
) -> None:
    assume(target > 0)
    low, high = sorted((one, other))
    more = [propose(f"≥{target}次", f"{actual}次", weight).score for actual in (low, high)]
    less = [propose(f"≤{target}次", f"{actual}次", weight).score for actual in (high, low)]
    for worse, better in (more, less):
        assert worse is not None
        assert better is not None
        assert worse <= better


@pytest.mark.parametrize(
    ("band", "score", "inside"),
    [
        ("达成预期", "10", True),
        ("达成预期", "8", True),
        ("达成预期", "7.99", False),
        ("部分达成", "8", False),
        ("部分达成", "6", True),
        ("部分达成", "7.99", True),
        ("未达成", "6", False),
        ("未达成", "0", True),
        ("未达成", "5.99", True),
    ],
)
def test_bands(template: Template, band: str, score: str, inside: bool) -> None:
    found = template.profile.band_named(band)
    assert found is not None
    assert within_band(found, Decimal(score), Decimal(10)) is inside
