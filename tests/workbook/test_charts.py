"""The charts of the workbook: every figure in them is in a cell, and is the form's."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from msgspec.structs import replace

from tests.changes import changed
from tests.conftest import workbook_of
from tests.drawn import A, C, Drawn, Kept, cells_at, charts_in
from tests.hunan import MODEL
from tests.spreadsheet import convert, pages_of
from tests.submissions import made_up
from xlevaluate.form.figures import Figures
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import CellValue, ErrorValue, Snapshot
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission
from xlevaluate.workbook.read import read_workbook

SHEET = "图表"
BLANKS = {
    "basic_data.spending.three_public.prior_final": None,
    "basic_data.spending.project.budget": "不适用",
    "basic_data.spending.operating.final": "0",
    "self_evaluation.budget.final": "不适用",
}

Edited = Callable[[list[list[object]]], Path]


def made(template: Template, submission: Submission) -> tuple[list[Drawn], openpyxl.Workbook]:
    """Make a workbook and return its charts, and what its cells show."""
    content = workbook_of(template, submission)
    return charts_in(content), openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def check_cells(charts: list[Drawn], book: openpyxl.Workbook) -> None:
    """Hold what each chart keeps against the cells that it refers to."""
    for kept in (kept for chart in charts for kept in chart.kept):
        shown = cells_at(book, kept.reference)
        assert not any(str(value).startswith("#") for value in shown), kept
        numbers = [value if isinstance(value, int | float) else None for value in shown]
        texts = [value for value in kept.values if isinstance(value, str)]
        assert list(kept.values) == (list(shown) if texts else numbers), kept


def check_figures(charts: list[Drawn], template: Template, submission: Submission) -> None:
    """Hold what each chart draws against the fields that charts.toml names."""
    submission = template.completed(submission)
    template = template.adapted(submission)
    figures = Figures(template.form, submission)
    for chart, given in zip(charts, template.charts, strict=True):
        for (_, _, values), series in zip(chart.series, given.definition.series, strict=True):
            expected = []
            for name in series.fields:
                computed = template.computations.get(name)
                value = computed.shown(figures) if computed else figures.amount(name)
                expected.append(float(value) if isinstance(value, Decimal) else None)
            assert list(values.values) == expected, series.name


def test_the_seeds_figures_are_drawn(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    charts, book = made(template, sample("seed"))
    spending, three_public, points, execution = charts
    assert spending.table == {
        "三公经费": (5.41, 0, 0.1),
        "项目支出": (148.58, 0, 0),
        "公用经费": (117.65, 111.88, 206.7),
        "其中：办公经费": (19.9, 3.5, 19.86),
        "水费、电费、差旅费": (0.3, 2, 2.46),
        "会议费、培训费": (10.74, 2, 11.86),
        "政府采购金额": (120.8, 111.8, 182.62),
    }
    assert [of[0].values for of in spending.series] == [
        ("2022年决算",),
        ("2023年预算",),
        ("2023年决算",),
    ]
    assert three_public.table["公务接待"] == (5.41, 0, 0.1)
    assert points.table == {
        "预算执行": (10, 10),
        "产出指标": (50, 47),
        "效益指标": (30, 40),
        "满意度指标": (10, 0),
    }
    assert execution.series[0][1].values == (
        "年度资金总额\n100.00%",
        "公用经费\n184.75%",
        "项目支出\n—",
        "三公经费\n预算为0，有支出",
        "政府采购金额\n163.35%",
    )
    check_cells(charts, book)
    check_figures(charts, template, sample("seed"))


@pytest.mark.parametrize("name", ["", "corrected"])
def test_charts_hold_what_their_cells_hold(
    template: Template, sample: Callable[[str], Submission], name: str
) -> None:
    submission = sample(name) if name else MODEL()
    charts, book = made(template, submission)
    check_cells(charts, book)
    check_figures(charts, template, submission)


def test_blank_and_not_applicable_are_not_drawn_and_nought_is(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    submission = changed(sample("seed"), BLANKS)
    charts, book = made(template, submission)
    check_cells(charts, book)
    check_figures(charts, template, submission)
    spending, _, _, execution = charts
    assert spending.table["三公经费"] == (None, 0, 0.1)
    assert spending.table["项目支出"] == (148.58, None, 0)
    assert spending.table["公用经费"] == (117.65, 111.88, 0)
    assert execution.series[0][1].values[:3] == (
        "年度资金总额\n—",
        "公用经费\n0.00%",
        "项目支出\n—",
    )
    rows = [row[:4] for row in book[SHEET].iter_rows(values_only=True)]
    assert ("项目支出", 148.58, "不适用", 0) in rows
    assert ("三公经费", None, 0, 0.1) in rows


def test_made_up_submissions_are_drawn_as_they_are(template: Template) -> None:
    for seed in range(15):
        submission = made_up(template, Random(seed))
        charts, book = made(template, submission)
        check_cells(charts, book)
        check_figures(charts, template, submission)


def test_another_profile_has_other_weights(sample: Callable[[str], Submission]) -> None:
    template = load_template(profile="hubei")
    charts, book = made(template, sample("corrected"))
    check_cells(charts, book)
    check_figures(charts, template, sample("corrected"))
    assert charts[2].table == {
        "预算执行": (20, 20),
        "产出指标": (40, 50),
        # They share 40 points: neither has points of its own.
        "效益指标": (None, 30),
        "满意度指标": (None, 10),
    }


def test_the_rate_is_that_of_the_ratios(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    for name in ("seed", "corrected"):
        charts, _ = made(template, sample(name))
        shown = [str(text).split("\n") for text in charts[3].series[0][1].values]
        rates = {category: rate for category, *said in shown for rate in said}
        ratios = evaluate_submission(template, sample(name)).ratios
        for category, ratio in (
            ("年度资金总额", "预算执行率"),
            ("公用经费", "公用经费控制率"),
            ("三公经费", "三公经费控制率"),
            ("政府采购金额", "政府采购执行率"),
        ):
            value = ratios[ratio]
            expected = f"{value:.2%}" if isinstance(value, Decimal) else value
            assert rates[category] == expected


def test_a_blank_workbook_names_no_year_and_no_figure_but_weights(template: Template) -> None:
    charts, _ = made(template, MODEL())
    titles = [chart.title.values[0] for chart in charts if isinstance(chart.title, Kept)]
    assert titles == [
        "主要经费上年决算、本年预算和决算",
        "三公经费的构成",
        "自评得分与分值",
        "本年预算执行情况",
    ]
    drawn = {value for c in (0, 1, 3) for row in charts[c].table.values() for value in row}
    assert drawn == {None}
    assert charts[2].table["产出指标"] == (50, 0)


_ORDER = {
    "title": ("tx", "layout", "overlay", "spPr", "txPr"),
    "legend": ("legendPos", "legendEntry", "layout", "overlay", "spPr", "txPr"),
    "chart": ("title", "autoTitleDeleted", "plotArea", "legend", "plotVisOnly", "dispBlanksAs"),
    "barChart": ("barDir", "grouping", "varyColors", "ser", "gapWidth", "overlap", "axId"),
    "ser": ("idx", "order", "tx", "spPr", "invertIfNegative", "dLbls", "cat", "val"),
    "dLbls": (
        *("numFmt", "spPr", "txPr", "dLblPos", "showLegendKey", "showVal", "showCatName"),
        *("showSerName", "showPercent", "showBubbleSize"),
    ),
    "catAx": (
        *("axId", "scaling", "delete", "axPos", "majorGridlines", "title", "numFmt"),
        *("majorTickMark", "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx", "crosses"),
        *("auto", "lblAlgn", "lblOffset"),
    ),
    "valAx": (
        *("axId", "scaling", "delete", "axPos", "majorGridlines", "title", "numFmt"),
        *("majorTickMark", "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx", "crosses"),
        "crossBetween",
    ),
    "chartSpace": (
        *("date1904", "lang", "roundedCorners", "style", "protection", "chart", "spPr", "txPr"),
        *("externalData", "printSettings"),
    ),
}
"""The order of children in ECMA-376, so far as we use them."""


def check_order(xml: bytes) -> None:
    """Hold the children of a chart's elements against the standard."""
    for element in fromstring(xml).iter():
        children = [child.tag.removeprefix(C) for child in element]
        order = _ORDER.get(element.tag.removeprefix(C))
        if order is not None:
            assert children == sorted(children, key=order.index), element.tag
        if element.tag == f"{C}dLbls":
            # Left out, some programs would print the names of series and categories too.
            said = {child.tag.removeprefix(C): child.get("val") for child in element}
            assert said["showVal"] == "1"
            others = ("showSerName", "showCatName", "showLegendKey", "showPercent")
            assert {said[name] for name in others} == {"0"}


