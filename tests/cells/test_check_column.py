"""What formulas say beside the forms agrees with the rules.

That LibreOffice works the formulas out to the same words is shown with all other formulas, in
``test_recalculated``.
"""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tests.changes import changed
from tests.consistent import consistent
from tests.submissions import made_up, rounded
from xlevaluate.cells.blank_count import BlankCount
from xlevaluate.cells.check_column import InCellChecks
from xlevaluate.cells.in_cell import InCell
from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import Subject
from xlevaluate.computed.sums import Identity
from xlevaluate.form.figures import Figures
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import read_submission, snapshot_of_submission

CHECKED_SHEETS = ("基础数据表", "收支情况", "自评表", "文字材料")


def _said(template: Template, submission: Submission) -> list[tuple[str, str]]:
    """What stands in the column 校验, with its cell's sheet."""
    snapshot = snapshot_of_submission(template, submission)
    return [
        (sheet, str(cell.value))
        for sheet in CHECKED_SHEETS
        for cell in snapshot.sheets[sheet].values()
        if cell.is_formula and str(cell.value).startswith(("错误：", "核实："))
    ]


def test_the_seed_s_slips_are_said_beside_its_forms(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    assert _said(template, sample("seed")) == [
        ("基础数据表", "错误：三公经费（上年决算）的分项合计 10.82，相差 5.41。"),
        (
            "基础数据表",
            "错误：公务用车购置和维护经费（上年决算）的分项合计 0.00，相差 5.41。",
        ),
        ("基础数据表", "核实：公用经费（本年决算）超过预算 94.82，属实的请说明原因。"),
        ("基础数据表", "核实：办公经费（本年决算）超过预算 16.36，属实的请说明原因。"),
        ("基础数据表", "核实：水费、电费、差旅费（本年决算）超过预算 0.46，属实的请说明原因。"),
        ("基础数据表", "核实：会议费、培训费（本年决算）超过预算 9.86，属实的请说明原因。"),
        ("基础数据表", "核实：政府采购金额（本年决算）超过预算 70.82，属实的请说明原因。"),
        (
            "基础数据表",
            "错误：部门基本支出预算调整（本年决算）按其他数字应为 200.17，相差 200.17。",
        ),
        ("收支情况", "错误：支出合计（上年）的分项合计 585.36，相差 0.21。"),
        ("自评表", "错误：产出指标的分值合计 47，应为 50。"),
        ("自评表", "错误：效益指标的分值合计 40，应为 30。"),
        ("自评表", "错误：满意度指标的分值合计 0，应为 10。"),
        ("自评表", "错误：预算执行与各指标的分值合计 97，应为 100。"),
    ]


def test_a_consistent_form_has_nothing_said_of_it_but_overruns(template: Template) -> None:
    for seed in range(50):
        said = _said(template, consistent(template, Random(seed)))
        assert [words for _, words in said if "超过预算" not in words] == [], seed


def test_a_new_workbook_is_white(template: Template) -> None:
    """What is not yet filled in is counted on the first sheet, and nothing is called wrong."""
    assert _said(template, template.blank()) == []
    figures = Figures(template.form, template.completed(template.blank()))
    assert BlankCount(template).shown(figures).startswith("还有 ")


OUTPUT = "self_evaluation.indicators.quantity.0"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({f"{OUTPUT}.score": Decimal(31)}, "得分 31 应在 0 与分值"),
        ({f"{OUTPUT}.score": Decimal(-1)}, "得分 -1 应在 0 与分值"),
        ({f"{OUTPUT}.score": Decimal(1), f"{OUTPUT}.deviation": None}, "错误：得分低于分值"),
        ({f"{OUTPUT}.target": None}, "错误：本行没有填全。"),
        ({"self_evaluation.budget.final": Decimal("0.5")}, "核实：全年执行数超过全年预算数"),
    ],
)
def test_one_slip_is_said(
    changes: dict[str, Any],
    words: str,
    template: Template,
    sample: Callable[[str], Submission],
) -> None:
    before = {said for _, said in _said(template, sample("corrected"))}
    after = {said for _, said in _said(template, changed(sample("corrected"), changes))}
    assert any(words in said for said in after - before), after


def _totals_found(
    template: Template, submission: Submission
) -> tuple[Figures, set[tuple[str, str]]]:
    """Return the figures, and the rules of identities that find something, with the totals."""
    subject = Subject.of(template, read_submission(template, submission))
    rules = rules_of(template)
    findings = (f for rule in template.identities for f in rules[rule.id].check(subject).findings)
    return subject.figures, {(f.rule, f.path) for f in findings if f.level in {"error", "query"}}


def test_identities_say_in_cells_what_their_rules_say(template: Template) -> None:
    checks, compared, found = InCellChecks(template), 0, 0
    for seed in range(150):
        submission = rounded(made_up(template, Random(seed)))
        figures, totals = _totals_found(template, submission)
        for rule in template.identities:
            for identity in rule.columns:
                if _is_left_to_the_rule(identity):
                    continue
                (path,) = (entry.path for entry in figures[identity.total])
                said = [
                    check.shown(figures)
                    for check in checks.named(identity.total)
                    if _is_of(check, identity.total, template)
                ]
                expected = any(
                    (other.id, path) in totals
                    for other in template.identities
                    if any(
                        column.total == identity.total and not _is_left_to_the_rule(column)
                        for column in other.columns
                    )
                )
                assert any(said) == expected, (seed, rule.id, identity.total, said)
                compared += 1
                found += expected
    assert compared > 1000
    assert found > 100


def _is_left_to_the_rule(identity: Identity) -> bool:
    conditions = identity.twin or identity.unless or identity.while_blank
    return bool(conditions) or any(part.may_be_blank for part in identity.parts)


def _is_of(check: InCell, name: str, template: Template) -> bool:
    return (
        check.sentence.startswith(template.form.fields[name].label) and "超过" not in check.sentence
    )
