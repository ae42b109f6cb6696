"""What cells say: figures with units, four kinds of nothing, days."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevaluate.sources.grid import CellKind, SourceCell
from xlevaluate.submission.amounts import LIMIT, canonical, round_half_up
from xlevaluate.tables.cell_value import cell_value, day_in, in_unit, text_value


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("594.67", "594.67", ""),
        ("594.67万元", "594.67", "万元"),
        ("1,367.75", "1367.75", ""),
        ("1，367.75", "1367.75", ""),
        ("11,122,315.04元", "11122315.04", "元"),
        ("１２３．５", "123.5", ""),
        ("594. 67", "594.67", ""),
        ("594.67\xa0", "594.67", ""),
        ("-1.2", "-1.2", ""),
        ("－1.2", "-1.2", ""),
        ("(1.2)", "-1.2", ""),
        ("（1.2）", "-1.2", ""),
        ("△1.2", "-1.2", ""),
        ("▲1.2", "-1.2", ""),
        ("20人", "20", "人"),
        ("10分", "10", "分"),
        ("100%", "100", "%"),
        ("100.00％", "100", "%"),
        ("百分之百", "100", "%"),
        ("百分之九十五", "95", "%"),
        ("100百分比", "100", "%"),
        ("0.00", "0", ""),
        ("无", "0", ""),
        ("500m²", "500", "㎡"),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, number: str, unit: str) -> None:
    read = text_value(text)
    assert (read.kind, read.number, read.unit) == ("number", Decimal(number), unit)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "blank"),
        ("\u3000\n", "blank"),
        ("—", "not_asked"),
        ("——", "not_asked"),
        ("-", "not_asked"),
        ("/", "not_asked"),
        ("*", "not_asked"),
        ("N/A", "not_asked"),
        ("不适用", "not_applicable"),
        ("（略）", "masked"),
        ("***", "masked"),
        ("12篇/46次", "text"),
        ("约12", "text"),
        ("1,23", "text"),
        ("3-5", "text"),
        ("150余场次", "text"),
        ("≥95%", "text"),
        ("达成预期指标", "text"),
        ("决算數", "text"),
        ("1.2.3", "text"),
        ("(1.2", "text"),
    ],
)
def test_nothing_and_words_are_no_figures(text: str, kind: str) -> None:
    assert text_value(text).kind == kind
    assert text_value(text).number is None


def test_what_the_file_says_is_a_number_is_taken_exactly() -> None:
    assert cell_value(SourceCell("95%", "number", Decimal("0.95"), percent=True)).number == 95
    assert cell_value(SourceCell("594.7", "number", Decimal("594.67"))).number == Decimal("594.67")


@pytest.mark.parametrize("kind", ["error", "uncomputed"])
def test_a_formula_without_a_result_is_no_blank(kind: CellKind) -> None:
    assert cell_value(SourceCell("#REF!", kind)).kind == kind


AMOUNTS = st.decimals(-LIMIT / 10**6, LIMIT / 10**6, places=2)


@given(AMOUNTS)
def test_yuan_become_ten_thousands_exactly_and_are_rounded_once(amount: Decimal) -> None:
    found = in_unit(amount, "元", "万元")
    assert found is not None
    assert found[0] * 10_000 == amount
    assert found[1] == round_half_up(amount / 10_000, 2)


@given(AMOUNTS, st.sampled_from(["{:,}", "{}", "{:,}万元", " {:,} "]))
def test_a_figure_is_what_was_written(amount: Decimal, style: str) -> None:
    assert text_value(style.format(amount)).number == canonical(amount)


def test_units_that_are_not_money_are_not_converted() -> None:
    assert in_unit(Decimal(1), "㎡", "万元") is None
    assert in_unit(Decimal(1), "", "万元") is None


@pytest.mark.parametrize(
    "text",
    ["2024-3-15", "2024年3月15日", "45366", "2024.03.15", "2024/03/15", "２０２４年３月１５日"],
)
def test_a_day_is_read_however_it_is_typed(text: str) -> None:
    assert day_in(SourceCell(text, "text")) == datetime.date(2024, 3, 15)


@pytest.mark.parametrize("text", ["", "2024年3月", "2024-13-01", "3月15日", "594.67", "12345"])
def test_half_a_day_is_none(text: str) -> None:
    assert day_in(SourceCell(text, "text")) is None
