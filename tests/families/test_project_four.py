"""A family shaped unlike Hunan's goes through every command, without a line of code for it."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.changes import changed
from tests.families.conftest import Run
from tests.live.libreoffice.office import Office
from tests.spreadsheet import convert
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.figures import Figures
from xlevaluate.importing.next_year import LastYear, NextYearRequest, next_year
from xlevaluate.importing.year_words import words_of
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission, read_submission

FOREIGN = (
    *("基础数据表", "收支情况", "整体支出", "文字材料", "三公", "公用经费", "编制"),
    *("产出指标", "效益指标", "满意度指标", "封面", "校验结果"),
)
"""Words of Hunan's form that nothing of this family may hold."""


@pytest.fixture
def filled(run: Run, folder: Path) -> str:
    """A workbook that holds the sample."""
    sample = str(folder / "samples" / "agreeing.json")
    assert run("new", "a.xlsx", "--template", str(folder), "--data", sample)[0] == 0
    return "a.xlsx"


def failing(evaluation: Evaluation) -> dict[str, list[str]]:
    """Return the messages of findings by their rules, of one cause by every rule that found it."""
    found: dict[str, list[str]] = {}
    for told in evaluation.findings:
        found.setdefault(told.finding.rule, []).append(told.message)
    for rule, outcome in evaluation.outcomes.items():
        if outcome.findings:
            found.setdefault(rule, [])
    return found


# ------------------------------------------------------------------ the commands


def test_the_folder_is_sound(run: Run, folder: Path) -> None:
    assert run("template", "check", str(folder))[0] == 0


def test_a_blank_workbook_can_be_checked(run: Run, folder: Path) -> None:
    assert (
        run("new", "空.xlsx", "--template", str(folder), "--unit", "某局", "--year", "2023")[0] == 0
    )
    code, said = run("check", "空.xlsx", "--json")
    assert code == 1
    data = json.loads(said)
    assert data["rules"]["C01"] == "failed"
    assert foreign(said) == []


def foreign(said: str) -> list[str]:
    """Return the words of Hunan's form in what was said, each with what stands around it."""
    found = (said.find(word) for word in FOREIGN)
    return [said[max(at - 40, 0) : at + 40] for at in found if at >= 0]


def test_the_sample_agrees(run: Run, filled: str) -> None:
    code, said = run("check", filled, "--json")
    data = json.loads(said)
    assert [finding["message"] for finding in data["findings"] if finding["level"] == "error"] == []
    assert code == 0
    assert data["score"] == "98.33"
    assert data["grade"] == "甲等"
    assert foreign(said) == []


def test_a_workbook_says_which_rules_there_are(run: Run, folder: Path) -> None:
    code, said = run("rules", "--template", str(folder), "--json")
    assert code == 0
    ids = {rule["id"] for rule in json.loads(said)}
    assert {"F51", "F52", "F53", "X51", "X52", "S51", "P01", "C01", "V01", "T01"} <= ids
    assert not {"F01", "X05"} & ids


def test_the_schema_is_that_of_the_form(run: Run, folder: Path) -> None:
    code, said = run("schema", "--template", str(folder))
    assert code == 0
    properties = json.loads(said)["properties"]
    assert {"holder", "period", "project", "money", "form", "words"} <= set(properties)
    assert not {"unit", "basic_data", "finances", "self_evaluation", "texts"} & set(properties)


def test_points_are_accounted_for(run: Run, filled: str) -> None:
    code, said = run("score", filled)
    assert code == 0
    for word in ("成本类", "产出类", "效益类", "满意类", "98.33"):
        assert word in said


def test_the_report_is_written(run: Run, filled: str) -> None:
    assert run("report", filled, "-o", "a.docx", "--charts")[0] == 0
    document = docx.Document("a.docx")
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "灌溉渠道修缮项目由某县农业农村局承担，我局在2023年实际支出118.4万元。" in words
    assert "自评98.33分，等级是“甲等”。" in words
    assert "资金总量118.4万元，比上年增加58.4万元，增长97.33%。" in words
    tables = "\n".join(c.text for t in document.tables for row in t.rows for c in row.cells)
    assert "生态环境成本" in tables
    assert foreign(words + tables) == []


def test_the_package_is_whole(run: Run, filled: str) -> None:
    assert run("export", filled, "-o", "a.zip")[0] == 0
    code, said = run("verify", "a.zip", "--json")
    assert code == 0
    assert foreign(said) == []


def test_what_is_dumped_makes_the_same_workbook(run: Run, filled: str, folder: Path) -> None:
    code, dumped = run("dump", filled)
    assert code == 0
    Path("dumped.json").write_text(dumped, encoding="utf-8")
    assert run("new", "b.xlsx", "--template", str(folder), "--data", "dumped.json")[0] == 0
    assert run("dump", "b.xlsx")[1] == dumped
    assert values_of("b.xlsx") == values_of(filled)


def values_of(path: str) -> dict[str, list[Any]]:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [cell.value for row in sheet.iter_rows() for cell in row]
        for sheet in book.worksheets
    }


def test_results_are_written_into_a_copy(run: Run, filled: str, tmp_path: Path) -> None:
    assert run("check", filled, "--write")[0] == 0
    (copy,) = (path for path in tmp_path.glob("*.xlsx") if path.name != filled)
    assert "没有查出什么" in str(values_of(str(copy))["检查记录"])


# ------------------------------------------------------------------ the rules


