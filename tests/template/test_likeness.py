"""A template takes sheets, names and words over from one that comes with the program."""

import shutil
from pathlib import Path

import pytest

from xlevaluate.files.slips import SlipsError
from xlevaluate.form.layout import lay_out
from xlevaluate.template.lookup import templates_folder
from xlevaluate.template.template_loading import load_template


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    shutil.copytree(templates_folder() / "national_project", folder)
    return folder


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "form.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_copy_elsewhere_still_has_what_it_takes_over(copy: Path) -> None:
    ours, theirs = load_template(folder=copy), load_template()
    assert ours.form.names == theirs.form.names
    assert ours.texts.words == theirs.texts.words
    sheets = {sheet.name: sheet for sheet in theirs.form.definition.sheet}
    taken = [s for s in ours.form.definition.sheet if sheets.get(s.name) == s]
    assert {"报告提纲", "得分与参数", "校验结果"} <= {sheet.name for sheet in taken}
    assert "基础数据表" not in {sheet.name for sheet in ours.form.definition.sheet}


def test_what_a_sheet_says_besides_is_its_own(copy: Path) -> None:
    edit(copy, 'name = "校验结果"', 'name = "校验结果"\npurpose = "查出什么"')
    (sheet,) = (s for s in load_template(folder=copy).form.definition.sheet if s.name == "校验结果")
    assert sheet.purpose == "查出什么"


def test_files_and_blocks_are_taken_over_through_another(tmp_path: Path) -> None:
    """Hunan's project is like the national one, which is like Hunan's department."""
    folder = tmp_path / "mine"
    shutil.copytree(templates_folder() / "hunan_project", folder)
    ours, national = load_template(folder=folder), load_template("national_project")
    assert not (folder / "ratios.toml").exists()
    assert ours.ratios.keys() == national.ratios.keys()
    assert [rule.id for rule in ours.identities] == [rule.id for rule in national.identities]
    assert ours.texts.words == load_template().texts.words
    assert ours.form.names == load_template().form.names
    more = set(ours.form.fields) - set(national.form.fields)
    assert more == {"填表人", "填报日期", "联系电话"}
    assert ours.outline != national.outline


def test_cells_off_paper_are_on_the_screen_alone() -> None:
    family = load_template("hubei_project")

    def fields(*, on_paper: bool) -> set[str]:
        pages = lay_out(
            family.form, family.completed(family.blank()), family.printed, on_paper=on_paper
        )
        return {cell.field.name for page in pages for cell in page.cells if cell.field}

    assert fields(on_paper=False) - fields(on_paper=True) == {
        *("目标一分值", "目标二分值", "目标三分值")
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('like = "hunan_department"', 'like = "mars_department"', "没有随程序来的模板“mars"),
        ('like = "hunan_department"', 'like = "../mine"', "没有随程序来的模板“../mine”"),
        ('name = "校验结果"', 'name = "校验"', "没有名为“校验”的工作表"),
        ('like = "hunan_department"', "", "names"),
        ('name = "成本指标", optional = true', 'name = "成本指标"', "一级指标“cost”没有分值"),
        ('unless = "cost"', 'unless = "output"', "没有 optional 的一级指标“output”"),
    ],
)
def test_a_slip_is_told(copy: Path, old: str, new: str, said: str) -> None:
    edit(copy, old, new)
    with pytest.raises(SlipsError) as caught:
        load_template(folder=copy)
    assert said in str(caught.value)
