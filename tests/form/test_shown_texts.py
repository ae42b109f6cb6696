"""What a cell shows of a number or a day, where its format adds words."""

import datetime

import pytest

from xlevaluate.form.shown_texts import is_scaled, shown_text

MAY = datetime.datetime(2023, 5, 1)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (12, '0"次"', "12次"),
        (12.5, '0"次"', "13次"),
        (1234.5, '#,##0.0"万元"', "1,234.5万元"),
        (95, '"≥"0\\%', "≥95%"),
        (95, '"≥"0"%"', "≥95%"),
        (3, '"第"0"名"', "第3名"),
        (-3, '0"次"', "-3次"),
        (-3, '0"次";"少"0"次"', "少3次"),
        (0, '0"次";"少"0"次";"没有"', None),
        (5, "0次", "5次"),
        (1.5, '0.##"吨"', "1.5吨"),
        (2, '0.##"吨"', "2吨"),
        (7, '00"号"', "07号"),
        (7, '[$¥-804]#,##0.00"元"', "¥7.00元"),
        (7.25, 'G/通用格式"元"', "7.25元"),
        (12, "0.00", None),
        (12, "#,##0;[Red]-#,##0", None),
        (12, "", None),
        (0.95, "0%", None),
        (12, '[DBNum1]0"次"', None),
        (12, '[>10]"多";0"次"', None),
        (True, '0"次"', None),
        ("12", '0"次"', None),
        (MAY, "yyyy年m月", "2023年5月"),
        (MAY, 'yyyy"年"mm"月"dd"日"', "2023年05月01日"),
        (MAY, 'YYYY"年"M"月"', "2023年5月"),
        (MAY, "[$-804]yyyy/m/d;@", "2023/5/1"),
        (MAY, "m月d日", "5月1日"),
        (MAY, "aaaa", "星期一"),
        (MAY, "yyyy/m/d h:mm", None),
        (MAY, "d-mmm-yy", None),
        (MAY, "", None),
    ],
)
def test_what_is_shown(value: object, code: str, shown: str | None) -> None:
    assert shown_text(value, code) == shown


@pytest.mark.parametrize("code", ["0.00,", "#,##0,", "0!.0,", "0\\.0000", '0,,"百万"'])
def test_a_format_that_leaves_thousands_out(code: str) -> None:
    assert is_scaled(code)


@pytest.mark.parametrize("code", ["0.00", "#,##0", "#,##0.00;[Red]-#,##0.00", '0.00",000"', ""])
def test_a_format_that_shows_all(code: str) -> None:
    assert not is_scaled(code)
