"""A department's workbook with the forms of its projects, in a real spreadsheet."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import Office, Workbook
from tests.projects import department, project
from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.filing.verification import verify_package
from xlevaluate.form.problems import Reading
from xlevaluate.live.libreoffice.uno_bridge import property_value
from xlevaluate.submission import entries
from xlevaluate.template.template_loading import load_template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.read import read_workbook

pytestmark = pytest.mark.libreoffice

TABLE = "项目汇总"


@pytest.fixture
def opened(office: Office, make: Make) -> Iterator[Workbook]:
    made = make(department(project("节水灌溉改造"), project("村道硬化"), {}))
    with office.opened(made) as workbook:
        yield workbook


def read(workbook: Workbook, folder: Path) -> Reading:
    """Read what LibreOffice saves."""
    path = folder / "saved.xlsx"
    kind = property_value("FilterName", "Calc MS Excel 2007 XML")
    workbook.document.storeToURL(path.as_uri(), (kind,))
    snapshot, _ = read_workbook(path)
    return read_forms(load_template(), snapshot)


def cell_of(workbook: Workbook, sheet: str, name: str) -> Any:
    """Return the cell that a name means in one sheet."""
    own = workbook.document.Sheets.getByName(sheet).NamedRanges
    area = own.getByName(name).getReferredCells()
    return area.getCellByPosition(0, 0)


def line(workbook: Workbook, row: int) -> list[str]:
    sheet = workbook.document.Sheets.getByName(TABLE)
    return [sheet.getCellByPosition(col, row).String.strip() for col in range(8)]


def test_a_figure_typed_into_a_project_moves_its_cells_and_the_table(
    opened: Workbook, tmp_path: Path
) -> None:
    before = read(opened, tmp_path)
    assert list(before.projects) == ["项目1", "项目2", "项目3"]
    assert before.problems == ()
    cell_of(opened, "项目2", "当年财政拨款_全年执行数").Value = 200
    assert cell_of(opened, "项目2", "年度资金总额_全年执行数").Value == 251.25
    assert cell_of(opened, "项目2", "预算执行率").String == "80.40%"
    assert cell_of(opened, "项目2", "预算执行得分").Value == 8.04
    assert cell_of(opened, "项目1", "年度资金总额_全年执行数").Value == 306.25
    assert line(opened, 4)[1:7] == ["村道硬化", "280.00", "312.50", "251.25", "80.40%", "96.54"]
    assert opened.named("项目全年执行合计").String.strip() == "557.50"
    assert opened.named("项目个数").Value == 2
    assert opened.named("项目等次").String == "优2个"
    after = read(opened, tmp_path).submission.projects
    assert str(after[1].funds.total.executed) == "251.25"
    assert after[0] == before.submission.projects[0]
    assert after[2] == before.submission.projects[2]


def test_the_unit_is_said_once_and_stands_on_every_form(opened: Workbook) -> None:
    opened.named("单位名称").String = "某县水利局"
    opened.named("年度").Value = 2024
    assert cell_of(opened, "项目3", "实施单位").String == "某县水利局"
    assert opened.cell("项目3", "A2").String == "（2024年度）"


def test_a_copied_sheet_is_a_project(opened: Workbook, tmp_path: Path) -> None:
    sheets = opened.document.Sheets
    sheets.copyByName("项目1", "项目1_2", sheets.Count)
    cell_of(opened, "项目1_2", "项目名称").String = "河道清淤"
    reading = read(opened, tmp_path)
    assert list(reading.projects) == ["项目1", "项目2", "项目3", "项目1_2"]
    names = [each.project.name for each in reading.submission.projects]
    assert names == ["节水灌溉改造", "村道硬化", None, "河道清淤"]
    unlisted = [
        told for told in evaluate(load_template(), reading).findings if told.finding.rule == "J08"
    ]
    assert [told.place.sheet for told in unlisted] == ["项目1_2"]
    sheets.getByName("项目1_2").Name = "清淤"
    sheets.removeByName("项目3")
    opened.press("校验")
    assert line(opened, 5)[:5] == ["清淤", "河道清淤", "280.00", "312.50", "306.25"]
    assert line(opened, 6) == [""] * 8
    cell_of(opened, "清淤", "当年财政拨款_全年执行数").Value = 0
    assert line(opened, 5)[4] == "51.25"
    assert list(read(opened, tmp_path).projects)[-1] == "清淤"


def test_the_button_adds_a_project_that_is_blank_and_listed(
    opened: Workbook, tmp_path: Path
) -> None:
    for number in (4, 5):
        opened.press("新增项目")
        assert line(opened, 1 + number + 1)[0] == f"项目{number}"
    reading = read(opened, tmp_path)
    assert list(reading.projects) == [f"项目{number}" for number in range(1, 6)]
    assert [each.project.name for each in reading.submission.projects][2:] == [None] * 3
    assert cell_of(opened, "项目5", "实施单位").String == opened.named("单位名称").String
    cell_of(opened, "项目5", "当年财政拨款_全年预算数").Value = 12.5
    assert cell_of(opened, "项目5", "年度资金总额_全年预算数").Value == 12.5
    assert line(opened, 7)[3] == "12.50"


def test_a_row_called_as_a_project_has_its_money(opened: Workbook, tmp_path: Path) -> None:
    """By a formula that may be written over, and that survives a project's end."""
    sheet = opened.document.Sheets.getByName("基础数据表")
    row = opened.named("专项资金_名称").CellAddress.Row + 1
    name, budget, final = (sheet.getCellByPosition(col, row) for col in (0, 2, 3))
    assert (budget.String.strip(), final.String.strip()) == ("", "")
    name.String = "村道硬化"
    assert (budget.Value, final.Value) == (312.5, 306.25)
    cell_of(opened, "项目2", "当年财政拨款_全年执行数").Value = 200
    assert final.Value == 251.25
    submission: Any = read(opened, tmp_path).submission
    (row_read,) = submission.basic_data.spending.special_fund_items
    assert (row_read.name, str(row_read.final)) == ("村道硬化", "251.25")
    opened.document.Sheets.getByName("项目2").Name = "硬化"
    assert final.Value == 251.25
    cell_of(opened, "硬化", "项目名称").String = "道路硬化"
    assert (budget.String.strip(), final.String.strip()) == ("", "")
    name.String = "道路硬化"
    assert final.Value == 251.25
    opened.document.Sheets.removeByName("硬化")
    assert (budget.String.strip(), final.String.strip()) == ("", "")
    assert [p.trouble for p in read(opened, tmp_path).problems] == []


