"""Two profiles on the same submission: nothing of a province is in code."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.changes import changed
from tests.hunan import filled_in
from xlevaluate.errors import CannotDoError
from xlevaluate.submission import Submission
from xlevaluate.template.lookup import profiles
from xlevaluate.template.template import Template, load_template
from xlevaluate.workbook.generate import evaluate_submission


def shown(profile: str, submission: Submission, *names: str) -> list[object]:
    template = load_template(profile=profile)
    evaluation = evaluate_submission(template, submission)
    adapted = evaluation.subject.template
    return [adapted.computations[name].shown(evaluation.subject.figures) for name in names]


def test_there_are_two() -> None:
    assert profiles("hunan_department") == ["hubei"]


def test_the_seed_by_both(sample: Callable[[str], Submission]) -> None:
    names = ("预算执行得分", "评分合计_得分", "评分合计_说明", "等次", "预算调整率_建议得分")
    assert shown("", sample("seed"), *names) == [
        Decimal("10.00"),
        Decimal(97),
        "已填 97 分中得 97 分，表头共 100 分",
        "优",
        Decimal("0.00"),
    ]
    hubei = ("预算执行得分", "评分合计_得分", "评分合计_说明", "等次", "政府采购执行率_建议得分")
    assert shown("hubei", sample("seed"), *hubei) == [
        Decimal("20.00"),
        Decimal(107),
        "已填 107 分中得 107 分，表头共 100 分",
        "优秀",
        Decimal("0.00"),
    ]


def test_weights_are_held_against_the_frame_of_the_profile(
    sample: Callable[[str], Submission],
) -> None:
    def weights(profile: str) -> list[tuple[object, object]]:
        evaluation = evaluate_submission(load_template(profile=profile), sample("seed"))
        findings = evaluation.outcomes["S02"].findings
        return [(finding.actual, finding.expected) for finding in findings]

    assert weights("") == [(47, 50), (40, 30), (0, 10)]
    assert weights("hubei") == [(47, 40), (40, 30), (0, 10)]


def test_grades_differ(sample: Callable[[str], Submission]) -> None:
    submission = changed(sample("corrected"), {"self_evaluation.total_score": Decimal(76)})
    assert shown("", submission, "等次") == ["中"]
    assert shown("hubei", submission, "等次") == ["良好"]


def test_a_parameter_in_the_workbook_counts(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    given = changed(
        sample("corrected"), {"parameters": {"产出指标分值": "40", "效益指标分值": "40"}}
    )
    evaluation = evaluate_submission(template, given)
    assert evaluation.subject.template.profile.frame.dimensions["output"] == 40
    rules = {told.finding.rule for told in evaluation.findings}
    assert {"S02", "S15"} <= rules
    assert "S16" not in rules
    assert template.reduced(evaluation.subject.submission) == given


@pytest.mark.parametrize("profile", ["", "hubei"])
def test_every_profile_says_where_it_comes_from(profile: str) -> None:
    loaded = load_template(profile=profile).profile
    for source in (loaded.source, loaded.ratios.source):
        assert source.document
        assert source.issuer
        assert "未核对" in source.note or "示例" in source.note


def test_the_order_of_rows_changes_nothing(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    submission = sample("corrected")
    rows = filled_in(submission).self_evaluation.indicators
    turned = {f"self_evaluation.indicators.{key}": tuple(reversed(items)) for key, items in rows}
    names = ("评分合计_得分", "产出指标_得分", "等次")
    assert shown("", changed(submission, turned), *names) == shown("", submission, *names)


@pytest.mark.parametrize("name", ["nowhere", "hubei/../profile_hubei", "x/../../profile"])
def test_a_profile_is_named_and_no_way_to_a_file(name: str) -> None:
    with pytest.raises(CannotDoError, match=r"没有名为.*现有：hubei"):
        load_template(profile=name)
