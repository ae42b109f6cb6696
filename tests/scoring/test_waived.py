"""不适用 for a 二级指标: where its points go, by figures worked out by hand."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tests.hunan import MODEL
from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import Subject
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Reading
from xlevaluate.scoring.frame import Frame
from xlevaluate.scoring.waived import applicable_frame, is_waived
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import nest
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

_OUTPUT = ("quantity", "quality", "timeliness", "cost")


def filled(*waived: str, **points: str) -> Submission:
    """Make a submission: some categories are 不适用, others have one indicator of some points."""
    base = "self_evaluation.indicators"
    values: dict[str, Any] = {f"{base}.{key}.0.name": "不适用" for key in waived}
    for key, weight in points.items():
        values |= {
            f"{base}.{key}.0.{column}": value
            for column, value in {
                "name": "甲",
                "target": "1",
                "actual": "1",
                "weight": weight,
                "score": weight,
            }.items()
        }
    made: Submission = MODEL.model_validate(nest(values))
    return made


def weights(template: Template, submission: Submission, frame: Frame | None = None) -> list[str]:
    figures = Figures(template.form, submission)
    given = frame or template.profile.frame
    return [str(group.weight) for group in applicable_frame(figures, given).groups]


@pytest.mark.parametrize(
    ("waived", "way", "expected"),
    [
        # 10 分，50:30 → 10×50÷80 = 6.25，10×30÷80 = 3.75
        (("satisfaction",), "proportion", ["56.25", "33.75", "0"]),
        (("satisfaction",), "equal", ["55.00", "35.00", "0"]),
        (("satisfaction",), "within", ["50", "30", "10"]),
        # 50 分，30:10 → 37.5、12.5
        (_OUTPUT, "proportion", ["0", "67.50", "22.50"]),
        (_OUTPUT, "equal", ["0", "55.00", "35.00"]),
        # A category alone does not apply: its dimension keeps its points.
        (("ecological", "cost"), "proportion", ["50", "30", "10"]),
        # Three of four categories of a dimension: the fourth is blank and wants to be filled in.
        (_OUTPUT[:3], "proportion", ["50", "30", "10"]),
    ],
)
def test_points_of_what_does_not_apply(
    template: Template, waived: tuple[str, ...], way: Any, expected: list[str]
) -> None:
    frame = template.profile.frame.model_copy(update={"not_applicable": way})
    found = weights(template, filled(*waived), frame)
    assert [Decimal(weight) for weight in found] == [Decimal(weight) for weight in expected]


def test_the_last_dimension_takes_what_rounding_leaves(template: Template) -> None:
    """40, 30, 20: without the first, 40×30÷50 = 24 and 16; with 7ths: 20×4÷7 = 11.43."""
    frame = Frame.model_validate(
        {"execution": 10, "dimensions": {"output": 40, "benefit": 30, "satisfaction": 20}}
    )
    assert weights(template, filled("satisfaction"), frame) == ["51.43", "38.57", "0"]
    assert weights(template, filled(*_OUTPUT), frame) == ["0", "54.00", "36.00"]


def test_where_nothing_applies_the_frame_stays(template: Template) -> None:
    every = [
        category.key
        for dimension in template.form.indicators.dimensions
        for category in dimension.categories
    ]
    assert weights(template, filled(*every)) == ["50", "30", "10"]


def test_dimensions_of_a_joint_weight_divide_it_among_themselves() -> None:
    """湖北: 效益 and 满意度 share 40 points, which stay theirs while one of them applies."""
    hubei = load_template(profile="hubei")
    before = [group.weight for group in hubei.profile.frame.groups]
    found = weights(hubei, filled("satisfaction", economic="40"))
    assert [Decimal(weight) for weight in found] == before


def test_a_dimension_with_points_is_not_waived(template: Template) -> None:
    figures = Figures(template.form, filled("quality", "timeliness", "cost", quantity="50"))
    assert not is_waived(figures, "output")


def test_a_submission_of_what_applies_is_complete(template: Template) -> None:
    """All points are given, none is missed, and the total is of 100."""
    submission = filled("satisfaction", "ecological", quantity="56.25", economic="33.75")
    figures = Figures(template.form, submission)
    shown = {
        name: template.computations[name].shown(figures)
        for name in (
            "产出指标_表头分值",
            "产出指标_说明",
            "满意度指标_说明",
            "评分合计_已填分值",
            "评分合计_表头分值",
        )
    }
    assert shown == {
        "产出指标_表头分值": Decimal("56.25"),
        "产出指标_说明": "含不适用的一级指标分来的 6.25 分",
        "满意度指标_说明": "不适用，分值分给其他一级指标",
        "评分合计_已填分值": Decimal(100),
        "评分合计_表头分值": Decimal(100),
    }


def test_a_profile_may_keep_points_within_a_dimension(template: Template) -> None:
    """Then a dimension that does not apply at all is told of, in words of its own."""
    frame = template.profile.frame.model_copy(update={"not_applicable": "within"})
    profile = template.profile.model_copy(update={"frame": frame})
    reading = Reading(submission=filled("satisfaction"), places={})
    subject = Subject.of(replace(template, profile=profile), reading)
    found = rules_of(template)["S02"].check(subject).findings
    assert [finding.case for finding in found if finding.note == "满意度指标"] == [
        "dimension_waived"
    ]
