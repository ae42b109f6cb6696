"""Functions in the cells of an open workbook: they answer, and say what Python says."""

import datetime
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from tests.conftest import CREATED
from tests.hunan import MODEL, filled_in
from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import Office, Workbook
from tests.submissions import made_up
from tests.workbook.test_recalculated import compare
from xlevaluate.cells.cell_functions import FAILURE
from xlevaluate.form.snapshot import DAY_0, CellValue, Snapshot
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook, snapshot_of_submission

pytestmark = pytest.mark.libreoffice

MADE_UP = (
    *(7, 35, 36, 46, 74, 80, 97, 144, 175, 195, 224, 237, 248, 265, 290, 329, 360, 481, 514, 667),
    *(669, 771, 883, 887, 949, 970, 1157, 1199, 1369, 1438, 1477, 1495),
)
"""The fewest of 1,500 seeds in which every cell comes out in every way in which it does in the
first hundred: blank, negative, zero, positive, or as each of its words.
"""


def shown(workbook: Workbook, name: str) -> Any:
    """Return what a cell shows: a number, a text, or ``#`` and the number of an error."""
    cell = workbook.named(name)
    if cell.getError():
        return f"#{cell.getError()}"
    value = cell.getPropertyValue("FormulaResultType2")
    return cell.Value if value == 1 else cell.String


def calling(template: Template) -> dict[str, str]:
    """Return the cells that are to call Python, each with its function."""
    return {
        **dict.fromkeys(template.ratios, "XLE_RATIO"),
        **{f"{row.name}_建议得分": "XLE_RATIO_SCORE" for row in template.scored},
        "预算执行得分": "XLE_EXECUTION",
        "等次": "XLE_GRADE",
    }


def test_every_cell_calls_python(
    office: Office, make: Make, template: Template, sample: Callable[[str], Submission]
) -> None:
    submission = sample("seed")
    with office.opened(make(submission)) as workbook:
        workbook.in_its_process("replace_functions", None)
        workbook.document.calculateAll()
        calls = Counter(json.loads(workbook.in_its_process("counted")))
        rows = sum(len(items) for _, items in filled_in(submission).self_evaluation.indicators)
        expected = Counter(calling(template).values()) + Counter({"XLE_CHECK_ROW": rows})
        assert not {name: calls[name] for name in expected if calls[name] < expected[name]}
        assert set(calls) == set(expected)


@pytest.mark.parametrize("answer", [0.4242, "Python 说"])
def test_what_python_answers_is_what_the_cell_shows(
    answer: float | str,
    office: Office,
    make: Make,
    template: Template,
    sample: Callable[[str], Submission],
) -> None:
    with office.opened(make(sample("corrected"))) as workbook:
        workbook.in_its_process("replace_functions", answer)
        workbook.document.calculateAll()
        shows = {name: shown(workbook, name) for name in calling(template)}
        assert shows == dict.fromkeys(calling(template), answer)


def test_a_failure_shows_the_native_value_and_is_kept_for_the_diagnosis(
    office: Office, make: Make, template: Template, sample: Callable[[str], Submission]
) -> None:
    submission = sample("corrected")
    with office.opened(make(submission)) as workbook:
        before = {name: shown(workbook, name) for name in calling(template)}
        workbook.in_its_process("replace_functions", f"{FAILURE}ValueError: 出错了")
        workbook.document.calculateAll()
        assert {name: shown(workbook, name) for name in calling(template)} == before
        assert "ValueError: 出错了" in workbook.press("诊断")


def test_without_python_cells_show_native_values(
    office: Office, make: Make, template: Template, sample: Callable[[str], Submission]
) -> None:
    with office.opened(make(sample("seed")), live=False) as workbook:
        workbook.document.calculateAll()
        expected = snapshot_of_submission(template, sample("seed"), "libreoffice")
        assert not differing(workbook, expected, checks=True)


