"""Targets and actual values in people's words."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevaluate.scoring.quantity import read_deadline, read_quantity


@pytest.mark.parametrize(
    ("text", "relation", "low", "unit"),
    [
        ("≥95%", "at_least", "95", "%"),
        ("≥ 95％", "at_least", "95", "%"),
        ("不低于95%", "at_least", "95", "%"),
        ("达到95%以上", "at_least", "95", "%"),
        ("95%及以上", "at_least", "95", "%"),
        ("=100%", "equal", "100", "%"),
        ("等于12次", "equal", "12", "次"),
        ("=12次以上", "at_least", "12", "次"),
        ("100%", "at_least", "100", "%"),
        ("12次", "at_least", "12", "次"),
        ("完成12次", "at_least", "12", "次"),
        ("１２次。", "at_least", "12", "次"),
        ("12", "at_least", "12", ""),
        ("150余场次", "at_least", "150", "场次"),
        ("20份以上", "at_least", "20", "份"),
        ("1,200人", "at_least", "1200", "人"),
        ("1.5万人", "at_least", "1.5", "万人"),
        ("0㎡", "at_least", "0", "平方米"),
        ("≤10万元", "at_most", "10", "万元"),
        ("不超过 3 个工作日", "at_most", "3", "个工作日"),
        ("控制在10万元以内", "at_most", "10", "万元"),
        ("5%以下", "at_most", "5", "%"),
        ("技术收入达到12万元", "at_least", "12", "万元"),
        ("项目成本控制在30万元以内", "at_most", "30", "万元"),
        ("较上年增长10%", "at_least", "10", "%"),
        ("能耗降到5%", "at_most", "5", "%"),
        ("每月检查2次", "at_least", "24", "次"),
        ("每季度不少于两次", "at_least", "8", "次"),
        ("百分之九十五", "at_least", "95", "%"),
        ("十二场", "at_least", "12", "场"),
        ("零差错", "at_most", "0", ""),
        ("全覆盖", "at_least", "100", "%"),
    ],
)
def test_a_number_is_read(text: str, relation: str, low: str, unit: str) -> None:
    found = read_quantity(text)
    assert found is not None
    assert (found.relation, found.low, found.unit) == (relation, Decimal(low), unit)


@pytest.mark.parametrize("text", ["10–12次", "10-12次", "10～12次", "10至12次", "10到12次"])
def test_a_range_is_read(text: str) -> None:
    found = read_quantity(text)
    assert found is not None
    assert (found.relation, found.low, found.high, found.unit) == (
        *("range", Decimal(10), Decimal(12), "次"),
    )


def test_both_ends_of_a_range_may_have_the_percent_sign() -> None:
    found = read_quantity("90%—95%")
    assert found is not None
    assert (found.low, found.high, found.unit) == (Decimal(90), Decimal(95), "%")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "达到优良",
        "每村2名",
        "不发生1起事故",
        "一次性验收",
        "建设场馆3个，覆盖率90%",
        "不少于10次以内",
        "12-10次",
        "2023年12月底前",
        "2023年",
        "发挥党办机关中枢作用",
        "一二三",
        "=1+1",
    ],
)
def test_what_is_not_one_number_is_qualitative(text: str | None) -> None:
    assert read_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023年12月底前", datetime.date(2023, 12, 31)),
        ("2023年11月30日前", datetime.date(2023, 11, 30)),
        ("2023年2月底", datetime.date(2023, 2, 28)),
        ("2023年", datetime.date(2023, 12, 31)),
        ("2023-6-5", datetime.date(2023, 6, 5)),
        ("于2023年6月前完成", datetime.date(2023, 6, 30)),
        ("2023年13月", None),
        ("2023年2月30日", None),
        ("12月底前", None),
        ("12次", None),
    ],
)
def test_a_deadline_is_read(text: str, date: datetime.date | None) -> None:
    assert read_deadline(text) == date


@given(st.text(max_size=40))
def test_any_text_is_read_or_not_and_nothing_raised(text: str) -> None:
    read_quantity(text)
    read_deadline(text)


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["次", "%", "万元", "份", ""]))
def test_a_number_written_plainly_comes_back(number: Decimal, unit: str) -> None:
    found = read_quantity(f"{number}{unit}")
    assert found is not None or (1900 <= number < 2100 and unit == "")
    if found is not None:
        assert (found.low, found.unit) == (number, unit)
