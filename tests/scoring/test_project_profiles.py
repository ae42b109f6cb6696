"""A project scored by hand on paper and on the platform, at every edge that tells them apart.

Of 10 points each. Paper (财预〔2020〕10号): limits by ratio, execution capped. Platform: limits
in a line, execution uncapped, a budget of 0 counts as 1.
"""

from decimal import Decimal

import pytest

from xlevaluate.scoring.execution import execution_score
from xlevaluate.scoring.indicator_rules import within_band
from xlevaluate.scoring.indicator_score import propose
from xlevaluate.scoring.profile import Profile
from xlevaluate.template.template_loading import load_template

TEN = Decimal(10)


def profile(name: str) -> Profile:
    return load_template("national_project", name).profile


@pytest.mark.parametrize(
    ("executed", "budget", "paper", "platform"),
    [
        ("100", "100", "10.00", "10.00"),
        ("99.95", "100", "10.00", "10.00"),  # 9.995, half up
        ("99.94", "100", "9.99", "9.99"),
        ("0", "100", "0.00", "0.00"),
        ("110", "100", "10.00", "11.00"),
        ("0", "0", None, "0.00"),
        ("0.5", "0", None, "5.00"),  # 0.5 ÷ 1
        ("3", "0", None, "30.00"),
    ],
)
def test_budget_execution(executed: str, budget: str, paper: str | None, platform: str) -> None:
    for name, expected in (("", paper), ("cost", paper), ("platform", platform)):
        given = (TEN, Decimal(executed), Decimal(budget), profile(name).execution)
        assert execution_score(*given) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("target", "actual", "paper", "platform"),
    [
        ("≥18公里", "18公里", "10", "10"),
        ("≥18公里", "17.99公里", "9.99", "9.99"),  # 9.994
        ("≥18公里", "0公里", "0", "0"),
        ("≥18公里", "30公里", "10", "10"),
        ("=0起", "0起", "10", "10"),
        ("=0起", "1起", "0", "0"),
        ("=100%", "100%", "10", "10"),
        ("=100%", "99.5%", "9.95", "9.95"),
        ("=12次", "15次", "10", "10"),
        ("≤15万元", "15万元", "10", "10"),
        ("≤15万元", "15.01万元", "9.99", "9.99"),  # 15 ÷ 15.01 = 0.99933; 1 − 0.01 ÷ 15 = 0.99933
        ("≤15万元", "18万元", "8.33", "8"),  # 15 ÷ 18; 1 − 3 ÷ 15
        ("≤15万元", "22.5万元", "6.67", "5"),
        ("≤15万元", "29.99万元", "5", "0.01"),  # 0.50017; 0.00067
        ("≤15万元", "30万元", "5", "0"),
        ("≤15万元", "60万元", "2.5", "0"),
    ],
)
def test_quantitative_indicators(target: str, actual: str, paper: str, platform: str) -> None:
    for name, expected in (("", paper), ("cost", paper), ("platform", platform)):
        found = propose(target, actual, TEN, profile(name).indicators, is_limit=False)
        assert found.score == Decimal(expected), (name, found.words)


@pytest.mark.parametrize(
    ("actual", "paper", "platform"),
    [("129%", None, None), ("130%", None, "over"), ("130.1%", "over", "over")],
)
def test_a_reason_is_asked_for_from_130_per_cent(
    actual: str, paper: str | None, platform: str | None
) -> None:
    assert propose("≥100%", actual, TEN, profile("").indicators).side == paper
    assert propose("≥100%", actual, TEN, profile("platform").indicators).side == platform


@pytest.mark.parametrize(
    ("band", "score", "fits"),
    [
        ("达成预期", "10", True),
        ("达成预期", "8", True),
        ("达成预期", "7.99", False),
        ("部分达成", "8", False),
        ("部分达成", "7.99", True),
        ("部分达成", "6", True),
        ("部分达成", "5.99", False),
        ("未达成", "6", False),
        ("未达成", "5.99", True),
        ("未达成", "0", True),
    ],
)
def test_a_lower_edge_belongs_to_its_band(band: str, score: str, fits: bool) -> None:
    for name in ("", "cost", "platform"):
        given = profile(name)
        found = given.band_named(band)
        assert found is not None
        assert within_band(found, Decimal(score), TEN) is fits


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        *(("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中")),
        *(("60", "中"), ("59.99", "差"), ("0", "差")),
    ],
)
def test_grades(total: str, grade: str) -> None:
    for name in ("", "cost", "platform"):
        assert profile(name).grade_of(Decimal(total)) == grade


def test_cost_is_a_category_or_a_dimension() -> None:
    """With points of its own 成本指标 leaves 产出指标."""

    def frame(name: str) -> list[tuple[str, Decimal, list[str]]]:
        template = load_template("national_project", name)
        return [
            (d.name, template.profile.frame.dimensions[d.key], [c.name for c in d.categories])
            for d in template.form.indicators.dimensions
        ]

    output = ["数量指标", "质量指标", "时效指标"]
    assert frame("")[0] == ("产出指标", Decimal(50), [*output, "成本指标"])
    assert frame("platform")[0] == frame("")[0]
    assert frame("cost")[:2] == [
        ("成本指标", Decimal(20), ["经济成本指标", "社会成本指标", "生态环境成本指标"]),
        ("产出指标", Decimal(40), output),
    ]
    assert [points for _, points, _ in frame("cost")[2:]] == [20, 10]


@pytest.mark.parametrize(
    ("indicators", "execution", "is_red"),
    [
        ("1", "1", False),
        ("1", "0.95", False),
        ("1", "0.949", True),
        ("0.8", "0.76", False),
        ("0.8", "0.759", True),
        ("0", "0", False),
    ],
)
def test_the_platform_warns_of_indicators_ahead(
    indicators: str, execution: str, is_red: bool
) -> None:
    shares = (Decimal(indicators), Decimal(execution))
    assert profile("platform").warning.is_ahead(*shares) is is_red
    assert not profile("").warning.is_ahead(*shares)


@pytest.mark.parametrize(
    ("executed", "budget", "is_yellow"),
    [("80", "100", False), ("79.99", "100", True), ("0", "0", True), ("100", "100", False)],
)
def test_the_platform_warns_of_budgets_left(executed: str, budget: str, is_yellow: bool) -> None:
    figures = (Decimal(executed), Decimal(budget))
    assert profile("platform").warning.is_unexecuted(*figures) is is_yellow
    assert not profile("").warning.is_unexecuted(*figures)
