"""Slips that make sense as TOML and as names, and yet none as a form; many are told at once."""

import shutil
from pathlib import Path

import pytest

from tests.families.conftest import SOURCE
from tests.template.conftest import Edit
from xlevaluate.cli import main
from xlevaluate.files.slips import Slip
from xlevaluate.inspection.template_check import strange_files
from xlevaluate.scoring.frame import Frame
from xlevaluate.template.linter import lint_files
from xlevaluate.template.lookup import homonym
from xlevaluate.template.template import Template

FORM, PROFILE, RATIOS, SUMS = "form.toml", "profile.toml", "ratios.toml", "identities.toml"
TEXTS, OUTLINE = "texts.toml", "outline.toml"

SHAPES: list[tuple[str, str, str, str, str]] = [
    # file, what stands there, what is written for it; the key, and words of what is told
    (FORM, 'choices = ["无"], since', 'choices = ["无"], longest = 3, since', ".没有三", "longest"),
    (FORM, '"自称" = { path', '"自称" = { ticked = true, path', "fields.自称", "ticked 只用于选项"),
    (FORM, '"年度" = { path', '"年度" = { since = 0, path', "年度.since", "不能小于 1"),
    (PROFILE, 'name = "良"', 'name = "优"', "grade", "等次的名称写了两次：优"),
    (PROFILE, "from = 0.6\nto = 0.8", "from = 0.7\nto = 0.8", "band", "首尾相接"),
    (PROFILE, "benefit = 30", "benefit = 1e9", "frame.dimensions.benefit", "不能大于"),
    (TEXTS, 'spent = ["编制数"]', 'spend = ["编制数"]', "thing.34.cells", "只能是"),
]

MEANINGS: list[tuple[str, str, str, str, str]] = [
    (FORM, "填报单位：{单位名称}", "填报单位：{单位名称", "grid.1.0", "花括号没有成对"),
    (FORM, 'change = ["本年", "上年"]', 'change = ["本年", "本年"]', "change", "现在是同一列"),
    (FORM, '"points", role = "weight"', '"money", role = "weight"', "kind", "应为分（points）"),
    (
        FORM,
        'annex = "整体支出',
        'annex = "部门整体支出绩效评价基础数据表" #',
        "annex",
        "附件的标题",
    ),
    (FORM, '= "三公经费_本年预算"', '= "三公经费上年预算"', "carried.fields", "取自它自己"),
    (FORM, '= "年末结转结余_本年"', '= "收入合计_变动原因"', "carried.fields", "kind 不同"),
    (FORM, 'said = "没有楼堂馆所"', 'said = "自称"', "absent.9.said", "应为选项"),
    (FORM, "paper = [[", "# [[", "grid.0", "会错开"),
    (SUMS, '["公车购置", "公车运行维护"]', '["公车购置", "三公经费"]', "fills", "绕回它自己"),
    (SUMS, 'parts = ["专项资金"]', 'parts = ["专项资金", "本级专项资金"]', "parts.1", "又是它自己"),
    (SUMS, '["办公经费", "水电', '["办公经费", "办公经费", "水电', "parts", "写了两次"),
    (RATIOS, 'numerator = "实际在职人数"', 'numerator = "编制数"', "denominator", "总是 100%"),
    (
        RATIOS,
        'name = "预算完成率"',
        'name = "预算完成率"\nrole = "execution_rate"',
        "role",
        "已经有 role 为 execution_rate",
    ),
    (PROFILE, "from = 90", "from = 900", "grade.0.from", "900 分高于 frame 的合计 100.1234567"),
    (PROFILE, "execution = 10", "execution = 10.1234567", "frame.execution", "最多 6 位小数"),
    (TEXTS, 'spent = ["编制数"]', 'spent = ["自称"]', "thing.34.cells.spent.0", "不是数字"),
    (TEXTS, 'results = ["', 'results = ["编制数", "', "results.0", "“编制数”不是文字"),
    (OUTLINE, "'''机构设置情况'''", "'''（一）机构设置情况'''", "row.1.text", "序号自动生成"),
]


@pytest.mark.parametrize("slips", [SHAPES, MEANINGS], ids=["shapes", "meanings"])
def test_all_are_told_at_once_each_with_its_line(
    own: Path, edit: Edit, slips: list[tuple[str, str, str, str, str]]
) -> None:
    for file, old, new, _, _ in slips:
        edit(file, old, new)
    found = lint_files(own, own / PROFILE).slips
    for file, _, _, key, words in slips:
        told = [s for s in found if s.file == file and key in s.key and words in s.words]
        assert told, (file, key, words, list(map(str, found)))
        assert all(slip.line for slip in told)


