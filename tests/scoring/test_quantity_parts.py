"""Targets taken apart for the platform, and put together again."""

import pytest

from xlevaluate.form.split_values import is_bare_number, joined
from xlevaluate.scoring.quantity import read_quantity
from xlevaluate.scoring.quantity_parts import parts_of


@pytest.mark.parametrize(
    ("target", "actual", "sign", "value", "done", "unit"),
    [
        ("≥95%", "96.5%", "≥", "95", "96.5", "%"),
        ("不低于95%", "95％", "≥", "95", "95", "%"),
        ("95%以上", "96%", "≥", "95", "96", "%"),
        ("≤10万元", "9.87万元", "≤", "10", "9.87", "万元"),
        ("10天以内", "8天", "≤", "10", "8", "天"),
        ("<3次", "2次", "<", "3", "2", "次"),
        ("＞3次", "4次", ">", "3", "4", "次"),
        ("=100%", "100%", "=", "100", "100", "%"),
        ("3台", "3台", "=", "3", "3", "台"),
        ("三台", "3台", "=", "3", "3", "台"),
        ("≥1,200人次", "1320余人次", "≥", "1200", "1320", "人次"),
        ("≥0起", "0", "≥", "0", "0", "起"),
        ("≥2万元", "25000元", "≥", "20000", "25000", "元"),
        ("≥100百分比", "100", "≥", "100", "100", "百分比"),
    ],
)
def test_a_number_is_taken_apart(
    target: str, actual: str, sign: str, value: str, done: str, unit: str
) -> None:
    parts = parts_of(target, actual)
    assert (parts.sign, parts.target, parts.actual, parts.unit) == (sign, value, done, unit)
    assert not parts.is_whole


@pytest.mark.parametrize(
    ("target", "actual", "is_whole"),
    [
        ("建立并落实", "已建立", False),  # no number in it: nothing to look at
        ("10–12次", "11次", True),
        ("2023年11月底前", "2023年11月20日", True),
        ("每月1次", "12次", True),
        ("增长5%", "增长6%", True),
        ("≥95%", "大多数满意", True),
        ("≥3公里", "3座", True),
    ],
)
def test_what_is_no_plain_number_stays_whole(target: str, actual: str, is_whole: bool) -> None:
    parts = parts_of(target, actual)
    assert (parts.sign, parts.target, parts.actual, parts.unit) == ("定性", target, actual, "")
    assert parts.is_whole is is_whole


@pytest.mark.parametrize("target", ["≥95%", "≤10万元", "<3次", ">3次", "=100%", "≥1,200人次"])
def test_the_parts_put_together_say_the_same(target: str) -> None:
    parts = parts_of(target, None)
    again = joined(parts.sign, parts.target, parts.unit)
    assert read_quantity(again) == read_quantity(target)
    assert is_bare_number(parts.target)
    assert parts.actual == ""


@pytest.mark.parametrize(
    ("sign", "value", "unit", "whole"),
    [
        ("＝", "120", "人", "=120人"),
        ("≥", "95%", "%", "≥95%"),
        ("≥", "95", None, "≥95"),
        ("定性", "建立", None, "建立"),
        ("≥", "不低于95%", "%", "不低于95%"),
        ("定性", "3", "次", "3次"),
        (None, None, "次", None),
    ],
)
def test_columns_are_joined(
    sign: str | None, value: str | None, unit: str | None, whole: str | None
) -> None:
    assert joined(sign, value, unit) == whole
