"""Every way of scoring that a profile may say, worked by hand at every edge.

The same scores come from the functions of cells, with the rules as a workbook hands them over.
"""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevaluate.cells.cell_functions import FUNCTIONS
from xlevaluate.scoring.execution import execution_score
from xlevaluate.scoring.indicator_rules import Band, IndicatorScoring, band_span, within_band
from xlevaluate.scoring.indicator_score import propose
from xlevaluate.scoring.profile import ExecutionScoring
from xlevaluate.submission.amounts import plain

USUAL: dict[str, Any] = {}
LINEAR = {"reverse": "linear"}
DEVIATION = {"equal_over": "deviation"}
PASS = {"pass_line": "0.6"}
ALL_OR_NOTHING = {"pass_line": "1"}
ZERO = {"over": "1.3", "over_action": "zero", "under": "0.7", "under_action": "zero"}
DEDUCT = {"over": "1.3", "over_action": {"deduct": "2"}, "inclusive": True}
LESS = {"over": "1.3", "over_action": "deviation"}

SCORED = [
    # rules, target, actual, of 10 points
    ("positive", USUAL, "≥12次", "12次", "10.00"),
    ("positive, more", USUAL, "≥12次", "30次", "10.00"),
    ("positive, less", USUAL, "≥12次", "8次", "6.67"),
    ("equal", USUAL, "=100%", "100%", "10.00"),
    ("equal, more", USUAL, "=12次", "24次", "10.00"),
    ("equal, less", USUAL, "=12次", "6次", "5.00"),
    ("equal, 0 of 0", USUAL, "=0起", "0起", "10.00"),
    ("equal, some of 0", USUAL, "=0起", "1起", "0.00"),
    ("equal, met", DEVIATION, "=10次", "10次", "10.00"),
    ("equal, a fifth more", DEVIATION, "=10次", "12次", "8.00"),
    ("equal, twice", DEVIATION, "=10次", "20次", "0.00"),
    ("equal, three times", DEVIATION, "=10次", "30次", "0.00"),
    ("equal, less", DEVIATION, "=10次", "9次", "9.00"),
    ("no sign is no “=”", DEVIATION, "10次", "12次", "10.00"),
    ("ratio, met", USUAL, "≤10万元", "10万元", "10.00"),
    ("ratio, a quarter more", USUAL, "≤10万元", "12.5万元", "8.00"),
    ("ratio, twice", USUAL, "≤10万元", "20万元", "5.00"),
    ("linear, less", LINEAR, "≤10万元", "9万元", "10.00"),
    ("linear, met", LINEAR, "≤10万元", "10万元", "10.00"),
    ("linear, a bit more", LINEAR, "≤10万元", "10.01万元", "9.99"),
    ("linear, a quarter more", LINEAR, "≤10万元", "12.5万元", "7.50"),
    ("linear, nearly twice", LINEAR, "≤10万元", "19.99万元", "0.01"),
    ("linear, twice", LINEAR, "≤10万元", "20万元", "0.00"),
    ("linear, three times", LINEAR, "≤10万元", "30万元", "0.00"),
    ("linear, 0 of 0", LINEAR, "≤0起", "0起", "10.00"),
    ("linear, some of 0", LINEAR, "≤0起", "1起", "0.00"),
    ("linear, above a range", LINEAR, "8–10次", "12次", "8.00"),
    ("pass line, at it", PASS, "≥10次", "6次", "6.00"),
    ("pass line, below it", PASS, "≥100次", "59次", "0.00"),
    ("pass line, a limit at it", {**PASS, **LINEAR}, "≤10万元", "14万元", "6.00"),
    ("pass line, a limit below it", {**PASS, **LINEAR}, "≤10万元", "14.01万元", "0.00"),
    ("all or nothing, all", ALL_OR_NOTHING, "≥10次", "10次", "10.00"),
    ("all or nothing, nothing", ALL_OR_NOTHING, "≥100次", "99次", "0.00"),
    ("zero, at 130%", ZERO, "≥10次", "13次", "10.00"),
    ("zero, over 130%", ZERO, "≥100次", "131次", "0.00"),
    ("zero, at 70%", ZERO, "≥10次", "7次", "7.00"),
    ("zero, under 70%", ZERO, "≥100次", "69次", "0.00"),
    ("zero, a limit is not concerned", ZERO, "≤10万元", "1万元", "10.00"),
    ("deduct, below", DEDUCT, "≥100次", "129次", "10.00"),
    ("deduct, at it", DEDUCT, "≥10次", "13次", "8.00"),
    ("deduct, over", DEDUCT, "≥10次", "20次", "8.00"),
    ("deduct, a limit is not concerned", DEDUCT, "≤10次", "20次", "5.00"),
    ("by deviation, at 130%", LESS, "≥10次", "13次", "10.00"),
    ("by deviation, over", LESS, "≥10次", "14次", "6.00"),
    ("by deviation, beyond twice", LESS, "≥10次", "25次", "0.00"),
    ("three decimals", {"decimals": 3}, "≥3次", "1次", "3.333"),
    ("no decimals", {"decimals": 0}, "≥2次", "1.1次", "6"),
]
IDS = [title for title, *_ in SCORED]