def test_a_computed_cell_on_paper_is_one_that_there_is(own: Path, edit: Edit) -> None:
    edit(FORM, '"@执行率", "@得分"],\n    ["^"', '"@执行率", "=总分"],\n    ["^"')
    (slip,) = lint_files(own, own / PROFILE).slips
    assert "paper.1.8" in slip.key
    assert "没有名为“总分”的比率或自动计算的项目" in slip.words


def test_points_of_a_dimension_are_missed_and_told_by_its_key(own: Path, edit: Edit) -> None:
    edit(PROFILE, "output = 50", "outputs = 50")
    found = {(slip.key, slip.words) for slip in lint_files(own, own / PROFILE).slips}
    assert ("frame", "form.toml 的一级指标“output”没有分值") in found
    assert ("frame.dimensions.outputs", "form.toml 没有 key 为“outputs”的一级指标") in found
    assert set(Frame.model_fields) >= {"execution", "dimensions", "joint"}


def test_a_row_taken_out_is_missed_in_every_file_at_once(own: Path, edit: Edit) -> None:
    edit(
        FORM, '{ key = "meetings_and_training", name = "会议培训费", ', '{ key = "x", name = "甲", '
    )
    found = {slip.file for slip in lint_files(own, own / PROFILE).slips}
    assert found == {FORM, SUMS, TEXTS, "charts.toml"}


def test_what_cannot_be_read_is_not_taken_from_another_template(own: Path, edit: Edit) -> None:
    """A folder, a link that leads nowhere: the form must not go by Hunan's sums unseen."""
    edit(FORM, 'title = "', 'like = "hunan_department"\ntitle = "')
    (own / SUMS).unlink()
    assert lint_files(own, own / PROFILE).slips == ()  # its own are taken
    (own / SUMS).symlink_to("nowhere.toml")
    assert [slip.file for slip in lint_files(own, own / PROFILE).slips] == [SUMS]


@pytest.mark.parametrize("blocks", ["block = 1.5", "block = []\nmore = 2", "more = 2"])
def test_blocks_that_are_no_list_are_told(own: Path, edit: Edit, blocks: str) -> None:
    edit(FORM, 'title = "', 'like = "hunan_department"\ntitle = "')
    with (own / FORM).open("a", encoding="utf-8") as form:
        form.write(f'\n[[sheet]]\nname = "校验结果"\n{blocks}\n')
    found = [slip.words for slip in lint_files(own, own / PROFILE).slips]
    assert any("应为数组" in words or "没有这一项" in words for words in found), found


def test_slips_in_a_file_of_another_template_are_told_in_one(own: Path, edit: Edit) -> None:
    shutil.copytree(SOURCE, own.parent / "four")
    four = own.parent / "four"
    text = (four / FORM).read_text(encoding="utf-8")
    (four / FORM).write_text('like = "hunan_department"\n' + text, encoding="utf-8")
    (four / TEXTS).unlink()
    (slip,) = _of(lint_files(four, four / PROFILE).slips, TEXTS)
    assert "文件夹里没有这个文件，照用模板“hunan_department”的" in slip.words
    assert "请另写一个" in slip.words


def _of(slips: tuple[Slip, ...], file: str) -> list[Slip]:
    return [slip for slip in slips if slip.file == file]


def test_a_file_that_nothing_reads_is_told(own: Path) -> None:
    (own / "outlne.toml").write_text("", encoding="utf-8")
    (own / "profile_.toml").write_text("", encoding="utf-8")
    (own / "备注.txt").write_text("", encoding="utf-8")
    assert [slip.file for slip in strange_files(own)] == ["outlne.toml", "profile_.toml"]


def test_a_folder_called_as_a_template_of_the_program_makes_no_workbook(
    template: Template, own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its workbooks would be read by the program's own template, which has the same name."""
    assert homonym(template.folder) == homonym(own) == ""
    same = own.rename(own.with_name(template.name))
    assert main(["new", str(tmp_path / "a.xlsx"), "--template", str(same)]) == 2
    assert "同名" in capsys.readouterr().err


def test_a_word_base_that_is_missing_is_made(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "report.docx").unlink()
    assert main(["template", "check", str(own)]) == 1
    assert "xlevaluate template make" in capsys.readouterr().out
    assert main(["template", "make", str(own)]) == 0
    assert (own / "report.docx").is_file()
