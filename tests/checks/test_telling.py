"""How findings are told: one cause once, in order, with the advice that fits."""

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tests.changes import changed
from tests.checks.test_cases import CASES, snapshot_of
from tests.consistent import consistent
from tests.hunan import MODEL
from xlevaluate.checks.findings import LEVELS
from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import Subject
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.evaluation.official_words import statement_of
from xlevaluate.evaluation.places import PlaceNames
from xlevaluate.form.figures import Figures
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import CellValue, Snapshot
from xlevaluate.output.terminal import as_lines
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import nest
from xlevaluate.submission.texts import listed
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission, snapshot_of_submission

AT_MOST = 3
"""Findings that a single changed figure gives rise to."""

AT_MOST_ERRORS = 2
"""One among the figures, one of a text that names the figure."""


def _new(template: Template, submission: Submission, known: set[str]) -> list[tuple[str, str]]:
    found = evaluate_submission(template, submission).open_findings
    return [(told.finding.level, told.message) for told in found if told.message not in known]


def _bound(template: Template, submission: Submission, changes: dict[str, Decimal]) -> None:
    known = {told.message for told in evaluate_submission(template, submission).open_findings}
    for path, other in changes.items():
        new = _new(template, changed(submission, {path: other}), known)
        errors = [message for level, message in new if level == "error"]
        assert len(new) <= AT_MOST, (path, new)
        assert len(errors) <= AT_MOST_ERRORS, (path, errors)


