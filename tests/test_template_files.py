"""The files of a template's folder fit together, and mistakes in them are told."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from xlevaluate.errors import CannotDoError
from xlevaluate.setup.template_files import template_files
from xlevaluate.template.lookup import families
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package (compression may differ between machines), or the text."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("family", families())
def test_the_committed_files_are_what_the_code_generates(family: str) -> None:
    template = load_template(family)
    for name, content in template_files(template).items():
        committed = (template.folder / name).read_bytes()
        assert parts(committed) == parts(content), (
            f"{name} is out of date: xlevaluate template make"
        )


def test_there_are_templates() -> None:
    assert {"hunan_department", "national_project", "hubei_project"} <= set(families())


@pytest.fixture
def copy(tmp_path: Path, template: Template) -> Path:
    folder = tmp_path / "mine"
    shutil.copytree(template.folder, folder)
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("form.toml", "title =", "titel =", "form.toml 第 1 行的 title 有误：缺少这一项"),
        ("form.toml", '"编制数" = {', '"总分" = {', "名称“总分”用了两次"),
        ("form.toml", "[[sheet]]", "[[sheet", "form.toml 不能用"),
        ("ratios.toml", 'denominator = "编制数"', 'denominator = "编制"', "没有的数字项“编制”"),
        ("ratios.toml", 'numerator = "实际规模"', 'numerator = "规模 *"', "不是由"),
        (
            "ratios.toml",
            'level = "query"',
            'level = "maybe"',
            "ratios.toml 第 19 行的 ratio.1.zero.level 有误：只能是",
        ),
        (
            "identities.toml",
            '"公务接待"]',
            '"接待"]',
            "F01 用了 form.toml 中没有的项目“接待_上年决算”",
        ),
        (
            "identities.toml",
            'total = "支出合计"',
            'total = "支出"',
            "F08 用了 form.toml 中没有的项目",
        ),
        (
            "profile.toml",
            "output = 50, ",
            "",
            "form.toml 的一级指标“output”没有分值",
        ),
        ("profile.toml", "from = 60", "from = 85", "分数线不重复"),
        ("profile.toml", "deduct = 0.5", "deduct = -1", "第 85 行的 ratios.ratio.0.deduct 有误"),
        ("profile.toml", "weight = 8", "wieght = 8", "ratios.ratio.0.weight 有误：缺少这一项"),
        ("profile.toml", "over = 1.3", 'over = "高"', "的 indicators.over 有误：应为数字"),
        (
            "profile.toml",
            'text = "部分达成年度指标并具有一定效果"\nfrom = 0.6',
            'text = "部分达成年度指标并具有一定效果"\nfrom = 0.9',
            "首尾相接",
        ),
        ("profile.toml", "[execution]", "[execution", "不能用：第"),
        ("profile.toml", '"预算调整率"', '"预算调整"', "给没有的比率评分：预算调整"),
        ("charts.toml", 'kind = "bar"', 'kind = "pie"', "行的 chart.0.kind 有误：只能是"),
        ("charts.toml", "lines = 12", "lines = 20", "图表共高 36 行，超过一页的 28 行"),
        ("charts.toml", '"三公经费_上年决算", ', "", "“{上年度}年决算”有 6 个 fields"),
        ("charts.toml", 'look = "dark"', 'look = "red"', "行的 chart.0.series.2.look 有误：只能是"),
        (
            "charts.toml",
            '"项目支出_本年决算", "公用',
            '"项目支出_决算", "公用',
            "第 37 行的 chart.0.series.2.fields.1 有误：form.toml 中没有名为“项目支出_决算”的",
        ),
        ("charts.toml", '"产出指标_得分"', '"产出指标_说明"', "没有名为“产出指标_说明”的数字项"),
        (
            "form.toml",
            "widths = [32, 20, 20, 20]",
            "widths = [32, 40, 20]",
            "的 sheet.13.block.0.grid.0 有误：这一行有 4 格，工作表有 3 列",
        ),
        ("outline.toml", "一级标题", "章", "行的 row.0.level 有误：只能是"),
    ],
)
def test_a_mistake_is_told_with_file_and_place(
    copy: Path, file: str, old: str, new: str, said: str
) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CannotDoError) as caught:
        load_template(folder=copy)
    assert said in str(caught.value)
    assert file in str(caught.value)


def test_a_weight_is_changed_by_editing_the_file(copy: Path) -> None:
    path = copy / "profile.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("output = 50, benefit = 30", "output = 40, benefit = 40"), encoding="utf-8"
    )
    changed = load_template(folder=copy)
    assert changed.profile.frame.dimensions["output"] == 40
    assert changed.profile.frame.total == 100