@pytest.mark.parametrize(("title", "rules", "target", "actual", "score"), SCORED, ids=IDS)
def test_by_hand(title: str, rules: dict[str, Any], target: str, actual: str, score: str) -> None:
    found = propose(target, actual, Decimal(10), IndicatorScoring.model_validate(rules))
    assert found.score is not None
    assert str(found.score) == score, found.words
    assert found.words.endswith(f"得 {plain(found.score)}") or "得满分" in found.words


def as_arguments(rules: dict[str, Any]) -> list[Any]:
    """Hand rules over as cells do: names and values, numbers as floats."""
    cells: list[Any] = []
    for name, value in rules.items():
        given = value["deduct"] if isinstance(value, dict) else value
        is_number = isinstance(given, str) and given[0].isdigit()
        cells += [name, float(given) if is_number else given]
    return cells


@pytest.mark.parametrize(("title", "rules", "target", "actual", "score"), SCORED, ids=IDS)
def test_by_the_function_of_cells(
    title: str, rules: dict[str, Any], target: str, actual: str, score: str
) -> None:
    arguments = as_arguments(rules)
    row = FUNCTIONS["XLE_CHECK_ROW"].call
    given = (target, actual, 10.0, float(score), "因", None, False, *arguments, "好", 0.8, "差")
    assert row("会议", *given) == ""
    wrong = (target, actual, 10.0, 4.99, "因", None, False, *arguments, "好", 0.8, "差")
    assert f"应得 {plain(Decimal(score))}（" in str(row("会议", *wrong))


def test_a_reason_is_asked_for_where_the_profile_has_it() -> None:
    rules = {"over": "1.3", "over_action": "explain", "over_of_zero": "30"}
    scoring = IndicatorScoring.model_validate(rules)
    wants = [
        propose(target, actual, Decimal(10), scoring).wants_reason
        for target, actual in (
            ("≥10次", "13次"),
            ("≥100次", "131次"),
            ("≥0件", "29.99件"),
            ("≥0件", "30件"),
            ("≤10次", "20次"),
        )
    ]
    assert wants == [False, True, False, True, False]
    row = FUNCTIONS["XLE_CHECK_ROW"].call
    given = ("会议", "≥100次", "131次", 10.0, 10.0)
    said = row(*given, None, None, False, *as_arguments(rules), "好")
    assert str(said).startswith("错误：实际 131 ÷ 目标 100 = 131%")
    assert row(*given, "追加", None, False, *as_arguments(rules), "好") == ""


@given(
    st.sampled_from([rules for _, rules, *_ in SCORED]),
    st.sampled_from(["≥", "≤", "=", ""]),
    st.decimals(0, 1000, places=2),
    st.decimals(0, 3000, places=2),
    st.decimals(0, 100, places=1),
)
def test_no_way_of_scoring_leaves_0_to_the_weight(
    rules: dict[str, Any], sign: str, target: Decimal, actual: Decimal, weight: Decimal
) -> None:
    scoring = IndicatorScoring.model_validate(rules)
    found = propose(f"{sign}{target}次", f"{actual}次", weight, scoring)
    assert found.score is not None
    assert 0 <= found.score <= weight


