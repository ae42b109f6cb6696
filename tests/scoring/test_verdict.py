"""What stands around the total: the frame, ceilings, warnings, parameters, as profiles say them."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pydantic import ValidationError

from tests.changes import changed
from tests.conftest import CREATED
from tests.hunan import MODEL
from tests.spreadsheet import convert
from tests.workbook.test_recalculated import compare
from xlevaluate.cells.calls import calls_of
from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.form.figures import Figures
from xlevaluate.form.reader import read_snapshot
from xlevaluate.scoring.frame import Frame, is_divided, is_equal_division
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.parameters import parameters_of
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.total_rules import Ceiling, Warnings, ceiling_of
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import nest
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook, snapshot_of_submission
from xlevaluate.workbook.read import read_workbook

CEILINGS = tuple(
    Ceiling(below=Decimal(below), total=Decimal(total))
    for below, total in (("0.8", 89), ("0.7", 79), ("0.6", 69), ("0.5", 59))
)


@pytest.mark.parametrize(
    ("rate", "most"),
    [
        ("1.2", None),
        ("0.8", None),
        ("0.7999", 89),
        ("0.7", 89),
        ("0.6999", 79),
        ("0.6", 79),
        ("0.5999", 69),
        ("0.5", 69),
        ("0.4999", 59),
        ("0", 59),
    ],
)
def test_the_ceiling_by_execution(rate: str, most: int | None) -> None:
    assert ceiling_of(CEILINGS, Decimal(rate)) == most


@pytest.mark.parametrize(
    ("indicators", "execution", "red"),
    [
        ("1", "1", False),
        ("1", "0.95", False),
        ("1", "0.9499", True),
        ("0.8", "0.76", False),
        ("0.8", "0.7599", True),
        ("0.5", "0.9", False),
        ("0", "0", False),
    ],
)
def test_red_is_warned_of_when_indicators_run_ahead(
    indicators: str, execution: str, red: bool
) -> None:
    warnings = Warnings(indicator_ahead=Decimal("0.05"))
    assert warnings.is_ahead(Decimal(indicators), Decimal(execution)) is red
    assert not Warnings().is_ahead(Decimal(1), Decimal(0))


@pytest.mark.parametrize(
    ("executed", "budget", "yellow"),
    [
        ("100", "100", False),
        ("80", "100", False),
        ("79.99", "100", True),
        ("0", "0", True),
        ("110", "100", False),
    ],
)
def test_yellow_is_warned_of_when_money_was_left(executed: str, budget: str, yellow: bool) -> None:
    warnings = Warnings(unexecuted=Decimal("0.2"))
    assert warnings.is_unexecuted(Decimal(executed), Decimal(budget)) is yellow
    assert not Warnings().is_unexecuted(Decimal(0), Decimal(0))


def test_a_frame_has_any_dimensions() -> None:
    weights = {"cost": "20", "output": "40", "benefit": "20", "satisfaction": "10"}
    frame = Frame.model_validate({"execution": 10, "dimensions": weights})
    assert frame.total == 100
    assert frame.group_of("cost").weight == 20
    with pytest.raises(KeyError):
        frame.group_of("process")


def test_dimensions_may_share_a_weight_and_weights_have_decimals() -> None:
    joint = {"dimensions": ["benefit", "satisfaction"], "weight": "37.5"}
    frame = Frame.model_validate(
        {"execution": "20", "dimensions": {"output": "42.5"}, "joint": [joint]}
    )
    assert frame.total == 100
    assert [group.dimensions for group in frame.groups] == [
        ("output",),
        ("benefit", "satisfaction"),
    ]
    assert frame.group_of("satisfaction").weight == Decimal("37.5")


def test_a_dimension_has_one_weight() -> None:
    joint = {"dimensions": ["benefit", "satisfaction"], "weight": 40}
    with pytest.raises(ValidationError, match="写了两次：benefit"):
        Frame.model_validate({"execution": 10, "dimensions": {"benefit": 30}, "joint": [joint]})


@pytest.mark.parametrize(
    ("weights", "whole", "equal"),
    [
        (["12.86"] * 7, "90", True),
        (["12.9"] * 7, "90", True),
        (["22.5"] * 4, "90", True),
        (["13"] * 7, "90", False),  # no division rounded to whole points
        (["12.86"] * 6 + ["12.84"], "90", False),
        (["12.86"] * 6, "90", False),
        (["12.85"] * 7, "90", False),
        ([], "90", False),
    ],
)
def test_an_equal_division_may_be_rounded(weights: list[str], whole: str, equal: bool) -> None:
    assert is_equal_division([Decimal(weight) for weight in weights], Decimal(whole)) is equal


def test_weights_that_add_up_need_not_be_equal() -> None:
    assert is_divided([Decimal("12.86")] * 6 + [Decimal("12.84")], Decimal(90))
    assert not is_divided([], Decimal(90))


def bands(*edges: tuple[str, float, float]) -> dict[str, Any]:
    return {"band": [{"name": name, "from": low, "to": high} for name, low, high in edges]}


def grades(**bounds: tuple[int, str]) -> dict[str, Any]:
    return {
        "grade": [{"name": n, "from": low, "also": [also]} for n, (low, also) in bounds.items()]
    }


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"ceiling": [{"below": 0.7, "total": 79}, {"below": 0.8, "total": 89}]}, "总分上限须从高到低"),
    ({"ceiling": [{"below": 0.8, "total": 79}, {"below": 0.7, "total": 89}]}, "总分上限须从高到低"),
    ({"indicators": {"over": 0.9}}, "over 是指标值的倍数"),
    ({"indicators": {"under": 1.1}}, "under 是指标值的倍数"),
    ({"indicators": {"over_of_zero": 30}}, "有 over_of_zero 的须有 over"),
    ({"indicators": {"over_action": {"deduct": 0}}}, "分数大于 0"),
    ({"indicators": {"under_action": "deviation"}}, "不能是 deviation"),
    ({"indicators": {"over_action": "shout"}}, "Input should be"),
    (bands(("是", 1, 1), ("余", 0, 1)), "从高到低"),
    (bands(("否", 0, 0), ("是", 1, 1)), "从高到低"),
    (bands(("上", 0.8, 1), ("下", 0, 0.7)), "首尾相接"),
    (bands(("一", 0.5, 1), ("一", 0, 0.5)), "写了两次"),
    (grades(优=(90, "优秀"), 差=(10, "较差")), "最后一档为0"),
    (grades(优=(90, "差"), 差=(0, "较差")), "写了两次"),
]


@pytest.mark.parametrize(("change", "reason"), WRONG, ids=[str(change) for change, _ in WRONG])
def test_a_slip_in_a_profile_is_told(
    template: Template, change: dict[str, Any], reason: str
) -> None:
    data = template.profile.model_dump(by_alias=True) | change
    with pytest.raises(ValidationError, match=reason):
        Profile.model_validate(data)


def test_numbers_of_every_rule_may_be_changed_in_the_workbook(platform: Template) -> None:
    assert [parameter.name for parameter in platform.parameters] == [
        "预算执行分值",
        "产出指标和效益指标和满意度指标分值",
        *("总分上限1_执行率", "总分上限1", "总分上限2_执行率", "总分上限2"),
        *("总分上限3_执行率", "总分上限3", "总分上限4_执行率", "总分上限4"),
        *("达成年度指标下限", "部分达成年度指标并具有一定效果下限"),
        *("及格线", "完成率偏高界限", "完成率偏低界限", "指标得分超前界限", "未执行比例界限"),
    ]
    given = {parameter.name: str(parameter.value * 0 + 1) for parameter in platform.parameters[-1:]}
    adapted = platform.adapted(MODEL.model_validate({"parameters": given}))
    assert adapted.profile.warning.unexecuted == 1
    data = platform.profile.model_dump(by_alias=True)
    data["indicators"]["over_action"] = {"deduct": 2}
    profile = Profile.model_validate(data)
    parameters = parameters_of(profile, ParameterNames(platform.form.names, {}))
    assert "完成率偏高扣分" in [parameter.name for parameter in parameters]


def test_functions_get_the_rules_that_are_not_the_usual_ones(
    template: Template, platform: Template
) -> None:
    assert calls_of(template)["预算执行得分"] == (
        "XLE_EXECUTION(预算执行分值,全年执行数,全年预算数)"
    )
    assert calls_of(platform)["预算执行得分"] == (
        'XLE_EXECUTION(预算执行分值,全年执行数,全年预算数,FALSE,"one",2)'
    )
    assert "等次" not in calls_of(platform)


INDICATOR = "self_evaluation.indicators.quantity"


def submission_of(template: Template, figures: dict[str, str], rows: list[str]) -> Submission:
    """Fill in figures by name, and an indicator for each weight, with full marks."""
    values: dict[str, Any] = {template.form.fields[name].path: v for name, v in figures.items()}
    for index, weight in enumerate(rows):
        row = {"name": "会议", "target": "12次", "actual": "12次", "weight": weight}
        row["score"] = weight
        values |= {f"{INDICATOR}.{index}.{key}": value for key, value in row.items()}
    made: Submission = MODEL.model_validate(nest(values))
    return made


WHOLE = ["90"]
SHOWN = [
    # executed, budget, weights, what cells show
    ("100", "100", WHOLE, {"预算执行得分": "10.00", "总分上限": None, "预警": None}),
    ("110", "100", WHOLE, {"预算执行得分": "11.00", "评分合计_得分": "101.00"}),
    ("80", "100", WHOLE, {"总分上限": None, "预警": "红色"}),
    ("79.99", "100", WHOLE, {"总分上限": "89", "预警": "红色；黄色"}),
    ("70", "100", WHOLE, {"总分上限": "89"}),
    ("69.99", "100", WHOLE, {"总分上限": "79"}),
    ("60", "100", WHOLE, {"总分上限": "79"}),
    ("59.99", "100", WHOLE, {"总分上限": "69"}),
    ("50", "100", WHOLE, {"总分上限": "69"}),
    ("49.99", "100", WHOLE, {"总分上限": "59"}),
    ("95", "100", WHOLE, {"预警": None}),
    ("94.94", "100", WHOLE, {"预警": "红色"}),
    ("0", "0", WHOLE, {"预算执行得分": "0.00", "总分上限": "59", "预警": "红色；黄色"}),
    ("1", "0", WHOLE, {"预算执行得分": "10.00", "总分上限": None, "预警": "黄色"}),
    ("100", "100", [], {"预警": None, "产出指标_表头分值": None}),
    (
        *("100", "100", ["12.86"] * 7),
        {"产出指标和效益指标和满意度指标_说明": "等分取整，比表头多填 0.02 分"},
    ),
    ("100", "100", ["12.85"] * 7, {"产出指标和效益指标和满意度指标_说明": "比表头少填 0.05 分"}),
]


@pytest.mark.parametrize(("executed", "budget", "rows", "expected"), SHOWN)
def test_cells_show_it(
    platform: Template,
    executed: str,
    budget: str,
    rows: list[str],
    expected: dict[str, str | None],
) -> None:
    figures = {"全年执行数": executed, "全年预算数": budget}
    held = Figures(platform.form, submission_of(platform, figures, rows))
    for name, value in expected.items():
        found = platform.computations[name].shown(held)
        if name == "预警" and found is not None:
            found = "；".join(word[:2] for word in str(found).split("；"))
        wanted = Decimal(value) if value and value[0].isdigit() else value
        assert found == wanted, name


def test_the_sum_put_into_the_total_keeps_to_the_ceiling(platform: Template) -> None:
    figures = {"全年执行数": "75", "全年预算数": "100"}
    held = Figures(platform.form, submission_of(platform, figures, WHOLE))
    assert platform.fills["总分"].shown(held) == 89
    held = Figures(platform.form, submission_of(platform, figures, ["50"]))
    assert platform.fills["总分"].shown(held) == Decimal("57.5")


@pytest.mark.libreoffice
def test_libreoffice_works_out_the_same(
    platform: Template, tmp_path: Path, sample: Callable[[str], Submission]
) -> None:
    """Cells and checks beside the form of other profiles, at every edge, by native formulas."""
    cases: list[tuple[Template, Submission]] = []
    totals = ("89", "97.5", "98")
    for number, (executed, budget, rows, _) in enumerate(SHOWN):
        figures = {"全年执行数": executed, "全年预算数": budget}
        # Around one ceiling every total, elsewhere by turns: a workbook takes the program a second.
        for total in totals if executed == "79.99" else totals[number % 3 :][:1]:
            given = submission_of(platform, {**figures, "总分": total}, rows)
            cases.append((platform, given))
    hubei = load_template(profile="hubei")
    cases += [(hubei, sample(name)) for name in ("seed", "corrected")]
    score = {"self_evaluation.total_score": None}
    cases += [(t, changed(sample("corrected"), score)) for t in (hubei, platform)]
    zero, decimals = (_with(platform, change) for change in ({"zero": "zero"}, {"decimals": 3}))
    for other in (zero, decimals):
        figures = {"全年执行数": "1", "全年预算数": "3"}
        cases.append((other, submission_of(other, figures, WHOLE)))
        cases.append((other, submission_of(other, {**figures, "全年预算数": "0"}, WHOLE)))
    files = []
    for number, (template, submission) in enumerate(cases):
        files.append(tmp_path / f"{number}.xlsx")
        files[-1].write_bytes(make_workbook(template, submission, created=CREATED)[0])
    made = convert(files, "xlsx", tmp_path / "out", tmp_path / "profile")
    for path, (template, submission) in zip(made, cases, strict=True):
        expected = snapshot_of_submission(template, submission)
        differing, compared = compare(expected, read_workbook(path)[0])
        assert not differing, f"{path.name}: {differing}"
        assert compared > 100


def _with(template: Template, execution: dict[str, Any]) -> Template:
    """Return a template whose profile scores budget execution in another way."""
    given = template.profile.execution.model_copy(update=execution)
    profile = template.profile.model_copy(update={"execution": given})
    return Template.of(template.parts, profile)


@pytest.mark.libreoffice
def test_formulas_follow_every_parameter(
    platform: Template, tmp_path: Path, sample: Callable[[str], Submission]
) -> None:
    """Every number of the profile is typed over; the check, in Python, agrees with every cell."""
    budget = {"executed": "81", "final": "100"}
    changes = {f"self_evaluation.budget.{key}": value for key, value in budget.items()}
    path = tmp_path / "参数.xlsx"
    submission = changed(sample("corrected"), changes)
    path.write_bytes(make_workbook(platform, submission, created=CREATED)[0])
    names = read_workbook(path)[0].names
    book = openpyxl.load_workbook(path)
    for parameter in platform.parameters:
        address = names[f"参数_{parameter.name}"]
        assert address is not None
        cell = book[address.sheet].cell(address.row + 1, address.col + 1)
        cell.value = float(parameter.value * Decimal("1.02"))
    book.save(path)
    (made,) = convert([path], "xlsx", tmp_path / "out", tmp_path / "profile")
    snapshot, _ = read_workbook(made)
    reading = read_snapshot(platform.form, snapshot, platform.computations)
    evaluation = evaluate(platform, reading)
    profile = evaluation.subject.template.profile
    assert profile.frame.joint[0].weight == Decimal("91.8")
    assert profile.indicators.pass_line == Decimal("0.612")
    assert evaluation.outcomes["P00"].status == "passed"
    assert reading.shown["预算执行得分"] == 8.26  # 10.2 × 81%
    assert reading.shown["总分上限"] == 90.78  # 81% is below 81.6%
    assert reading.shown["预警"] == "红色预警：指标得分率超前于预算执行得分率"