def differing(workbook: Workbook, expected: Snapshot, *, checks: bool) -> list[str]:
    """Return which formula cells show something other than what Python makes of a submission.

    Without ``checks`` only named cells count, ratios and scores: in the column 校验, which has no
    names, Python sees more than formulas do.
    """
    named = {(at.sheet, at.row, at.col) for at in expected.names.values() if at}
    wanted = {
        sheet: {
            at: _numbered(cell) for at, cell in cells.items() if checks or (sheet, *at) in named
        }
        for sheet, cells in expected.sheets.items()
    }
    found, compared = compare(Snapshot(wanted, {}), workbook.shown())
    assert compared > 100
    return found


def _numbered(cell: CellValue) -> CellValue:
    """Return a cell whose day is a number, as it is without its format."""
    if not isinstance(cell.value, datetime.datetime):
        return cell
    return replace(cell, value=(cell.value - DAY_0).days)


@pytest.mark.parametrize("name", ["seed", "corrected", *map(str, MADE_UP)])
def test_native_formula_function_and_python_agree(
    name: str,
    office: Office,
    make: Make,
    template: Template,
    sample: Callable[[str], Submission],
) -> None:
    submission = made_up(template, Random(int(name))) if name.isdigit() else sample(name)
    with office.opened(make(submission)) as workbook:
        live = workbook.named("xle_live")
        assert live.Value == 1
        workbook.document.calculateAll()
        expected = snapshot_of_submission(template, submission, "libreoffice")
        assert not differing(workbook, expected, checks=False), "by Python"
        live.Value = 0
        workbook.document.calculateAll()
        assert not differing(workbook, expected, checks=True), "natively"


def _indicator(target: str, actual: str, score: str, deviation: str | None) -> dict[str, Any]:
    row = {"name": "会议", "target": target, "actual": actual, "weight": "10", "score": score}
    return row | {"deviation": deviation}


def test_the_rules_of_another_profile_reach_the_functions(
    office: Office, platform: Template, tmp_path: Path
) -> None:
    """Limits are linear, 130% wants a reason, 70% scores nothing, spending more scores more."""
    rows = [
        _indicator("≤10万元", "12万元", "8", "涨价"),
        _indicator("≥100次", "131次", "10", "追加任务"),
        _indicator("≥10次", "7次", "0", "取消"),
        _indicator("≤10万元", "12万元", "8.33", "涨价"),
        _indicator("≥100次", "131次", "10", None),
        _indicator("≥10次", "7次", "7", "取消"),
    ]
    indicators = {"quantity": rows[:5], "quality": rows[5:]}
    budget = {"initial": "100", "final": "100", "executed": "110"}
    submission = MODEL.model_validate(
        {"self_evaluation": {"budget": budget, "indicators": indicators}}
    )
    path = tmp_path / "平台.xlsm"
    content, _ = make_workbook(platform, submission, created=CREATED, macros="libreoffice")
    path.write_bytes(content)
    with office.opened(path) as workbook:
        workbook.document.calculateAll()
        assert shown(workbook, "预算执行得分") == 11
        expected = snapshot_of_submission(platform, submission, "libreoffice")
        assert not differing(workbook, expected, checks=False), "by Python"
        said = [
            str(cell.value)
            for cell in workbook.snapshot().sheets["自评表"].values()
            if str(cell.value).startswith(("错误：实际", "核实：按完成比例"))
        ]
        assert said == [
            "核实：按完成比例应得 8（实际 12 超过目标 10 的 20%，10 分得 8）。",
            "错误：实际 131 ÷ 目标 100 = 131%，10 分得 10；完成率过高或过低，请写明原因。",
            "核实：按完成比例应得 0（实际 7 ÷ 目标 10 = 70%，过低，10 分得 0）。",
        ]
        workbook.named("xle_live").Value = 0
        workbook.document.calculateAll()
        assert not differing(workbook, expected, checks=True), "natively"
