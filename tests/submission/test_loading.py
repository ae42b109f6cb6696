import pytest

from tests.hunan import MODEL
from xlevaluate.errors import CannotDoError
from xlevaluate.submission.loading import load_submission


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "“数据.json”不是正确的 JSON：第1行第2列"),
        ("[]", "（最外层）"),
        ('{"unitt": 1}', "unitt：没有这一项"),
        ('{"year": "今年"}', "year：应为整数"),
        ('{"year": 12}', "year：年份应在 1990 至 2100 之间"),
        ('{"basic_data": {"approved_posts": "二十"}}', "basic_data.approved_posts：“二十”不是数字"),
        ('{"basic_data": {"filing": {"date": "昨天"}}}', "filing.date：应为日期，如 2024-07-23"),
        ('{"outline": [{"level": "章", "text": "概况"}]}', "outline.0.level：不在可选范围内"),
        (
            '{"self_evaluation": {"indicators": {"speed": [{"name": "快"}]}}}',
            "self_evaluation.indicators.speed：没有这一项",
        ),
    ],
)
def test_a_mistake_is_told_by_its_place(text: str, said: str) -> None:
    with pytest.raises(CannotDoError) as caught:
        load_submission(text, "数据.json", MODEL)
    assert said in str(caught.value)


def test_what_is_right_is_loaded() -> None:
    assert load_submission('{"year": 2023}', "数据.json", MODEL).year == 2023
