"""The platform's import templates, read back by their own layout."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlrd

from tests.changes import changed
from tests.families.conftest import Run
from xlevaluate import cli
from xlevaluate.files.toml import open_toml
from xlevaluate.form.figures import Figures
from xlevaluate.submission import Submission
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.lookup import families
from xlevaluate.template.platform_layout import PlatformDef, lint_layout, platforms_in
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

LAYOUTS = [
    (family, name) for family in families() for name in platforms_in(load_template(family).folder)
]


def corrected(template: Template) -> Submission:
    path = template.folder / "samples" / "corrected.json"
    return load_submission(path.read_text(encoding="utf-8"), path.name, template.form.model)


def exported(
    run: Run, template: Template, name: str, changes: dict[str, Any]
) -> tuple[int, xlrd.sheet.Sheet]:
    given = changed(corrected(template), changes).model_dump_json(exclude={"parameters"})
    Path("given.json").write_text(given, encoding="utf-8")
    run("new", "a.xlsx", "--template", template.name, "--data", "given.json")
    code, _ = run("export", "a.xlsx", "--platform", name, "-o", "a.xls", "--draft")
    return code, xlrd.open_workbook("a.xls").sheet_by_index(0)


def row_of(sheet: xlrd.sheet.Sheet, number: int) -> list[Any]:
    """Return a row, counted from 1 as people do, without the blanks behind it."""
    values: list[Any] = sheet.row_values(number - 1)
    while values and values[-1] == "":
        values.pop()
    return values


def test_there_are_four() -> None:
    assert LAYOUTS == [
        ("national_project", "anhui"),
        ("national_project", "hefei"),
        ("platform_department", "anhui"),
        ("platform_department", "hefei"),
    ]


Expected = Iterator[tuple[int, int, Any]]


@pytest.mark.parametrize(("family", "name"), LAYOUTS)
def test_every_figure_is_where_the_layout_says(run: Run, family: str, name: str) -> None:
    """Read as the platform reads: by row and column, and nothing else."""
    template = load_template(family)
    code, sheet = exported(run, template, name, {})
    assert code == 0
    figures = Figures(template.form, corrected(template))
    path = template.folder / f"platform_{name}.toml"
    bottom = compared = 0
    for part in tomllib.loads(path.read_text(encoding="utf-8"))["part"]:
        top = part.get("at", bottom + 1)
        expected = list(expected_of(part, figures))
        for down, col, value in expected:
            assert cell(sheet, top + down, col) == value, (top + down, col)
        bottom = top + max(down for down, _, _ in expected)
        compared += len(expected)
    assert compared > 60


def expected_of(part: dict[str, Any], figures: Figures) -> Expected:
    """Yield what stands how far down, in which column, but for what is worked out."""
    for down, row in enumerate(part.get("cells", ())):
        for col, text in enumerate(row):
            if text.startswith("["):
                yield down, col, _plain(figures.value(text[1:-1]))
            elif not text.startswith("=") and "{" not in text:
                yield down, col, text
    for col, name in enumerate(part.get("columns", ())):
        yield from ((down, col, _plain(e.value)) for down, e in enumerate(figures[name]))
    for down, indicator in enumerate(figures.indicators if "indicators" in part else ()):
        for col, role in enumerate(part["indicators"]):
            if role in {"name", "weight", "score", "deviation"}:
                yield down, col, _plain(indicator.value(role))


def cell(sheet: xlrd.sheet.Sheet, row: int, col: int) -> Any:
    return sheet.cell_value(row - 1, col) if col < sheet.ncols else ""


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return "" if value is None else str(value)


def test_a_department_in_the_columns_of_anhui(run: Run) -> None:
    _, sheet = exported(run, load_template("platform_department"), "anhui", {})
    done = "完成重点全宗142.5万页的扫描和异地备份。"
    assert row_of(sheet, 6) == ["档案数字化", done, 56, 48, 52.6, 45.2]
    assert row_of(sheet, 8) == ["金额合计", "", 172.5, 164.5, 168.4, 161, 10, "97.62%", 9.76]
    first = ["产出指标", "数量指标", "案卷整理数量", 15, "12000", "12350", 15, "", "≥", "卷"]
    assert row_of(sheet, 13) == first


def test_tasks_that_do_not_fit_are_told(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Hefei's template has room for five tasks in rows 8 to 12."""
    template = load_template("platform_department")
    given = corrected(template).model_dump(mode="json", exclude={"parameters"})
    items = given["tasks"]["items"]
    given["tasks"]["items"] = items + [items[0] | {"name": f"任务{n}"} for n in range(4)]
    many = template.form.model.model_validate(given)
    Path("given.json").write_text(many.model_dump_json(exclude={"parameters"}), encoding="utf-8")
    run("new", "a.xlsx", "--template", template.name, "--data", "given.json")
    capsys.readouterr()
    cli.main(["export", "a.xlsx", "--platform", "hefei", "-o", "a.xls", "--draft"])
    said = capsys.readouterr().err
    assert "“任务”有 7 行，导入模板只放得下 5 行，后 2 行请在系统中补录。" in said
    sheet = xlrd.open_workbook("a.xls").sheet_by_index(0)
    assert cell(sheet, 12, 0) == "任务1"
    assert cell(sheet, 13, 0) == "年度总体目标"


def test_what_cannot_be_taken_apart_is_told(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    template = load_template("national_project")
    sample = str(template.folder / "samples" / "corrected.json")
    run("new", "a.xlsx", "--template", template.name, "--data", sample)
    assert cli.main(["export", "a.xlsx", "--platform", "anhui"]) == 0
    said = capsys.readouterr().err
    assert "“主体工程完工时间”的指标值“2023年11月底前”" in said
    assert said.count("不能分成") == 1
    assert "未核对原件" in said
    sheet = xlrd.open_workbook("a-项目支出绩效自评指标完成情况导入模板.xls").sheet_by_index(0)
    shown = {cell(sheet, r, 2): (cell(sheet, r, 3), cell(sheet, r, 8)) for r in range(15, 25)}
    assert shown["主体工程完工时间"] == ("2023年11月底前", "定性")
    assert shown["每公里渠道改造成本"] == ("15", "≤")


def test_other_names_are_refused(run: Run) -> None:
    template = load_template("hubei_project")
    sample = str(template.folder / "samples" / "corrected.json")
    run("new", "a.xlsx", "--template", template.name, "--data", sample)
    assert run("export", "a.xlsx", "--platform", "anhui")[0] == 2
    assert run("export", "a.xlsx", "--platform", "anhui", "-o", "a.zip")[0] == 2
    assert not list(Path().glob("*.xls"))


def test_a_slip_in_a_layout_is_told(tmp_path: Path) -> None:
    template = load_template("platform_department")
    text = (template.folder / "platform_hefei.toml").read_text(encoding="utf-8")
    text = text.replace('"[预期目标]"', '"[预期]"').replace('list = "任务"', 'list = "工作"')
    path = tmp_path / "platform_hefei.toml"
    path.write_text(text, encoding="utf-8")
    file = open_toml(path)
    given = file.read(PlatformDef.model_validate)
    assert given is not None
    lint_layout(file, given, template)
    assert [slip.words for slip in file.slips] == [
        "没有名为“工作”的可增减的行",
        "没有名为“预期”的项目",
    ]
