import pytest

from xlevaluate.form.labels import Labels, has_places

LABELS = Labels("年度", "上年度", "本年", "上年")


@pytest.mark.parametrize(
    ("text", "year", "filled"),
    [
        ("{年度}年预算数", 2023, "2023年预算数"),
        ("{上年度}年决算数", 2023, "2022年决算数"),
        ("{年度}年预算数", None, "本年预算数"),
        ("{上年度}年决算数", None, "上年决算数"),
    ],
)
def test_the_year_is_put_in(text: str, year: int | None, filled: str) -> None:
    assert LABELS.fill(text, {"年度": year}.get) == filled


def test_a_blank_field_prints_nothing() -> None:
    assert LABELS.fill("填报单位：{单位名称}", {"年度": 2023, "单位名称": None}.get) == "填报单位："


def test_the_formula_says_the_same() -> None:
    assert (
        LABELS.as_formula("{上年度}年决算数")
        == '=IF(ISNUMBER(年度),(年度-1)&"年决算数","上年决算数"&"")'
    )
    assert LABELS.as_formula("{单位名称}") == '=单位名称&""'
    assert LABELS.as_formula('“{单位名称}”"') == '="“"&单位名称&"”"""'
    assert not has_places("三公经费")