@pytest.mark.parametrize(
    ("path", "value", "rules"),
    [
        ("money.sources.raised.paid", "10.00", {"F51"}),
        ("money.uses.contracts.0.paid", "40.00", {"F53"}),
        ("money.uses.equipment.paid", "30.00", {"F52"}),
        ("money.uses.all.paid", "118.50", {"F52", "X51"}),
        ("form.funds.spent", "118.00", {"X52"}),
        ("form.total", "97.00", {"S51"}),
        ("form.measures.economic_cost.0.{weight}", "11", {"S02"}),
        ("form.measures.served.0.{score}", "11", {"S04"}),
        ("form.measures.how_good.0.{deviation}", None, {"C05"}),
        ("form.causes", None, {"C01"}),
        ("words.verdict", "项目按批复实施，自评得分90分，评定为甲等。", {"S06"}),
        ("form.reached", "全年实际支出100万元，修缮渠道12公里。", {"T01"}),
    ],
)
def test_a_slip_is_found(
    path: str, value: str | None, rules: set[str], family: Template, agreeing: Submission
) -> None:
    columns = family.form.indicator_columns
    keys = {role: item.path.rsplit(".", 1)[1] for role, item in columns.items()}
    slipped = changed(agreeing, {path.format(**keys): value})
    assert rules <= failing(evaluate_submission(family, slipped)).keys()
    assert not rules & failing(evaluate_submission(family, agreeing)).keys()


def test_a_joint_weight_may_be_divided_otherwise(family: Template, agreeing: Submission) -> None:
    """效益 and 满意 share 30 points."""
    key = family.form.indicator_columns["weight"].path.rsplit(".", 1)[1]
    paths = [f"form.measures.{name}.0.{key}" for name in ("effect_economic", "served")]
    divided = changed(agreeing, dict(zip(paths, ("12", "8"), strict=True)))
    assert "S02" not in failing(evaluate_submission(family, divided))
    more = changed(agreeing, {paths[0]: "12"})
    (message,) = failing(evaluate_submission(family, more))["S02"]
    assert "32" in message
    assert "30" in message


def test_rules_without_their_fields_do_not_apply(family: Template, agreeing: Submission) -> None:
    evaluation = evaluate_submission(family, agreeing)
    for rule in ("V03", "V04", "V09", "T09"):
        assert evaluation.rules.get(rule) is None or evaluation.status(rule) == "not_applicable"


def test_satisfaction_may_stand_inside_effects(inside: Template, agreeing: Submission) -> None:
    given = agreeing.model_dump(mode="json") | {"parameters": {}}
    evaluation = evaluate_submission(inside, inside.form.model.model_validate(given))
    assert [
        m for told in evaluation.findings if told.finding.level == "error" for m in (told.message,)
    ] == []
    assert evaluation.score == Decimal("98.33")
    names = [d.name for d in inside.form.indicators.dimensions]
    assert names == ["成本类", "产出类", "效益类"]


# ------------------------------------------------------------------ the spreadsheet


@pytest.mark.libreoffice
def test_functions_and_buttons_work_in_libreoffice(
    run: Run, folder: Path, family: Template, office: Office
) -> None:
    """Python finds the family beside the workbook."""
    sample = str(folder / "samples" / "agreeing.json")
    made = ("new", "a.xlsm", "--host", "libreoffice", "--template", str(folder), "--data", sample)
    assert run(*made)[0] == 0
    with office.opened(Path("a.xlsm").absolute()) as workbook:
        spent, rate = family.form.with_role("executed"), family.ratio_with("execution_rate")
        assert spent is not None
        assert rate is not None
        assert "XLE.RATIO(" in workbook.named(rate.name).Formula
        workbook.type(spent.name, "60.25")
        workbook.document.calculateAll()
        assert workbook.named(rate.name).Value == 0.5
        workbook.in_its_process("replace_functions", 0.25)
        workbook.document.calculateAll()
        assert workbook.named(rate.name).Value == 0.25
        workbook.in_its_process("replace_functions", None)
        workbook.press("校验")
        shown = workbook.named("检查_记号").Spreadsheet.getCellRangeByName("A1:I20").getDataArray()
        assert spent.label in str(shown)
        assert "资金总量（支付）" in str(shown)
        # Not once did a cell look for the family in vain, before or after the first button.
        assert "单元格函数没有失败过" in workbook.press("诊断")


@pytest.mark.libreoffice
def test_native_formulas_agree_in_libreoffice(run: Run, filled: str, tmp_path: Path) -> None:
    (made,) = convert([Path(filled).absolute()], "xlsx", tmp_path / "out", tmp_path / "profile")
    before = openpyxl.load_workbook(filled, data_only=True)
    after = openpyxl.load_workbook(made, data_only=True)
    formulas = openpyxl.load_workbook(filled)
    compared = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    old, new = (b[sheet.title][cell.coordinate].value for b in (before, after))
                    assert _same(old, new), (sheet.title, cell.coordinate, old, new)
                    compared += 1
    assert compared > 50


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, int | float) and isinstance(new, int | float):
        return abs(old - new) < 1e-9
    return (old or "") == (new or "")


def test_next_year_s_workbook_needs_no_table_that_tells_of_it(
    family: Template, agreeing: Submission
) -> None:
    last = LastYear("前年.xlsx", family, read_submission(family, agreeing))
    made = next_year(last, family, NextYearRequest())
    now, then = Figures(family.form, made.submission), Figures(family.form, agreeing)
    assert now.year == (then.year or 0) + 1
    assert [(r.name, r.target, r.weight) for r in now.indicators] == [
        (r.name, r.target, r.weight) for r in then.indicators
    ]
    assert {r.actual for r in now.indicators} == {None}
    assert made.submission.carried == ()
    told = words_of(last, family, made)
    assert any(line.startswith("没有带入：《") for line in told)
