from collections.abc import Callable

import pytest
from pydantic import ValidationError

from tests.hunan import MODEL
from xlevaluate.submission import Submission, entries
from xlevaluate.submission.paths import nest
from xlevaluate.submission.texts import CELL_LIMIT, clean_text


def test_a_blank_submission_is_blank() -> None:
    assert MODEL().model_dump_json() == MODEL.model_validate({}).model_dump_json()


def test_rows_with_nothing_in_them_are_no_rows() -> None:
    submission = MODEL.model_validate(
        {
            "basic_data": {"spending": {"special_fund_items": [{}, {"final": 0}, {"name": " "}]}},
            "self_evaluation": {"indicators": {"quantity": [{}], "cost": [{"score": "1"}]}},
            "texts": {"functions": ["", "　", "负责文书工作"]},
        }
    )
    assert len(submission.basic_data.spending.special_fund_items) == 1
    indicators = submission.self_evaluation.indicators
    assert [category for category, rows in indicators if rows] == ["cost"]
    assert submission.texts.functions == ("负责文书工作",)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="unitt"):
        MODEL.model_validate({"unitt": {}})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("　　段首空格不留 ", "段首空格不留"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("控制\x07字符", "控制字符"),
        (" \u3000\n", None),
    ],
)
def test_texts_are_kept_as_a_cell_can_hold_them(given: str, kept: str | None) -> None:
    assert clean_text(given) == kept


def test_a_text_longer_than_a_cell_is_refused() -> None:
    MODEL.model_validate({"texts": {"other": "字" * CELL_LIMIT}})
    with pytest.raises(ValidationError, match="放不下"):
        MODEL.model_validate({"texts": {"other": "😀" * (CELL_LIMIT // 2 + 1)}})


def test_paths_lead_to_values_and_back(sample: Callable[[str], Submission]) -> None:
    seed = sample("seed")
    (entry,) = entries(seed, "basic_data.spending.three_public.final")
    assert str(entry.value) == "0.1"
    weights = entries(seed, "self_evaluation.indicators.*.*.weight")
    assert [str(e.value) for e in weights if e.value] == ["20", "10", "17", "20", "20"]
    assert weights[0].path == "self_evaluation.indicators.quantity.0.weight"
    assert entries(seed, "self_evaluation.indicators.satisfaction.*.weight") == ()
    assert nest({"a.1.b": 2, "a.0.b": 1, "c": 3}) == {"a": [{"b": 1}, {"b": 2}], "c": 3}


@pytest.mark.parametrize("year", [1990, 2023, 2100])
def test_a_year_from_1990_to_2100_is_one(year: int) -> None:
    assert MODEL.model_validate({"year": year}).year == year


@pytest.mark.parametrize("year", [0, 1989, 2101, 23])
def test_other_years_are_refused(year: int) -> None:
    with pytest.raises(ValidationError, match="year"):
        MODEL.model_validate({"year": year})
