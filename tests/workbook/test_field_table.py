"""字段表: everything that sentences may use, once, with what it holds now."""

import datetime
import io
from collections.abc import Callable

import openpyxl
import pytest

from tests.changes import changed
from tests.conftest import workbook_of
from xlevaluate.form.figures import Figures
from xlevaluate.sentences.context import context_of
from xlevaluate.sentences.rendering import Renderer
from xlevaluate.sentences.sentence_functions import FUNCTIONS
from xlevaluate.submission import NOT_APPLICABLE, Submission
from xlevaluate.template.project_table import project_totals
from xlevaluate.template.template import Template

Line = tuple[object, ...]


@pytest.fixture
def submission(sample: Callable[[str], Submission]) -> Submission:
    return changed(
        sample("seed"),
        {
            "basic_data.filing.date": datetime.date(2024, 7, 23),
            "basic_data.filing.telephone": "0739",
            "basic_data.spending.procurement.budget": NOT_APPLICABLE,
            "texts.staffing.public_institution": None,
            "texts.other": "=1+1",
            "texts.functions": ["甲", "乙"],
        },
    )


def book(template: Template, submission: Submission, *, values: bool) -> openpyxl.Workbook:
    content = workbook_of(template, submission)
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def lines(made: openpyxl.Workbook, template: Template, table: str, column: str) -> list[Line]:
    ((sheet, head),) = made.defined_names[f"{table}_{column}"].destinations
    ((_, end),) = made.defined_names[f"{table}_止"].destinations
    first, last = (int(place.rsplit("$", 1)[1]) for place in (head, end))
    return list(made[sheet].iter_rows(min_row=first + 1, max_row=last - 1, values_only=True))


def test_it_lists_what_sentences_know_and_nothing_else(
    template: Template, submission: Submission
) -> None:
    figures = Figures(template.form, template.completed(submission))
    of_projects = {cell.name for cell in project_totals(template.form)}  # there are none
    known = context_of(figures, template.profile.grade_of).keys() - of_projects
    names = [
        row[0] for row in lines(book(template, submission, values=True), template, "字段", "名称")
    ]
    assert len(names) == len(set(names))
    assert set(names) == known


@pytest.mark.parametrize(
    ("name", "meaning", "now"),
    [
        ("年度", "《封面》年度", 2023),
        ("单位名称", "《封面》单位名称", "中共邵阳市北塔区委办公室"),
        ("收入合计_本年", "《收支情况》收入合计（本年）", 594.67),
        ("收入性质_一般公共预算", "《自评表》按收入性质分：一般公共预算", 594.67),
        ("政府采购金额_本年预算", "《基础数据表》政府采购金额（本年预算）", "不适用"),
        ("填报日期", "《基础数据表》填报日期", datetime.datetime(2024, 7, 23)),
        ("联系电话", "《基础数据表》联系电话", "0739"),
        ("事业人员", "《文字材料》事业人员", None),
        ("其他说明", "《文字材料》其他说明", "=1+1"),
        ("职能职责", "《文字材料》职能职责", "2条"),
        ("等次", "《得分与参数》等次", "优"),
    ],
)
def test_a_line(
    template: Template, submission: Submission, name: str, meaning: str, now: object
) -> None:
    rows = lines(book(template, submission, values=True), template, "字段", "名称")
    (row,) = (row for row in rows if row[0] == name)
    assert row[1:3] == (meaning, now)


def test_what_it_holds_is_a_formula_on_the_name_of_the_cell(
    template: Template, submission: Submission
) -> None:
    rows = lines(book(template, submission, values=False), template, "字段", "名称")
    formulas = {str(row[0]): row[2] for row in rows}
    for name in template.form.fields:
        assert formulas[name] == f'=IF({name}="","",{name})'
    assert formulas["等次"] == "=等次"
    assert str(formulas["职能职责"]).startswith("=COUNTA(OFFSET(职能职责_内容")


def test_every_function_has_its_help_and_an_example_that_works(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    submission = template.completed(sample("corrected"))
    renderer = Renderer(
        context_of(Figures(template.form, submission), template.profile.grade_of), template.form
    )
    assert set(template.examples) == set(FUNCTIONS)
    rows = lines(book(template, submission, values=True), template, "函数", "举例")
    for row, (name, function) in zip(rows, FUNCTIONS.items(), strict=True):
        example = template.examples[name]
        gives = "\n".join(renderer.render(example))
        assert f"{name}(" in example
        assert row[:3] == (function.written, function.help, example)
        assert gives.startswith(str(row[3]).removesuffix("……"))


def test_it_is_locked_and_prints_upright_with_its_head_on_every_page(
    template: Template, submission: Submission
) -> None:
    sheet = book(template, submission, values=False)["字段表"]
    assert sheet.protection.sheet
    assert sheet.page_setup.orientation == "portrait"
    ((_, head),) = book(template, submission, values=False).defined_names["字段_名称"].destinations
    row = head.rsplit("$", 1)[1]
    assert sheet.print_title_rows == f"${row}:${row}"
    unlocked = [c for line in sheet.iter_rows() for c in line if not c.protection.locked]
    assert {cell.column for cell in unlocked} == {4}  # what the examples give, which is written
    assert len(unlocked) == len(FUNCTIONS)
