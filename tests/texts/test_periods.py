"""Times: this year, last year, another, or a part of one."""

import pytest

from xlevaluate.texts.periods import period_at


@pytest.mark.parametrize(
    ("text", "end", "period"),
    [
        ("2023年支出", "2023年", "this"),
        ("2023年度", "2023年度", "this"),
        ("2022年", "2022年", "last"),
        ("2021年", "2021年", "other"),
        ("2024年", "2024年", "other"),
        ("2023年12月31日", "2023年12月31日", "this"),
        ("2023年9月底", "2023年9月底", "day"),
        ("2023年上半年", "2023年上半年", "within"),
        ("2022年上半年", "2022年上半年", "other"),
        ("2021-2023年", "2021-2023年", "other"),
        ("前三季度", "前三季度", "within"),
        ("9月末", "9月末", "day"),
        ("12月", "12月", "this"),
        ("1-12月", "1-12月", "within"),
    ],
)
def test_a_time_is_seen_from_the_year_of_the_report(text: str, end: str, period: str) -> None:
    assert period_at(text, 0, 2023) == (len(end), period)


@pytest.mark.parametrize("text", ["1999年", "支出", "三年来", "20236"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert period_at(text, 0, 2023) is None


def test_without_a_year_of_the_report_every_year_may_be_it() -> None:
    assert period_at("2020年", 0, None) == (5, "this")