def test_findings_of_projects_are_written_and_gone_to(opened: Workbook) -> None:
    cell_of(opened, "项目2", "年度资金总额_全年执行数").Value = 999
    opened.press("校验")
    found = [row for row in opened.results() if row[1] == "项目2"]
    assert any("999" in row[4] for row in found), opened.results()
    opened.press("下一处问题")
    assert opened.selected()[0] == "项目2"


WEIGHTS = {
    "quantity": 20,
    "quality": 10,
    "timeliness": 10,
    "cost": 10,
    "economic": 10,
    "social": 10,
    "ecological": 5,
    "sustainable": 5,
    "satisfaction": 10,
}
"""An indicator of each kind; each has reached its target, and nobody types its score."""


def test_three_projects_are_filled_in_and_filed(office: Office, make: Make) -> None:
    """Of a project nobody types a total, a rate, a score, the unit or the year."""
    names = ("节水灌溉改造", "村道硬化", "河道清淤")
    path = make(department({}))
    typed = 0
    with office.opened(path) as workbook:
        for _ in names[1:]:
            workbook.press("新增项目")
        for number, name in enumerate(names, 1):
            typed += fill_in(workbook, f"项目{number}", name)
        workbook.press("校验")
        found = [row for row in workbook.results() if row[1].startswith("项目")]
        assert [row for row in found if row[0] == "错误"] == []
        assert line(workbook, 5)[1:7] == [names[2], "280.00", "312.50", "306.25", "98.00%", "99.8"]
        assert workbook.named("项目平均得分").String.strip() == "99.80"
        assert workbook.named("项目等次").String == "优3个"
        workbook.press("导出上报件")
    (package,) = path.parent.glob("*上报件*.zip")
    verdict = verify_package(package)
    assert verdict.changes == ()
    assert verdict.not_checked == ()
    money_by_source, weights = 9, len(WEIGHTS)
    assert typed == len(names) * (money_by_source + weights)


def fill_in(workbook: Workbook, sheet: str, name: str) -> int:
    """Fill in a project's form as it is typed; return how many figures that takes."""
    form: Any = load_template().form.project
    given = form.model.model_validate(project(name))
    listing = form.listings[form.indicators.name]
    typed = 0
    for item in form.fields.values():
        (entry,) = entries(given, item.path)
        if item.sheet != listing.sheet or entry.value is None:
            continue
        cell = cell_of(workbook, sheet, item.name)
        if not cell.Formula.startswith("="):
            typed += type_into(cell, entry.value)
    columns = form.indicator_columns
    group = cell_of(workbook, sheet, listing.group_column).CellAddress
    rows = workbook.document.Sheets.getByName(sheet)
    kinds = dict(zip(listing.groups, WEIGHTS.items(), strict=True))
    for row in range(group.Row + 1, cell_of(workbook, sheet, listing.end).CellAddress.Row):
        kind = kinds.pop(rows.getCellByPosition(group.Column, row).String, None)
        if kind is not None:
            values = {"name": f"{name}{kind[0]}", "target": "≥95%", "actual": "96%"}
            for role, value in {**values, "weight": Decimal(kind[1])}.items():
                column = cell_of(workbook, sheet, columns[role].name).CellAddress.Column
                typed += type_into(rows.getCellByPosition(column, row), value)
    assert not kinds
    return typed


def type_into(cell: Any, value: Any) -> int:
    """Type a figure or a text; return how many figures that is."""
    if isinstance(value, Decimal):
        cell.Value = float(value)
        return 1
    cell.String = str(value)
    return 0