def test_charts_are_well_formed_and_set_in_chinese(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    content = workbook_of(template, sample("seed"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/charts/")]
        assert len(names) == len(template.charts)
        for name in names:
            xml = package.read(name)
            check_order(xml)
            fonts = [font for font in fromstring(xml).iter() if font.tag == f"{A}latin"]
            chinese = [font for font in fromstring(xml).iter() if font.tag == f"{A}ea"]
            faces = [font.get("typeface") for font in fonts]
            assert faces == [font.get("typeface") for font in chinese]
            assert set(faces) == {"黑体", "宋体"}


def test_series_are_told_apart_without_colours(template: Template) -> None:
    for chart in template.charts:
        fills = [series.fill for series in chart.definition.series]
        assert len(fills) == len(set(fills)), chart.definition.title
    charts, _ = made(template, MODEL())
    hatched = charts[0].xml.findall(f".//{C}ser/{C}spPr/{A}pattFill")
    solid = charts[0].xml.findall(f".//{C}ser/{C}spPr/{A}solidFill/{A}srgbClr")
    assert len(hatched) == 1
    light, dark = (int(str(colour.get("val"))[2:4], 16) for colour in solid)
    assert light - dark > 100


def test_the_sheet_is_not_read(
    template: Template,
    workbook: Callable[[Submission], Path],
    sample: Callable[[str], Submission],
) -> None:
    snapshot, _ = read_workbook(workbook(sample("seed")))
    without = {name: cells for name, cells in snapshot.sheets.items() if name != SHEET}
    spoilt = {place: CellValue(ErrorValue("#REF!"), True) for place in snapshot.sheets[SHEET]}
    before = read_snapshot(template.form, snapshot, template.computations)
    for sheets in (without, without | {SHEET: spoilt}):
        other = Snapshot(sheets, snapshot.names)
        read = read_snapshot(template.form, other, template.computations)
        assert replace(read, snapshot=before.snapshot) == before


def test_the_cover_leads_there_and_all_is_locked(
    workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]
) -> None:
    book = openpyxl.load_workbook(workbook(sample("seed")))
    links = [cell.hyperlink for row in book["封面"].iter_rows() for cell in row if cell.hyperlink]
    assert f"'{SHEET}'!A1" in [link.location for link in links]
    cells = [cell for row in book[SHEET].iter_rows() for cell in row]
    assert all(cell.protection.locked for cell in cells)
    assert book[SHEET].protection.sheet


@pytest.mark.libreoffice
def test_the_charts_are_a_page_and_their_figures_another(
    tmp_path: Path, workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]
) -> None:
    paths = [workbook(submission) for submission in (sample("seed"), MODEL())]
    for printed in convert(paths, "pdf", tmp_path / "out", tmp_path / "profile"):
        pages = ["".join(page.split()) for page in pages_of(printed)]
        (first,) = (n for n, page in enumerate(pages) if "部门整体支出图表" in page)
        for words in ("三公经费的构成", "自评得分与分值", "预算执行情况", "全年执行数"):
            assert words in pages[first], words
        assert "图表数据" not in pages[first]
        assert pages[first + 1].startswith("图表数据")
        assert "执行率" in pages[first + 1]
        assert "政府采购金额" in pages[first + 1].split("执行率")[1]
        assert pages[first + 2].startswith("校验规则")


@pytest.mark.libreoffice
def test_charts_follow_rows_that_are_inserted_deleted_and_typed(edited: Edited) -> None:
    path = edited(
        [
            ["insert", "基础数据表", 0, 2],
            ["insert", "基础数据表", 17, 1],
            ["insert", "自评表", 17, 1],
            ["type", "自评表", "C18", "新指标"],
            ["type", "自评表", "F18", 3],
            ["type", "自评表", "G18", 2],
            ["delete", "文字材料", 12, 1],
            ["insert", SHEET, 30, 3],
            ["type", "基础数据表", "D13", 4.5],
            ["type", "基础数据表", "C13", "不适用"],
        ]
    )
    charts = charts_in(path.read_bytes())
    book = openpyxl.load_workbook(path, data_only=True)
    assert len(charts) == 4
    shown = {
        str(category).split("\n")[0]: value
        for chart in charts
        for _, categories, values in chart.series[-1:]
        for category, value in zip(
            cells_at(book, categories.reference), cells_at(book, values.reference), strict=True
        )
    }
    assert shown["公务接待"] == 4.5
    assert shown["产出指标"] == 49
    assert shown["公用经费"] == 206.7
    assert shown["年度资金总额"] == 594.67
    assert not [v for v in shown.values() if str(v).startswith("#")]


@pytest.mark.libreoffice
def test_a_row_of_the_form_that_is_deleted_leaves_no_error_in_a_chart(edited: Edited) -> None:
    path = edited([["delete", "基础数据表", 10, 1]])  # 公务接待
    book = openpyxl.load_workbook(path, data_only=True)
    rows = [row[:4] for row in book[SHEET].iter_rows(values_only=True)]
    assert ("公务接待", None, None, None) in rows
    values = [value for row in rows for value in row if isinstance(value, str)]
    assert not [value for value in values if re.match(r"#", value)]
