"""Every ratio of the template, in every case of its denominator."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.changes import changed
from tests.hunan import MODEL
from xlevaluate.form.figures import Figures
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

# (ratio, {field: figure}, what its cell shows)
CASES: list[tuple[str, dict[str, str], str]] = [
    ("在职人员控制率", {"实际在职人数": "20", "编制数": "20"}, "1.0000"),
    ("在职人员控制率", {"实际在职人数": "136", "编制数": "143"}, "0.9510"),
    ("在职人员控制率", {"实际在职人数": "1", "编制数": "0"}, "编制数为0，有在职人员"),
    ("三公经费变动率", {"三公经费_本年决算": "0.1", "三公经费_上年决算": "5.41"}, "-0.9815"),
    (
        "三公经费变动率",
        {
            "三公经费_本年预算": "63.46",
            "三公经费上年预算": "32",
            "三公经费_本年决算": "1",
            "三公经费_上年决算": "1",
        },
        "0.9831",
    ),
    ("三公经费变动率", {"三公经费_本年决算": "1", "三公经费_上年决算": "0"}, "上年为0，无法计算"),
    ("三公经费控制率", {"三公经费_本年决算": "0.1", "三公经费_本年预算": "0"}, "预算为0，有支出"),
    ("公用经费控制率", {"公用经费_本年决算": "206.7", "公用经费_本年预算": "111.88"}, "1.8475"),
    (
        "政府采购执行率",
        {"政府采购金额_本年决算": "182.62", "政府采购金额_本年预算": "111.8"},
        "1.6335",
    ),
    ("预算执行率", {"全年执行数": "594.67", "全年预算数": "594.67"}, "1.0000"),
    (
        "预算完成率",
        {
            "年初结转结余_本年": "19.8",
            "年初预算数": "1922.76",
            "年中追加预算_本年": "767.86",
            "年末结转结余_本年": "19.8",
        },
        "0.9927",
    ),
    ("预算完成率", {"年初预算数": "5", "全年执行数": "9", "全年预算数": "10"}, "0.9000"),
    ("预算调整率", {"全年预算数": "594.67", "年初预算数": "394.5"}, "0.5074"),
    ("预算调整率", {"全年预算数": "2690.62", "年初预算数": "1922.76"}, "0.3994"),
    ("预算调整率", {"全年预算数": "1", "年初预算数": "0"}, "年初预算为0，无法计算"),
    ("结转结余率", {"年末结转结余_本年": "5", "全年预算数": "800"}, "0.0063"),
    ("结转结余变动率", {"年末结转结余_本年": "1", "年末结转结余_上年": "4"}, "-0.7500"),
    ("重点支出安排率", {"重点项目支出": "33", "项目支出_本年": "160"}, "0.2063"),
    ("规模控制率", {"实际规模": "0", "批复规模": "0"}, "—"),
    ("规模控制率", {"实际规模": "5", "批复规模": "不适用"}, "—"),
    ("投资概算控制率", {"实际投资": "110", "预算投资": "100"}, "1.1000"),
    ("固定资产利用率", {"在用固定资产": "95", "所有固定资产": "100"}, "0.9500"),
    ("支付进度率", {"实际支付数": "95", "应支付数": "100"}, "0.9500"),
    ("实际完成率", {"实际完成工作数": "12", "计划工作数": "12"}, "1.0000"),
    ("完成及时率", {"及时完成工作数": "11", "计划工作数": "12"}, "0.9167"),
    ("质量达标率", {"质量达标工作数": "0", "计划工作数": "12"}, "0.0000"),
    ("重点工作办结率", {"重点工作完成数": "1", "重点工作交办数": "0"}, "交办数为0，有办结数"),
]

RATIOS = list(load_template().ratios)


def figures_of(template: Template, figures: dict[str, str]) -> Figures:
    changes = {template.form.fields[name].path: value for name, value in figures.items()}
    return Figures(template.form, changed(MODEL(), changes))


@pytest.mark.parametrize(("name", "given", "shown"), CASES)
def test_a_ratio(template: Template, name: str, given: dict[str, str], shown: str) -> None:
    assert str(template.ratios[name].shown(figures_of(template, given))) == shown


def test_every_ratio_has_a_case() -> None:
    assert {name for name, _, _ in CASES} == set(RATIOS)


@pytest.mark.parametrize("name", RATIOS)
def test_every_ratio_with_zero_and_blank(template: Template, name: str) -> None:
    ratio = template.ratios[name]
    basis = ratio.bases[-1]
    (top, *_), bottom = basis.numerator.names, basis.denominator.names
    zeros = dict.fromkeys(basis.names, "0")
    assert ratio.shown(figures_of(template, zeros)) == "—"
    assert ratio.shown(figures_of(template, {**zeros, bottom[0]: "不适用"})) == "—"
    assert ratio.shown(figures_of(template, {})) is None
    assert ratio.shown(figures_of(template, {top: "1"})) is None
    if top not in bottom:
        assert ratio.shown(figures_of(template, {**zeros, top: "1"})) == ratio.zero.text


def test_the_basis_is_printed(template: Template, sample: Callable[[str], Submission]) -> None:
    figures = Figures(template.form, sample("seed"))
    assert template.computations["三公经费变动率_口径"].shown(figures) == "决算数口径"
    assert template.computations["预算完成率_口径"].shown(figures) == "执行数口径"
    assert template.computations["预算调整率_分子"].shown(figures) == Decimal("200.17")


def test_the_formula_in_words(template: Template) -> None:
    assert template.ratios["预算调整率"].words == "（全年预算数 － 年初预算数） ÷ 年初预算数 × 100%"
    assert template.ratios["三公经费控制率"].words == (
        "三公经费（本年决算） ÷ 三公经费（本年预算） × 100%"
    )