def test_one_changed_figure_is_no_page_of_findings(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    """Every figure of the corrected sample, each by itself."""
    submission = sample("corrected")
    figures = Figures(template.form, template.completed(submission))
    changes = {
        entry.path: entry.value + (Decimal("7.77") if field.kind == "money" else 3)
        for field, entry in figures.all_entries()
        if isinstance(entry.value, Decimal) and not entry.path.startswith("parameters.")
    }
    assert len(changes) > 100
    _bound(template, submission, changes)


@pytest.mark.parametrize("seed", range(2))
def test_nor_is_it_of_any_other_submission(seed: int, template: Template) -> None:
    submission = consistent(template, Random(seed))
    figures = Figures(template.form, template.completed(submission))
    changes = {
        entry.path: entry.value + Decimal("1234.56")
        for field, entry in figures.all_entries()
        if isinstance(entry.value, Decimal) and field.kind == "money"
    }
    _bound(template, submission, changes)


def test_a_figure_that_all_others_speak_against_is_told_of_once(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    submission = changed(sample("corrected"), {"self_evaluation.budget.executed": "602.44"})
    found = evaluate_submission(template, submission).findings
    (told,) = (item for item in found if item.finding.level == "error")
    assert told.place.cell == "E4"
    assert "按以下各处都应为 594.67万元，相差 7.77万元" in told.message
    for other in ("分项合计（E6 594.67）", "分项合计（E11 594.67）", "支出合计（本年）"):
        assert other in told.message
    assert (told.finding.actual, told.finding.expected) == (Decimal("602.44"), Decimal("594.67"))


def test_a_part_of_one_total_and_the_total_of_others_is_found_to_be_the_cause(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    """Two totals differ, and another sheet; one figure would put all of them right."""
    submission = changed(sample("corrected"), {"finances.expenditure.basic.current": "602.44"})
    found = evaluate_submission(template, submission).findings
    (told,) = (item for item in found if item.finding.level == "error")
    assert told.place.label == "基本支出（本年）"
    assert "《收支情况》B16 支出合计（本年）与其他分项之差" in told.message


def _evaluated(
    template: Template, figures: dict[str, Any], previous: dict[str, Any] | None = None
) -> Evaluation:
    submissions = [
        MODEL.model_validate(
            nest({template.form.fields[name].path: value for name, value in given.items()})
        )
        for given in (figures, previous or {})
    ]
    snapshot = snapshot_of_submission(template, submissions[0])
    reading = read_snapshot(template.form, snapshot, template.computations)
    return evaluate(template, reading, submissions[1] if previous else None)


def test_another_unit_s_file_is_said_first_and_its_figures_are_not_held(template: Template) -> None:
    own = {"单位名称": "甲局", "年度": 2023, "公用经费_上年决算": "117.65"}
    other = {"单位名称": "乙局", "年度": 2022, "公用经费_本年决算": "90"}
    evaluation = _evaluated(template, own, other)
    assert evaluation.findings[0].finding.case == "other_unit_before"
    assert "“乙局”" in evaluation.findings[0].message
    assert evaluation.outcomes["Y01"].findings == ()
    assert evaluation.not_checked["Y01"] == ("给出的是另一单位的工作簿",)


def test_findings_of_a_level_stand_in_the_order_of_sheets_and_rows(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    def row(cell: str) -> int:
        digits = "".join(letter for letter in cell.split(":", maxsplit=1)[0] if letter.isdigit())
        return int(digits or 0)

    sheets = [sheet.name for sheet in template.form.definition.sheet]
    found = evaluate_submission(template, sample("seed")).open_findings
    places = [
        (
            list(LEVELS).index(told.finding.level),
            sheets.index(told.place.sheet),
            row(told.place.cell),
        )
        for told in found
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("typed", ["无", "-", "－", "没有"])
def test_none_typed_for_a_number_is_told_what_to_write(template: Template, typed: str) -> None:
    message = _message_of(template, typed)
    assert "没有发生的填 0，不涉及的填“不适用”" in message


@pytest.mark.parametrize("typed", ["约5万", "五万元左右", "见附表"])
def test_what_is_no_number_at_all_has_other_advice(template: Template, typed: str) -> None:
    message = _message_of(template, typed)
    assert "不适用" not in message
    assert "请只填数字" in message


def test_an_amount_in_another_unit_is_told_with_what_it_comes_to(template: Template) -> None:
    message = _message_of(template, "2150000元")
    assert "读不出。它的单位是元，合 215万元；核对后请只填 215。" in message


def _message_of(template: Template, typed: str) -> str:
    snapshot: Snapshot = snapshot_of(template, {"cells": {"三公经费_本年决算": typed}})
    reading = read_snapshot(template.form, snapshot, template.computations)
    found = evaluate(template, reading).findings
    (told,) = (item for item in found if item.finding.case == "not_a_number")
    return told.message


def test_items_that_hold_a_comma_are_parted_by_a_semicolon() -> None:
    assert listed(["办公经费", "会议费、培训费"]) == "办公经费；会议费、培训费"
    assert listed(["办公经费", "公务接待"]) == "办公经费、公务接待"


def test_rows_over_budget_are_listed_so(template: Template) -> None:
    rows = ("公用经费", "水电差旅费", "会议培训费")
    figures = {f"{row}_本年预算": "1" for row in rows} | {f"{row}_本年决算": "2" for row in rows}
    found = _evaluated(template, figures).findings
    (told,) = (item for item in found if item.finding.case == "overrun")
    assert "公用经费 200%；水费、电费、差旅费 200%；会议费、培训费 200%" in told.message


def test_official_words_name_no_cell_and_give_no_instruction(template: Template) -> None:
    """Of every query there is a case of: what a report's annex would say of it, explained."""
    asked = [
        case for case in CASES if any(item["level"] == "query" for item in case.get("found", ()))
    ]
    said = []
    for case in asked:
        if case.get("profile"):
            continue
        reading = read_snapshot(template.form, snapshot_of(template, case), template.computations)
        adapted = template.adapted(reading.submission)
        found = rules_of(template)[case["rule"]].check(Subject.of(adapted, reading)).findings
        names = PlaceNames(template, reading)
        said += [statement_of(item, names) for item in found if item.level == "query"]
    assert len(said) > 30
    for words in said:
        assert not re.search(r"(?<![A-Za-z])[A-Z]{1,2}\d+(?!\w)|请|单元格", words), words
        assert not re.search(r"[）\u4e00-\u9fff] [（\u4e00-\u9fff]", words), words
        assert words.endswith("。"), words


def test_a_blank_workbook_is_told_in_few_lines(template: Template) -> None:
    """What is blank is an error, once a block; what only awaits it is counted in one line."""
    evaluation = evaluate_submission(template, template.blank())
    lines = list(as_lines(evaluation, "空白"))
    unchecked = lines[lines.index("【未能检查】") + 1 :]
    assert len(unchecked) == 2
    assert unchecked[-1].endswith("所需的内容没有填写，上面已经指出，补填后再检查")
    assert len(evaluation.open_findings) <= 12


def test_half_a_workbook_is_told_in_few_lines(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    """Without a whole sheet, what rules lack is told as blank, not once more for each of them."""
    half = sample("corrected").model_copy(
        update={"finances": type(sample("corrected")).model_fields["finances"].get_default()}
    )
    evaluation = evaluate_submission(template, half)
    lines = list(as_lines(evaluation, "半"))
    assert len(lines[lines.index("【未能检查】") + 1 :]) <= 3
    assert evaluation.awaiting


def test_rules_that_lack_what_is_optional_are_not_applicable(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    """The corrected sample has no balances; nothing is called unchecked for want of them."""
    evaluation = evaluate_submission(template, sample("corrected"))
    assert set(evaluation.not_checked) == {"Y01", "Y02"}
    assert evaluation.outcomes["F13"].status == "not_applicable"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("——", "里的“——”已按“不适用”读取。不涉及的请填“不适用”，没有发生的填 0"),
        ("１２．５", "里的“１２．５”已按 12.5万元 读取。请改成数字"),
    ],
)
def test_what_is_read_otherwise_than_typed_is_told(
    template: Template, sample: Callable[[str], Submission], typed: str, said: str
) -> None:
    snapshot = snapshot_of_submission(template, sample("corrected"))
    at = snapshot.names["年末结转结余_本年"]
    assert at is not None
    cells = {**snapshot.sheets[at.sheet], (at.row, at.col): CellValue(typed)}
    read = read_snapshot(
        template.form, Snapshot({**snapshot.sheets, at.sheet: cells}, snapshot.names)
    )
    (told,) = (f for f in evaluate(template, read).findings if f.finding.case == "read_as")
    assert said in told.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("三公经费支出10000元。", "写“三公经费支出10000元”，即 1万元，《基础数据表》"),
        ("人员经费比上年减少68.84万元。", "计算是增加 68.84万元，方向写反了。请改成一致。"),
        ("人员经费比上年下降12.75%。", "计算是增长 21.57%，方向和数都不一致。"),
        ("公用经费比上年增加98.05万元。", "计算是增加 89.05万元，相差 9万元。"),
        ("公用经费比上年增长57.69%。", "计算是增长 75.69%，相差 18 个百分点。"),
    ],
)
def test_a_text_that_says_otherwise_is_told_in_its_own_terms(
    template: Template, sample: Callable[[str], Submission], text: str, told: str
) -> None:
    """Which way a change went, and an amount in 元 in 万元 too."""
    submission = changed(sample("corrected"), {"texts.other": text})
    evaluation = evaluate_submission(template, submission)
    assert any(told in found.message for found in evaluation.open_findings)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("-5",), "B7 是负数（政府性基金财政拨款收入（本年） -5万元）"),
        (("-5", "-6"), "B7、B8 是负数（如 政府性基金财政拨款收入（本年） -5万元）"),
    ],
)
def test_the_only_one_is_no_example(
    template: Template, sample: Callable[[str], Submission], values: tuple[str, ...], said: str
) -> None:
    names = ("政府性基金财政拨款收入_本年", "上级补助收入_本年")
    paths = (template.form.fields[name].path for name in names)
    submission = changed(sample("corrected"), dict(zip(paths, values, strict=False)))
    found = evaluate_submission(template, submission).findings
    (told,) = (item for item in found if item.finding.case == "negative")
    assert said in told.message