EXECUTION = [
    # rules, executed, budget, of 10 points
    ("capped, all", {}, "100", "100", "10.00"),
    ("capped, more", {}, "110", "100", "10.00"),
    ("uncapped, more", {"cap": False}, "110", "100", "11.00"),
    ("uncapped, less", {"cap": False}, "95.55", "100", "9.56"),
    ("uncapped, negative", {"cap": False}, "-1", "100", "0.00"),
    ("0 has no score", {}, "5", "0", None),
    ("0 scores 0", {"zero": "zero"}, "5", "0", "0.00"),
    ("0 counts as 1", {"zero": "one"}, "0", "0", "0.00"),
    ("0 counts as 1, half spent", {"zero": "one"}, "0.5", "0", "5.00"),
    ("0 counts as 1, capped", {"zero": "one"}, "5", "0", "10.00"),
    ("0 counts as 1, uncapped", {"zero": "one", "cap": False}, "5", "0", "50.00"),
    ("three decimals", {"decimals": 3}, "1", "3", "3.333"),
]


@pytest.mark.parametrize(
    ("title", "rules", "executed", "budget", "score"), EXECUTION, ids=[e[0] for e in EXECUTION]
)
def test_execution(
    title: str, rules: dict[str, Any], executed: str, budget: str, score: str | None
) -> None:
    scoring = ExecutionScoring.model_validate(rules)
    points = execution_score(Decimal(10), Decimal(executed), Decimal(budget), scoring)
    assert (None if points is None else str(points)) == score
    call = FUNCTIONS["XLE_EXECUTION"].call
    arguments = (scoring.cap, scoring.zero, float(scoring.decimals))
    shown = call(10.0, float(executed), float(budget), *arguments)
    assert shown == ("—" if score is None else float(score))


def test_a_function_says_which_rule_it_cannot_read() -> None:
    row = ("会议", "≥1次", "1次", 1.0, 1.0, None, None, False)
    assert FUNCTIONS["XLE_CHECK_ROW"].call(*row, "reverse", "sideways") == (
        "计分规则有误：只能是 'ratio' 或 'linear'"
    )
    assert FUNCTIONS["XLE_EXECUTION"].call(1.0, 1.0, 0.0, True, "two") == (
        "预算执行的计分规则有误：只能是 'not_applicable', 'zero' 或 'one'"
    )


YES, PARTLY, NO = (
    Band(**{"name": name, "from": share, "to": share})
    for name, share in (("是", "1"), ("基本", "0.6"), ("否", "0"))
)


@pytest.mark.parametrize(
    ("band", "score", "inside"),
    [
        (YES, "7.5", True),
        (YES, "7.4", False),
        (PARTLY, "4.5", True),
        (PARTLY, "4.51", False),
        (NO, "0", True),
        (NO, "0.01", False),
    ],
)
def test_bands_that_are_worth_one_share(band: Band, score: str, inside: bool) -> None:
    assert within_band(band, Decimal(score), Decimal("7.5")) is inside
    row = FUNCTIONS["XLE_CHECK_ROW"].call
    bands = ("exact", True, "是", 1.0, "基本", 0.6, "否", 0.0)
    said = row("制度", "健全", "健全", 7.5, float(score), "因", band.name, False, *bands)
    assert (said == "") is inside, said


def test_spans_of_bands_in_words() -> None:
    upper = Band(**{"name": "上", "from": "0.8", "to": "1"})
    lower = Band(**{"name": "下", "from": "0", "to": "0.8"})
    spans = [band_span(band, Decimal("7.5")) for band in (upper, lower, YES, PARTLY)]
    assert spans == ["6至7.5", "0至6（不含6）", "7.5", "4.5"]


@given(st.decimals(0, 1, places=3), st.decimals(1, 100, places=1))
def test_every_score_lies_in_one_band(share: Decimal, weight: Decimal) -> None:
    edges = [("上", "0.8", "1"), ("中", "0.5", "0.8"), ("下", "0", "0.5")]
    bands = [Band(**{"name": name, "from": low, "to": high}) for name, low, high in edges]
    assert sum(within_band(band, share * weight, weight) for band in bands) == 1
